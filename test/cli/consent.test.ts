import { expect, test } from 'vitest';
import { call } from '../../src/aws/call.ts';
import { type RehearsalAccount, rehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import { stage } from './stage.ts';

const HOME = 'ap-southeast-2';
const FLAGS = ['--name', 'acme', '--region', HOME, '--alarm-email', 'you@example.com', '--no-config'];
const on =
  (account: RehearsalAccount) =>
  (...argv: string[]) =>
    stage().play(argv, undefined, { connect: async () => account });

test('a policy that nobody agreed to change: apply ends with 6 and names --adopt, plan and status with 0', async () => {
  const account = rehearsalAccount({ homeRegion: HOME });
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:Get*', Resource: '*' }],
  });
  await account.send(call('iam', 'CreatePolicy', { PolicyName: 'admin_access', PolicyDocument }));
  const run = on(account);
  const { code, err, out } = await run('apply', '--yes', '--steps', 'admin', ...FLAGS);
  expect(code).toBe(6);
  expect((err + out).replace(/\s+/g, ' ')).toContain('to change the policy, add --adopt');
  expect((await run('plan', '--steps', 'admin', ...FLAGS)).code).toBe(0);
  expect((await run('status', '--steps', 'admin', ...FLAGS)).code).toBe(0);
  expect((await run('apply', '--yes', '--adopt', '--steps', 'admin', ...FLAGS)).code).toBe(0);
});

test('an instance that AWS ended at once: 1 with the reason, then 6 until --launch-again is said', async () => {
  const fresh = rehearsalAccount({ homeRegion: HOME });
  await on(fresh)('apply', '--yes', '--steps', 'ec2', ...FLAGS);
  const state = fresh.state();
  const there = state.regions[HOME]!;
  Object.assign(there, { instances: [], tokens: {} });
  there.launchesEnd = { code: 'Client.VolumeLimitExceeded', message: 'Volume limit exceeded' };
  const run = on(rehearsalAccount({ homeRegion: HOME, state }));
  const apply = ['apply', '--yes', '--steps', 'ec2', ...FLAGS];
  const ended = await run(...apply);
  expect([ended.code, ended.err]).toEqual([1, expect.stringContaining('AWS said: Client.VolumeLimitExceeded')]);
  const again = await run(...apply);
  expect([again.code, again.err]).toEqual([6, expect.stringContaining('--launch-again')]);
  expect((await run(...apply, '--launch-again')).code).toBe(1);
});

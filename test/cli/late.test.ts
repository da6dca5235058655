import { expect, it } from 'vitest';
import { somebody } from '../../src/aws/account.ts';
import { call } from '../../src/aws/call.ts';
import { type RehearsalAccount, rehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import { scripted, stage } from './stage.ts';

const FLAGS = ['--name', 'acme', '--region', 'ap-southeast-2', '--bucket-names', 'plain'];
const Bucket = 'acme-analysis';
const THEIRS = {
  Sid: 'Theirs',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:DeleteBucket',
  Resource: `arn:aws:s3:::${Bucket}`,
};

async function sidsIn(account: RehearsalAccount): Promise<string[]> {
  const { Policy } = await account.send(call('s3', 'GetBucketPolicy', { Bucket }));
  return JSON.parse(Policy ?? '{}').Statement.map(({ Sid }: { Sid: string }) => Sid);
}

it('what somebody else writes while a person reads the review is kept', async () => {
  const account = rehearsalAccount({ homeRegion: 'ap-southeast-2' });
  const CreateBucketConfiguration = { LocationConstraint: 'ap-southeast-2' as const };
  await account.send(call('s3', 'CreateBucket', { Bucket, CreateBucketConfiguration }));
  let time = Date.parse('2026-11-24T10:00:00Z');
  const person = scripted([['What next?', 'apply']]);
  const slow = {
    ...person,
    async choose(question: Parameters<typeof person.choose>[0]) {
      const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [THEIRS] });
      await account.send(call('s3', 'PutBucketPolicy', { Bucket, Policy }));
      time += 60_000;
      return person.choose(question);
    },
  };
  const clock = { now: () => time, sleep: async () => {}, random: () => 0.5 };
  const { code, err } = await stage().play(['buckets', ...FLAGS], [], {
    connect: async () => account,
    prompter: async () => slow as never,
    clock,
  });
  expect(code, err).toBe(0);
  expect(await sidsIn(account)).toEqual(['Theirs', 'AwsBaselineTlsOnly']);
});

it.each([
  ['a password is waited for on stdin', ['--admin-password-file', '-']],
  ['AWS does not say who is signed in', []],
])('what was asked ahead is asked again when somebody else writes while %s', async (_what, flags) => {
  const account = rehearsalAccount({ homeRegion: 'ap-southeast-2' });
  let time = Date.parse('2026-11-24T10:00:00Z');
  const somebodyElseWrites = async () => {
    // What was asked ahead is answered.
    await new Promise(setImmediate);
    const CreateBucketConfiguration = { LocationConstraint: 'ap-southeast-2' as const };
    await account.send(call('s3', 'CreateBucket', { Bucket, CreateBucketConfiguration }));
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [THEIRS] });
    await account.send(call('s3', 'PutBucketPolicy', { Bucket, Policy }));
    time += 60_000;
  };
  const isStdin = flags.length > 0;
  const { code, err } = await stage().play(['apply', '--yes', '--no-alarm', ...FLAGS, ...flags, '--no-config'], [], {
    async connect(_connection, meanwhile) {
      meanwhile?.({ ...account, kind: 'aws', identity: somebody('ap-southeast-2') });
      if (!isStdin) await somebodyElseWrites();
      return { ...account, identity: account.identity, kind: 'aws' };
    },
    async readStdin() {
      await somebodyElseWrites();
      return 'Correct-Horse-9!\n';
    },
    clock: { now: () => time, sleep: async () => {}, random: () => 0.5 },
  });
  expect(code, err).toBe(0);
  expect(await sidsIn(account)).toEqual(['Theirs', 'AwsBaselineTlsOnly']);
});

it('credentials that run out in CloudShell end with 3, the state and what to do', async () => {
  const account = rehearsalAccount({ homeRegion: 'ap-southeast-2' });
  let writes = 0;
  const tired = {
    ...account,
    identity: account.identity,
    send: (async (given: never) => {
      const { operation } = given as { operation: string };
      if (/^(Create|Put|Add|Attach)/.test(operation) && ++writes > 4) {
        throw Object.assign(new Error('The security token included in the request is expired'), {
          name: 'ExpiredToken',
        });
      }
      return account.send(given);
    }) as never,
  };
  const { code, err } = await stage().play(['apply', '--yes', '--no-alarm', ...FLAGS], undefined, {
    connect: async () => tired,
    env: { AWS_EXECUTION_ENV: 'CloudShell' },
  });
  expect(code).toBe(3);
  expect(err).toContain('the CloudShell credentials expired');
  expect(err).toContain('stays there');
  expect(err).toContain('reload the CloudShell tab');
});

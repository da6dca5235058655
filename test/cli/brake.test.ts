import { describe, expect, test } from 'vitest';
import type { AnyCall } from '../../src/aws/call.ts';
import { type RehearsalAccount, rehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import { refuse } from '../../src/aws/rehearsal/refuse.ts';
import { through } from '../../src/aws/views.ts';
import { type Script, stage } from './stage.ts';

const HOME = 'ap-southeast-2';
const MADE = ['--name', 'acme', '--alarm-email', 'you@example.com', '--region', HOME, '--no-config'];
const POLICY = 'arn:aws:iam::111122223333:policy/aws-baseline-brake';

type Stub = (given: AnyCall) => unknown;

/** Commands on one account on AWS with a brake, which has acted where `acted` says so. */
async function braked(acted: boolean) {
  const account = rehearsalAccount({ homeRegion: HOME });
  const { play } = stage();
  const on = (argv: string[], script?: Script, stub: Stub = () => undefined) =>
    play(argv, script, {
      connect: async () => through({ ...account, kind: 'aws' }, async (given) => stub(given) ?? account.send(given)),
    });
  const first = await on(['apply', '--yes', '--brake', '50', '--skip', 'ec2', ...MADE]);
  expect(first.code, first.err).toBe(0);
  if (acted)
    for (const GroupName of ['engineer', 'analyst'])
      await account.send({ service: 'iam', operation: 'AttachGroupPolicy', input: { GroupName, PolicyArn: POLICY } });
  return { account, on };
}
const LIFT = ['brake', 'lift', '--no-config'];
const having = (account: RehearsalAccount) =>
  account.state().iam.groups.flatMap(({ name, attached }) => (attached.includes(POLICY) ? [name] : []));

describe('brake lift', () => {
  test('says what is attached, asks, and detaches it', async () => {
    const { account, on } = await braked(true);
    const { both, code } = await on(LIFT, [['Lift the brake?', true]]);
    expect(code, both).toBe(0);
    const text = both.replace(/\s+/g, ' ');
    for (const group of ['engineer', 'analyst'])
      expect(text).toContain(`aws iam detach-group-policy --group-name ${group} --policy-arn ${POLICY}`);
    expect(text).toContain('The brake is lifted.');
    expect(having(account)).toEqual([]);
    // The brake itself stays as it is.
    const again = await on(['status', '--brake', '50', '--skip', 'ec2', '--json', ...MADE]);
    expect([again.json.summary.todo, again.json.summary.unknown]).toEqual([0, 0]);
  });

  test('a no changes nothing', async () => {
    const { account, on } = await braked(true);
    const { both, code } = await on(LIFT, [['Lift the brake?', false]]);
    expect([code, having(account).length]).toEqual([0, 2]);
    expect(both).toContain('No changes were made');
  });

  test('in a script: --yes, with JSON; without it exit 2 before anything is asked', async () => {
    const { account, on } = await braked(true);
    const refused = await on(LIFT);
    expect([refused.code, having(account).length]).toEqual([2, 2]);
    expect(refused.err).toContain('aws-baseline brake lift --yes');
    const { json, code } = await on([...LIFT, '--yes', '--json']);
    expect([code, json.command, json.result, json.summary.changed]).toEqual([0, 'brake lift', 'done', 2]);
    expect(having(account)).toEqual([]);
  });

  test('where nothing is attached there is nothing to lift', async () => {
    const { on } = await braked(false);
    const { out, code } = await on([...LIFT, '--yes']);
    expect([code, out]).toEqual([0, expect.stringContaining('Nothing to lift')]);
  });

  test('a denied change: exit 4 with the permission', async () => {
    const { account, on } = await braked(true);
    const { err, code } = await on([...LIFT, '--yes'], undefined, ({ operation }) =>
      operation === 'DetachGroupPolicy' ? refuse('AccessDenied', 'no', 403) : undefined,
    );
    expect([code, having(account).length]).toEqual([4, 2]);
    expect(err).toContain('iam:DetachGroupPolicy');
  });

  test('a denied read: exit 4, and nothing is claimed', async () => {
    const { on } = await braked(true);
    const { out, code } = await on([...LIFT, '--yes'], undefined, ({ operation }) =>
      operation === 'GetAccountAuthorizationDetails' ? refuse('AccessDenied', 'no', 403) : undefined,
    );
    expect(code).toBe(4);
    expect(out).not.toContain('Nothing to lift');
  });
});

describe('--brake', () => {
  test('needs an address, also without an alarm', async () => {
    const { json, code } = await stage().play([
      ...['apply', '--yes', '--json', '--name', 'acme', '--region', HOME, '--no-config', '--no-alarm', '--brake', '50'],
    ]);
    expect([code, json.missing]).toEqual([2, [{ key: 'alarm.email', flag: '--alarm-email' }]]);
  });

  test('in a project it is not planned, with the spend limit in its place', async () => {
    const { err, json, code } = await stage().play([
      ...['plan', '--rehearse-as', 'project', '--brake', '50', '--json', ...MADE],
    ]);
    expect(code, err).toBe(0);
    expect(err.replace(/\s+/g, ' ')).toContain('Not planned: --brake, because a project has a spend limit');
    expect(err).toContain('https://settings.aws.com');
    expect(JSON.stringify(json)).not.toContain('aws-baseline-brake');
  });

  test('while it has acted, status says so and how to lift it; the next command repeats the flag', async () => {
    const { on } = await braked(true);
    const { both } = await on(['status', '--brake', '50', '--skip', 'ec2', ...MADE]);
    expect(both).toContain('aws-baseline-brake');
    const made = await on(['apply', '--yes', '--brake', '50', '--skip', 'ec2', ...MADE]);
    expect(made.both.replace(/\s+/g, ' ')).toMatch(/aws-baseline status [^\n]*--brake 50/);
  });
});

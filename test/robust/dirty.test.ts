import { describe, expect, it } from 'vitest';
import { type AnyCall, call, isRead } from '../../src/aws/call.ts';
import { cliLine } from '../../src/aws/cli-line.ts';
import { type RehearsalAccount, type RehearsalState, rehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import { type Stage, stage } from '../cli/stage.ts';
import { byHand, lasting } from '../steps/rehearsed.ts';
import {
  EVERYTHING_THEIRS,
  fiveVersions,
  grows,
  opens,
  policyArn,
  SSH_OPEN,
  settledBucket,
  TOPIC,
} from './dirty-account.ts';
import { ALL, APPLY, HOME, inMemory, UNDO, worldOf } from './program.ts';

const stateOf = (account: RehearsalAccount) => lasting(account.state(), [HOME, 'us-east-1']);
const instancesOf = (account: RehearsalAccount) =>
  (account.state().regions[HOME]?.instances ?? []).filter(({ state }) => !/terminated|shutting-down/.test(state));

interface Row {
  id: string;
  state: string;
  why?: string;
  error?: string;
}
// biome-ignore lint/suspicious/noExplicitAny: the program's report
const rowsOf = (json: any): Row[] => json.steps.flatMap(({ facts }: { facts: Row[] }) => facts);
const open = (rows: Row[]) => rows.filter(({ state }) => /^(todo|failed|unknown)$/.test(state));

async function applied(play: Stage['play'], account: RehearsalAccount, ...more: string[]) {
  const shown = await play([...APPLY, ...more], undefined, worldOf(account));
  return { ...shown, rows: rowsOf(shown.json) };
}

/** Apply with --adopt makes all of it right, status agrees, and undo leaves exactly what was there before. */
async function expectGivenBack(account: RehearsalAccount): Promise<void> {
  const before = stateOf(account);
  const { play } = stage();
  const { code, err, rows } = await applied(play, account, '--adopt');
  expect(code, err).toBe(0);
  expect(open(rows)).toEqual([]);
  expect(stateOf(account)).not.toEqual(before);
  account.person.confirmsEmail('you@example.com');
  const undone = await play(UNDO, undefined, worldOf(account));
  expect(undone.code, undone.err + undone.out).toBe(0);
  expect(stateOf(account)).toEqual(before);
}

/** Only these facts are held up, with this reason; everything else is made. */
async function expectHeldUp(account: RehearsalAccount, because: RegExp, heldUp: RegExp, code = 1): Promise<void> {
  const shown = await applied(stage().play, account);
  expect(shown.code, shown.err).toBe(code);
  expect(open(shown.rows).length).toBeGreaterThan(0);
  expect(open(shown.rows).filter(({ id }) => !heldUp.test(id))).toEqual([]);
  expect(shown.rows.map(({ why, error }) => why ?? error ?? '').join('\n')).toMatch(because);
  expect(shown.rows.filter(({ state }) => state === 'created').length).toBeGreaterThan(5);
}

const with_ = async (...calls: AnyCall[]): Promise<RehearsalAccount> => {
  const account = inMemory();
  await byHand(account, calls);
  return account;
};

describe('what somebody else made, mended with --adopt and given back by undo', () => {
  const user = { UserName: 'analyst_kim' };
  it.each<[string, AnyCall[], ((account: RehearsalAccount) => void | Promise<void>)?]>([
    ['everything at once', EVERYTHING_THEIRS, opens],
    ['a group', [call('iam', 'CreateGroup', { GroupName: 'admin' })]],
    ['a policy with another document and five versions', fiveVersions('admin_access')],
    [
      'a policy attached elsewhere',
      [
        ...fiveVersions('analyst_access'),
        call('iam', 'CreateGroup', { GroupName: 'others' }),
        call('iam', 'AttachGroupPolicy', { GroupName: 'others', PolicyArn: policyArn('analyst_access') }),
      ],
    ],
    [
      'a user with login profile, keys and MFA',
      [
        call('iam', 'CreateUser', user),
        call('iam', 'CreateLoginProfile', {
          ...user,
          Password: 'Correct-Horse-9-Battery',
          PasswordResetRequired: false,
        }),
      ],
      ({ person }) => {
        for (const what of ['access key', 'mfa device'] as const) person.givesUser('analyst_kim', what);
      },
    ],
    ['a bucket with policy, lifecycle, part of the blocks and suspended versions', settledBucket],
    ['a bucket with objects', settledBucket, ({ person }) => person.uploads('acme-landing-zone', 'a.csv')],
    ['a topic with other subscribers', EVERYTHING_THEIRS.filter(({ service }) => service === 'sns')],
    ['an alarm with another threshold', EVERYTHING_THEIRS.filter(({ service }) => service === 'cloudwatch')],
    ['a security group with open ingress', EVERYTHING_THEIRS.filter(({ service }) => service === 'ec2'), opens],
  ])('%s', async (_what, calls, more) => {
    const account = await with_(...calls);
    await more?.(account);
    await expectGivenBack(account);
  });

  it('everything that apply writes to it is in the plan, and nothing of the plan is left out', async () => {
    const account = await with_(...EVERYTHING_THEIRS);
    await opens(account);
    const { play } = stage();
    const planned = await play(['plan', ...ALL, '--adopt', '--json'], undefined, worldOf(account));
    const lines = planned.json.steps
      .flatMap(({ facts }: { facts: { calls?: string[] }[] }) => facts)
      .flatMap(({ calls = [] }: { calls?: string[] }) => calls)
      .map((line: string) => line.split(' ').slice(1, 3).join(' '));
    const sent: string[] = [];
    const world = worldOf(account, (given, send) => {
      if (!isRead(given)) sent.push(cliLine(given).split(' ').slice(1, 3).join(' '));
      return send();
    });
    expect((await play([...APPLY, '--adopt'], undefined, world)).code).toBe(0);
    expect(sent.length).toBeGreaterThan(25);
    expect(sent.sort()).toEqual(lines.sort());
  });

  it('without --adopt a policy of theirs is not changed, and the plan says so', async () => {
    const account = await with_(...fiveVersions('admin_access'));
    const { code, rows } = await applied(stage().play, account);
    // The group is without its policy until somebody agrees.
    expect(code).toBe(6);
    expect(rows.find(({ id }) => id === 'iam/policy/admin_access')?.state).toBe('by-hand');
    expect(account.state().iam.policies.find(({ name }) => name === 'admin_access')?.versions).toHaveLength(5);
  });

  it('what hangs on our things later goes with them: keys, MFA, other policies, objects with --delete-data', async () => {
    const account = inMemory();
    const before = stateOf(account);
    const { play } = stage();
    await applied(play, account, '--engineer-user', 'jo');
    await grows(account);
    const undone = await play([...UNDO, '--delete-data'], undefined, worldOf(account));
    expect(undone.code, undone.err + undone.out).toBe(0);
    expect(stateOf(account)).toEqual(before);
  });

  it('other people who subscribed to our topic, and a closed group that was opened, are seen', async () => {
    const account = inMemory();
    const { play } = stage();
    await applied(play, account);
    const other = { TopicArn: TOPIC, Protocol: 'email', Endpoint: 'other@example.com' };
    await byHand(account, [call('sns', 'Subscribe', other, 'us-east-1')]);
    await opens(account);
    const again = await applied(play, account);
    expect(again.rows.filter(({ state }) => state === 'changed').map(({ id }) => id)).toEqual([
      'ec2/security-group/aws-baseline-ec2',
    ]);
    expect(JSON.stringify(account.state())).toContain('other@example.com');
    expect(JSON.stringify(account.state())).not.toContain(
      SSH_OPEN.IpRanges[0]?.CidrIp === undefined ? '?' : '"FromPort":22',
    );
  });
});

// The bucket's own guardrail needs it too.
const OF_BUCKET = /^(s3|guardrails\/noncurrent-expiry)\/acme-analysis/;

describe('what stands in the way holds up only what needs it', () => {
  const there = { CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' as const } };
  it.each<[string, AnyCall[], RegExp, RegExp, number?]>([
    [
      'a group that differs in case',
      [call('iam', 'CreateGroup', { GroupName: 'Analyst' })],
      /"Analyst"/,
      /^iam\/(group\/analyst|user\/analyst_kim\/group)/,
    ],
    [
      'a user that differs in case',
      [call('iam', 'CreateUser', { UserName: 'Analyst_Kim' })],
      /"Analyst_Kim"/,
      /^iam\/user\/analyst_kim/,
    ],
    [
      'a policy that differs in case',
      [
        call('iam', 'CreatePolicy', {
          PolicyName: 'Admin_Access',
          PolicyDocument:
            '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}',
        }),
      ],
      /"Admin_Access"/,
      /^iam\/(policy\/admin_access|group\/admin\/policy)/,
    ],
    [
      'a bucket of ours in another Region',
      [call('s3', 'CreateBucket', { Bucket: 'acme-analysis', ...there }, 'eu-west-1')],
      /is in eu-west-1/,
      OF_BUCKET,
    ],
  ])('%s', async (_what, calls, because, heldUp, code) => {
    await expectHeldUp(await with_(...calls), because, heldUp, code);
  });

  it('a bucket of that name that is somebody else’s', async () => {
    const account = inMemory();
    account.person.takesBucketName('acme-analysis');
    await expectHeldUp(account, /./, OF_BUCKET);
  });

  it('no default VPC', async () => {
    const account = inMemory();
    account.person.deletesDefaultVpc();
    await expectHeldUp(account, /no default VPC/, /^ec2\//);
  });
});

describe('there is one instance, whatever happened to it', () => {
  async function withInstance() {
    const account = inMemory();
    const { play } = stage();
    await applied(play, account);
    const [one] = instancesOf(account);
    return { account, play, id: one?.id ?? '' };
  }
  /** The account after somebody changed it behind the API. */
  function changed(account: RehearsalAccount, change: (state: RehearsalState) => void): RehearsalAccount {
    const state = account.state();
    change(state);
    return rehearsalAccount({ homeRegion: HOME, now: () => new Date('2026-11-24T10:00:00Z'), state });
  }

  it('stopped: none is launched besides', async () => {
    const { account, play } = await withInstance();
    const stopped = changed(account, ({ regions }) => {
      for (const one of regions[HOME]?.instances ?? []) Object.assign(one, { state: 'stopped' });
    });
    expect((await applied(play, stopped)).json.summary).toMatchObject({ created: 0, failed: 0 });
    expect(instancesOf(stopped)).toHaveLength(1);
  });

  it('terminated: another is launched, once', async () => {
    const { account, play, id } = await withInstance();
    await byHand(account, [call('ec2', 'TerminateInstances', { InstanceIds: [id] })]);
    for (let look = 0; look < 5; look++) await byHand(account, [call('ec2', 'DescribeInstances', {})]);
    expect((await applied(play, account)).json.summary.created).toBe(1);
    expect((await applied(play, account)).json.summary.created).toBe(0);
    expect(instancesOf(account)).toHaveLength(1);
  });

  it('two with our tag: no third, and undo ends both', async () => {
    const { account, play } = await withInstance();
    const two = changed(account, ({ regions }) => {
      const [one] = regions[HOME]?.instances ?? [];
      if (one) regions[HOME]?.instances.push({ ...structuredClone(one), id: 'i-0000000000000beef' });
    });
    expect((await applied(play, two)).json.summary.created).toBe(0);
    expect(instancesOf(two)).toHaveLength(2);
    two.person.confirmsEmail();
    const undone = await play(UNDO, undefined, worldOf(two));
    expect(undone.code, undone.err + undone.out).toBe(0);
    expect(instancesOf(two)).toEqual([]);
  });
});

describe('a large account is read page by page', () => {
  it('60 policies, 297 groups and 5,000 users are paged through and left alone', async () => {
    const small = await with_(
      call('iam', 'CreateUser', { UserName: 'template' }),
      call('iam', 'CreateGroup', { GroupName: 'template' }),
      ...fiveVersions('template'),
    );
    const state = small.state();
    const many = <T extends { name: string }>(
      list: T[],
      count: number,
      more: (name: string) => object = () => ({}),
    ) => {
      const one = list.find(({ name }) => name === 'template');
      for (let i = 0; i < count; i++) list.push({ ...one!, name: `other-${i}`, id: `${i}`, ...more(`other-${i}`) });
    };
    many(state.iam.users, 4_995);
    many(state.iam.groups, 296);
    many(state.iam.policies, 59, (name) => ({ arn: policyArn(name) }));
    const account = rehearsalAccount({ homeRegion: HOME, state });
    const { play } = stage();
    let pages = 0;
    const world = worldOf(account, ({ operation }, send) => {
      if (operation === 'GetAccountAuthorizationDetails') pages += 1;
      return send();
    });
    const began = performance.now();
    const { code, err } = await play(APPLY, undefined, world);
    expect(code, err).toBe(0);
    expect(pages).toBeGreaterThan(5);
    expect(performance.now() - began).toBeLessThan(30_000);
    const { iam } = account.state();
    expect([iam.users.length, iam.groups.length, iam.policies.length]).toEqual([4_998, 300, 65]);
  });
});

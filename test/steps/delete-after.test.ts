import { describe, expect, test } from 'vitest';
import { type AnyCall, call } from '../../src/aws/call.ts';
import { cliLine } from '../../src/aws/cli-line.ts';
import type { RehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import type { ScheduleGroup } from '../../src/aws/rehearsal/scheduler/state.ts';
import { through } from '../../src/aws/views.ts';
import { journalInMemory } from '../../src/engine/journal.ts';
import { look } from '../../src/engine/look.ts';
import { evaluate, scheduleRole } from '../../src/policies/index.ts';
import { discover } from '../../src/steps/discovery/discover.ts';
import { markedEnding } from '../../src/steps/discovery/found-ending.ts';
import { listedInstances } from '../../src/steps/ec2/listed.ts';
import { factsOf } from '../../src/steps/index.ts';
import type { Value } from '../../src/steps/settings/setting.ts';
import { inRounds } from '../engine/rounds.ts';
import { answersTo, HOME } from './given.ts';
import { byHand, counted, idsOf, lasting, makeAll, NOW, rehearsal, undoAll, unfinished } from './rehearsed.ts';

const GROUP = 'aws-baseline-schedule';
const NAME = 'aws-baseline-delete-after';
const ID = `scheduler/schedule/${NAME}`;
const ROLE = `arn:aws:iam::111122223333:role/aws-baseline/account/${GROUP}`;
const PLACE = { Name: NAME, GroupName: GROUP };
const HOUR = 3_600_000;

const facts = (more: Record<string, Value> = {}, hours = 0) =>
  factsOf({ ...answersTo({ 'ec2.delete-after': '4h', ...more }), steps: ['ec2'] }, () => NOW.getTime() + hours * HOUR)
    .facts;
const without = (hours = 0) => {
  const given = answersTo({});
  const { deleteAfter: _, ...ec2 } = given.ec2;
  return factsOf({ ...given, ec2, steps: ['ec2'] }, () => NOW.getTime() + hours * HOUR).facts;
};
const groupsIn = (on: RehearsalAccount) =>
  (on.state().regions[HOME]?.settings?.['schedule-groups'] ?? []) as ScheduleGroup[];
const scheduleIn = (on: RehearsalAccount) =>
  groupsIn(on)[0]?.schedules.find(({ name }) => name === NAME)?.settings as Record<string, unknown>;
const live = (on: RehearsalAccount) => on.state().regions[HOME]!.instances.find(({ ended }) => !ended)!;
const inputFor = (on: RehearsalAccount) => `{"InstanceIds":["${live(on).id}"]}`;
const terminate = (on: RehearsalAccount) =>
  byHand(on, [call('ec2', 'TerminateInstances', { InstanceIds: [live(on).id] })]);

async function made(more: Record<string, Value> = {}) {
  const on = rehearsal();
  expect(unfinished(await makeAll(facts(more), on))).toEqual([]);
  return on;
}

test('a one-time schedule terminates the instance that the same run launched', async () => {
  const on = await made();
  expect(scheduleIn(on)).toEqual({
    Description: 'aws-baseline acme: deletes the instance after 4h, at 2026-11-24T14:00:00 UTC',
    ScheduleExpression: 'at(2026-11-24T14:00:00)',
    ScheduleExpressionTimezone: 'UTC',
    State: 'ENABLED',
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'DELETE',
    Target: {
      Arn: 'arn:aws:scheduler:::aws-sdk:ec2:terminateInstances',
      RoleArn: ROLE,
      Input: inputFor(on),
      RetryPolicy: expect.anything(),
    },
  });
});

test('before the launch, plan says when, and looks the instance up', async () => {
  const finding = (await look(facts(), rehearsal())).find(({ fact }) => fact.id === ID);
  expect(finding?.fact.title).toBe('the instance, its volume and all data on it are deleted 4 hours after this is set');
  expect(finding?.why).toBe('set by apply, to about Tue, 24 Nov 2026 14:00 UTC');
  const line = cliLine(finding!.calls![0]!);
  expect(line).toContain(`"Input":"{\\"InstanceIds\\":[\\"'"$(aws ec2 describe-instances`);
});

test.each([
  ['ahead of', -90],
  ['behind', 90],
])('with a clock %s AWS, no time is set, and undo works', async (word, minutes) => {
  const on = rehearsal();
  const account = { ...on, clockBehind: () => minutes * 60_000 };
  const findings = await makeAll(facts(), account);
  expect(findings.find(({ fact }) => fact.id === ID)).toMatchObject({
    state: 'unknown',
    why: `the clock of this computer is 90 minutes ${word} AWS, so the time of the deletion would be wrong: set the clock`,
  });
  expect(groupsIn(on)[0]?.schedules).toEqual([]);
  expect(unfinished(await makeAll(facts(), { ...on, clockBehind: () => 4 * 60_000 }))).toEqual([]);
  expect(unfinished(await undoAll(facts(), account))).toEqual([]);
});

describe('the time counts from the run that sets it', () => {
  const again = async (on: RehearsalAccount, more: Record<string, Value>, hours: number) => {
    const { account, writes } = counted(on);
    const findings = await makeAll(facts(more, hours), account);
    expect(unfinished(findings)).toEqual([]);
    return { writes, why: findings.find(({ fact }) => fact.id === ID)?.why, at: scheduleIn(on).ScheduleExpression };
  };

  test.each<[string, Record<string, Value>, number, object]>([
    [
      'the same duration later writes nothing',
      {},
      3.25,
      { writes: [], why: 'at Tue, 24 Nov 2026 14:00 UTC, in 45 min', at: 'at(2026-11-24T14:00:00)' },
    ],
    [
      'another duration moves it',
      { 'ec2.delete-after': '90m' },
      1,
      { writes: ['scheduler UpdateSchedule'], at: 'at(2026-11-24T12:30:00)' },
    ],
    [
      'a time that has passed while the instance is still there is set anew',
      {},
      5,
      { writes: ['scheduler UpdateSchedule'], at: 'at(2026-11-24T19:00:00)' },
    ],
  ])('%s', async (_name, more, hours, wanted) => {
    expect(await again(await made(), more, hours)).toMatchObject(wanted);
  });

  test('for an instance that is launched anew as well', async () => {
    const on = await made();
    await terminate(on);
    expect(await again(on, {}, 2)).toMatchObject({ at: 'at(2026-11-24T16:00:00)' });
    expect(scheduleIn(on).Target).toMatchObject({ Input: inputFor(on) });
    expect((await again(on, {}, 2)).writes).toEqual([]);
  });

  test('after AWS has ended the instance and the schedule', async () => {
    const on = await made();
    await terminate(on);
    await byHand(on, [call('scheduler', 'DeleteSchedule', PLACE)]);
    expect(await again(on, {}, 5)).toMatchObject({ at: 'at(2026-11-24T19:00:00)' });
  });
});

describe('without the flag', () => {
  test('it stays, and another computer finds it', async () => {
    const on = await made();
    const { account, writes } = counted(on);
    await makeAll(without(), account);
    expect(writes).toEqual([]);
    expect((await discover(on)).get('acme')?.get('ec2.delete-after')).toBe('4h');
  });

  test('a new instance after the old one is not deleted, neither by what is left nor by the wizard', async () => {
    const on = await made();
    const { id } = live(on);
    await terminate(on);
    expect((await discover(on)).get('acme')?.has('ec2.delete-after')).toBe(false);
    expect(unfinished(await makeAll(without(), on))).toEqual([]);
    expect(live(on).id).not.toBe(id);
    expect(scheduleIn(on).Target).toMatchObject({ Input: `{"InstanceIds":["${id}"]}` });
    expect((await discover(on)).get('acme')?.has('ec2.delete-after')).toBe(false);
    expect(await markedEnding(on)).toContainEqual(['ec2.delete-after', expect.any(String)]);
  });

  test('nothing is asked of EventBridge Scheduler where it was never used', async () => {
    const on = rehearsal();
    await makeAll(without(), on);
    const asked: string[] = [];
    const account = through(on, (given) => {
      asked.push(given.service);
      return on.send(given as never);
    });
    await look(without(), account);
    await discover(account);
    expect(asked).not.toContain('scheduler');
  });
});

const TERMINATES = 'arn:aws:scheduler:::aws-sdk:ec2:terminateInstances';
const DELETES = 'EventBridge Scheduler deletes it and all data on it';
const LISTED = 'it and all data on it are deleted';

describe('a schedule that somebody changed', () => {
  type Change = Record<string, unknown> & { Target?: object };
  test.each<
    [string, Change, said: string | undefined, end: string | undefined, deletedAt?: string | undefined, hours?: number]
  >([
    [
      'not at all',
      {},
      `${DELETES} at Tue, 24 Nov 2026 14:00 UTC`,
      `${LISTED} at Tue, 24 Nov 2026 14:00 UTC`,
      '24T14:00',
    ],
    [
      'disabled',
      { State: 'DISABLED' },
      `schedule ${NAME}, which deletes it at Tue, 24 Nov 2026 14:00 UTC, is disabled`,
      undefined,
    ],
    [
      'moved',
      { ScheduleExpression: 'at(2026-11-25T09:30:00)' },
      `${DELETES} at Wed, 25 Nov 2026 09:30 UTC`,
      `${LISTED} at Wed, 25 Nov 2026 09:30 UTC`,
      '25T09:30',
    ],
    [
      'in another time zone',
      { ScheduleExpressionTimezone: 'America/New_York' },
      `${DELETES} at Tue, 24 Nov 2026 19:00 UTC`,
      `${LISTED} at Tue, 24 Nov 2026 19:00 UTC`,
      '24T19:00',
    ],
    [
      'in an unknown time zone',
      { ScheduleExpressionTimezone: 'Mars/Base' },
      `${DELETES} by schedule expression at(2026-11-24T14:00:00), time zone Mars/Base`,
      `${LISTED} by schedule expression at(2026-11-24T14:00:00), time zone Mars/Base`,
    ],
    [
      'at an impossible date',
      { ScheduleExpression: 'at(2026-02-30T14:00:00)' },
      `${DELETES} by schedule expression at(2026-02-30T14:00:00), time zone UTC`,
      `${LISTED} by schedule expression at(2026-02-30T14:00:00), time zone UTC`,
    ],
    [
      'described in other words',
      { Description: 'for the workshop' },
      `${DELETES} at Tue, 24 Nov 2026 14:00 UTC`,
      `${LISTED} at Tue, 24 Nov 2026 14:00 UTC`,
      '24T14:00',
    ],
    ['to stop it', { Target: { Arn: 'arn:aws:scheduler:::aws-sdk:ec2:stopInstances' } }, undefined, undefined],
    ['to a dry run', { Target: { Input: 'DryRun' } }, undefined, undefined],
    [
      'not at all, and its time has passed',
      {},
      'it was to be deleted at Tue, 24 Nov 2026 14:00 UTC, and is still there',
      'it was to be deleted at Tue, 24 Nov 2026 14:00 UTC, and is still there',
      undefined,
      5,
    ],
  ])('%s: shown, and a wish only as it was set', async (how, change, said, end, deletedAt, hours = 0) => {
    const on = await made();
    const now = () => NOW.getTime() + hours * HOUR;
    const input = inputFor(on);
    const { Target, ...settings } = { ...scheduleIn(on), ...change };
    const given = { Arn: TERMINATES, RoleArn: ROLE, Input: input, ...Target };
    const Input = given.Input === 'DryRun' ? input.replace('}', ',"DryRun":true}') : given.Input;
    await byHand(on, [
      call('scheduler', 'UpdateSchedule', { ...PLACE, ...settings, Target: { ...given, Input } } as never),
    ]);
    const found = (await discover(on, 'unknown', false, now)).get('acme');
    expect(found?.get('ec2.delete-after')).toBe(how === 'not at all' ? '4h' : undefined);
    const instance = (await look(without(hours), on)).find(({ fact }) => fact.id.startsWith('ec2/instance/'));
    expect(instance).toMatchObject({ state: 'ok' });
    expect(instance?.why).toBe(said);
    const [one] = await listedInstances('acme', on, now());
    expect([one?.end, one?.deletedAt]).toEqual([end, deletedAt && `2026-11-${deletedAt}:00Z`]);
    const deletion = (await look(facts({}, hours), on)).find(({ fact }) => fact.id === ID);
    if (deletedAt) expect(deletion?.why).toContain(end?.replace(`${LISTED} `, ''));
    // With the flag, it is set as the flag says.
    expect(unfinished(await makeAll(facts({}, hours), on))).toEqual([]);
    expect(scheduleIn(on)).toMatchObject({ State: 'ENABLED', Target: { Arn: TERMINATES, Input: input } });
  });

  test('the remark costs no further round of requests', async () => {
    const plain = rehearsal();
    await makeAll(without(), plain);
    const rounds = async (on: RehearsalAccount) => {
      const counting = inRounds(on);
      await look(without(), counting.account);
      return counting.rounds;
    };
    const [usual, told] = [await rounds(plain), await rounds(await made())];
    expect(told.flat()).toContain('scheduler GetSchedule');
    expect(told).toHaveLength(usual.length);
  });

  test.each<[string, RegExp, code: string, object]>([
    ['may not be read', /^GetSchedule$/, 'AccessDenied', { unread: ['scheduler:GetSchedule'] }],
    [
      'may not be read, nor the roles',
      /^(GetSchedule|GetAccountAuthorizationDetails|ListRoles)$/,
      'AccessDenied',
      { unread: ['scheduler:GetSchedule'] },
    ],
    [
      'is told without the roles',
      /^GetAccountAuthorizationDetails$/,
      'AccessDenied',
      { deletedAt: '2026-11-24T14:00:00Z' },
    ],
    ['is unknown to the endpoint', /^GetSchedule$/, 'NotImplemented', {}],
  ])('the list where it %s', async (_name, operations, name, wanted) => {
    const on = await made();
    const account = through(on, (given) => {
      if (!operations.test(given.operation)) return on.send(given as never);
      throw Object.assign(new Error('refused'), { name });
    });
    const [one] = await listedInstances('acme', account, NOW.getTime());
    const { unread, deletedAt, end } = one!;
    expect({ ...(unread ? { unread } : {}), ...(deletedAt ? { deletedAt } : {}) }).toEqual(wanted);
    if (unread) expect(end).toBe('whether it is deleted later is not known (scheduler:GetSchedule is missing)');
    expect((await look(without(), account)).find(({ fact }) => fact.id.startsWith('ec2/instance/'))?.state).toBe('ok');
  });
});

const THEIR_ROLE = call('iam', 'CreateRole', {
  RoleName: 'theirs',
  AssumeRolePolicyDocument: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'scheduler.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  }),
});
const theirSchedule = (Name: string) =>
  call('scheduler', 'CreateSchedule', {
    ...{ Name, GroupName: GROUP, ScheduleExpression: 'rate(1 days)', FlexibleTimeWindow: { Mode: 'OFF' } },
    Target: { Arn: 'arn:aws:sqs:ap-southeast-2:111122223333:q', RoleArn: 'arn:aws:iam::111122223333:role/theirs' },
  });
const theirGroup = (Tags: { Key: string; Value: string }[] = []) =>
  call('scheduler', 'CreateScheduleGroup', { Name: GROUP, Tags });

describe('what others have', () => {
  test.each<[string, AnyCall[], string[]]>([
    ['a group', [theirGroup()], [`scheduler/group/${GROUP}`]],
    [
      'a group of another tool',
      [theirGroup([{ Key: 'managed-by', Value: 'terraform' }])],
      [`scheduler/group/${GROUP}`],
    ],
  ])('%s of that name is used, and undo leaves and names it', async (_name, calls, named) => {
    const on = rehearsal();
    await byHand(on, calls);
    const before = groupsIn(on);
    const journal = journalInMemory();
    expect(unfinished(await makeAll(facts(), on, journal))).toEqual([]);
    expect(scheduleIn(on)).toMatchObject({ State: 'ENABLED' });
    const undone = await undoAll(facts(), on, journal);
    expect(unfinished(undone)).toEqual([]);
    expect(groupsIn(on)).toEqual(before);
    expect(live(on)).toBeUndefined();
    expect(idsOf(await undoAll(facts(), on), 'by-hand')).toEqual(expect.arrayContaining(named));
  });

  test('a schedule of that name is left and named, and the instance is launched all the same', async () => {
    const on = rehearsal();
    await byHand(on, [THEIR_ROLE, theirGroup(), theirSchedule(NAME)]);
    const before = groupsIn(on);
    const finding = (await makeAll(facts(), on)).find(({ fact }) => fact.id === ID);
    expect(finding).toMatchObject({ state: 'unknown', why: expect.stringContaining('is not from aws-baseline') });
    expect(live(on)).toBeDefined();
    await undoAll(facts(), on);
    expect(groupsIn(on)).toEqual(before);
  });

  test('a role of that name elsewhere is left and named, and no schedule is made', async () => {
    const on = rehearsal();
    await byHand(on, [{ ...THEIR_ROLE, input: { ...THEIR_ROLE.input, RoleName: GROUP } }]);
    const findings = await makeAll(facts(), on);
    expect(findings.find(({ fact }) => fact.id === `iam/role/${GROUP}`)?.why).toContain('exists on path /');
    expect(groupsIn(on)[0]?.schedules).toEqual([]);
    expect(live(on)).toBeDefined();
    await undoAll(facts(), on);
    expect(on.state().iam.roles.filter(({ name }) => name === GROUP)).toHaveLength(1);
  });

  test.each(['with', 'without'])(
    'a schedule of others in our group keeps the group, but not ours: %s journal',
    async (has) => {
      const on = rehearsal();
      const journal = journalInMemory();
      await makeAll(facts(), on, journal);
      await byHand(on, [THEIR_ROLE, theirSchedule('nightly')]);
      const undone = await undoAll(facts(), on, has === 'with' ? journal : undefined);
      expect(undone.find(({ fact }) => fact.id === `scheduler/group/${GROUP}`)).toMatchObject({
        state: 'by-hand',
        why: 'Kept, because it is in use: schedule nightly',
      });
      expect(undone.find(({ fact }) => fact.id === ID)?.state).toBe('removed');
      expect(groupsIn(on)[0]?.schedules.map(({ name }) => name)).toEqual(['nightly']);
      expect(live(on)).toBeUndefined();
      expect(on.state().iam.roles.map(({ name }) => name)).not.toContain(GROUP);
      expect(idsOf(await undoAll(facts(), on), 'by-hand')).toEqual([`scheduler/group/${GROUP}`]);
    },
  );

  test('a group of others keeps its schedules, but not ours, without a journal too', async () => {
    const on = rehearsal();
    await byHand(on, [THEIR_ROLE, theirGroup(), theirSchedule('nightly')]);
    await makeAll(facts(), on);
    const { account, writes } = counted(on);
    await undoAll(facts(), account);
    expect(groupsIn(on)[0]?.schedules.map(({ name }) => name)).toEqual(['nightly']);
    expect(writes.filter((one) => /^scheduler/.test(one))).toEqual(['scheduler DeleteSchedule']);
  });
});

test('who may not use EventBridge Scheduler still gets the instance, and undo deletes it', async () => {
  const on = rehearsal();
  const account = through(on, (given) => {
    if (given.service !== 'scheduler') return on.send(given as never);
    throw Object.assign(new Error('is not authorized to perform: scheduler:GetSchedule'), { name: 'AccessDenied' });
  });
  const findings = await makeAll(facts(), account);
  expect(findings.find(({ fact }) => fact.id === ID)).toMatchObject({ state: 'unknown' });
  expect(live(on)).toBeDefined();
  await undoAll(facts(), account);
  expect(live(on)).toBeUndefined();
  expect(on.state().iam.roles.map(({ name }) => name)).not.toContain(GROUP);
});

test.each(['by the journal', 'by the tags'])('undo %s: schedule, group, then instance and role', async (how) => {
  const on = rehearsal();
  const before = lasting(on.state(), [HOME]);
  const journal = journalInMemory();
  await makeAll(facts(), on, journal);
  const { account, writes } = counted(on);
  const undone = await undoAll(facts(), account, how === 'by the journal' ? journal : undefined);
  expect(unfinished(undone)).toEqual([]);
  expect(lasting(on.state(), [HOME])).toEqual(before);
  const order = ['scheduler DeleteSchedule', 'scheduler DeleteScheduleGroup', 'ec2 TerminateInstances'];
  expect(writes.filter((one) => order.includes(one))).toEqual(order);
  expect(writes.lastIndexOf('iam DeleteRole')).toBeGreaterThan(writes.indexOf('scheduler DeleteScheduleGroup'));
});

describe('the role', () => {
  const { trust, document } = scheduleRole({ name: 'acme', accountId: '111122223333', partition: 'aws', region: HOME });
  const instance = (region = HOME, account = '111122223333') => `arn:aws:ec2:${region}:${account}:instance/i-1`;
  const tags = { 'aws:ResourceTag/managed-by': 'aws-baseline', 'aws:ResourceTag/aws-baseline:name': 'acme' };

  test.each<[string, string, string, Record<string, string>, string]>([
    ['terminates our instance', 'TerminateInstances', instance(), tags, 'allow'],
    ['no other instance', 'TerminateInstances', instance(), {}, 'implicitDeny'],
    [
      'none of another baseline',
      'TerminateInstances',
      instance(),
      { ...tags, 'aws:ResourceTag/aws-baseline:name': 'other' },
      'implicitDeny',
    ],
    ['none of another Region', 'TerminateInstances', instance('us-east-1'), tags, 'implicitDeny'],
    ['none of another account', 'TerminateInstances', instance(HOME, '999988887777'), tags, 'implicitDeny'],
    ['starts nothing', 'RunInstances', instance(), tags, 'implicitDeny'],
  ])('%s', (_name, action, resource, context, decision) => {
    expect(evaluate([document], { action: `ec2:${action}`, resource, context })).toBe(decision);
  });

  test('is for schedules of our group only', () => {
    expect(trust.Statement).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'scheduler.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: {
            'aws:SourceAccount': '111122223333',
            'aws:SourceArn': `arn:aws:scheduler:${HOME}:111122223333:schedule-group/${GROUP}`,
          },
        },
      },
    ]);
  });
});

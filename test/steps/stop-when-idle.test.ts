import { describe, expect, test } from 'vitest';
import { call } from '../../src/aws/call.ts';
import { cliLine } from '../../src/aws/cli-line.ts';
import type { RehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import { through } from '../../src/aws/views.ts';
import { journalInMemory } from '../../src/engine/journal.ts';
import { look } from '../../src/engine/look.ts';
import { discover } from '../../src/steps/discovery/discover.ts';
import type { Value } from '../../src/steps/settings/setting.ts';
import { answersTo, HOME } from './given.ts';
import { byHand, counted, factsFor, idsOf, lasting, makeAll, rehearsal, undoAll, unfinished } from './rehearsed.ts';

const NAME = 'aws-baseline-stop-when-idle';
const ID = `cloudwatch/alarm/${NAME}`;
const STOP = `arn:aws:automate:${HOME}:ec2:stop`;
const facts = (more: Record<string, Value> = {}) => factsFor({ ...answersTo(more), steps: ['ec2'] });
const without = () => facts().filter(({ id }) => id !== ID);

const alarmIn = (on: RehearsalAccount) => on.state().regions[HOME]?.alarms.find(({ name }) => name === NAME);
const live = (on: RehearsalAccount) => on.state().regions[HOME]!.instances.find(({ ended }) => !ended)!;
const instanceOf = (on: RehearsalAccount) => alarmIn(on)?.settings.Dimensions;
async function made(more: Record<string, Value> = {}) {
  const on = rehearsal();
  expect(unfinished(await makeAll(facts(more), on))).toEqual([]);
  return on;
}

test('the alarm stops the instance that the same run launched', async () => {
  const on = await made();
  expect(alarmIn(on)?.settings).toMatchObject({
    Namespace: 'AWS/EC2',
    MetricName: 'CPUUtilization',
    Statistic: 'Average',
    Dimensions: [{ Name: 'InstanceId', Value: live(on).id }],
    Period: 3600,
    EvaluationPeriods: 3,
    DatapointsToAlarm: 3,
    Threshold: 5,
    ComparisonOperator: 'LessThanThreshold',
    TreatMissingData: 'notBreaching',
    AlarmActions: [STOP],
    ActionsEnabled: true,
  });
});

test('before the launch, plan looks the instance up', async () => {
  const finding = (await look(facts(), rehearsal())).find(({ fact }) => fact.id === ID);
  const line = cliLine(finding!.calls![0]!);
  expect(line).toContain('put-metric-alarm');
  expect(line).toContain('describe-instances');
});

test.each([
  ['is terminated by hand', 'TerminateInstances', {}],
  ['is launched again', 'TerminateInstances', { 'ec2.launch-again': true }],
])('the alarm follows the instance that %s and launched anew', async (_name, operation, more) => {
  const on = await made();
  const { id } = live(on);
  await byHand(on, [call('ec2', operation as 'TerminateInstances', { InstanceIds: [id] })]);
  expect(unfinished(await makeAll(facts(more), on))).toEqual([]);
  expect(live(on).id).not.toBe(id);
  expect(instanceOf(on)).toEqual([{ Name: 'InstanceId', Value: live(on).id }]);
  const { account, writes } = counted(on);
  await makeAll(facts(more), account);
  expect(writes).toEqual([]);
});

test('a stopped instance keeps its alarm, and nothing is written', async () => {
  const on = await made();
  await byHand(on, [call('ec2', 'StopInstances', { InstanceIds: [live(on).id] })]);
  const { account, writes } = counted(on);
  expect(unfinished(await makeAll(facts(), account))).toEqual([]);
  expect(writes).toEqual([]);
});

test('other hours change the alarm and keep the actions of others', async () => {
  const on = await made();
  const pager = `arn:aws:sns:${HOME}:111122223333:pager`;
  const { settings } = alarmIn(on)!;
  const input = { AlarmName: NAME, ...settings, AlarmActions: [STOP, pager] };
  await byHand(on, [{ service: 'cloudwatch', operation: 'PutMetricAlarm', input }]);
  const six = facts({ 'ec2.stop-when-idle': 6 });
  expect(idsOf(await makeAll(six, on), 'changed')).toEqual([ID]);
  expect(alarmIn(on)?.settings).toMatchObject({ EvaluationPeriods: 6, AlarmActions: [STOP, pager] });
});

describe('what is there already', () => {
  test('without the flag it stays, and another computer finds it', async () => {
    const on = await made();
    const { account, writes } = counted(on);
    await makeAll(without(), account);
    expect(writes).toEqual([]);
    expect((await discover(on)).get('acme')?.get('ec2.stop-when-idle')).toBe(3);
  });

  test("somebody's alarm of this name is given back by undo", async () => {
    const on = rehearsal();
    const input = {
      ...{ AlarmName: NAME, Namespace: 'AWS/EC2', MetricName: 'NetworkIn', Statistic: 'Sum', Period: 300 },
      ...{ EvaluationPeriods: 2, Threshold: 1, ComparisonOperator: 'LessThanThreshold' },
    };
    await byHand(on, [{ service: 'cloudwatch', operation: 'PutMetricAlarm', input }]);
    const before = alarmIn(on)?.settings;
    const journal = journalInMemory();
    await makeAll(facts(), on, journal);
    expect(alarmIn(on)?.settings).toMatchObject({ MetricName: 'CPUUtilization' });
    expect(unfinished(await undoAll(facts(), on, journal))).toEqual([]);
    expect(alarmIn(on)?.settings).toEqual(before);
  });

  test('a composite alarm of this name is said and left alone', async () => {
    const on = rehearsal();
    const account = through(on, async (given) => {
      const answer = await on.send(given as never);
      return given.operation === 'DescribeAlarms'
        ? { ...(answer as object), CompositeAlarms: [{ AlarmName: NAME }] }
        : answer;
    });
    const finding = (await makeAll(facts(), account)).find(({ fact }) => fact.id === ID);
    expect(finding).toMatchObject({ state: 'unknown', why: expect.stringContaining('composite alarm') });
    expect(alarmIn(on)).toBeUndefined();
    expect(live(on)).toBeDefined();
  });

  test('who may not read alarms still gets the instance', async () => {
    const on = rehearsal();
    const account = through(on, (given) => {
      if (given.service === 'cloudwatch')
        throw Object.assign(new Error('is not authorized to perform: cloudwatch:DescribeAlarms'), {
          name: 'AccessDenied',
        });
      return on.send(given as never);
    });
    const finding = (await makeAll(facts(), account)).find(({ fact }) => fact.id === ID);
    expect(finding).toMatchObject({ state: 'unknown', permission: 'cloudwatch:DescribeAlarms' });
    expect(live(on)).toBeDefined();
  });
});

test('undo by somebody who may not read alarms deletes the instance all the same', async () => {
  const on = await made();
  const account = through(on, (given) => {
    if (given.service === 'cloudwatch') throw Object.assign(new Error('no'), { name: 'AccessDenied' });
    return on.send(given as never);
  });
  const undone = await undoAll(facts(), account);
  expect(idsOf(undone, 'unknown')).toEqual([ID]);
  expect(live(on)).toBeUndefined();
});

test.each(['by the journal', 'by the tags'])('undo %s deletes the alarm before the instance', async (how) => {
  const on = rehearsal();
  const before = lasting(on.state(), [HOME]);
  const journal = journalInMemory();
  await makeAll(facts(), on, journal);
  const { account, writes } = counted(on);
  const undone = await undoAll(facts(), account, how === 'by the journal' ? journal : undefined);
  expect(unfinished(undone)).toEqual([]);
  expect(lasting(on.state(), [HOME])).toEqual(before);
  expect(writes.indexOf('cloudwatch DeleteAlarms')).toBeGreaterThanOrEqual(0);
  expect(writes.indexOf('cloudwatch DeleteAlarms')).toBeLessThan(writes.indexOf('ec2 TerminateInstances'));
});

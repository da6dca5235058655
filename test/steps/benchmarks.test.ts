import { describe, expect, test } from 'vitest';
import { call } from '../../src/aws/call.ts';
import { look } from '../../src/engine/look.ts';
import { GUARDRAIL_CONTROLS, OTHER_CONTROLS, PAID_CONTROLS } from '../../src/steps/benchmarks/controls.ts';
import { factsToJudge } from '../../src/steps/benchmarks/facts-to-judge.ts';
import { BENCHMARK_IDS } from '../../src/steps/benchmarks/ids.ts';
import { BENCHMARKS, benchmarkOf } from '../../src/steps/benchmarks/index.ts';
import { type ItemState, judge } from '../../src/steps/benchmarks/judge.ts';
import { GROUPS } from '../../src/steps/groups/settings.ts';
import { factsOf } from '../../src/steps/index.ts';
import { GUARDRAIL_IDS } from '../../src/steps/root/guardrail-list.ts';
import { answersTo, HOME } from './given.ts';
import { makeAll, NOW, rehearsal } from './rehearsed.ts';

const FAR = 'eu-west-1';
const now = () => NOW.getTime();
const needed = BENCHMARKS.flatMap(({ items }) => items.flatMap((item) => ('by' in item ? item.by : [])));

describe('the benchmarks', () => {
  test('have one word each, and items with numbers of their own', () => {
    expect(BENCHMARKS.map(({ id }) => id)).toEqual([...BENCHMARK_IDS]);
    for (const { items } of BENCHMARKS) {
      const ids = items.map(({ id }) => id);
      expect(ids).toEqual([...new Set(ids)]);
      for (const item of items)
        expect(item).toEqual(expect.objectContaining({ title: expect.stringMatching(/^\S.{8,79}$/) }));
    }
  });

  test('CIS is whole', () => {
    const counts = { 2.1: 6, 2: 20, 3.1: 4, 3.2: 4, 3.3: 1, 4: 10, 5: 16, 6.1: 2, 6: 7 };
    const chapters = benchmarkOf('cis').items.map(({ id }) => id.split('.').slice(0, -1).join('.'));
    const found = Object.fromEntries(
      [...new Set(chapters)].map((one) => [one, chapters.filter((each) => each === one).length]),
    );
    expect(found).toEqual(counts);
    expect(benchmarkOf('ssb').items.filter(({ id }) => id.startsWith('ACCT'))).toHaveLength(17);
    expect(benchmarkOf('ssb').items.filter(({ id }) => id.startsWith('WKLD'))).toHaveLength(15);
  });

  test('name what facts do, and everything that can be named is', () => {
    expect([...new Set(needed)].toSorted()).toEqual(
      [...new Set([...OTHER_CONTROLS, ...GUARDRAIL_CONTROLS])].filter((one) => needed.includes(one)).toSorted(),
    );
    const { verdicts, facts } = factsToJudge(answersTo(), [HOME], now);
    const made = new Set([...verdicts, ...facts].map(({ control }) => control));
    const guardrails: readonly string[] = GUARDRAIL_IDS;
    expect(OTHER_CONTROLS.filter((one) => !made.has(one))).toEqual([]);
    expect(GUARDRAIL_CONTROLS.filter((one) => guardrails.includes(one) && !made.has(one))).toEqual([]);
    expect(PAID_CONTROLS.filter((one) => !GUARDRAIL_CONTROLS.some((each) => each === one))).toEqual([]);
  });
});

/** What an account is judged to be, item by item. */
async function judged(
  id: 'cis' | 'ssb',
  account = rehearsal(),
  more = {},
  regions = [HOME],
  at = now,
  hasAlarms = true,
) {
  const { verdicts, facts, stepOf } = factsToJudge(answersTo(more), regions, at);
  const [all, findings] = await Promise.all([look(verdicts, account), look(facts, account)]);
  const kind = answersTo(more).accountKind;
  const items = judge(benchmarkOf(id), { kind, hasAlarms, verdicts: all, findings, stepOf });
  return {
    state: Object.fromEntries(items.map(({ item, state }) => [item.id, state])) as Record<string, ItemState>,
    of: (item: string) => items.find((one) => one.item.id === item)!,
  };
}

async function made(more = {}) {
  const account = rehearsal();
  await makeAll(factsOf(answersTo(more), now).facts, account);
  return account;
}

describe('an account', () => {
  test('that is new has open items, and those that nothing is against are met', async () => {
    const { state } = await judged('cis');
    expect(state).toMatchObject({
      ...{ '2.3': 'open', '2.4': 'met', '2.5': 'person', '2.8': 'open', '2.10': 'met', '2.13': 'met', '2.15': 'open' },
      ...{ '3.1.1': 'met', '3.1.2': 'person', '3.1.3': 'paid', '3.1.4': 'open', '4.3': 'paid', '4.5': 'paid' },
      ...{ '2.1.1': 'not-judged', '6.1.1': 'open', '6.3': 'met', '6.5': 'open', '6.7': 'met' },
    });
  });

  test('with the free guardrails meets them', async () => {
    const { state, of } = await judged('cis', await made());
    expect(state).toMatchObject({
      ...{ '2.3': 'met', '2.8': 'met', '2.9': 'met', '2.15': 'met', '2.18': 'met' },
      ...{ '2.21': 'met', '3.1.4': 'met', '6.1.1': 'met', '6.5': 'met' },
    });
    expect(of('2.8').parts[0]?.by[0]?.fact.control).toBe('password-policy');
  });

  test('is judged in every Region', async () => {
    const { state, of } = await judged('cis', await made(), {}, [HOME, FAR]);
    expect(state).toMatchObject({ '2.18': 'open', '6.1.1': 'open', '6.5': 'open', '2.8': 'met' });
    expect(of('6.1.1').parts[0]).toMatchObject({ with: '--guardrails ebs-encryption', why: 'missing in 1 of 2' });
  });

  test.each([
    ['app', 'person'],
    ['passkey', 'met'],
  ] as const)('with MFA of root by %s: hardware is %s', async (device, hardware) => {
    const account = rehearsal();
    account.person.turnsOnRootMfa(device);
    const { state } = await judged('cis', account);
    expect(state).toMatchObject({ '2.5': 'met', '2.6': hardware });
  });

  test("of a project: what it cannot have is not judged, and root's chores are nobody's", async () => {
    const { state, of } = await judged('cis', rehearsal(), { 'account.kind': 'project' });
    expect(state).toMatchObject({
      '2.4': 'not-judged',
      '2.5': 'not-judged',
      '2.6': 'not-judged',
      '2.15': 'not-judged',
    });
    expect(of('2.15').parts[0]?.why).toContain('no IAM users');
  });

  test("with somebody else's bucket: it is for a person, and for a step if the bucket is ours", async () => {
    const account = await made();
    const theirs = {
      service: 's3',
      operation: 'CreateBucket',
      input: { Bucket: 'theirs' },
      region: 'us-east-1',
    } as const;
    await account.send(theirs as never);
    expect((await judged('cis', account)).of('3.1.1')).toMatchObject({
      state: 'person',
      parts: [{ how: expect.stringContaining('theirs') }],
    });
    await account.send({ service: 's3', operation: 'DeleteBucketPolicy', input: { Bucket: 'acme-analysis' } } as never);
    expect((await judged('cis', account)).of('3.1.1')).toMatchObject({ state: 'open', parts: [{ step: 'buckets' }] });
  });

  test('whose guardrail stands in the way of something is for a person', async () => {
    const account = await made();
    const { verdicts, facts, stepOf } = factsToJudge(answersTo(), [HOME], now);
    const findings = (await look(facts, account)).map((one) =>
      one.fact.control === 's3-account-block' ? { ...one, state: 'by-hand' as const, how: 'bucket x is public' } : one,
    );
    const evidence = {
      kind: 'standalone' as const,
      hasAlarms: true,
      verdicts: await look(verdicts, account),
      findings,
      stepOf,
    };
    const item = judge(benchmarkOf('cis'), evidence).find((one) => one.item.id === '3.1.4');
    expect(item).toMatchObject({ state: 'person', parts: [{ how: 'bucket x is public' }] });
  });

  test('that requires MFA: groups and users both count', async () => {
    const without = { [GROUPS.requireMfa.key]: false };
    expect((await judged('ssb', await made(without))).of('ACCT.05')).toMatchObject({
      state: 'open',
      parts: [{ with: '--require-mfa' }],
    });
    const account = await made();
    expect((await judged('ssb', account)).state['ACCT.05']).toBe('person');
    for (const user of ['admin_acme', 'engineer_eve', 'analyst_al', 'analyst_bo'])
      account.person.givesUser(user, 'mfa device');
    expect((await judged('ssb', account)).state['ACCT.05']).toBe('met');
  });

  test('with every guardrail meets all that no person has to do and that costs no key of its own', async () => {
    const { state, of } = await judged('cis', await made());
    const numbers = Array.from({ length: 16 }, (_, at) => `5.${at + 1}`);
    for (const id of ['2.18', '3.1.1', '4.1', '4.2', '4.3', '4.4', '4.7', ...numbers])
      expect([id, state[id]]).toEqual([id, 'met']);
    expect(state).toMatchObject({ '3.1.2': 'person', '4.5': 'paid', '4.8': 'paid', '4.9': 'paid', '6.8': 'person' });
    // The guardrail denies TCP; the entry for all traffic after it still is one for UDP.
    expect(of('6.2')).toMatchObject({ state: 'person', parts: [{ by: [{ fact: { control: 'acls-closed' } }] }] });
  });

  test.each<[what: string, arrange: (account: Rehearsal) => unknown, expected: Record<string, ItemState>]>([
    [
      'that is empty',
      () => {},
      { '2.17': 'met', '2.21': 'met', '4.1': 'open', '4.2': 'open', '4.4': 'open', '5.3': 'paid', '6.2': 'open' },
    ],
    [
      'with long passwords that may be reused',
      ({ person }) => person.setsPasswordPolicy({ MinimumPasswordLength: 16, ExpirePasswords: false }),
      { '2.8': 'met', '2.9': 'open' },
    ],
    [
      'with short passwords that may not be reused',
      ({ person }) =>
        person.setsPasswordPolicy({ MinimumPasswordLength: 8, PasswordReusePrevention: 24, ExpirePasswords: false }),
      { '2.8': 'open', '2.9': 'met' },
    ],
    ["with somebody's role for AWS Support", theirSupportRole, { '2.15': 'met' }],
    ["with somebody's public bucket", theirPublicBucket, { '2.21': 'person', '3.1.4': 'person' }],
    [
      "with somebody's trail without validation",
      (account) => theirTrail(account),
      { '4.1': 'met', '4.2': 'person', '4.4': 'open' },
    ],
    [
      "with somebody's trail that never started",
      (account) => theirTrail(account, false),
      { '4.1': 'open', '5.3': 'paid' },
    ],
    ["with somebody's alarm of root", theirRootAlarm, { '5.3': 'met', '5.4': 'paid' }],
  ])('of somebody else, %s', async (_what, arrange, expected) => {
    const account = rehearsal();
    await arrange(account);
    expect((await judged('cis', account)).state).toMatchObject(expected);
  });

  test('without a billing alarm: the alarms of CIS are missing all the same', async () => {
    const { of } = await judged('cis', rehearsal(), { 'alarm.limit': [] }, [HOME], now, false);
    expect(of('5.3')).toMatchObject({ state: 'paid', parts: [{ with: '--guardrails cis-alarms' }] });
  });

  test('with our trail whose validation is off: it still records', async () => {
    const account = await made();
    await account.send(call('cloudtrail', 'UpdateTrail', { Name: 'aws-baseline', EnableLogFileValidation: false }));
    expect((await judged('cis', account)).state).toMatchObject({ '4.1': 'met', '4.2': 'open', '5.3': 'met' });
  });

  test('whose passwords nobody uses', async () => {
    const account = await made();
    const in46Days = () => now() + 46 * 86_400_000;
    expect((await judged('cis', account)).state['2.11']).toBe('met');
    expect((await judged('cis', account, {}, [HOME], in46Days)).of('2.11')).toMatchObject({
      state: 'person',
      parts: [{ how: expect.stringContaining('the password of admin_acme') }],
    });
  });
});

type Rehearsal = ReturnType<typeof rehearsal>;

async function theirSupportRole(account: Rehearsal): Promise<void> {
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::111122223333:root` }, Action: 'sts:AssumeRole' }],
  });
  await account.send(call('iam', 'CreateRole', { RoleName: 'helpers', AssumeRolePolicyDocument }));
  const PolicyArn = 'arn:aws:iam::aws:policy/AWSSupportAccess';
  await account.send(call('iam', 'AttachRolePolicy', { RoleName: 'helpers', PolicyArn }));
}

async function theirBucket(account: Rehearsal, statement: object): Promise<void> {
  const Bucket = 'theirs';
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
  const CreateBucketConfiguration = { LocationConstraint: 'ap-southeast-2' } as const;
  await account.send(call('s3', 'CreateBucket', { Bucket, CreateBucketConfiguration }));
  await account.send(call('s3', 'DeletePublicAccessBlock', { Bucket }));
  await account.send(call('s3', 'PutBucketPolicy', { Bucket, Policy }));
}

const theirPublicBucket = (account: Rehearsal) =>
  theirBucket(account, { Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::theirs/*' });

async function theirTrail(account: Rehearsal, isStarted = true): Promise<void> {
  const Principal = { Service: 'cloudtrail.amazonaws.com' };
  await theirBucket(account, { Principal, Action: 's3:PutObject', Resource: 'arn:aws:s3:::theirs/*' });
  const input = { Name: 'theirs', S3BucketName: 'theirs', IsMultiRegionTrail: true };
  await account.send(call('cloudtrail', 'CreateTrail', input));
  if (isStarted) await account.send(call('cloudtrail', 'StartLogging', { Name: 'theirs' }));
}

async function theirRootAlarm(account: Rehearsal): Promise<void> {
  await theirTrail(account);
  await account.send(call('logs', 'CreateLogGroup', { logGroupName: 'theirs' }));
  const arns = {
    CloudWatchLogsLogGroupArn: `arn:aws:logs:${HOME}:111122223333:log-group:theirs:*`,
    CloudWatchLogsRoleArn: 'arn:aws:iam::111122223333:role/theirs',
  };
  await account.send(call('cloudtrail', 'UpdateTrail', { Name: 'theirs', ...arns }));
  const filterPattern =
    '{ ($.userIdentity.type = "Root") && ($.userIdentity.invokedBy NOT EXISTS) && ($.eventType != "AwsServiceEvent") }';
  const metricTransformations = [{ metricName: 'RootUse', metricNamespace: 'CISBenchmark', metricValue: '1' }];
  const filter = { logGroupName: 'theirs', filterName: 'root', filterPattern, metricTransformations };
  await account.send(call('logs', 'PutMetricFilter', filter));
  await account.send(
    call('cloudwatch', 'PutMetricAlarm', {
      AlarmName: 'root',
      ...{ Namespace: 'CISBenchmark', MetricName: 'RootUse', Statistic: 'Sum', Period: 300, EvaluationPeriods: 1 },
      ...{ Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold' },
      AlarmActions: [`arn:aws:sns:${HOME}:111122223333:theirs`],
    }),
  );
}

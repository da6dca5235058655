import { beforeAll, describe, expect, test } from 'vitest';
import { type AnyCall, call } from '../../src/aws/call.ts';
import type { RehearsalState } from '../../src/aws/rehearsal/account.ts';
import { look } from '../../src/engine/look.ts';
import { ANSWERS, byHand, counted, factsFor, idsOf, makeAll, rehearsal, unfinished } from './rehearsed.ts';

const facts = factsFor();
const GLOBAL = 'us-east-1';
const ALARM = 'aws-baseline-billing-10-usd';
const TOPIC = `arn:aws:sns:${GLOBAL}:111122223333:aws-baseline-alarms`;
const THEIRS = `arn:aws:sns:${GLOBAL}:111122223333:pager`;

let made: RehearsalState;
beforeAll(async () => {
  const account = rehearsal();
  await makeAll(facts, account);
  account.person.confirmsEmail();
  made = account.state();
});

const alarmOf = (state: RehearsalState) => state.regions[GLOBAL]!.alarms.find(({ name }) => name === ALARM)!;
const topicOf = (state: RehearsalState) => state.regions[GLOBAL]!.topics[0]!;
const bucketOf = (state: RehearsalState) => state.s3.buckets.find(({ name }) => name === 'acme-analysis')!;
const roleOf = (state: RehearsalState) => state.iam.roles.find(({ name }) => name === 'aws-baseline-ec2')!;

function withStatement(state: RehearsalState, change: (statement: Record<string, unknown>) => object): void {
  const bucket = bucketOf(state);
  const policy = JSON.parse(bucket.policy ?? '{}');
  bucket.policy = JSON.stringify({ ...policy, Statement: [policy.Statement].flat().map(change) });
}

type Break = (state: RehearsalState) => unknown;
const TLS = 's3/acme-analysis/tls-only';
const ALARM_ID = `cloudwatch/alarm/${ALARM}`;

/** Fact, how people or other tools break it and it still is there, and whether a program mends it or a person decides. */
const BROKEN: [id: string, how: string, act: Break, state: 'todo' | 'by-hand'][] = [
  [ALARM_ID, 'no data has the unit', (state) => (alarmOf(state).settings.Unit = 'Count'), 'todo'],
  [ALARM_ID, 'its actions are off', (state) => (alarmOf(state).settings.ActionsEnabled = false), 'todo'],
  [ALARM_ID, 'another metric', (state) => (alarmOf(state).settings.MetricName = 'Other'), 'todo'],
  [
    ALARM_ID,
    'another currency',
    (state) => (alarmOf(state).settings.Dimensions = [{ Name: 'Currency', Value: 'EUR' }]),
    'todo',
  ],
  [ALARM_ID, 'it tells somebody else only', (state) => (alarmOf(state).settings.AlarmActions = [THEIRS]), 'todo'],
  [ALARM_ID, 'it tells nobody', (state) => (alarmOf(state).settings.AlarmActions = []), 'todo'],
  [
    'sns/aws-baseline-alarms/topic',
    "SNS's own key",
    (state) => (topicOf(state).attributes.KmsMasterKeyId = 'alias/aws/sns'),
    'todo',
  ],
  [
    'sns/aws-baseline-alarms/policy',
    'a deny beside what is allowed',
    (state) => {
      const policy = JSON.parse(topicOf(state).attributes.Policy ?? '{}');
      policy.Statement.push({ Effect: 'Deny', Principal: '*', Action: 'sns:Publish', Resource: TOPIC });
      topicOf(state).attributes.Policy = JSON.stringify(policy);
    },
    'todo',
  ],
  [
    'sns/aws-baseline-alarms/subscription/a@example.com',
    'everybody unsubscribed',
    (state) => (topicOf(state).subscriptions = []),
    'todo',
  ],
  [
    'sns/aws-baseline-alarms/confirmed/a@example.com',
    'a filter that no alarm passes',
    (state) => (topicOf(state).subscriptions[0]!.filter = '{"kind":["x"]}'),
    'by-hand',
  ],
  [TLS, 'one action only', (state) => withStatement(state, (one) => ({ ...one, Action: 's3:GetObject' })), 'todo'],
  [
    TLS,
    'one object only',
    (state) => withStatement(state, (one) => ({ ...one, Resource: 'arn:aws:s3:::acme-analysis/x' })),
    'todo',
  ],
  [
    TLS,
    'somebody is excepted',
    (state) =>
      withStatement(state, ({ Principal: _, ...one }) => ({
        ...one,
        NotPrincipal: { AWS: 'arn:aws:iam::111122223333:root' },
      })),
    'todo',
  ],
  [
    TLS,
    'a condition more',
    (state) =>
      withStatement(state, (one) => ({
        ...one,
        Condition: { ...(one.Condition as object), StringEquals: { 'aws:SourceVpc': 'vpc-1' } },
      })),
    'todo',
  ],
  ['s3/acme-analysis/versioning', 'suspended', (state) => (bucketOf(state).versioning = 'Suspended'), 'todo'],
  [
    's3/acme-analysis/lifecycle',
    'the rule is off',
    (state) => (bucketOf(state).lifecycle as { Status: string }[]).map((rule) => (rule.Status = 'Disabled')),
    'todo',
  ],
  [
    'iam/role/aws-baseline-ec2',
    'a condition that never holds',
    (state) => {
      const trust = JSON.parse(roleOf(state).trust);
      [trust.Statement].flat()[0].Condition = { StringEquals: { 'aws:SourceAccount': '000000000000' } };
      roleOf(state).trust = JSON.stringify(trust);
    },
    'todo',
  ],
  [
    'iam/role/aws-baseline-ec2/policy/AmazonSSMManagedInstanceCore',
    'detached',
    (state) => (roleOf(state).attached = []),
    'todo',
  ],
];

describe('there, and dead: no fact is ok then', () => {
  test.each(BROKEN)('%s: %s', async (id, _how, act, state) => {
    const broken = structuredClone(made);
    act(broken);
    const account = rehearsal(broken);
    const found = (await look(facts, account)).find(({ fact }) => fact.id === id);
    expect(found?.state).toBe(state);
    if (state === 'by-hand') expect(found?.broken).toBe(true);
    else {
      expect(unfinished(await makeAll(facts, account))).toEqual([]);
      expect(idsOf(await look(facts, account), 'todo')).toEqual([]);
    }
  });

  test('nobody hears the alarms, where no address is known', async () => {
    const unheard = factsFor({ ...ANSWERS, alarm: { emails: [], limits: [10] } });
    const seen = async (state: RehearsalState) =>
      (await look(unheard, rehearsal(state))).find(({ fact }) => fact.id === 'sns/aws-baseline-alarms/listener');
    expect((await seen(made))?.state).toBe('ok');
    const broken = structuredClone(made);
    topicOf(broken).subscriptions = [];
    expect(await seen(broken)).toMatchObject({
      state: 'by-hand',
      broken: true,
      how: expect.stringContaining('Nobody hears'),
    });
    topicOf(broken).subscriptions = [{ arn: `${TOPIC}:1`, endpoint: '+15550100', confirmed: true, protocol: 'sms' }];
    expect((await seen(broken))?.state).toBe('ok');
  });
});

describe('more than we want', () => {
  const twoActions = () => {
    const state = structuredClone(made);
    const { settings } = alarmOf(state);
    settings.AlarmActions = [TOPIC, THEIRS];
    settings.OKActions = [THEIRS];
    return state;
  };

  test('further actions of an alarm are fine, and stay when something else is mended', async () => {
    const { account, writes } = counted(rehearsal(twoActions()));
    await makeAll(facts, account);
    expect(writes).toEqual([]);
    const drifted = twoActions();
    alarmOf(drifted).settings.Threshold = 999;
    const mended = rehearsal(drifted);
    await makeAll(facts, mended);
    expect(alarmOf(mended.state()).settings).toMatchObject({
      Threshold: 10,
      AlarmActions: [TOPIC, THEIRS],
      OKActions: [THEIRS],
    });
  });

  test('what has no room is said before it is taken away', async () => {
    const full = structuredClone(made);
    alarmOf(full).settings.AlarmActions = [1, 2, 3, 4, 5].map((n) => `${THEIRS}${n}`);
    const found = (await look(facts, rehearsal(full))).find(({ fact }) => fact.id === ALARM_ID);
    expect([found?.state, found?.why]).toEqual(['todo', expect.stringContaining(`takes away ${THEIRS}5`)]);
  });
});

describe('on another path', () => {
  const says = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:Get*', Resource: '*' }],
  });
  const made = async (...calls: AnyCall[]) => {
    const account = rehearsal();
    await byHand(account, calls);
    return account;
  };

  test('a policy is changed and attached where it is, at once', async () => {
    const account = await made(
      call('iam', 'CreatePolicy', { PolicyName: 'engineer_access', Path: '/team/', PolicyDocument: says }),
    );
    expect(unfinished(await makeAll(facts, account))).toEqual([]);
    const { policies, groups } = account.state().iam;
    const arn = 'arn:aws:iam::111122223333:policy/team/engineer_access';
    expect(
      policies.filter(({ name }) => name === 'engineer_access').map((one) => [one.arn, one.versions.length]),
    ).toEqual([[arn, 2]]);
    expect(groups.find(({ name }) => name === 'engineer')?.attached).toContain(arn);
  });

  test('a user is an obstacle with its path and the way out: no password, no member', async () => {
    const account = await made(call('iam', 'CreateUser', { UserName: 'engineer_eve', Path: '/staff/' }));
    const findings = await makeAll(facts, account);
    const found = findings.find(({ fact }) => fact.id === 'iam/user/engineer_eve');
    expect([found?.state, found?.why]).toEqual(['unknown', expect.stringMatching(/\/staff\/.*--new-path \//)]);
    expect(account.state().iam.users.find(({ name }) => name === 'engineer_eve')).toMatchObject({ groups: [] });
    expect(account.state().iam.users.find(({ name }) => name === 'engineer_eve')?.login).toBeUndefined();
  });
});

test('a bucket whose endpoint says done and does nothing is not "created"', async () => {
  const account = rehearsal();
  const lying: typeof account = Object.create(account, {
    send: {
      value: async (given: AnyCall) =>
        /^(PutPublicAccessBlock|PutBucketPolicy)$/.test(given.operation)
          ? {}
          : given.operation === 'GetPublicAccessBlock'
            ? { PublicAccessBlockConfiguration: { BlockPublicAcls: false } }
            : account.send(given as never),
    },
  });
  const buckets = facts.filter(({ id }) => id.startsWith('s3/acme-analysis/'));
  const notShown = idsOf(await makeAll(buckets, lying), 'waiting');
  expect(notShown).toEqual(['s3/acme-analysis/public-access-block', TLS]);
});

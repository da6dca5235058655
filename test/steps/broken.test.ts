import { beforeAll, describe, expect, test } from 'vitest';
import { type AnyCall, call } from '../../src/aws/call.ts';
import type { RehearsalState } from '../../src/aws/rehearsal/account.ts';
import { exitCodeOf } from '../../src/cli/commands/report.ts';
import { EXIT } from '../../src/cli/trouble.ts';
import { type AnyFact, isChore } from '../../src/engine/fact.ts';
import type { Finding } from '../../src/engine/finding.ts';
import { look } from '../../src/engine/look.ts';
import { make } from '../../src/engine/make.ts';
import { ANSWERS, byHand, counted, factsFor, idsOf, makeAll, rehearsal, unfinished, workOn } from './rehearsed.ts';
import { alarmOf, open, THEIRS, TOPIC, topicOf, WAYS, type Way } from './ways-to-break.ts';

const facts = factsFor();
const ALARM_ID = 'cloudwatch/alarm/aws-baseline-billing-10-usd';

let made: RehearsalState;
beforeAll(async () => {
  const account = rehearsal();
  expect(unfinished(await makeAll(facts, account))).toEqual([]);
  account.person.confirmsEmail();
  made = account.state();
  made.billing.alerts = true;
});

// What only a person can confirm is open whatever the account is like.
const isOnlySaid = (fact: AnyFact) => isChore(fact) && fact.saidBy !== undefined && !fact.play;
const ONLY_SAID = facts.filter(isOnlySaid).map(({ id }) => id);
const waysOf = (id: string): Way[] =>
  ONLY_SAID.includes(id)
    ? [open('nobody can see it', () => {})]
    : WAYS.filter(([of]) => of.test(id)).flatMap(([, ...ways]) => ways);
const TABLE = facts.flatMap(({ id }) => waysOf(id).map((way) => [id, way.how, way] as const));
const foundAs = ({ state, broken }: Finding) =>
  state === 'ok'
    ? 'fine'
    : state === 'unknown'
      ? 'stopped'
      : state === 'by-hand'
        ? broken
          ? 'broken'
          : 'open'
        : state;

test('every fact has a row, and every row a fact', () => {
  const bare = facts.filter(({ id }) => waysOf(id).length === 0);
  expect(bare.map(({ id }) => `${id} has no row in test/steps/ways-to-break.ts`)).toEqual([]);
  expect(WAYS.filter(([of]) => !facts.some(({ id }) => of.test(id))).map(([of]) => of)).toEqual([]);
  const onlyFine = facts.filter(({ id }) => waysOf(id).every(({ finds }) => finds === 'fine')).map(({ id }) => id);
  // Whoever may encrypt with another key is not looked at.
  expect(onlyFine.filter((id) => !id.endsWith('/encryption'))).toEqual([]);
});

describe('there, and dead: no fact is ok then', () => {
  test.each(TABLE)('%s: %s', async (id, _how, { act, finds, says }) => {
    const state = structuredClone(made);
    act(state, id);
    const account = rehearsal(state);
    const findings = await look(facts, account);
    const found = findings.find(({ fact }) => fact.id === id)!;
    expect([foundAs(found), found.why, found.how]).toEqual([finds, found.why, found.how]);
    if (says) expect(`${found.why} ${found.how}`).toMatch(says);
    if (/todo|broken/.test(finds)) expect(exitCodeOf([found], { differs: true })).toBe(EXIT.differs);
    if (finds !== 'todo') return;
    const mended = await make(findings, workOn(account));
    expect(unfinished(mended)).toEqual([]);
    expect(mended.find(({ fact }) => fact.id === id)?.state).toMatch(/^(changed|created)$/);
    expect(idsOf(await look(facts, account), 'todo')).toEqual([]);
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
      how: expect.stringContaining('no one gets the alarms'),
    });
    topicOf(broken).subscriptions = [{ arn: `${TOPIC}:1`, endpoint: '+15550100', confirmed: true, protocol: 'sms' }];
    expect((await seen(broken))?.state).toBe('ok');
  });
});

describe('more than we want', () => {
  const twoActions = () => {
    const state = structuredClone(made);
    const { settings } = alarmOf(state, ALARM_ID);
    settings.AlarmActions = [TOPIC, THEIRS];
    settings.OKActions = [THEIRS];
    return state;
  };

  test('further actions of an alarm are fine, and stay when something else is mended', async () => {
    const { account, writes } = counted(rehearsal(twoActions()));
    await makeAll(facts, account);
    expect(writes).toEqual([]);
    const drifted = twoActions();
    alarmOf(drifted, ALARM_ID).settings.Threshold = 999;
    const mended = rehearsal(drifted);
    await makeAll(facts, mended);
    expect(alarmOf(mended.state(), ALARM_ID).settings).toMatchObject({
      Threshold: 10,
      AlarmActions: [TOPIC, THEIRS],
      OKActions: [THEIRS],
    });
  });

  test('what has no room is said before it is taken away', async () => {
    const full = structuredClone(made);
    alarmOf(full, ALARM_ID).settings.AlarmActions = [1, 2, 3, 4, 5].map((n) => `${THEIRS}${n}`);
    const found = (await look(facts, rehearsal(full))).find(({ fact }) => fact.id === ALARM_ID);
    expect([found?.state, found?.why]).toEqual(['todo', expect.stringContaining(`removes ${THEIRS}5`)]);
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
  expect(notShown).toEqual(['s3/acme-analysis/public-access-block', 's3/acme-analysis/tls-only']);
});

import { describe, expect, test } from 'vitest';
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
    const counts = { 2.1: 6, 2: 20, 3.1: 4, 3.2: 4, 3.3: 1, 4: 9, 5: 16, 6.1: 2, 6: 6 };
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
async function judged(id: 'cis' | 'ssb', account = rehearsal(), more = {}, regions = [HOME]) {
  const { verdicts, facts, stepOf } = factsToJudge(answersTo(more), regions, now);
  const [all, findings] = await Promise.all([look(verdicts, account), look(facts, account)]);
  const kind = answersTo(more).accountKind;
  const items = judge(benchmarkOf(id), { kind, hasAlarms: true, verdicts: all, findings, stepOf });
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
});

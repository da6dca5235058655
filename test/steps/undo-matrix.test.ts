import { beforeAll, describe, expect, test } from 'vitest';
import type { RehearsalAccount, RehearsalState } from '../../src/aws/rehearsal/account.ts';
import { exitCodeOf } from '../../src/cli/commands/report.ts';
import type { AnyFact } from '../../src/engine/fact.ts';
import type { Finding } from '../../src/engine/finding.ts';
import { type Entry, journalInMemory, memoryOf } from '../../src/engine/journal.ts';
import { look } from '../../src/engine/look.ts';
import { make } from '../../src/engine/make.ts';
import { isThing } from '../../src/engine/owner.ts';
import { lookBack, undo } from '../../src/engine/undo.ts';
import type { Answers } from '../../src/steps/settings/all.ts';
import { STEP_IDS } from '../../src/steps/settings/step-ids.ts';
import { ANSWERS, counted, factsFor, rehearsal, unfinished, workOn } from './rehearsed.ts';
import { CHANGES, INSTANCE, running, setTags, tagsOf, thingsIn, WITHOUT_TOKEN } from './undo-states.ts';

const answers = {
  ...ANSWERS,
  alarm: { emails: ['a@example.com'], limits: [10] },
  buckets: { landing: 'acme-landing-zone', analysis: 'acme-analysis', further: [] },
  groups: { engineers: ['jo'], analysts: [], requireMfa: true, roles: true },
};
// All alarms of the CIS benchmark are made alike: one stands for all.
const isOneOfMany = ({ id }: { id: string }) => /^guardrails\/cis-alarms\/5\.(?!1$)/.test(id);
const factsOf = (given: Answers) => factsFor(given).filter((one) => !isOneOfMany(one));
const facts = factsOf(answers);
const stepFacts = Object.fromEntries(STEP_IDS.map((id) => [id, factsOf({ ...answers, steps: [id] })]));
// One stands for all that one function makes in the same way; the others are in every walk, as they are.
const ALIKE = [
  /^guardrails\/audit-role$/,
  /^iam\/role\/aws-baseline-(s3-batch|ecs-task|ecs-execution|sagemaker|eks-cluster)$/,
  /^iam\/policy\/(engineer_access_2|analyst_access|analyst_access_2)$/,
  /^iam\/group\/analyst$/,
  /^s3\/acme-(landing-zone|flow-logs-\d+|config-\d+)\/bucket$/,
];
const ALL_THINGS = facts.filter(isThing).map(({ id }) => id);
const THINGS = ALL_THINGS.filter((id) => !ALIKE.some((one) => one.test(id)));

async function applied(account: RehearsalAccount, journal = journalInMemory()): Promise<Finding[]> {
  return make(await look(facts, account, memoryOf(journal)), workOn(account, journal));
}

// Of our walk, and of a walk on another machine that put right what people had changed.
let made: RehearsalState;
const journals: Record<string, Entry[]> = { 'journal here': [], 'journal gone': [], 'journal of another machine': [] };

beforeAll(async () => {
  const account = rehearsal();
  const here = journalInMemory();
  expect(unfinished(await applied(account, here))).toEqual([]);
  account.person.confirmsEmail();
  made = account.state();
  journals['journal here'] = here.entries();

  const drifted = account.state();
  for (const id of ['s3/acme-analysis/bucket', 'iam/policy/engineer_access', 'iam/instance-profile/aws-baseline-ec2'])
    CHANGES.changed?.act(drifted, id);
  drifted.iam.groups.find(({ name }) => name === 'engineer')!.attached = [];
  const elsewhere = journalInMemory();
  expect(unfinished(await applied(rehearsal(drifted), elsewhere))).toEqual([]);
  expect(elsewhere.entries().length).toBeGreaterThan(4);
  journals['journal of another machine'] = elsewhere.entries();
});

interface Undone {
  results: Finding[];
  left: RehearsalState;
  writes: string[];
}

const walked = new Map<string, Promise<Undone & { entries: Entry[] }>>();

/** An undo depends on nothing but these three, so that each is run once: many rows leave the same account and journal. */
async function undone(state: RehearsalState, entries: Entry[], some = facts): Promise<Undone> {
  const key = JSON.stringify([state, entries, some.map(({ id }) => id)]);
  const walk = walked.get(key) ?? undoneAnew(state, [...entries], some);
  walked.set(key, walk);
  const known = await walk;
  entries.splice(0, entries.length, ...known.entries);
  return known;
}

async function undoneAnew(state: RehearsalState, entries: Entry[], some: AnyFact[]) {
  const account = rehearsal(state);
  const journal = journalInMemory(entries);
  const counting = counted(account);
  const findings = await lookBack(some, account, journal);
  const results = await undo(findings, some, workOn(counting.account, journal));
  return { results, left: account.state(), writes: counting.writes, entries: journal.entries() };
}

/**
 * What a thing should be if it stays. A log group loses the metric filters of the alarms that go, and no other; a security
 * group the rules for another group of ours that goes; a schedule group our schedule, with the instance that it deletes.
 */
function asItStays(thing: object | undefined, left: RehearsalState): object | undefined {
  const { filters, ...it } = (thing ?? {}) as {
    filters?: object;
    ingress?: { source: string }[];
    schedules?: { name: string }[];
  };
  if (it.schedules) {
    const isGone = running(left).length === 0;
    return { ...it, schedules: it.schedules.filter(({ name }) => !(isGone && name === 'aws-baseline-delete-after')) };
  }
  if (it.ingress) {
    const groups = new Set(Object.values(left.regions).flatMap((region) => region.securityGroups.map(({ id }) => id)));
    return { ...it, ingress: it.ingress.filter(({ source }) => !source.startsWith('sg-') || groups.has(source)) };
  }
  const alarms = new Set(Object.values(left.regions).flatMap((region) => region.alarms.map(({ name }) => name)));
  const stay = Object.entries(filters ?? {}).filter(([name]) => alarms.has(name));
  return stay.length > 0 ? { ...thing, filters: Object.fromEntries(stay) } : thing && it;
}

/** What is wrong after an undo: nothing that stays may have changed in any way, and all that stays is told. */
function faults(before: RehearsalState, { results, left }: Undone, some = facts): string[] {
  const isWhole = ({ fact }: Finding) => fact.wholeAccount === true && !isThing(fact);
  const things = results.filter((finding) => !isWhole(finding));
  const told = new Set(things.filter(({ state }) => !/^(ok|removed)$/.test(state)).map(({ fact }) => fact.id));
  // A setting of the account is no resource: the journal gives it back, and without the journal it stays and is told.
  const settings = results.filter((finding) => isWhole(finding) && !/^(ok|changed|removed)$/.test(finding.state));
  const covered = new Set(some.map(({ id }) => id));
  const was = thingsIn(before);
  // A Region or a VPC has one of these, whoever made it. Without marks and without a journal it is somebody else's: undo says nothing.
  const isTheirs = (id: string, thing: Parameters<typeof tagsOf>[0]) =>
    /^(guardrails\/(guardduty|security-hub)\/|ec2\/vpc-endpoint\/s3$)/.test(id) &&
    !told.has(id) &&
    !tagsOf(thing).some(({ Key, Value }) => Key === 'managed-by' && Value === 'aws-baseline');
  const stays = [...thingsIn(left)].filter(([id, thing]) => covered.has(id) && !isTheirs(id, thing));
  const code = exitCodeOf(results, { waited: true });
  return [
    // Nothing of these was there before us, so that what stays stays exactly as it is.
    ...[...thingsIn(left)].flatMap(([id, { it }]) =>
      JSON.stringify(it) === JSON.stringify(asItStays(was.get(id)?.it, left))
        ? []
        : [`${id} stays, and is not as it was`],
    ),
    ...stays.flatMap(([id]) => (told.has(id) ? [] : [`${id} stays, and nobody is told`])),
    ...[...told].flatMap((id) => (thingsIn(left).has(id) ? [] : [`${id} is told to stay, and is gone`])),
    ...results.flatMap(({ fact, state, why, how }) =>
      state === 'by-hand' && !(why ?? how) ? [`${fact.id}: no why`] : [],
    ),
    ...(code === (stays.length + settings.length > 0 ? 6 : 0)
      ? []
      : [`exit code ${code}, and ${stays.length + settings.length} stay`]),
    ...results.flatMap(({ fact, state, error }) => (state === 'failed' ? [`${fact.id} failed: ${error}`] : [])),
  ];
}

test('every resource that carries our marks is known to the matrix', () => {
  const unknown = ALL_THINGS.filter((id) => !thingsIn(made).has(id));
  expect(unknown.map((id) => `${id} is not in thingsIn of test/steps/undo-states.ts`)).toEqual([]);
  // Nothing is left out that is not there.
  expect(ALIKE.filter((one) => !ALL_THINGS.some((id) => one.test(id)))).toEqual([]);
});

const isPath = (id: string) => id.startsWith('iam/group/');
const changesOf = (id: string) => [
  ...Object.entries(CHANGES).filter(([change]) => !(change === 'one tag lost' && isPath(id))),
  ...(id === INSTANCE ? Object.entries(WITHOUT_TOKEN) : []),
];
const stepOf = (id: string) => STEP_IDS.find((step) => stepFacts[step]?.some((fact) => fact.id === id)) ?? 'root';

describe.each(THINGS)('%s', (id) => {
  test.each(changesOf(id))('%s', async (_change, { act, goes }) => {
    for (const [which, entries] of Object.entries(journals)) {
      const state = structuredClone(made);
      act(state, id);
      const label = (way: string, found: string[]) => found.map((fault) => `${which}, ${way}: ${fault}`);

      const journal = [...entries];
      const first = await undone(state, journal);
      expect(label('once', faults(state, first))).toEqual([]);
      expect([which, thingsIn(first.left).has(id)]).toEqual([which, !goes(id)]);
      if (id !== INSTANCE) expect(running(first.left)).toEqual([]);
      const second = await undone(first.left, journal);
      expect(label('twice', faults(first.left, second))).toEqual([]);
      expect(second.writes, which).toEqual([]);

      const stepwise = [...entries];
      const some = stepFacts[stepOf(id)]!;
      const part = await undone(state, stepwise, some);
      expect(label('its step', faults(state, part, some))).toEqual([]);
      const rest = await undone(part.left, stepwise);
      expect(label('its step, then all', faults(part.left, rest))).toEqual([]);
      expect([...thingsIn(rest.left).keys()].sort(), which).toEqual([...thingsIn(first.left).keys()].sort());
    }
  });
});

test.each(THINGS.filter((id) => /(guardduty|security-hub)/.test(id)))(
  '%s: without its marks, the journal alone tells that it is ours',
  async (id) => {
    const state = structuredClone(made);
    CHANGES['all tags lost']?.act(state, id);
    const { results } = await undone(state, [...journals['journal here']!]);
    expect(results.find(({ fact }) => fact.id === id)).toMatchObject({
      state: 'by-hand',
      why: expect.stringContaining('no longer has'),
    });
  },
);

describe('what apply does in between', () => {
  const lost = ['one tag lost', 'all tags lost'];
  test.each(
    THINGS.flatMap((id) => lost.filter((change) => !isPath(id) || change !== lost[0]).map((change) => [id, change])),
  )('%s, %s: the tags come back, beside those of others, and undo takes it away', async (id, change) => {
    const state = structuredClone(made);
    CHANGES[change]?.act(state, id);
    const thing = thingsIn(state).get(id)!;
    const theirs = { Key: 'cost-centre', Value: '42' };
    if (!isPath(id)) setTags(thing, [...tagsOf(thing), theirs]);
    const journal = journalInMemory([...journals['journal here']!]);
    const account = rehearsal(state);
    const seen = await look(facts, account, memoryOf(journal));
    expect(seen.filter((one) => one.state === 'todo').map(({ fact }) => fact.id)).toEqual([id]);
    const findings = await make(seen, workOn(account, journal));
    expect(findings.filter((one) => one.state === 'changed').map(({ fact }) => fact.id)).toEqual([id]);
    if (!isPath(id)) expect(tagsOf(thingsIn(account.state()).get(id)!)).toContainEqual(theirs);
    expect((await look(facts, account, memoryOf(journal))).filter((one) => one.state === 'todo')).toEqual([]);
    const { left } = await undone(account.state(), journal.entries());
    expect([...thingsIn(left).keys()].filter((one) => ALL_THINGS.includes(one))).toEqual([]);
  });

  test.each(THINGS.map((id) => [id]))('%s with the tags of somebody else is left to them, and named', async (id) => {
    if (isPath(id)) return;
    const state = structuredClone(made);
    CHANGES['tags of somebody else']?.act(state, id);
    const account = rehearsal(state);
    const findings = await applied(account, journalInMemory([...journals['journal here']!]));
    expect(findings.find(({ fact }) => fact.id === id)).toMatchObject({
      state: 'by-hand',
      // Of an instance a person decides, with its id at hand.
      ...(id === INSTANCE
        ? { how: expect.stringMatching(/whether i-\w+ belongs to the baseline/) }
        : { why: expect.stringContaining('managed-by=terraform') }),
    });
    expect(account.state()).toEqual(rehearsal(state).state());
  });

  // AWS gives these an id, by which one is told from another.
  test.each(THINGS.filter((id) => /^(iam|ec2)\//.test(id)))(
    '%s made anew by somebody else is not tagged, and stays',
    async (id) => {
      const state = structuredClone(made);
      CHANGES['deleted and made anew']?.act(state, id);
      const account = rehearsal(state);
      const journal = journalInMemory([...journals['journal here']!]);
      await applied(account, journal);
      const marksOf = (one: RehearsalState) => {
        const thing = thingsIn(one).get(id)!;
        return { tags: tagsOf(thing), path: thing.it.path };
      };
      expect(marksOf(account.state())).toEqual(marksOf(state));
      const { left, results } = await undone(account.state(), journal.entries());
      expect(marksOf(left)).toEqual(marksOf(state));
      expect(unfinished(results.filter((one) => one.state === 'failed'))).toEqual([]);
    },
  );
});

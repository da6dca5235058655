import { inRegion, readOnly, remembering } from '../../../aws/views.ts';
import type { AnyFact } from '../../../engine/fact.ts';
import type { Journal } from '../../../engine/journal.ts';
import { namesIn, remembered } from '../../../steps/discovery/baseline.ts';
import { discover } from '../../../steps/discovery/discover.ts';
import { markedPrivate } from '../../../steps/discovery/flags.ts';
import { markedEnding } from '../../../steps/discovery/found-ending.ts';
import { markedScale } from '../../../steps/discovery/found-scale.ts';
import { markedGuardrails } from '../../../steps/discovery/marked-guardrails.ts';
import { namesLeft } from '../../../steps/discovery/names-left.ts';
import { ENDING } from '../../../steps/ec2/ending-settings.ts';
import { SCALE } from '../../../steps/ec2/scale-settings.ts';
import { factsOf } from '../../../steps/index.ts';
import { kindIn } from '../../../steps/kinds.ts';
import type { Answers } from '../../../steps/settings/all.ts';
import { answersKept } from '../../../steps/settings/all.ts';
import { chosenSteps, EVERY } from '../../../steps/settings/every.ts';
import { type Draft, knownIn, valueIn } from '../../../steps/settings/setting.ts';
import { ALL_STEP_IDS, type StepId } from '../../../steps/settings/step-ids.ts';
import { type Run, requireRegion } from '../../account/home.ts';
import { giveWay, several, takeRemembered } from '../../account/one-baseline.ts';
import type { Opened } from '../../account/opened.ts';
import { type SideReads, sideReads } from '../../account/side-reads.ts';
import { complete } from '../../answers/complete.ts';
import type { Session } from '../../session.ts';

/** The answers of all runs in a journal, including those of older versions. */
export function answersIn(journal: Journal): Answers[] {
  return journal.entries().flatMap((entry) => ('answers' in entry ? [answersKept(entry.answers as object)] : []));
}

/** The runs for a baseline in this computer's journal, the last one last; `name` undefined for any. */
function runsOf({ journal }: Pick<Session, 'journal'>, name?: string): Answers[] {
  const runs = answersIn(journal);
  return runs.filter((answers) => name === undefined || answers.name === name);
}

/**
 * Switches to the home Region that the account, or else this computer's journal, remembers; prompts if neither does.
 */
export async function goHome(run: Run, opened: Opened): Promise<Opened> {
  const { invocation, given, tell } = run;
  const known = await remembered(remembering(readOnly(opened.account)), kindIn(given.values));
  giveWay(known, given);
  const name = valueIn(given.values, EVERY.name) ?? namesIn(known)[0];
  const journaled = runsOf(opened, name).at(-1)?.region;
  const home = known.home ?? (journaled ? { region: journaled, by: 'the journal on this computer' } : undefined);
  const told = runsOf(opened).map((answers) => answers.name);
  takeRemembered({ ...known, home }, given, invocation, tell, told);
  await requireRegion(run);
  return { ...opened, account: inRegion(opened.account, knownIn(given.values, EVERY.region)) };
}

interface Remembered {
  sets: Answers[];
  /** The NAMES of other baselines. */
  others: string[];
  searches: SideReads;
  /** Regions that could not be searched for guardrails. */
  unsearched: string[];
}

/** What was set up, from every source: flags, the journal's runs, the tags in the account. */
export async function answerSets(
  { account: given, journal }: Pick<Session, 'account' | 'journal'>,
  draft: Session['given']['values'],
  deleteData: boolean,
): Promise<Remembered> {
  const said = valueIn(draft, EVERY.name);
  // The searches share what they read.
  const account = remembering(readOnly(given));
  const searches = sideReads(account);
  const search = (what: string) => searches.of(`no other resource of ${what} is left`);
  const searching = search('step ec2');
  const runs = runsOf({ journal }, said);
  const kind = kindIn(draft);
  // A journal does not know what another computer created, so the account is searched in any case. Only what takes a request
  // to every Region is left to the journal, if there is one.
  const sought = (names: string[]) => discover(account, kind, true, undefined, names);
  const shown = await sought(said === undefined ? [] : [said]);
  const all = shown.size > 0 || runs.length > 0 ? shown : await sought(await namesLeft(account, kind));
  // Names that only the journal has may be long gone; if the account shows nothing, the last run decides.
  const names = said === undefined ? [...all.keys()] : [said];
  if (names.length > 1) throw several(names, `add --name ${names[0]}`);
  const chosen = names[0] ?? runs.at(-1)?.name;
  const told = runs.filter(({ name }) => name === chosen).map((answers) => ({ ...answers, deleteData }));
  const steps = chosenSteps(draft, ALL_STEP_IDS);
  const undoesEc2 = steps.includes('ec2');
  const found = [...all].filter(([name]) => name === chosen);
  const tagged = await Promise.all(
    found.map(async ([, values]) => {
      const all = new Map([...values, ...draft]);
      const [guardrails, scale, ending, hidden] = await Promise.all([
        markedGuardrails(all, search('a guardrail'), kind, steps, { account: given, isFar: told.length === 0 }),
        undoesEc2 ? markedScale(searching) : [],
        undoesEc2 ? markedEnding(searching) : [],
        undoesEc2 ? markedPrivate(all, searching, kind) : [],
      ]);
      const whole = new Map([...values, ...guardrails.values, ...scale, ...hidden, ...draft]);
      // No answers have both a group and what ends one instance in time, but an account may.
      const drafts = [
        whole.has(SCALE.scale.key) ? without(whole, OF_END) : whole,
        ...(ending.length > 0 ? [new Map([...without(whole, OF_GROUP), ...ending])] : []),
      ];
      return {
        sets: drafts.map((one) => complete(one, account.identity, deleteData)),
        unread: guardrails.unread,
      };
    }),
  );
  const typed = said === undefined ? [] : [complete(draft, account.identity, deleteData)];
  const others = [...all.keys()].filter((name) => name !== chosen);
  const sets = [...told, ...tagged.flatMap((one) => one.sets), ...typed];
  return { sets, others, searches, unsearched: tagged.flatMap(({ unread }) => unread) };
}

const OF_GROUP = Object.values(SCALE);
const OF_END = Object.values(ENDING);
const without = (values: Draft, settings: { key: string }[]): Draft =>
  new Map([...values].filter(([key]) => settings.every((one) => one.key !== key)));

/** The facts of all sets of answers, without duplicates, for the chosen steps. */
export function allFacts(
  sets: Answers[],
  steps: StepId[],
  now: () => number,
): { facts: AnyFact[]; stepOf: Map<string, StepId> } {
  const byId = new Map<string, AnyFact>();
  const stepOf = new Map<string, StepId>();
  for (const answers of sets) {
    const made = factsOf({ ...answers, steps }, now);
    for (const fact of made.facts) if (!byId.has(fact.id)) byId.set(fact.id, fact);
    for (const [id, step] of made.stepOf) stepOf.set(id, step);
  }
  return { facts: [...byId.values()], stepOf };
}

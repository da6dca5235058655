import { isProject } from '../../../aws/account-kind.ts';
import { inRegion, readOnly, remembering } from '../../../aws/views.ts';
import type { AnyFact } from '../../../engine/fact.ts';
import type { Journal } from '../../../engine/journal.ts';
import { namesIn, remembered } from '../../../steps/discovery/baseline.ts';
import { discover } from '../../../steps/discovery/discover.ts';
import { factsOf } from '../../../steps/index.ts';
import { kindIn } from '../../../steps/kinds.ts';
import type { Answers } from '../../../steps/settings/all.ts';
import { answersKept } from '../../../steps/settings/all.ts';
import { EVERY } from '../../../steps/settings/every.ts';
import { knownIn, valueIn } from '../../../steps/settings/setting.ts';
import type { StepId } from '../../../steps/settings/step-ids.ts';
import { type Run, regionMustBeThere } from '../../account/home.ts';
import { giveWay, several, takeRemembered } from '../../account/one-baseline.ts';
import type { Opened } from '../../account/opened.ts';
import { complete } from '../../answers/complete.ts';
import type { Session } from '../../session.ts';

/** The answers of all runs that a journal tells of, also of older versions. */
export function answersIn(journal: Journal): Answers[] {
  return journal.entries().flatMap((entry) => ('answers' in entry ? [answersKept(entry.answers as object)] : []));
}

/** What this machine's journal tells of the runs for a baseline, the last one last; `name` undefined for any. */
export function runsOf({ journal }: Pick<Session, 'journal'>, name?: string): Answers[] {
  const runs = answersIn(journal);
  return runs.filter((answers) => name === undefined || answers.name === name);
}

/** Goes where the account, or else this machine's journal, remembers the baseline to be; asks where neither does. */
export async function goHome(run: Run, opened: Opened): Promise<Opened> {
  const { invocation, given, tell } = run;
  const known = await remembered(remembering(readOnly(opened.account)), kindIn(given.values));
  giveWay(known, given);
  const name = valueIn(given.values, EVERY.name) ?? namesIn(known)[0];
  const journaled = runsOf(opened, name).at(-1)?.region;
  const home = known.home ?? (journaled ? { region: journaled, by: "this machine's journal" } : undefined);
  const told = runsOf(opened).map((answers) => answers.name);
  takeRemembered({ ...known, home }, given, invocation, tell, told);
  await regionMustBeThere(run);
  return { ...opened, account: inRegion(opened.account, knownIn(given.values, EVERY.region)) };
}

/** What was set up, by whatever remembers it: flags, the journal's runs, the tags in the account. */
export async function answerSets(
  { account, journal }: Pick<Session, 'account' | 'journal'>,
  draft: Session['given']['values'],
  deleteData: boolean,
): Promise<{ sets: Answers[]; others: string[] }> {
  const said = valueIn(draft, EVERY.name);
  const runs = runsOf({ journal }, said);
  const kind = kindIn(draft);
  // Outside of projects a budget is made only where it was asked for, which the journal knows.
  const all = await discover(account, kind, isProject(kind) || runs.length === 0);
  // What only the journal names may be gone for long; where the account shows nothing, the last run is what is left.
  const names = said === undefined ? [...all.keys()] : [said];
  if (names.length > 1) throw several(names, `add --name ${names[0]}`);
  const chosen = names[0] ?? runs.at(-1)?.name;
  const found = [...all].filter(([name]) => name === chosen);
  const tagged = found.map(([, values]) => complete(new Map([...values, ...draft]), account.identity, deleteData));
  const told = runs.filter(({ name }) => name === chosen).map((answers) => ({ ...answers, deleteData }));
  const typed = said === undefined ? [] : [complete(draft, account.identity, deleteData)];
  return { sets: [...told, ...tagged, ...typed], others: [...all.keys()].filter((name) => name !== chosen) };
}

/** The facts of all sets of answers, each once, for the chosen steps. */
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

import { isProject } from '../../aws/account-kind.ts';
import type { AnyFact } from '../../engine/fact.ts';
import type { Answers, StepId } from '../../steps/answers.ts';
import { discover } from '../../steps/discover.ts';
import { factsOf } from '../../steps/index.ts';
import { kindIn } from '../../steps/kinds.ts';
import { complete } from '../complete.ts';
import type { Session } from '../session.ts';
import { EXIT, Trouble, usage } from '../trouble.ts';

/** Throws usage in another Region than the journal's: the instance and the buckets would look as if they were gone already. */
export function mustBeItsRegion({ journal }: Pick<Session, 'journal'>, region: string, name: string | undefined): void {
  const runs = journal.entries().flatMap((entry) => ('answers' in entry ? [entry.answers as unknown as Answers] : []));
  const regions = new Set(runs.filter((run) => name === undefined || run.name === name).map((run) => run.region));
  if (regions.size === 0 || regions.has(region)) return;
  throw usage(
    `this baseline was set up in ${[...regions].join(', ')}, not in ${region}`,
    `add --region ${[...regions][0]}`,
  );
}

/** What was set up, by whatever remembers it: flags, the journal's runs, the tags in the account. */
export async function answerSets(
  { account, journal }: Pick<Session, 'account' | 'journal'>,
  draft: Session['given']['values'],
  deleteData: boolean,
): Promise<{ sets: Answers[]; others: string[] }> {
  const name = draft.get('name') as string | undefined;
  const runs = journal.entries().flatMap((entry) => ('answers' in entry ? [entry.answers as unknown as Answers] : []));
  const kind = kindIn(draft);
  // Outside of projects a budget is made only where it was asked for, which the journal knows.
  const all = await discover(account, kind, isProject(kind) || runs.length === 0);
  const found = [...all.entries()].filter(([each]) => name === undefined || each === name);
  const tagged = found.map(([, values]) => complete(new Map([...values, ...draft]), account.identity, deleteData));
  const told = runs
    .filter((answers) => name === undefined || answers.name === name)
    .map((answers) => ({ ...answers, deleteData }));
  const names = new Set([...tagged, ...told].map((answers) => answers.name));
  if (names.size > 1) {
    throw new Trouble(EXIT.usage, `there are several baselines in this account: ${[...names].join(', ')}`, {
      missing: [{ key: 'name', flag: '--name' }],
      next: `add --name ${[...names][0]}`,
    });
  }
  const said = name === undefined ? [] : [complete(draft, account.identity, deleteData)];
  const chosen = name ?? [...names][0];
  const others = [...all.keys()].filter((each) => each !== chosen);
  return { sets: [...told, ...tagged, ...said], others };
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

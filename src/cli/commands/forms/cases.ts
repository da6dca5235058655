import { isChore } from '../../../engine/fact.ts';
import type { Finding } from '../../../engine/finding.ts';
import type { ItemState, Judgement } from '../../../steps/benchmarks/judge.ts';
import type { Promised, Unknown } from '../../../steps/proof.ts';
import { isBroken } from '../../../steps/proof.ts';
import { isBrokenDay, type ProvedDay } from '../../../steps/proof-of-days.ts';
import { factsOfItem, type Judged, nameOf, reasonOf } from '../benchmark/benchmark.ts';
import { isUntold } from '../report.ts';

/** One thing that was tested, for formats of pipelines. */
export interface Case {
  /** Of a fact, an item or a kind of test: stable, for machines. */
  id: string;
  title: string;
  /** `skipped`: not judged here or not readable; `error`: it should have been readable. */
  verdict: 'passed' | 'failed' | 'skipped' | 'error';
  /** Why it did not pass. */
  message?: string;
  /** Of failed: what only a person can do is a warning. */
  level?: 'error' | 'warning';
}

/** Cases that belong together. */
export interface Suite {
  id: string;
  name: string;
  cases: Case[];
}

/** The findings of the steps as cases. */
export function suiteOfFacts(findings: Finding[]): Suite {
  return { id: 'facts', name: 'facts of the baseline', cases: findings.map(caseOf) };
}

function caseOf(finding: Finding): Case {
  const { fact, state, now, why, how, error, next } = finding;
  const base = { id: fact.id, title: fact.title };
  const said = [why, error, how, next].filter((one) => one !== undefined).join('; ');
  const message = said === '' ? 'it is not so yet' : said;
  if (/^(ok|created|changed|removed)$/.test(state)) return { ...base, verdict: 'passed' };
  if (state === 'todo') return { ...base, verdict: 'failed', level: 'error', message };
  // A chore that no API shows may be done.
  if (state === 'by-hand' && isChore(fact) && (now ?? null) === null) return { ...base, verdict: 'skipped', message };
  if (state === 'by-hand') return { ...base, verdict: 'failed', level: 'warning', message };
  return { ...base, verdict: isUntold(finding, false) ? 'skipped' : 'error', message: `${state}: ${message}` };
}

const FAILED: Partial<Record<ItemState, Case['level']>> = { open: 'error', person: 'warning' };

/** The items of a benchmark as cases. */
export function suiteOfBenchmark({ benchmark, judgements }: Judged): Suite {
  const cases = judgements.map((judgement: Judgement): Case => {
    const { item, state } = judgement;
    const base = { id: `${benchmark.id}/${item.id}`, title: item.title };
    if (state === 'met') return { ...base, verdict: 'passed' };
    const message = `${state === 'not-judged' ? 'not judged' : state}: ${reasonOf(judgement)}`;
    const level = FAILED[state];
    // What nothing shows may be done.
    const isSeen = state === 'open' || factsOfItem(judgement).length > 0;
    return level && isSeen ? { ...base, verdict: 'failed', level, message } : { ...base, verdict: 'skipped', message };
  });
  return { id: benchmark.id, name: nameOf(benchmark), cases };
}

/** The tests of the policies as cases. */
export function suiteOfProof(rows: Promised[], tasks: ProvedDay[], exceptFor: (row: Promised) => Unknown[]): Suite {
  const cases = [
    ...rows.map((row): Case => {
      const { group, sentence, expected } = row.capability;
      const title = `${group} ${expected ? 'may' : 'may not'} ${sentence}`;
      const except = exceptFor(row).map(({ user }) => user);
      const message = except.length > 0 ? `not ${except.join(', ')}` : `IAM answers ${row.decision}`;
      return tested('policy-test', title, isBroken(row) || except.length > 0, message);
    }),
    ...tasks.map((task) =>
      tested('task', `${task.day.group}: ${task.day.sentence}`, isBrokenDay(task), `IAM answers ${task.decision}`),
    ),
  ];
  return { id: 'policies', name: 'tests of the policies', cases };
}

const tested = (id: string, title: string, fails: boolean, message: string): Case =>
  fails ? { id, title, verdict: 'failed', level: 'error', message } : { id, title, verdict: 'passed' };

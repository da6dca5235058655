import type { Benchmark } from '../../../steps/benchmarks/benchmark.ts';
import { countsOf, type ItemState, type Judgement, judge } from '../../../steps/benchmarks/judge.ts';
import type { Gathered } from './evidence.ts';

/** A benchmark, judged. */
export interface Judged {
  benchmark: Benchmark;
  regions: string[];
  /** The permissions that were missing, for this benchmark or another. */
  unread: string[];
  judgements: Judgement[];
}

/** Judges what was read by a benchmark. */
export function judgedBy(benchmark: Benchmark, gathered: Gathered): Judged {
  return { benchmark, regions: gathered.regions, unread: gathered.unread, judgements: judge(benchmark, gathered) };
}

/** The states in the order of screens, with their words. */
export const STATE_WORDS: Record<ItemState, string> = {
  met: 'met',
  open: 'open',
  person: 'a person',
  unknown: 'unknown',
  paid: 'paid',
  'not-judged': 'not judged',
};

/** "31 met, 20 open, 4 a person": only counts above zero. */
export function itemCounts(judgements: Judgement[]): string {
  const counts = countsOf(judgements);
  return (Object.keys(STATE_WORDS) as ItemState[])
    .filter((state) => counts[state] > 0)
    .map((state) => `${counts[state]} ${STATE_WORDS[state]}`)
    .join(', ');
}

/** "CIS AWS Foundations 7.0.0" */
export const nameOf = ({ title, version }: Benchmark): string => `${title} ${version}`;

/** Why an item has its state, and what meets it, as one text without marks; empty if there is nothing to say. */
export function reasonOf({ item, state, parts }: Judgement): string {
  const guardrails = unique(parts.flatMap(({ guardrail }) => guardrail ?? []));
  const ways = unique(parts.flatMap((part) => (part.guardrail ? [] : (part.with ?? []))));
  const note = 'note' in item && item.note !== undefined && state === 'met' ? [item.note] : [];
  return [
    ...(guardrails.length > 0 ? [`--guardrails ${guardrails.join(',')}`] : []),
    ...ways,
    ...unique(parts.flatMap(({ why }) => why ?? [])),
    ...unique(parts.flatMap(({ how }) => how ?? [])),
    ...note,
  ].join('; ');
}

const unique = (texts: string[]): string[] => [...new Set(texts)];

/** The ids of the facts that decided an item. */
export const factsOfItem = ({ parts }: Judgement): string[] =>
  unique(parts.flatMap(({ by }) => by.map(({ fact }) => fact.id)));

/** The words of what decided an item. */
export const controlsOf = ({ parts }: Judgement): string[] =>
  unique(parts.flatMap(({ by }) => by.flatMap(({ fact }) => fact.control ?? [])));

// The number of items in each state.
function summaryOf(judgements: Judgement[]) {
  const { met, open, person, unknown, paid, 'not-judged': notJudged } = countsOf(judgements);
  return { met, open, person, unknown, paid, notJudged };
}

/** A judged benchmark for JSON; `schema` 1 only ever gains fields. */
export function benchmarkJson({ benchmark, regions, unread, judgements }: Judged) {
  const { id, title, version, link } = benchmark;
  return {
    id,
    title,
    version,
    link,
    regions,
    items: judgements.map((judgement) => {
      const { item, state, parts } = judgement;
      const reason = reasonOf(judgement);
      const guardrails = unique(parts.flatMap(({ guardrail }) => guardrail ?? []));
      const links = unique(parts.flatMap((part) => part.link ?? []));
      return {
        id: item.id,
        title: item.title,
        state,
        by: factsOfItem(judgement),
        ...(reason === '' ? {} : { why: reason }),
        ...(guardrails.length > 0 ? { guardrails } : {}),
        ...(links.length > 0 ? { link: links[0] } : {}),
      };
    }),
    summary: summaryOf(judgements),
    ...(unread.length > 0 ? { unread } : {}),
  };
}

/** Judged benchmarks for JSON, without their items. */
export function summariesJson(all: Judged[]) {
  return all.map(({ benchmark: { id, title, version }, judgements, unread }) => ({
    id,
    title,
    version,
    summary: summaryOf(judgements),
    ...(unread.length > 0 ? { unread } : {}),
  }));
}

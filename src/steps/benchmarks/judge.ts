import type { AccountKind } from '../../aws/account-kind.ts';
import { isChore } from '../../engine/fact.ts';
import type { Finding } from '../../engine/finding.ts';
import { GUARDRAIL_IDS, type GuardrailId, leftOut } from '../root/guardrail-list.ts';
import type { StepId } from '../settings/step-ids.ts';
import type { Benchmark, Item } from './benchmark.ts';
import { type Control, FLAG_OF, GUARDRAIL_CONTROLS, guardrailsOf, PAID_CONTROLS } from './controls.ts';

/** In the order in which they decide an item of several controls. */
const ITEM_STATES = ['open', 'person', 'unknown', 'paid', 'not-judged', 'met'] as const;
/** The state of an item: `person` is what only a person can do, `paid` what AWS bills. */
export type ItemState = (typeof ITEM_STATES)[number];

/** The state of one control, and why. */
interface Part {
  state: ItemState;
  /** The findings that decided it. */
  by: Finding[];
  /** What makes it true: `--guardrails trail`, `step buckets`. */
  with?: string;
  why?: string;
  how?: string;
  link?: string;
  guardrail?: string;
  step?: StepId;
}

/** An item, judged. */
export interface Judgement {
  item: Item;
  state: ItemState;
  /** Those that decided: if several controls are not met, each. */
  parts: Part[];
}

/** What was read for benchmarks. */
export interface Evidence {
  kind: AccountKind;
  /** Whether billing alarms are wanted: a guardrail that notifies needs their topic. */
  hasAlarms: boolean;
  /** Of the whole account. */
  verdicts: readonly Finding[];
  /** Of the steps and guardrails. */
  findings: readonly Finding[];
  stepOf: ReadonlyMap<string, StepId>;
}

/** Every item of a benchmark with its state. */
export function judge({ items }: Benchmark, evidence: Evidence): Judgement[] {
  return items.map((item) => {
    if (!('by' in item)) return { item, ...fixed(item) };
    const parts = item.by.map((control) => partOf(control, evidence));
    const state = ITEM_STATES.find((one) => parts.some((part) => part.state === one)) ?? 'not-judged';
    const least = state !== 'met' && item.or !== undefined ? partOf(item.or, evidence) : undefined;
    if (least?.state === 'met') return { item, state: 'met', parts: [least] };
    if (item.otherwise && (state === 'open' || state === 'person')) return { item, ...fixed(item.otherwise) };
    return { item, state, parts: parts.filter((part) => part.state === state) };
  });
}

// What is said without reading anything.
function fixed(given: { person: string } | { paid: string } | { not: string }): Pick<Judgement, 'state' | 'parts'> {
  if ('person' in given) return { state: 'person', parts: [{ state: 'person', by: [], how: given.person }] };
  if ('paid' in given) return { state: 'paid', parts: [{ state: 'paid', by: [], why: given.paid }] };
  return { state: 'not-judged', parts: [{ state: 'not-judged', by: [], why: given.not }] };
}

/** The number of items in each state. */
export function countsOf(judgements: readonly Judgement[]): Record<ItemState, number> {
  const count = (state: ItemState) => judgements.filter((one) => one.state === state).length;
  return Object.fromEntries(ITEM_STATES.map((state) => [state, count(state)])) as Record<ItemState, number>;
}

function partOf(control: Control, evidence: Evidence): Part {
  const of = (findings: readonly Finding[]) => findings.filter(({ fact }) => fact.control === control);
  const verdicts = of(evidence.verdicts);
  const own = of(evidence.findings);
  const deciding = verdicts.length > 0 ? verdicts : own;
  if (deciding.length === 0) return unread(control, evidence);
  const wrong = deciding.filter(({ state }) => state !== 'ok');
  if (wrong.length === 0) return { state: 'met', by: deciding };
  const seen = wrong.filter(({ state }) => state === 'todo' || state === 'by-hand');
  // What was read shows that it is not so: a topic that would be needed is part of what to do.
  const making = guardrailsOf(control).map((one) => partOf(one, { ...evidence, hasAlarms: true }));
  const made = seen.length > 0 ? making.find(({ state }) => state !== 'met') : undefined;
  if (made) return made;
  const [first] = seen;
  if (!first) return { state: 'unknown', by: wrong, why: wrong[0]?.why ?? wrong[0]?.error ?? 'it could not be read' };
  const part: Part = { ...toDo(control, seen, own, evidence), by: seen };
  return deciding.length > 1 ? { ...part, why: `missing in ${seen.length} of ${deciding.length}` } : part;
}

// What no fact is about, in this account or in this version.
function unread(control: Control, { kind, hasAlarms }: Evidence): Part {
  if (!isGuardrail(control))
    return { state: 'not-judged', by: [], why: 'this kind of account has nothing of the kind' };
  const why = GUARDRAIL_IDS.includes(control as GuardrailId)
    ? leftOut(control as GuardrailId, kind, hasAlarms)
    : undefined;
  return why === undefined ? { ...wanting(control), by: [] } : { state: 'not-judged', by: [], why };
}

function toDo(control: Control, seen: Finding[], own: Finding[], { findings, stepOf }: Evidence): Omit<Part, 'by'> {
  const needsPerson = seen.find(({ state, fact }) => state === 'by-hand' && !isChore(fact));
  if (needsPerson) return { state: 'person', ...handOf(needsPerson) };
  const stepsOwn = stepOf.get(seen[0]!.fact.id);
  if (isGuardrail(control)) return { ...wanting(control), ...(stepsOwn ? { step: stepsOwn } : {}) };
  const flag = FLAG_OF[control];
  if (flag !== undefined) return { state: 'open', with: flag };
  // What a step would create is nothing that is against the item.
  const isThere = (id: string) => findings.some(({ fact, state }) => fact.id === id && state === 'ok');
  const change = own.find(
    ({ state, fact }) => state === 'todo' && (isChore(fact) || !fact.within || isThere(fact.within.id)),
  );
  const step = change && stepOf.get(change.fact.id);
  if (step) return { state: 'open', with: `step ${step}`, step };
  return { state: 'person', ...handOf(seen[0]!) };
}

const handOf = ({ how, link }: Finding): Pick<Part, 'how' | 'link'> => ({
  ...(how === undefined ? {} : { how }),
  ...(link === undefined ? {} : { link }),
});

const isGuardrail = (control: string): boolean => GUARDRAIL_CONTROLS.some((one) => one === control);

function wanting(control: Control): Omit<Part, 'by'> {
  const state = PAID_CONTROLS.includes(control) ? 'paid' : 'open';
  return { state, with: `--guardrails ${control}`, guardrail: control };
}

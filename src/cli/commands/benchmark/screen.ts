import type { ChalkInstance } from 'chalk';
import type { ItemState, Judgement } from '../../../steps/benchmarks/judge.ts';
import { GUARDRAIL_IDS } from '../../../steps/root/guardrail-list.ts';
import { ROOT } from '../../../steps/root/settings.ts';
import { EVERY } from '../../../steps/settings/every.ts';
import { valueIn } from '../../../steps/settings/setting.ts';
import type { StepId } from '../../../steps/settings/step-ids.ts';
import type { Session } from '../../session.ts';
import { clean } from '../../terminal/clean.ts';
import type { Teller } from '../../terminal/tell.ts';
import { answerFlags, commandLine } from '../command-line.ts';
import type { Next } from '../report.ts';
import { controlsOf, itemCounts, type Judged, nameOf, reasonOf, STATE_WORDS } from './benchmark.ts';
import type { Gathered } from './evidence.ts';

// Two ASCII characters, like the marks of facts.
const MARKS: Record<ItemState, string> = {
  met: 'ok',
  open: '+ ',
  person: '! ',
  unknown: '? ',
  paid: '$ ',
  'not-judged': '- ',
};

const LEGEND = 'ok met, + open, ! a person, ? unknown, $ paid, - not judged';

function mark(state: ItemState, paint: ChalkInstance, accessible: boolean): string {
  if (accessible) return `${STATE_WORDS[state]}:`;
  const colors: Partial<Record<ItemState, ChalkInstance>> = { met: paint.green, open: paint.cyan };
  return (colors[state] ?? paint.yellow)(MARKS[state]);
}

/** A judged benchmark as lines of text: every item with its state, then the counts. */
export function benchmarkLines(
  { benchmark, judgements, regions, unread }: Judged,
  tell: Teller,
  accessible: boolean,
): string[] {
  const wide = Math.max(...judgements.map(({ item }) => item.id.length));
  const where = regions.length === 1 ? `${regions[0]}` : `${regions.length} Regions`;
  return [
    `${nameOf(benchmark)} (titles in our own words; judged in ${where})`,
    tell.link(benchmark.link),
    ...(accessible ? [] : [LEGEND]),
    '',
    ...judgements.flatMap((judgement) => {
      const { item, state, parts } = judgement;
      const reason = reasonOf(judgement);
      const by = state === 'met' ? ` (${controlsOf(judgement).join(', ')})` : '';
      const head = `  ${mark(state, tell.paint, accessible)}  ${item.id.padEnd(wide)}  ${item.title}${by}`;
      const links = [...new Set(parts.flatMap(({ link }) => link ?? []))];
      return [
        `${head}${reason === '' ? '' : `: ${clean(reason)}`}`,
        ...links.map((link) => `      ${tell.link(link)}`),
      ];
    }),
    '',
    itemCounts(judgements),
    ...unreadLine(unread),
  ];
}

const unreadLine = (unread: string[]): string[] =>
  unread.length > 0 ? [`  ?   not allowed: ${unread.join(', ')}`] : [];

/** One line for each benchmark. */
export function summaryLines(all: Judged[]): string[] {
  return [
    '',
    'Benchmarks',
    ...all.map(({ benchmark, judgements }) => `  ${nameOf(benchmark)}: ${itemCounts(judgements)}`),
    ...unreadLine(all[0]?.unread ?? []),
  ];
}

/**
 * The command that meets the open items which a guardrail or a step can meet; undefined if there are none. It repeats the
 * account's answers; without an address for alarms, it leaves the alarm out.
 */
export function nextFor(
  { given, invocation, answers }: Session,
  judgements: Judgement[],
  { elsewhere }: Gathered,
): Next[] {
  const open = judgements.filter(({ state }) => state === 'open').flatMap(({ parts }) => parts);
  const guardrails = GUARDRAIL_IDS.filter((id) => open.some(({ guardrail }) => guardrail === id));
  // A guardrail that this version does not have is no reason to run its step.
  const able = open.filter(({ guardrail }) => guardrail === undefined || guardrails.some((id) => id === guardrail));
  const steps = new Set<StepId>(able.flatMap(({ step }) => step ?? []));
  if (guardrails.length === 0 && steps.size === 0) return [];
  const chosen: readonly string[] = valueIn(given.values, ROOT.chosen) ?? ['free'];
  const list = [
    ...chosen.filter((one) => one !== 'none'),
    ...guardrails.filter((id) => !answers.guardrails.chosen.includes(id)),
  ];
  const isFar = open.some(
    ({ guardrail, by }) => guardrail !== undefined && by.some(({ fact }) => elsewhere.has(fact.id)),
  );
  const own = [EVERY.steps, EVERY.skip, ROOT.chosen, ROOT.regions].map(({ key }) => key);
  const words = [
    ...answerFlags(given, ({ key }) => !own.includes(key)),
    ...(given.values.has(ROOT.emails.key) || given.values.has(ROOT.alarm.key) ? [] : ['--no-alarm']),
    `--steps ${['root' as const, ...steps].filter((id, i, all) => all.indexOf(id) === i).join(',')}`,
    ...(list.length > 0 ? [`--guardrails ${list.join(',')}`] : []),
    ...(isFar ? ['--guardrail-regions all'] : []),
  ];
  return [{ command: commandLine(invocation, 'apply', words), when: 'Meet what guardrails and steps can meet' }];
}

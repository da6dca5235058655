import type { Guardrail } from './guardrail.ts';
import { GUARDRAILS } from './guardrail-list.ts';

const HOW = [
  'Choose them with --guardrails: free (the default), cents, all, none, or a list of names. free costs nothing; cents adds logs and an alert, for cents a month; all adds services with a monthly price.',
  'They belong to step root, and those of your buckets to step buckets: plan --steps root,buckets shows them, undo --steps root,buckets restores what was there before.',
  'Those of a Region are set in the home Region; with --guardrail-regions all, in every Region that is enabled.',
  'Stricter settings that exist are kept. What is public or in use today is found first; then the guardrail is not set, and what stands in the way is named.',
  'If AWS denies a read, or an endpoint or a partition does not have it, the run continues, and the exit code is as without the guardrail.',
];

/** How guardrails work, for `explain guardrails` and the page on them. */
export const GUARDRAILS_EXPLAINED: readonly string[] = HOW;

/** One guardrail in sentences: why, what could break, the cost, and where it is not planned. */
export function sentencesOf(given: Guardrail): string[] {
  const { group, why, breaks, cost, flags, needs, alarms, not } = given;
  return [
    why,
    `Could break: ${breaks}.`,
    `Cost: ${cost}.`,
    `Group: ${group}.`,
    ...(needs ? [`It includes ${needs.join(', ')}.`] : []),
    ...(alarms ? ['Only with billing alarms: it notifies the same people.'] : []),
    ...(flags ? [`Only with ${flags.join(', ')}.`] : []),
    ...(not ? [`Not in an account of kind ${not.kinds.join(', ')}: ${not.why}.`] : []),
  ];
}

/** How guardrails work, and every guardrail in one line each. */
export function guardrailSections(): { title: string; lines: string[] }[] {
  return [
    { title: 'How guardrails work', lines: [...HOW] },
    { title: 'Guardrails', lines: GUARDRAILS.map((one) => `${one.id}: ${sentencesOf(one).join(' ')}`) },
  ];
}

import type { Guardrail } from './guardrail.ts';
import { GUARDRAILS } from './guardrail-list.ts';

const HOW = [
  'Choose them with --guardrails: free (the default), none, or a list of names. They belong to step root: plan --steps root shows them, undo --steps root restores what was there before.',
  'Those of a Region are set in the home Region; with --guardrail-regions all, in every Region that is enabled.',
  'Stricter settings that exist are kept. What is public or in use today is found first; then the guardrail is not set, and what stands in the way is named.',
  'If AWS denies a read, or an endpoint or a partition does not have it, the run continues, and the exit code is as without the guardrail.',
];

/** How guardrails work, for `explain guardrails` and the page on them. */
export const GUARDRAILS_EXPLAINED: readonly string[] = HOW;

/** One guardrail in sentences: why, what could break, the cost, and where it is not planned. */
export function sentencesOf(given: Guardrail): string[] {
  const { why, breaks, cost, flags, not } = given;
  return [
    why,
    `Could break: ${breaks}.`,
    `Cost: ${cost}.`,
    ...(flags ? [`Only with ${flags.join(', ')}.`] : []),
    ...(not ? [`Not in an account of kind ${not.kinds.join(', ')}: ${not.why}.`] : []),
  ];
}

/** Every guardrail in one line each. */
export function guardrailLines(): string[] {
  return GUARDRAILS.map((one) => `${one.id}: ${sentencesOf(one).join(' ')}`);
}

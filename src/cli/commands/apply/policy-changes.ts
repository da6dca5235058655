import type { Finding } from '../../../engine/finding.ts';
import { type Difference, difference } from '../../../policies/index.ts';
import { clean } from '../../terminal/clean.ts';

/** The changes to an existing policy; empty for everything else. */
export function policyDifference({ fact, now, to, state }: Finding): Difference[] {
  const isOpen = state === 'todo' || state === 'by-hand';
  if (!fact.policy || !isOpen || !now || !to) return [];
  return difference(fact.policy.documentIn(now), fact.policy.documentIn(to));
}

/** The same as lines of text, with a heading for each statement; removed permissions are marked. */
export function policyChanges(finding: Finding): string[] {
  const lines: string[] = [];
  let statement = '';
  for (const change of policyDifference(finding)) {
    if (change.statement !== statement) lines.push(`  ${clean(change.statement)}`);
    statement = change.statement;
    lines.push(`    ${change.sign} ${clean(change.text)}${change.takesAway ? '   (permission removed)' : ''}`);
  }
  return lines;
}

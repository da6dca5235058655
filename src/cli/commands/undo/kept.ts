import type { Account } from '../../../aws/account.ts';
import { type AnyFact, isChore, needsOf } from '../../../engine/fact.ts';
import type { Finding } from '../../../engine/finding.ts';
import { clean } from '../../terminal/clean.ts';

/**
 * Keeps untagged resources if, by accident, `others` are in the account as well: it is unknown which baseline a group
 * belongs to, and the users of the others would lose their permissions.
 */
export function keepGroups(findings: Finding[], others: string[]): Finding[] {
  if (others.length === 0) return findings;
  const how = `kept, because baseline ${others.map(clean).join(', ')} is also in this account`;
  const isShared = (fact: AnyFact) => fact.untagged || (!isChore(fact) && fact.within?.untagged);
  return findings.map((finding) =>
    isShared(finding.fact) && finding.state === 'todo' ? { ...finding, state: 'by-hand', how } : finding,
  );
}

/** Keeps whatever grants the caller's own permissions, for root to undo: a user who deletes itself cannot continue. */
export function keepOwnRights(findings: Finding[], facts: AnyFact[], { identity }: Account): Finding[] {
  const goes = findings.find(({ fact, state, to }) => fact.user === identity.name && state === 'todo' && to === null);
  if (identity.kind !== 'user' || !goes) return findings;
  const why = `Kept, because you are signed in as ${identity.name} and would lose access`;
  const how = 'Sign in as root and run undo again to undo this';
  const own = rightsOf(goes.fact, facts);
  return findings.map((finding) =>
    own.has(finding.fact.id) && finding.state === 'todo' ? { ...finding, state: 'by-hand', why, how } : finding,
  );
}

// The user, its groups, their policies, and all parts of these.
function rightsOf(user: AnyFact, facts: AnyFact[]): Set<string> {
  const own = new Set<string>();
  for (const todo = [user]; ; ) {
    const next = todo.pop();
    if (!next) return own;
    if (own.has(next.id)) continue;
    own.add(next.id);
    todo.push(...needsOf(next), ...facts.filter((fact) => !isChore(fact) && fact.within?.id === next.id));
  }
}

/** Changes that wait for another one are kept as well, and the next undo continues with them. */
export function leftOver(finding: Finding): Finding {
  return finding.state === 'todo' ? { ...finding, state: 'by-hand' } : finding;
}

/** What needs a person is left. */
export const asLeft = (finding: Finding): Finding =>
  finding.state === 'by-hand' ? { ...finding, left: true } : finding;

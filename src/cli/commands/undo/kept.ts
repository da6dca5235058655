import type { Account } from '../../../aws/account.ts';
import { type AnyFact, isChore, needsOf } from '../../../engine/fact.ts';
import type { Finding } from '../../../engine/finding.ts';
import { clean } from '../../terminal/clean.ts';

/**
 * Leaves what carries no tag where, by accident, `others` are in the account as well: nothing tells whose a group is, and
 * the people of the others would lose their rights with it.
 */
export function keepGroups(findings: Finding[], others: string[]): Finding[] {
  if (others.length === 0) return findings;
  const how = `kept, because baseline ${others.map(clean).join(', ')} is in this account, too`;
  const isShared = (fact: AnyFact) => fact.untagged || (!isChore(fact) && fact.within?.untagged);
  return findings.map((finding) =>
    isShared(finding.fact) && finding.state === 'todo' ? { ...finding, state: 'by-hand', how } : finding,
  );
}

/** Leaves to root what would end the caller's own rights in the middle: whoever deletes his own user cannot go on. */
export function keepOwnRights(findings: Finding[], facts: AnyFact[], { identity }: Account): Finding[] {
  const goes = findings.find(({ fact, state, to }) => fact.user === identity.name && state === 'todo' && to === null);
  if (identity.kind !== 'user' || !goes) return findings;
  const why = `Left as it is, because you are signed in as ${identity.name} and could not go on`;
  const how = 'Sign in as root and run undo there for this';
  const own = rightsOf(goes.fact, facts);
  return findings.map((finding) =>
    own.has(finding.fact.id) && finding.state === 'todo' ? { ...finding, state: 'by-hand', why, how } : finding,
  );
}

// The user, the groups that it is in, their policies, and all parts of these.
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

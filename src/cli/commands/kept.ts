import type { Account } from '../../aws/account.ts';
import type { Finding } from '../../engine/finding.ts';
import { clean } from '../clean.ts';

/**
 * Leaves the groups where, by accident, `others` are in the account as well: IAM lets no group be tagged, so nothing tells
 * whose a group is, and the people of the others would lose their rights with it.
 */
export function keepGroups(findings: Finding[], others: string[]): Finding[] {
  if (others.length === 0) return findings;
  const how = `kept, because baseline ${others.map(clean).join(', ')} is in this account, too`;
  return findings.map((finding) =>
    finding.fact.id.startsWith('iam/group/') && finding.state === 'todo'
      ? { ...finding, state: 'by-hand', how }
      : finding,
  );
}

/** Leaves to root what would end the caller's own rights in the middle: whoever deletes his own user cannot go on. */
export function keepOwnRights(findings: Finding[], { identity }: Account): Finding[] {
  const own = `iam/user/${identity.name}`;
  const ends =
    identity.kind === 'user' &&
    findings.some(({ fact, state, to }) => fact.id === own && state === 'todo' && to === null);
  if (!ends) return findings;
  const why = `Left as it is, because you are signed in as ${identity.name} and could not go on`;
  const how = 'Sign in as root and run undo there for this';
  const isOwn = (id: string) =>
    id.startsWith(own) || /^iam\/(group\/admin|policy\/(admin_access|require_mfa))/.test(id);
  return findings.map((finding) =>
    isOwn(finding.fact.id) && finding.state === 'todo' ? { ...finding, state: 'by-hand', why, how } : finding,
  );
}

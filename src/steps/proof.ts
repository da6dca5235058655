import type { Account } from '../aws/account.ts';
import { isSignedOut } from '../aws/errors.ts';
import type { Finding } from '../engine/finding.ts';
import { iamAccount } from '../facts/iam/account.ts';
import { type BorrowedRoles, borrowedRoles } from '../facts/iam/borrowed-roles.ts';
import { attachmentId } from '../facts/iam/policy-holders.ts';
import { type Judgement, simulated } from '../facts/iam/simulated.ts';
import { type Capability, capabilities, type Place, policyNames, policyTopics, proof } from '../policies/index.ts';

export type { BorrowedRoles } from '../facts/iam/borrowed-roles.ts';

/** One promise: what a group may or may not do, the result of our documents, the result of the IAM policy simulator. */
export interface Promised extends Judgement {
  capability: Capability;
  offline: boolean;
}

/** Every promise, tested against the documents without IAM. `why` says why IAM is not used. */
export function provedOffline(place: Place, why: string): Promised[] {
  const actual = proof(place);
  return capabilities(place).map((capability, i) => ({
    capability,
    offline: actual[i]?.actual ?? false,
    decision: 'unknown',
    why,
  }));
}

/** The same, with the IAM policy simulator: on the existing groups, or on the documents if they are not attached yet. */
export async function provedByIam(place: Place, account: Account, findings: Finding[]): Promise<Promised[]> {
  if (account.kind === 'rehearsal') return provedOffline(place, 'a rehearsal has no IAM policy simulator');
  const promised = provedOffline(place, '');
  const attached = await attachedGroups(account, findings);
  const judgements = await simulated(
    promised.map(({ capability }) => capability),
    place,
    attached,
    account,
  );
  return promised.map(({ capability, offline }, i) => ({
    capability,
    offline,
    ...(judgements[i] ?? { decision: 'unknown' }),
  }));
}

/** The ARNs of the groups with all their policies attached, by the check that just ran. */
export async function attachedGroups(account: Account, findings: Finding[]): Promise<Map<string, string>> {
  const right = new Set(findings.filter(({ state }) => state === 'ok').map(({ fact }) => fact.id));
  const names = policyTopics.filter((name) =>
    policyNames(name).every((policy) => right.has(attachmentId(name, policy))),
  );
  if (names.length === 0) return new Map();
  const { groups } = await iamAccount(account);
  return new Map(
    names.flatMap((name) => {
      const arn = groups.get(name)?.Arn;
      return arn ? [[name, arn] as const] : [];
    }),
  );
}

/** A promise that does not hold. A denial by an organization does not count, and unknown is not a denial. */
export function isBroken({ capability, offline, decision, why }: Promised): boolean {
  if (offline !== capability.expected) return true;
  if (decision === 'unknown' || (decision === 'denied' && why)) return false;
  return (decision === 'allowed') !== capability.expected;
}

/** A member of a group whom the policies do not match: `user/${aws:username}` matches no user on another path. */
export interface Unknown {
  group: string;
  user: string;
  path: string;
}

/** The members of our groups on a path other than `/`; none if IAM cannot be read, which the findings report. */
export async function unknownToPolicies(account: Account): Promise<Unknown[]> {
  const { users } = await iamAccount(account).catch((error: unknown) => {
    if (isSignedOut(error)) throw error;
    return { users: new Map<string, { UserName?: string; Path?: string; GroupList?: string[] }>() };
  });
  return [...users.values()].flatMap(({ UserName: user = '', Path: path = '/', GroupList = [] }) =>
    path === '/' ? [] : [...new Set([...GroupList, groupMeant(user)])].map((group) => ({ group, user, path })),
  );
}

// Includes users who are not in the group yet because of the path.
const groupMeant = (user: string): string => user.split('_')[0] ?? '';

/** Whether it is about the member's own user, so it does not hold for users whom the policies do not match. */
export function isAboutOwnUser({ capability: { resource, group, expected } }: Promised, place: Place): boolean {
  return expected && typeof resource === 'string' && resource.endsWith(`:user/${group}_${place.name}`);
}

/** Resources with a role outside their group's path; see docs/policies.md, residual risk. */
export function rolesToWatch(account: Account): Promise<BorrowedRoles> {
  return borrowedRoles(account);
}

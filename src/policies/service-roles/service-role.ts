import type { Ability } from '../abilities.ts';
import type { Clause } from '../document.ts';
import type { Place, RoleOwner } from '../place.ts';

/** A role that a group passes to a service: the service works with the role's permissions, not with the user's. */
export interface ServiceRole {
  /** The role's name in IAM. */
  name: string;
  /** The group that may pass it; the role is on the path of that group. */
  owner: RoleOwner;
  /** The service that assumes it, in words. */
  service: string;
  /** The service principal; China has other names for some. */
  principal(place: Place): string;
  /** Limits the principal to resources of this account, if AWS's page for the service shows that. */
  source?: { service: string; resource: string };
  /** The service also sets session tags. */
  tagsSessions?: true;
  /** AWS managed policies, where the service needs what only AWS keeps up to date. */
  awsPolicies: string[];
  /** The role's own policy. */
  clauses(place: Place): Clause[];
  /** What the role must be able to do for the service to work, as a sample. */
  needs(place: Place): Ability[];
}

/** An ability in the home Region, on a resource of this account. */
export function need(place: Place, sentence: string, action: string, resource: string): Ability {
  const context = { 'aws:RequestedRegion': place.region, 'aws:ResourceAccount': place.accountId };
  return { sentence, request: { action, resource, context } };
}

import type { GroupDetail, ManagedPolicyDetail, RoleDetail, UserDetail } from '@aws-sdk/client-iam';
import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { allPages } from '../../aws/pages.ts';
import { Obstacle } from '../../engine/fact.ts';

/** The IAM resources that the facts need, by lower-case name: IAM names are unique regardless of case. */
export interface IamAccount {
  users: Map<string, UserDetail>;
  groups: Map<string, GroupDetail>;
  roles: Map<string, RoleDetail>;
  /** Customer managed policies with all their versions. */
  policies: Map<string, ManagedPolicyDetail>;
}

const WHOLE = call('iam', 'GetAccountAuthorizationDetails', {
  Filter: ['User', 'Group', 'Role', 'LocalManagedPolicy'],
  MaxItems: 1000,
});

// A check shares its answers, so the first page identifies the index.
const indexes = new WeakMap<object, IamAccount>();

/** Reads all of IAM with one paged call, regardless of the number of users, groups and policies. */
export async function iamAccount(account: Account): Promise<IamAccount> {
  const pages = await allPages(account, WHOLE, 'Marker');
  const first = pages[0] as object;
  const index = indexes.get(first) ?? {
    users: byName(
      pages.flatMap((page) => page.UserDetailList ?? []),
      (user) => user.UserName,
    ),
    groups: byName(
      pages.flatMap((page) => page.GroupDetailList ?? []),
      (group) => group.GroupName,
    ),
    roles: byName(
      pages.flatMap((page) => page.RoleDetailList ?? []),
      (role) => role.RoleName,
    ),
    policies: byName(
      pages.flatMap((page) => page.Policies ?? []),
      policyName,
    ),
  };
  indexes.set(first, index);
  return index;
}

/** The name of a policy, from its ARN if needed: some emulators omit `PolicyName` here. */
export function policyName({ PolicyName, Arn }: ManagedPolicyDetail): string | undefined {
  return PolicyName ?? Arn?.split('/').at(-1);
}

function byName<T>(things: T[], nameOf: (thing: T) => string | undefined): Map<string, T> {
  return new Map(things.map((thing) => [(nameOf(thing) ?? '').toLowerCase(), thing]));
}

/** The resource with exactly this name, or null. Throws Obstacle for a name that differs only in case. */
export function named<T>(
  things: Map<string, T>,
  name: string,
  nameOf: (thing: T) => string | undefined,
  kind: string,
): T | null {
  const found = things.get(name.toLowerCase());
  if (found === undefined) return null;
  const actual = nameOf(found);
  if (actual === name) return found;
  throw new Obstacle(
    `${kind} "${actual}" exists, and IAM names are not case-sensitive, so "${name}" cannot be created: rename or delete it first`,
  );
}

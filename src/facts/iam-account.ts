import type { GroupDetail, ManagedPolicyDetail, RoleDetail, UserDetail } from '@aws-sdk/client-iam';
import type { Account } from '../aws/account.ts';
import { call } from '../aws/call.ts';
import { allPages } from '../aws/pages.ts';
import { Obstacle } from '../engine/fact.ts';

/** Everything of IAM that the facts need, by lower-case name: IAM names are unique without regard to case. */
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

// One look shares its answers, so the first page tells whether the index is already made.
const indexes = new WeakMap<object, IamAccount>();

/** IAM read whole: one paged call, however many users, groups and policies there are. */
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

/** The name of a policy, by its Arn: some emulators leave `PolicyName` out here. */
export function policyName({ PolicyName, Arn }: ManagedPolicyDetail): string | undefined {
  return PolicyName ?? Arn?.split('/').at(-1);
}

function byName<T>(things: T[], nameOf: (thing: T) => string | undefined): Map<string, T> {
  return new Map(things.map((thing) => [(nameOf(thing) ?? '').toLowerCase(), thing]));
}

/** The thing of exactly this name, or null. One that differs only in case stands in the way. */
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
    `there is a ${kind} "${actual}", and IAM does not tell it from "${name}": rename or delete it first`,
  );
}

import type { PolicyVersion } from '@aws-sdk/client-iam';
import type { Account } from '../../aws/account.ts';
import { type AnyCall, call } from '../../aws/call.ts';
import type { User } from '../../engine/about.ts';
import { iamAccount } from './account.ts';

type Holder = { AttachedManagedPolicies?: { PolicyArn?: string | undefined }[] | undefined };
const hasPolicy = (arn: string) => (one: Holder) =>
  one.AttachedManagedPolicies?.some(({ PolicyArn }) => PolicyArn === arn);

/** The groups, users and roles with the policy; the id of a group's attachment is that of its fact. */
export async function holdersOf(name: string, PolicyArn: string, account: Account): Promise<User[]> {
  const { groups, users, roles } = await iamAccount(account);
  const has = hasPolicy(PolicyArn);
  return [
    ...[...groups.values()]
      .filter(has)
      .map(({ GroupName: of }) => ({ id: attachmentId(of, name), title: `group ${of}` })),
    ...[...users.values()].filter(has).map(({ UserName: of }) => ({ id: `iam/user/${of}`, title: `user ${of}` })),
    ...[...roles.values()].filter(has).map(({ RoleName: of }) => ({ id: `iam/role/${of}`, title: `role ${of}` })),
  ];
}

/** The id of the fact that a group has a policy. */
export const attachmentId = (group: string | undefined, policy: string) => `iam/group/${group}/policy/${policy}`;

/** The calls that delete a policy: IAM requires that it is detached everywhere and has one version (page "DeletePolicy"). */
export async function removePolicy(PolicyArn: string, versions: PolicyVersion[], account: Account): Promise<AnyCall[]> {
  const iam = await iamAccount(account);
  const has = hasPolicy(PolicyArn);
  return [
    ...[...iam.groups.values()]
      .filter(has)
      .map(({ GroupName }) => call('iam', 'DetachGroupPolicy', { GroupName, PolicyArn })),
    ...[...iam.users.values()]
      .filter(has)
      .map(({ UserName }) => call('iam', 'DetachUserPolicy', { UserName, PolicyArn })),
    ...[...iam.roles.values()]
      .filter(has)
      .map(({ RoleName }) => call('iam', 'DetachRolePolicy', { RoleName, PolicyArn })),
    ...versions
      .filter((version) => !version.IsDefaultVersion)
      .map(({ VersionId }) => call('iam', 'DeletePolicyVersion', { PolicyArn, VersionId })),
    call('iam', 'DeletePolicy', { PolicyArn }),
  ];
}

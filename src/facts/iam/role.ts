import type { RoleDetail } from '@aws-sdk/client-iam';
import type { Account } from '../../aws/account.ts';
import { type AnyCall, call } from '../../aws/call.ts';
import { iamAccount, named } from './account.ts';

/** The role as IAM describes it, with its policies; null if it does not exist. */
export async function roleOf(RoleName: string, account: Account): Promise<RoleDetail | null> {
  const { roles } = await iamAccount(account);
  return named(roles, RoleName, (role) => role.RoleName, 'role');
}

/** The calls that delete the role; IAM deletes none that is in an instance profile or has policies (page "DeleteRole"). */
export async function removeRole(RoleName: string, account: Account): Promise<AnyCall[]> {
  const role = await roleOf(RoleName, account);
  return [
    ...(role?.InstanceProfileList ?? []).map(({ InstanceProfileName }) =>
      call('iam', 'RemoveRoleFromInstanceProfile', { RoleName, InstanceProfileName }),
    ),
    ...(role?.AttachedManagedPolicies ?? []).map(({ PolicyArn }) =>
      call('iam', 'DetachRolePolicy', { RoleName, PolicyArn }),
    ),
    ...(role?.RolePolicyList ?? []).map(({ PolicyName }) => call('iam', 'DeleteRolePolicy', { RoleName, PolicyName })),
    call('iam', 'DeleteRole', { RoleName }),
  ];
}

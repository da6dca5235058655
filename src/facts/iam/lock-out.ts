import type { Account } from '../../aws/account.ts';
import { ByHand } from '../../engine/fact.ts';
import { evaluate, type PolicyDocument, type PolicyRequest } from '../../policies/index.ts';
import { iamAccount } from './account.ts';
import { hasMfaDevice } from './mfa-device.ts';

/** Checks a change of a group's permissions before it is made, so that no user is locked out. Throws ByHand. */
export type Guard = (account: Account) => Promise<void>;

/** The actions of a user with a first password: sign in, choose a password, set up MFA. All without MFA. */
export function firstSignIn(arn: string): PolicyRequest[] {
  const context = contextOf(arn, undefined);
  const device = arn.replace(/:user\/.*$/, ':mfa/phone');
  return [
    { action: 'iam:GetAccountPasswordPolicy', resource: '*', context },
    { action: 'iam:ChangePassword', resource: arn, context },
    { action: 'iam:ListMFADevices', resource: arn, context },
    { action: 'iam:CreateVirtualMFADevice', resource: device, context },
    { action: 'iam:EnableMFADevice', resource: arn, context },
  ];
}

/** The actions that an administrator, signed in with MFA, needs to revert a policy. */
export function takingBack(arn: string, policyArn: string): PolicyRequest[] {
  const context = contextOf(arn, 'true');
  const group = arn.replace(/:user\/.*$/, ':group/admin');
  return [
    { action: 'iam:SetDefaultPolicyVersion', resource: policyArn, context },
    { action: 'iam:DeletePolicyVersion', resource: policyArn, context },
    { action: 'iam:DetachGroupPolicy', resource: group, context },
  ];
}

function contextOf(arn: string, mfa: string | undefined): PolicyRequest['context'] {
  return {
    'aws:username': arn.split('/').at(-1),
    'aws:MultiFactorAuthPresent': mfa,
    'aws:RequestedRegion': 'us-east-1',
  };
}

function firstRefused(documents: PolicyDocument[], requests: PolicyRequest[]): string | undefined {
  return requests.find((request) => evaluate(documents, request) !== 'allow')?.action;
}

/**
 * Checked before MFA is required of a group with `documents`: every member can still complete the first sign-in, and the
 * caller is not a member. Root and roles are never in a group.
 */
export function mfaLocksNobodyOut(GroupName: string, documents: PolicyDocument[]): Guard {
  return async (account) => {
    const { users } = await iamAccount(account);
    for (const { UserName = '', Arn = '', GroupList } of users.values()) {
      if (!GroupList?.includes(GroupName)) continue;
      const refused = firstRefused(documents, firstSignIn(Arn));
      if (refused) {
        throw new ByHand(
          `not done, because it would lock out ${UserName}: without MFA, ${refused} would be denied. The policy does not match users on a path other than /: move ${UserName} to path / first`,
        );
      }
      if (account.identity.kind === 'user' && account.identity.name === UserName) {
        throw new ByHand(await whyNotYourself(UserName, GroupName, account));
      }
    }
  };
}

// A device is not enough: the current session may have been started without MFA, which no API returns.
async function whyNotYourself(UserName: string, GroupName: string, account: Account): Promise<string> {
  const device = (await hasMfaDevice(UserName, account))
    ? ''
    : ` ${UserName} has no MFA device yet: add one in the console, your name > Security credentials > Assign MFA device.`;
  return `not done, because it could lock you out during the run: you are in group ${GroupName}.${device} Run this again as root, or as an administrator outside the group`;
}

/**
 * Checked before a policy that the caller depends on is replaced: with `document`, the caller could still revert it. Other
 * policies do not count, except the AWS managed policy AdministratorAccess.
 */
export function changeCanBeTakenBack(policyArn: string, document: PolicyDocument): Guard {
  return async (account) => {
    const { kind, name, arn } = account.identity;
    if (kind !== 'user') return;
    const { users, groups } = await iamAccount(account);
    const own = users.get(name.toLowerCase());
    const through = [own, ...(own?.GroupList ?? []).map((group) => groups.get(group.toLowerCase()))];
    const attached = through
      .flatMap((thing) => thing?.AttachedManagedPolicies ?? [])
      .map(({ PolicyArn = '' }) => PolicyArn);
    if (!attached.includes(policyArn) || attached.some((each) => /:aws:policy\/AdministratorAccess$/.test(each)))
      return;
    const refused = firstRefused([document], takingBack(arn, policyArn));
    if (refused) {
      throw new ByHand(
        `not done, because it would lock you out: with the new document, ${refused} would be denied to you. Run this as root or as another administrator`,
      );
    }
  };
}

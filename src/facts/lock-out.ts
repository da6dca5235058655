import type { Account } from '../aws/account.ts';
import { ByHand } from '../engine/fact.ts';
import { evaluate, type PolicyDocument, type PolicyRequest } from '../policies/index.ts';
import { iamAccount } from './iam-account.ts';
import { hasMfaDevice } from './mfa-device.ts';

/** A change of what a group may do, checked before it is made: nobody shall lock himself out. Throws ByHand. */
export type Guard = (account: Account) => Promise<void>;

/** What a user who has just got a first password does: sign in, choose a password, set up MFA. All without MFA. */
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

/** What an administrator needs to take a policy back, signed in with MFA. */
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
 * Before MFA is required of a group that has `documents`: every member can still get through the first sign-in, and
 * the caller is no member. Root and roles are in no group.
 */
export function mfaLocksNobodyOut(GroupName: string, documents: PolicyDocument[]): Guard {
  return async (account) => {
    const { users } = await iamAccount(account);
    for (const { UserName = '', Arn = '', GroupList } of users.values()) {
      if (!GroupList?.includes(GroupName)) continue;
      const refused = firstRefused(documents, firstSignIn(Arn));
      if (refused) {
        throw new ByHand(
          `not done, it would lock ${UserName} out: without MFA ${refused} would be refused. Users on a path of their own are not "own user" to the policy: move ${UserName} to path / first`,
        );
      }
      if (account.identity.kind === 'user' && account.identity.name === UserName) {
        throw new ByHand(await whyNotYourself(UserName, GroupName, account));
      }
    }
  };
}

// A device is not enough: this very session may have been signed in without it, which no API tells.
async function whyNotYourself(UserName: string, GroupName: string, account: Account): Promise<string> {
  const device = (await hasMfaDevice(UserName, account))
    ? ''
    : ` ${UserName} has no MFA device yet: add one in the console, your name > Security credentials > Assign MFA device.`;
  return `not done, it could lock you out in the middle: you are in group ${GroupName} yourself.${device} Then run this again as root, or as an administrator outside of the group`;
}

/**
 * Before a policy that the caller works by is replaced: with `document` instead, the caller could still take it back.
 * What other policies would allow is not counted, except AWS's own AdministratorAccess.
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
        `not done, it would lock you out: with the other document ${refused} would be refused to you. Run this as root, or as another administrator`,
      );
    }
  };
}

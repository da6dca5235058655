import { actions, allow, type Clause } from './document.ts';
import { iamArn, type Place } from './place.ts';

/** The user who asks; IAM fills in the name. */
export function ownUser(place: Place): string {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: an IAM policy variable, not ours
  return iamArn(place, 'user/${aws:username}');
}

/** What a user without MFA must be able to do with the own user to get MFA, and with a first password to sign in. */
export const enrolmentOnOwnUser = actions(
  'iam',
  'ChangePassword EnableMFADevice GetMFADevice GetUser ListMFADevices ResyncMFADevice',
);

export function readsSignInRules(): Clause {
  return allow('ReadSignInRules', 'See the password rules and which MFA devices exist, as the sign-in pages do.', {
    Action: actions('iam', 'GetAccountPasswordPolicy GetAccountSummary ListVirtualMFADevices'),
    Resource: '*',
  });
}

export function ownPasswordAndMfa(place: Place): Clause {
  return allow('OwnPasswordAndMfa', 'Change the own password and add MFA devices to the own user.', {
    Action: enrolmentOnOwnUser,
    Resource: ownUser(place),
  });
}

/** Devices have free names and belong to nobody until enabled (AWS page "manage own MFA device"). */
export function newMfaDevice(place: Place): Clause {
  return allow('NewMfaDevice', 'Make a virtual MFA device under any name; it counts once enabled for the own user.', {
    Action: 'iam:CreateVirtualMFADevice',
    Resource: iamArn(place, 'mfa/*'),
  });
}

export function removesOwnMfa(place: Place): Clause {
  return allow('RemoveOwnMfa', 'Take an MFA device off the own user, but only when signed in with MFA.', {
    Action: ['iam:DeactivateMFADevice', 'iam:DeleteVirtualMFADevice'],
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: IAM policy variables, not ours
    Resource: [ownUser(place), iamArn(place, 'mfa/${aws:username}'), iamArn(place, 'mfa/${aws:username}-*')],
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: IAM policy variables, not ours
    Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
  });
}

export function ownAccessKeys(place: Place): Clause {
  return allow('OwnAccessKeys', 'Make, list, switch off and delete access keys of the own user.', {
    Action: actions('iam', 'CreateAccessKey DeleteAccessKey GetAccessKeyLastUsed ListAccessKeys UpdateAccessKey'),
    Resource: ownUser(place),
  });
}

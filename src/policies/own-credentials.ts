import { actions, allow, type Clause } from './document.ts';
import { arn, iamArn, type Place } from './place.ts';

/** The ARN of the calling user; IAM replaces the variable. */
export function ownUser(place: Place): string {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: an IAM policy variable, not ours
  return iamArn(place, 'user/${aws:username}');
}

/** What a user without MFA must be able to do on their own user to set up MFA, and with a first password to sign in. */
export const enrolmentOnOwnUser = actions(
  'iam',
  'ChangePassword EnableMFADevice GetMFADevice GetUser ListMFADevices ResyncMFADevice',
);

export function ownPasswordAndMfa(place: Place): Clause {
  return allow('OwnPasswordAndMfa', 'Change your own password and add MFA devices to your own user.', {
    // The page "Security credentials" reads the last one.
    Action: [...enrolmentOnOwnUser, 'iam:GetLoginProfile'],
    Resource: ownUser(place),
  });
}

/** A device can have any name and belongs to no user until it is enabled (AWS page "manage own MFA device"). */
export function newMfaDevice(place: Place): Clause {
  return allow(
    'NewMfaDevice',
    'Create a virtual MFA device with any name; it takes effect once enabled for your own user.',
    {
      Action: 'iam:CreateVirtualMFADevice',
      Resource: iamArn(place, 'mfa/*'),
    },
  );
}

export function removesOwnMfa(place: Place): Clause {
  return allow('RemoveOwnMfa', 'Remove an MFA device from your own user, but only when signed in with MFA.', {
    Action: ['iam:DeactivateMFADevice', 'iam:DeleteVirtualMFADevice'],
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: IAM policy variables, not ours
    Resource: [ownUser(place), iamArn(place, 'mfa/${aws:username}'), iamArn(place, 'mfa/${aws:username}-*')],
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: IAM policy variables, not ours
    Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
  });
}

export function ownAccessKeys(place: Place): Clause {
  return allow('OwnAccessKeys', 'Create, list, deactivate and delete your own access keys.', {
    Action: actions('iam', 'CreateAccessKey DeleteAccessKey GetAccessKeyLastUsed ListAccessKeys UpdateAccessKey'),
    Resource: ownUser(place),
  });
}

/**
 * `aws login` (AWS page "Login for AWS local development using console credentials", managed policy
 * SignInLocalDevelopmentAccess). In any Region, as for IAM: it gives credentials with the permissions that the user has.
 */
export function signsInFromTerminal(place: Place): Clause {
  return allow('SignInFromTerminal', 'Use "aws login" for temporary credentials on your own computer.', {
    Action: ['signin:AuthorizeOAuth2Access', 'signin:CreateOAuth2Token'],
    Resource: arn(place, 'signin', 'oauth2/public-client/*', '*'),
  });
}

/**
 * What the console and the CLI show everywhere; none of it has a Region. AWS needs no permission for GetCallerIdentity and
 * GetSessionToken, but policy simulators do.
 */
export function opensConsole(): Clause {
  return allow('OpenConsole', 'See who you are, sign-in rules, Regions and AWS Health events; use an MFA code.', {
    Action: [
      'account:ListRegions',
      'health:DescribeEventAggregates',
      ...actions('iam', 'GetAccountPasswordPolicy GetAccountSummary ListAccountAliases ListVirtualMFADevices'),
      ...actions('sts', 'DecodeAuthorizationMessage GetCallerIdentity GetSessionToken'),
    ],
    Resource: '*',
  });
}

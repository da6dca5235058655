import { type Clause, type Conditions, deny } from './document.ts';
import { enrolmentOnOwnUser, ownUser } from './own-credentials.ts';
import type { Place } from './place.ts';

/** Requests with an access key have no MFA context key; IfExists treats that as "without MFA". */
const withoutMfa: Conditions = { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } };

/**
 * A service that works on behalf of a user may not pass the MFA key on, so its requests are not denied (page "AWS global
 * condition context keys", aws:ViaAWSService). IfExists for this key too: with Bool, a request that lacks both keys, as
 * one with an access key may, would not match and so be allowed.
 */
const byTheUserWithoutMfa: Conditions = {
  BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false', 'aws:ViaAWSService': 'false' },
};

/** GetSessionToken is how the AWS CLI provides an MFA code; it grants no permissions of its own. */
function signsInWithMfaFirst(): Clause {
  return deny('SignInWithMfaFirst', 'Without MFA, allow only changing the first password and setting up MFA.', {
    NotAction: [
      ...enrolmentOnOwnUser,
      'iam:CreateVirtualMFADevice',
      'iam:GetAccountPasswordPolicy',
      'iam:ListVirtualMFADevices',
      'sts:GetSessionToken',
    ],
    Resource: '*',
    Condition: byTheUserWithoutMfa,
  });
}

/** Otherwise a stolen administrator password could be used to set up MFA for another user and to act as that user. */
function enrolsNobodyElse(place: Place): Clause {
  return deny('EnrolNobodyElse', 'Without MFA, allow setting up a password and MFA only for your own user.', {
    Action: enrolmentOnOwnUser,
    NotResource: ownUser(place),
    Condition: withoutMfa,
  });
}

/** `require_mfa`: only denies; the group's policy decides what a user may do with MFA. */
export function requireMfa(place: Place): Clause[] {
  return [signsInWithMfaFirst(), enrolsNobodyElse(place)];
}

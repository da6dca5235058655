import { type Clause, type Conditions, deny } from './document.ts';
import { enrolmentOnOwnUser, ownUser } from './own-credentials.ts';
import type { Place } from './place.ts';

/** An access key carries no MFA key at all; IfExists counts that as "without MFA". */
const withoutMfa: Conditions = { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } };

/** GetSessionToken is how a command line shows its MFA code; it gives no power of its own. */
function signsInWithMfaFirst(): Clause {
  return deny('SignInWithMfaFirst', 'Without MFA, nothing works but a first password and setting MFA up.', {
    NotAction: [
      ...enrolmentOnOwnUser,
      'iam:CreateVirtualMFADevice',
      'iam:GetAccountPasswordPolicy',
      'iam:ListVirtualMFADevices',
      'sts:GetSessionToken',
    ],
    Resource: '*',
    Condition: withoutMfa,
  });
}

/** Without it an administrator's stolen password could set up MFA for somebody else and be that person. */
function enrolsNobodyElse(place: Place): Clause {
  return deny('EnrolNobodyElse', 'Without MFA, passwords and MFA can be set up for the own user only.', {
    Action: enrolmentOnOwnUser,
    NotResource: ownUser(place),
    Condition: withoutMfa,
  });
}

/** `require_mfa`: only takes away; what a user may do with MFA is for the group's policy to say. */
export function requireMfa(place: Place): Clause[] {
  return [signsInWithMfaFirst(), enrolsNobodyElse(place)];
}

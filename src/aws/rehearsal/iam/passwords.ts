import type { PasswordPolicy } from '@aws-sdk/client-iam';
import type { Operations } from '../context.ts';
import { refuse } from '../refuse.ts';
import { type Place, puts } from '../setting.ts';
import { noSuch } from './rules.ts';

const CLASSES = [
  { class: /[A-Z]/, required: 'RequireUppercaseCharacters', words: 'one uppercase letter' },
  { class: /[a-z]/, required: 'RequireLowercaseCharacters', words: 'one lowercase letter' },
  { class: /[0-9]/, required: 'RequireNumbers', words: 'one number' },
  { class: /[!@#$%^&*()_+\-=[\]{}|']/, required: 'RequireSymbols', words: 'one symbol' },
] as const;

/** Throws PasswordPolicyViolation as the account's policy, or IAM's own default, asks (page "Setting a password policy"). */
export function checkPassword(password: string | undefined, userName: string, policy?: PasswordPolicy): void {
  const violation = (message: string) => refuse('PasswordPolicyViolationException', message);
  if (!password) violation('Password cannot be blank');
  const given = password ?? '';
  const least = policy ? (policy.MinimumPasswordLength ?? 6) : 8;
  if (given.length < least) violation(`Password should have a minimum length of ${least}`);
  if (given.length > 128) violation('Password should have a maximum length of 128');
  if (policy) {
    for (const { class: letters, required, words } of CLASSES)
      if (policy[required] && !letters.test(given)) violation(`Password should have at least ${words}`);
    return;
  }
  if (CLASSES.filter((one) => one.class.test(given)).length < 3) {
    violation(
      'Password should have at least 3 of the following: uppercase letters, lowercase letters, numbers, symbols',
    );
  }
  if (given === userName) violation('Password should not be identical to the user name');
}

const policy: Place<object, PasswordPolicy | undefined> = {
  names: [],
  of: (_request, { state: { iam } }) => ({
    get value() {
      return iam.passwordPolicy;
    },
    set value(value) {
      if (value) iam.passwordPolicy = value;
      else delete iam.passwordPolicy;
    },
  }),
};

/** IAM's password policy of the account. */
export const iamPasswords = {
  GetAccountPasswordPolicy: {
    fields: [],
    answer(_input, { accountId, state }) {
      const { passwordPolicy } = state.iam;
      return { PasswordPolicy: passwordPolicy ?? noPolicy(accountId) };
    },
  },
  // What a request leaves out is set to IAM's default (page "UpdateAccountPasswordPolicy").
  UpdateAccountPasswordPolicy: puts(
    policy,
    (given) => ({
      MinimumPasswordLength: 6,
      RequireSymbols: false,
      RequireNumbers: false,
      RequireUppercaseCharacters: false,
      RequireLowercaseCharacters: false,
      AllowUsersToChangePassword: false,
      ...given,
      ExpirePasswords: given.MaxPasswordAge !== undefined,
    }),
    [
      ...(['MinimumPasswordLength', 'PasswordReusePrevention', 'MaxPasswordAge', 'HardExpiry'] as const),
      ...(['RequireSymbols', 'RequireNumbers', 'RequireUppercaseCharacters', 'RequireLowercaseCharacters'] as const),
      'AllowUsersToChangePassword',
    ],
  ),
  DeleteAccountPasswordPolicy: puts(policy, (_request, before, { accountId }) =>
    before ? undefined : noPolicy(accountId),
  ),
} satisfies Partial<Operations<'iam'>>;

function noPolicy(accountId: string): never {
  return noSuch(`The Password Policy with domain name ${accountId} cannot be found.`);
}

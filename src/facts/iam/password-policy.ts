import type { PasswordPolicy as Policy } from '@aws-sdk/client-iam';
import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { orNull } from '../tags.ts';

/** The account's password policy, as IAM returns it. */
export type PasswordPolicy = Policy;

const CLASSES = [
  { class: /[A-Z]/, required: 'RequireUppercaseCharacters', words: 'an uppercase letter' },
  { class: /[a-z]/, required: 'RequireLowercaseCharacters', words: 'a lowercase letter' },
  { class: /[0-9]/, required: 'RequireNumbers', words: 'a digit' },
  { class: /[!@#$%^&*()_+\-=[\]{}|']/, required: 'RequireSymbols', words: "one of !@#$%^&*()_+-=[]{}|'" },
] as const;

/** The account's password policy, or null when none is set and IAM's default applies (page "GetAccountPasswordPolicy"). */
export async function passwordPolicyOf(account: Account): Promise<PasswordPolicy | null> {
  const answer = await orNull(account.send(call('iam', 'GetAccountPasswordPolicy', {})), 'NoSuchEntity');
  return answer?.PasswordPolicy ?? null;
}

/** The minimum length of a password: 8 when no policy is set. */
export function leastLength(policy: PasswordPolicy | null): number {
  return policy ? (policy.MinimumPasswordLength ?? 6) : 8;
}

/** What a password lacks, in words; empty when it meets the policy (IAM page "Setting an account password policy"). */
export function lacking(password: string, policy: PasswordPolicy | null): string[] {
  const least = leastLength(policy);
  const short = password.length < least ? [`${least} characters`] : [];
  const missing = CLASSES.filter((one) => !one.class.test(password));
  if (policy) return [...short, ...missing.filter(({ required }) => policy[required]).map(({ words }) => words)];
  return [...short, ...(missing.length > 1 ? ['three of: uppercase letters, lowercase letters, digits, symbols'] : [])];
}

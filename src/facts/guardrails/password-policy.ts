import { call } from '../../aws/call.ts';
import type { Fact } from '../../engine/fact.ts';
import { sameJson } from '../../engine/same.ts';
import { type PasswordPolicy, passwordPolicyOf } from '../iam/password-policy.ts';
import { guardrail } from './guardrail.ts';

/** The part of a password policy that can be set. */
type Rules = { [K in (typeof NUMBERS)[number]]?: number } & { [K in (typeof SWITCHES)[number]]?: boolean };

const NUMBERS = ['MinimumPasswordLength', 'PasswordReusePrevention', 'MaxPasswordAge'] as const;
const SWITCHES = [
  'RequireUppercaseCharacters',
  'RequireLowercaseCharacters',
  'RequireNumbers',
  'RequireSymbols',
  'AllowUsersToChangePassword',
  'HardExpiry',
] as const;
const LENGTH = 14;
const REMEMBERED = 24;

/**
 * The account's password policy is at least as strict as ours; a stricter one stays. No expiry unless `maxAge` is given
 * (NIST SP 800-63B). Update replaces the whole policy, so it gets all that is there (IAM page
 * "UpdateAccountPasswordPolicy": "This operation does not support partial updates").
 */
export function passwordsAreStrong(maxAge?: number): Fact<Rules> {
  const want = stricter({}, maxAge);
  const isWant = (rules: Rules | null) => sameJson(rules, want);
  return guardrail<Rules>('password-policy', {
    title: `users' passwords have ${LENGTH} characters of four kinds and are not reused${maxAge ? `; they expire after ${maxAge} days` : ''}`,
    thing: 'password policy',
    want,
    protects: true,
    async read(account) {
      const policy = await passwordPolicyOf(account);
      return policy && rulesOf(policy);
    },
    same: (a, b) => (isWant(a) || isWant(b) ? isStrict(a, maxAge) && isStrict(b, maxAge) : sameJson(a, b)),
    calls(to, now) {
      if (to === null) return [call('iam', 'DeleteAccountPasswordPolicy', {})];
      return [call('iam', 'UpdateAccountPasswordPolicy', isWant(to) ? stricter(now ?? {}, maxAge) : to)];
    },
  });
}

/** A password policy as this guardrail leaves it. */
export function strengthened(policy: PasswordPolicy | null, maxAge?: number): PasswordPolicy {
  return { ...policy, ...stricter(policy ? rulesOf(policy) : {}, maxAge) };
}

function isStrict(rules: Rules | null, maxAge: number | undefined): boolean {
  return rules !== null && sameJson(stricter(rules, maxAge), rules);
}

// Whether users may change their own passwords is a decision that an existing policy has made.
function stricter(now: Rules, maxAge: number | undefined): Rules {
  const age = Math.min(now.MaxPasswordAge ?? Number.POSITIVE_INFINITY, maxAge ?? Number.POSITIVE_INFINITY);
  return {
    AllowUsersToChangePassword: true,
    ...now,
    MinimumPasswordLength: Math.max(now.MinimumPasswordLength ?? 0, LENGTH),
    RequireUppercaseCharacters: true,
    RequireLowercaseCharacters: true,
    RequireNumbers: true,
    RequireSymbols: true,
    PasswordReusePrevention: REMEMBERED,
    ...(Number.isFinite(age) ? { MaxPasswordAge: age } : {}),
  };
}

// A number that is off is left out or 0, and IAM does not accept 0; HardExpiry may be left out too (page "UpdateAccountPasswordPolicy").
function rulesOf(policy: PasswordPolicy): Rules {
  const numbers = NUMBERS.flatMap((key) => (policy[key] ? [[key, policy[key]]] : []));
  const switches = SWITCHES.flatMap((key) => (typeof policy[key] === 'boolean' ? [[key, policy[key]]] : []));
  const { HardExpiry, ...rules }: Rules = Object.fromEntries([...numbers, ...switches]);
  return HardExpiry ? { ...rules, HardExpiry } : rules;
}

import type { Chore } from '../../engine/fact.ts';
import { passwordPolicyOf } from '../iam/password-policy.ts';
import { judged } from './judged.ts';

const LENGTH = 14;
const REMEMBERED = 24;

/** What CIS asks of the password policy, one by one; the guardrail asks for more (IAM page "GetAccountPasswordPolicy"). */
export function judgedPasswords(): Chore<string[]>[] {
  const how = 'change the password policy of the account';
  return [
    judged('password-length', {
      title: `passwords have at least ${LENGTH} characters`,
      how,
      async read(account) {
        const { MinimumPasswordLength = 0 } = (await passwordPolicyOf(account)) ?? {};
        return MinimumPasswordLength >= LENGTH ? [] : ['shorter passwords are allowed'];
      },
    }),
    judged('password-reuse', {
      title: `the last ${REMEMBERED} passwords cannot be used again`,
      how,
      async read(account) {
        const { PasswordReusePrevention = 0 } = (await passwordPolicyOf(account)) ?? {};
        return PasswordReusePrevention >= REMEMBERED ? [] : ['passwords can be used again'];
      },
    }),
  ];
}

import { call } from '../../aws/call.ts';
import { allPages } from '../../aws/pages.ts';
import type { Fact } from '../../engine/fact.ts';
import { guardrail } from './guardrail.ts';

/**
 * The sign-in page has the account's alias in its address. An account has one alias, and a new one replaces it (IAM page
 * "Create an alias for your AWS account ID").
 */
export function accountHasAlias(want: string): Fact<string> {
  return guardrail<string>('account-alias', {
    title: `the account alias is ${want}`,
    thing: 'account alias',
    want,
    remark: (now) =>
      now !== null && now !== want ? `replaces ${now}: sign-in links with that alias stop working` : undefined,
    async read(account) {
      const pages = await allPages(account, call('iam', 'ListAccountAliases', {}), 'Marker');
      return pages.flatMap(({ AccountAliases = [] }) => AccountAliases)[0] ?? null;
    },
    calls: (to, now) => [
      to === null
        ? call('iam', 'DeleteAccountAlias', { AccountAlias: now ?? want })
        : call('iam', 'CreateAccountAlias', { AccountAlias: to }),
    ],
  });
}

import { call } from '../../aws/call.ts';
import type { Chore } from '../../engine/fact.ts';
import type { ContactType } from '../guardrails/contacts.ts';
import { orNull } from '../tags.ts';
import { judged } from './judged.ts';

/** AWS knows an alternate contact of this type, whoever it is (Account Management page "GetAlternateContact"). */
export function contactIsKnown(AlternateContactType: ContactType): Chore<string[]> {
  const word = AlternateContactType.toLowerCase();
  return judged(`${word}-contact`, {
    title: `the account has a ${word} contact`,
    how: `set it with --${word}-contact`,
    async read(account) {
      const asked = account.send(call('account', 'GetAlternateContact', { AlternateContactType }));
      return (await orNull(asked, 'ResourceNotFound'))?.AlternateContact ? [] : [`no ${word} contact`];
    },
  });
}

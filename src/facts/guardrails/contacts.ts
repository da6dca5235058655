import { call } from '../../aws/call.ts';
import type { Fact } from '../../engine/fact.ts';
import { orNull } from '../tags.ts';
import { guardrail } from './guardrail.ts';

/** Whom AWS tells, besides the root user. */
export type ContactType = 'SECURITY' | 'BILLING' | 'OPERATIONS';

/** An alternate contact, spelled as AWS does. */
export type Contact = { Name: string; EmailAddress: string; PhoneNumber: string; Title: string };

/** AWS writes to this contact too (Account Management pages "Update the alternate contacts", "GetAlternateContact"). */
export function contactIsSet(AlternateContactType: ContactType, want: Contact): Fact<Contact> {
  const word = AlternateContactType.toLowerCase();
  return guardrail<Contact>(`contacts/${word}`, {
    title: `the ${word} contact of the account is ${want.EmailAddress}`,
    thing: `${word} contact`,
    want,
    async read(account) {
      const asked = account.send(call('account', 'GetAlternateContact', { AlternateContactType }));
      const { AlternateContact: found } = (await orNull(asked, 'ResourceNotFound')) ?? {};
      if (!found) return null;
      const { Name = '', EmailAddress = '', PhoneNumber = '', Title = '' } = found;
      return { Name, EmailAddress, PhoneNumber, Title };
    },
    calls: (to) => [
      to === null
        ? call('account', 'DeleteAlternateContact', { AlternateContactType })
        : call('account', 'PutAlternateContact', { AlternateContactType, ...to }),
    ],
  });
}

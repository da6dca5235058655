import { consoleLink, type Partition } from '../../aws/account.ts';
import type { Chore } from '../../engine/fact.ts';
import { confirmedBy } from '../confirmed-by.ts';

/**
 * The account's own name, address, e-mail and phone number are those of somebody who answers. AWS writes and calls there
 * before it suspends an account, and to recover the root user. GetContactInformation returns what was entered at sign-up,
 * not whether it is still true, so the user has to confirm it (AWS page "Update the primary contact for your account").
 */
export function contactIsCurrent(partition: Partition, done: readonly string[]): Chore<boolean> {
  return confirmedBy(done, {
    id: 'root/account-contact',
    control: 'account-contact',
    title: 'the contact information of the account is current',
    saidBy: 'root.account-contact',
    how:
      'Open the page below and check the name, the phone number and the e-mail address of the root user. Only you know ' +
      'whether they are current: confirm it with --done root.account-contact',
    link: consoleLink(partition, 'billing/home#/account'),
  });
}

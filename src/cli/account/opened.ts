import type { Account } from '../../aws/account.ts';
import type { AccountKind } from '../../aws/account-kind.ts';
import type { AnyFact } from '../../engine/fact.ts';
import type { Journal } from '../../engine/journal.ts';
import type { Organization } from '../../steps/account-kind.ts';
import type { Ahead } from './ahead.ts';

export interface Opened {
  readonly account: Account;
  readonly journal: Journal;
  /** Where this account's journal and passwords are kept; none for a rehearsal. */
  readonly folder: string | undefined;
  /** Where the wizard keeps its answers until it is through; none for a rehearsal in memory. */
  readonly answersFile: string | undefined;
  /** In a rehearsal: plays the person who does a chore. */
  readonly playPerson?: (fact: AnyFact) => void;
  readonly ahead?: Ahead | undefined;
  /** What kind of account it is. */
  readonly accountKind: AccountKind;
}

/** An account that is opened, and what is known of it by then. */
export interface Door extends Omit<Opened, 'accountKind'> {
  /** Asked beside the identity question; left out where that was not allowed yet. */
  organization?: Promise<Organization> | undefined;
}

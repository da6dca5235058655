import type { Account } from '../../aws/account.ts';
import type { AccountKind } from '../../aws/account-kind.ts';
import type { AnyFact } from '../../engine/fact.ts';
import type { Journal } from '../../engine/journal.ts';
import type { Organization } from '../../steps/account-kind.ts';
import type { AccountPlan } from '../../steps/account-plan.ts';
import type { Ahead } from './ahead.ts';

export interface Opened {
  readonly account: Account;
  readonly journal: Journal;
  /** The folder of this account's journal and passwords; undefined in a rehearsal. */
  readonly folder: string | undefined;
  /** The file of the wizard's answers until it finishes; undefined for a rehearsal in memory. */
  readonly answersFile: string | undefined;
  /** In a rehearsal: plays the user who completes a manual step. */
  readonly playPerson?: (fact: AnyFact) => void;
  readonly ahead?: Ahead | undefined;
  /** The kind of account. */
  readonly accountKind: AccountKind;
  /** The account's plan; undefined if AWS does not tell it. Nothing waits for it that does not show it. */
  readonly accountPlan: Promise<AccountPlan | undefined>;
}

/** An opened account, and what is known about it by then. */
export interface Door extends Omit<Opened, 'accountKind' | 'accountPlan'> {
  /** Requests sent together with the identity request; undefined if that was not allowed yet. */
  organization?: Promise<Organization> | undefined;
  accountPlan?: Opened['accountPlan'] | undefined;
}

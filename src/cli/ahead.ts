import type { Account, Identity } from '../aws/account.ts';
import type { AccountKind } from '../aws/account-kind.ts';
import { type Answered, readOnly, remembering } from '../aws/views.ts';
import type { AnyFact } from '../engine/fact.ts';
import { lookAhead } from '../engine/look.ts';
import { accountKind, askedOrganization, type Organization } from '../steps/account-kind.ts';
import type { World } from './world.ts';

/** What was asked ahead for the first look, and when; good for that one only. */
export interface Ahead {
  answers: Answered;
  at: number;
}

/** The facts that a look begins with, as far as it is known whose account it is. */
export type Early = (identity: Identity) => AnyFact[];

/** Asks what a look at these facts asks first; undefined where there are none. */
export function askedAhead({ clock }: World, facts: AnyFact[], account: Account): Ahead | undefined {
  return facts.length > 0 ? { at: clock.now(), answers: lookAhead(facts, account) } : undefined;
}

/** The kind of account, from what was asked ahead and of Organizations, and from what is asked now where that is not enough. */
export async function kindOf(
  account: Account,
  ahead: Ahead | undefined,
  organization: Promise<Organization> | undefined,
): Promise<AccountKind> {
  const view = remembering(readOnly(account), ahead?.answers);
  return accountKind(view, await (organization ?? askedOrganization(view)));
}

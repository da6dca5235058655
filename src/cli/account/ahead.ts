import type { Account, Identity } from '../../aws/account.ts';
import { type AccountKind, PROJECT_ROLE } from '../../aws/account-kind.ts';
import { type Answered, readOnly, remembering } from '../../aws/views.ts';
import type { AnyFact } from '../../engine/fact.ts';
import { lookAhead } from '../../engine/look.ts';
import { accountKind, askedOrganization, type Organization } from '../../steps/account-kind.ts';
import { remembered } from '../../steps/discovery/baseline.ts';
import { factsOf } from '../../steps/index.ts';
import { KIND_KEY } from '../../steps/kinds.ts';
import { EVERY } from '../../steps/settings/every.ts';
import { valueIn } from '../../steps/settings/setting.ts';
import { complete } from '../answers/complete.ts';
import type { Given } from '../answers/given.ts';
import { signsInToProject } from '../answers/profile-region.ts';
import type { World } from '../world.ts';

/** What was requested in advance for the first check, and when; valid for that check only. */
export interface Ahead {
  answers: Answered;
  at: number;
}

/** The facts that a check starts with, as far as the account and its assumed kind are known. */
export type Early = (identity: Identity) => { facts: AnyFact[]; kind: AccountKind };

/** The facts of the answers, before the account is known; none while answers are missing. */
export function factsAhead(world: World, { values }: Given, isAnswered: boolean): Early {
  return (identity) => {
    const profile = valueIn(values, EVERY.profile);
    const isProject = identity.name === PROJECT_ROLE || signsInToProject(world, profile);
    const kind = isProject ? 'project' : 'unknown';
    if (!isAnswered) return { facts: [], kind };
    const answers = complete(new Map([...values, [KIND_KEY, kind]]), identity);
    return { facts: factsOf(answers, world.clock.now).facts, kind };
  };
}

/** Sends the first requests of the search for a baseline, and of a check of these facts. */
export function askedAhead({ clock }: World, { facts, kind }: ReturnType<Early>, account: Account): Ahead {
  return { at: clock.now(), answers: lookAhead(facts, account, (asking) => remembered(asking, kind)) };
}

/**
 * The kind of account, from the requests sent in advance and from AWS Organizations, with further requests if those are
 * not enough.
 */
export async function kindOf(
  account: Account,
  ahead: Ahead | undefined,
  organization: Promise<Organization> | undefined,
): Promise<AccountKind> {
  const view = remembering(readOnly(account), ahead?.answers);
  return accountKind(view, await (organization ?? askedOrganization(view)));
}

import { type Identity, namesSomebody } from '../../aws/account.ts';
import type { Answers } from '../../steps/settings/all.ts';
import { answersOf } from '../../steps/settings/all.ts';
import { conflicts } from '../../steps/settings/conflicts.ts';
import type { Draft } from '../../steps/settings/setting.ts';
import { usage } from '../trouble.ts';

/**
 * The answers that the facts are built from: the given values, and defaults for the rest. Throws usage if they do not
 * fit together.
 */
export function complete(draft: Draft, identity: Identity, deleteData = false): Answers {
  const [unfit] = conflicts(draft, namesSomebody(identity.accountId) ? undefined : identity.accountId);
  if (unfit) throw usage(unfit.said);
  return answersOf(draft, identity, deleteData);
}

import type { Account } from '../aws/account.ts';
import type { AnyCall } from '../aws/call.ts';
import type { Owner } from './about.ts';
import type { AnyFact, Fact } from './fact.ts';
import { isChore } from './fact.ts';
import { type Memory, madeByUs } from './journal.ts';

/**
 * Whose a thing is, by its marks and by the journal:
 * - `ours`: it carries our marks; `drifted`: some of them; `lost`: none, although the journal says that we made it;
 * - `before`: it was there before us;
 * - `taken`: we made it, and now it carries somebody else's marks; `another`: what we made is gone, and this is a thing
 *   that somebody else made under the same name;
 * - `strange`: it is not marked as ours, and the journal is silent; `untold`: the endpoint cannot tell its marks.
 */
export interface Standing {
  is: 'ours' | 'drifted' | 'lost' | 'before' | 'taken' | 'another' | 'strange' | 'untold';
  /** Our marks, in words. */
  marks: string;
  /** Somebody else's mark, as it reads. */
  sign?: string;
}

/** Whose the thing is that `owner` was read of. */
export function standingOf({ id }: AnyFact, owner: Owner | undefined, memory: Memory): Standing {
  if (!owner) return { is: memory.wasThere.has(id) ? 'before' : 'untold', marks: 'our marks' };
  const { whose, marks, sign } = owner;
  const told = { marks, ...(sign ? { sign } : {}) };
  // Also where it carries our marks: nobody takes away what the journal knows to be somebody's.
  if (memory.wasThere.has(id)) return { is: 'before', ...told };
  if (whose === 'ours') return { is: 'ours', ...told };
  const isMade = madeByUs(id, memory);
  const known = memory.madeAs.get(id);
  if (isMade && known !== undefined && owner.id !== undefined && owner.id !== known) return { is: 'another', ...told };
  if (whose === 'partly') return { is: 'drifted', ...told };
  if (!isMade) return { is: 'strange', ...told };
  return { is: whose === 'theirs' ? 'taken' : 'lost', ...told };
}

/** Whether it is ours although not all of our marks are on it, so that they are put back. */
export function lacksMarks(standing: Standing | undefined): boolean {
  return standing?.is === 'drifted' || standing?.is === 'lost';
}

/** Whether we made it. */
export function isOurs(standing: Standing | undefined): boolean {
  return standing?.is === 'ours' || lacksMarks(standing);
}

/** The calls that put back the marks that are not there now; none where all are, or where they cannot be put. */
export async function missingMarks(fact: Fact, account: Account): Promise<AnyCall[]> {
  if (!fact.mark || (await fact.owner?.(account))?.whose === 'ours') return [];
  return fact.mark(account);
}

/** A thing that can be told from another by its marks. */
export function isThing(fact: AnyFact): fact is Fact & Required<Pick<Fact, 'owner'>> {
  return !isChore(fact) && fact.owner !== undefined;
}

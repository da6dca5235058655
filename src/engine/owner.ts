import type { Account } from '../aws/account.ts';
import type { AnyCall } from '../aws/call.ts';
import type { Owner } from './about.ts';
import type { AnyFact, Fact } from './fact.ts';
import { isChore } from './fact.ts';
import { type Memory, madeByUs } from './journal.ts';

/**
 * The owner of a resource, by its marks and the journal:
 * - `ours`: it has our marks; `drifted`: some of them; `lost`: none, although the journal shows that we created it;
 * - `before`: it existed before;
 * - `taken`: we created it, and now it has the marks of another owner; `another`: the resource we created is gone, and
 *   another tool or person created this one under the same name;
 * - `strange`: it has none of our marks, and the journal has no entry; `untold`: the endpoint does not return marks.
 */
export interface Standing {
  is: 'ours' | 'drifted' | 'lost' | 'before' | 'taken' | 'another' | 'strange' | 'untold';
  /** Our marks, in words. */
  marks: string;
  /** The other owner's mark, as it reads. */
  sign?: string;
}

/** The standing of the resource with the given owner. */
export function standingOf({ id }: AnyFact, owner: Owner | undefined, memory: Memory): Standing {
  if (!owner) return { is: memory.wasThere.has(id) ? 'before' : 'untold', marks: 'our marks' };
  const { whose, marks, sign } = owner;
  const told = { marks, ...(sign ? { sign } : {}) };
  // Even with our marks: a resource that existed before, by the journal, is never deleted.
  if (memory.wasThere.has(id)) return { is: 'before', ...told };
  if (whose === 'ours') return { is: 'ours', ...told };
  const isMade = madeByUs(id, memory);
  const known = memory.madeAs.get(id);
  if (isMade && known !== undefined && owner.id !== undefined && owner.id !== known) return { is: 'another', ...told };
  if (whose === 'partly') return { is: 'drifted', ...told };
  if (!isMade) return { is: 'strange', ...told };
  return { is: whose === 'theirs' ? 'taken' : 'lost', ...told };
}

/** Whether it is ours but lacks some of our marks, which are then restored. */
export function lacksMarks(standing: Standing | undefined): boolean {
  return standing?.is === 'drifted' || standing?.is === 'lost';
}

/** Whether we created it. */
export function isOurs(standing: Standing | undefined): boolean {
  return standing?.is === 'ours' || lacksMarks(standing);
}

/** The calls that restore missing marks; none if all exist, or if the resource cannot be marked. */
export async function missingMarks(fact: Fact, account: Account): Promise<AnyCall[]> {
  if (!fact.mark || (await fact.owner?.(account))?.whose === 'ours') return [];
  return fact.mark(account);
}

/** Whether the fact is about a resource with marks. */
export function isThing(fact: AnyFact): fact is Fact & Required<Pick<Fact, 'owner'>> {
  return !isChore(fact) && fact.owner !== undefined;
}

/** Whether it is a setting of a resource that the journal shows to be created by this program. */
export function isPartOfOurs(fact: Fact, memory: Memory): boolean {
  return !isThing(fact) && fact.within !== undefined && madeByUs(fact.within.id, memory);
}

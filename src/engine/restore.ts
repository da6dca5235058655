import type { Account } from '../aws/account.ts';
import type { Fact } from './fact.ts';
import { type Finding, isSame } from './finding.ts';
import type { Memory } from './journal.ts';
import { OF_THE_ACCOUNT, type Seen } from './why-left.ts';

/** Restores the value in the journal; nothing to do if there is none, or if the account has it. */
export async function asBefore(fact: Fact, view: Account, { before }: Memory): Promise<Finding> {
  const now = await fact.read(view);
  const to = before.get(fact.id);
  if (to === undefined || (isSame(fact, now, to) && !fact.slow)) return { fact, state: 'ok', now };
  return { fact, state: 'todo', now, to, calls: await fact.calls(to, now, view) };
}

/**
 * Whether another computer, or an earlier journal, made it: it has our marks without an entry. Once it is undone here, the
 * journal says so.
 */
export function isMadeElsewhere({ finding: { fact, standing } }: Seen, { before, undoneUnknown }: Memory): boolean {
  return undoneUnknown.has(fact.id) || (standing?.is === 'ours' && !before.has(fact.id));
}

/**
 * What becomes of a setting without marks: only the journal shows that we changed it. A journal of all that was set up has
 * no entry for what was like this before; if another computer set up something (`elsewhere`), that is not known.
 */
export async function untagged(
  fact: Fact,
  view: Account,
  memory: Memory,
  elsewhere: () => Promise<boolean>,
): Promise<Finding> {
  if (memory.before.has(fact.id)) return asBefore(fact, view, memory);
  if (!fact.wholeAccount || !(memory.isEmpty || (await elsewhere()))) return { fact, state: 'ok' };
  const now = await fact.read(view);
  return isSame(fact, now, fact.want) ? { fact, state: 'by-hand', now, ...OF_THE_ACCOUNT } : { fact, state: 'ok', now };
}

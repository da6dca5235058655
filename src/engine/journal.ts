import type { Json } from './fact.ts';

/**
 * One line of the journal. It contains no secret and only records what existed before this program's changes. `undone` is
 * also written when AWS refused the change; `made` has the id that AWS assigned to a new resource. `kept`: only a part of
 * the resource is changed. `answers` is JSON in the form that the steps define.
 */
export type Entry =
  | { at: string; answers: object }
  | { at: string; fact: string; step: string; was: Json; kept?: true }
  | { at: string; undone: string }
  | { at: string; made: string; id: string };

/** Append-only; the engine does not know where it is stored. */
export interface Journal {
  entries(): Entry[];
  /** Writes at once; resolves when the entries are on disk, and rejects when they cannot be stored. */
  append(...entries: Entry[]): Promise<void>;
}

/** A journal in memory; `kept` holds the first entries and receives the new ones. */
export function journalInMemory(kept: Entry[] = []): Journal {
  return {
    entries: () => kept,
    async append(...entries) {
      kept.push(...entries);
    },
  };
}

/** The value of each fact before the first change that is not undone; facts without an entry were not changed. */
export function beforeUs(journal: Journal): Map<string, Json> {
  const before = new Map<string, Json>();
  for (const entry of journal.entries()) {
    if ('undone' in entry) before.delete(entry.undone);
    else if ('fact' in entry && !before.has(entry.fact)) before.set(entry.fact, entry.was);
  }
  return before;
}

/** When each fact was last changed, in milliseconds; undone changes do not count. */
export function lastChanges(journal: Journal): Map<string, number> {
  const changes = new Map<string, number>();
  for (const entry of journal.entries()) {
    if ('undone' in entry) changes.delete(entry.undone);
    else if ('fact' in entry && !entry.kept) changes.set(entry.fact, Date.parse(entry.at));
  }
  return changes;
}

/** What a journal contains about facts, by their ids. */
export interface Memory {
  /** The value before the first change that is not undone. */
  before: ReadonlyMap<string, Json>;
  /** Resources that existed before this program, even if its changes have been undone since. */
  wasThere: ReadonlySet<string>;
  /** The ids that AWS assigned to the resources we created. */
  madeAs: ReadonlyMap<string, string>;
  /** No run has written to the journal: the earlier one was lost, or it is on another computer. */
  isEmpty: boolean;
  /** What was undone without an entry of its change: another computer had made it. */
  undoneUnknown: ReadonlySet<string>;
}

/** Whether the journal shows that we created it and have not deleted it. */
export function madeByUs(id: string, { before, wasThere }: Memory): boolean {
  return before.has(id) && !wasThere.has(id);
}

/** What is known without a journal. */
export const NO_MEMORY: Memory = {
  before: new Map(),
  wasThere: new Set(),
  madeAs: new Map(),
  isEmpty: true,
  undoneUnknown: new Set(),
};

/** Everything that a journal contains about facts. */
export function memoryOf(journal: Journal): Memory {
  const before = beforeUs(journal);
  const madeAs = new Map<string, string>();
  const wasThere = new Set<string>();
  const open = new Set<string>();
  const undoneUnknown = new Set<string>();
  const entries = journal.entries();
  for (const entry of entries) {
    if ('made' in entry) madeAs.set(entry.made, entry.id);
    if ('undone' in entry) {
      if (!open.delete(entry.undone)) undoneUnknown.add(entry.undone);
      madeAs.delete(entry.undone);
    }
    if (!('fact' in entry)) continue;
    // If it did not exist at some point, we have created it since, whatever existed earlier.
    if (entry.was === null) wasThere.delete(entry.fact);
    else if (!open.has(entry.fact)) wasThere.add(entry.fact);
    open.add(entry.fact);
  }
  const isEmpty = entries.every((entry) => 'undone' in entry);
  return { before, wasThere, madeAs, isEmpty, undoneUnknown };
}

import type { Json } from './fact.ts';

/**
 * One line of the journal. It holds no secret, and only serves to tell what was there before from what we made. `undone`
 * also says that AWS refused the change; `made` is the id that AWS gave a thing of ours. `kept`: the thing itself is not
 * changed, only a part of it. `answers` is JSON that the steps know the shape of.
 */
export type Entry =
  | { at: string; answers: object }
  | { at: string; fact: string; step: string; was: Json; kept?: true }
  | { at: string; undone: string }
  | { at: string; made: string; id: string };

/** Append-only; where it is kept is not the engine's business. */
export interface Journal {
  entries(): Entry[];
  /** Writes at once; resolves when the entries are safe from a crash, and rejects when they cannot be kept. */
  append(...entries: Entry[]): Promise<void>;
}

/** A journal that lasts as long as the run; `kept` is what it begins with, and is appended to. */
export function journalInMemory(kept: Entry[] = []): Journal {
  return {
    entries: () => kept,
    async append(...entries) {
      kept.push(...entries);
    },
  };
}

/** What each fact was before the first change that has not been undone; facts without an entry were not changed. */
export function beforeUs(journal: Journal): Map<string, Json> {
  const before = new Map<string, Json>();
  for (const entry of journal.entries()) {
    if ('undone' in entry) before.delete(entry.undone);
    else if ('fact' in entry && !before.has(entry.fact)) before.set(entry.fact, entry.was);
  }
  return before;
}

/** When each fact was last changed and has not been taken back since, in milliseconds. */
export function lastChanges(journal: Journal): Map<string, number> {
  const changes = new Map<string, number>();
  for (const entry of journal.entries()) {
    if ('undone' in entry) changes.delete(entry.undone);
    else if ('fact' in entry && !entry.kept) changes.set(entry.fact, Date.parse(entry.at));
  }
  return changes;
}

/** What a journal says of facts, by their ids. */
export interface Memory {
  /** What each was before the first change that has not been undone. */
  before: ReadonlyMap<string, Json>;
  /** Those that were there before us, also when our changes have been undone since. */
  wasThere: ReadonlySet<string>;
  /** AWS's ids of the things that we made. */
  madeAs: ReadonlyMap<string, string>;
  /** It says nothing at all: it was lost, or another machine has it. */
  isEmpty: boolean;
}

/** Whether the journal says that we made it, and have not taken it away. */
export function madeByUs(id: string, { before, wasThere }: Memory): boolean {
  return before.has(id) && !wasThere.has(id);
}

/** What is known without a journal. */
export const NO_MEMORY: Memory = { before: new Map(), wasThere: new Set(), madeAs: new Map(), isEmpty: true };

/** Everything that a journal says of facts. */
export function memoryOf(journal: Journal): Memory {
  const before = beforeUs(journal);
  const madeAs = new Map<string, string>();
  const wasThere = new Set<string>();
  const open = new Set<string>();
  for (const entry of journal.entries()) {
    if ('made' in entry) madeAs.set(entry.made, entry.id);
    if ('undone' in entry) {
      open.delete(entry.undone);
      madeAs.delete(entry.undone);
    }
    if (!('fact' in entry)) continue;
    // What was not there once, whatever was there before that, has been made by us since.
    if (entry.was === null) wasThere.delete(entry.fact);
    else if (!open.has(entry.fact)) wasThere.add(entry.fact);
    open.add(entry.fact);
  }
  return { before, wasThere, madeAs, isEmpty: journal.entries().length === 0 };
}

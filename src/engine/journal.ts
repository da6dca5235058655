import type { Json } from './fact.ts';

/** One line of the journal. It only serves undo, and holds no secret. `undone` also says that AWS refused the change. */
export type Entry =
  | { at: string; answers: Json }
  | { at: string; fact: string; step: string; was: Json }
  | { at: string; undone: string };

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

import { lstatSync, readFileSync } from 'node:fs';
import { messageOf } from '../../aws/errors.ts';
import type { Entry, Journal } from '../../engine/journal.ts';
import { EXIT, Trouble } from '../trouble.ts';
import { appendSafely } from './append.ts';

// A link could lead what was there before into somebody else's file, and a FIFO would be waited for.
function mustBePlain(path: string): void {
  if (!lstatSync(path).isFile()) throw new Error(`the journal ${path} is not a plain file: move it away`);
}

/**
 * The journal as a file of JSON lines that only its owner can read. A last line that a crash cut short is not counted.
 * Throws when something else than a plain file is there.
 */
export function journalFile(path: string): Journal {
  return {
    entries() {
      let text: string;
      try {
        mustBePlain(path);
        text = readFileSync(path, 'utf8');
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        // A home folder that is not there, or is a file, has no journal either.
        if (code === 'ENOENT' || code === 'ENOTDIR') return [];
        throw code ? new Trouble(EXIT.failed, `the journal ${path} cannot be read (${code})`) : error;
      }
      return text.split('\n').flatMap(parsed);
    },
    // Lines of their own, whatever the last run left behind.
    append: (...entries) => appendSafely(path, () => entries.map((entry) => `\n${JSON.stringify(entry)}`).join('')),
  };
}

/**
 * The journal for a run in which no error of it may hide what was done: that a change is taken back is written down where
 * it can be, and said by `tell` where not. Undo then looks once more at what is gone already.
 */
export function forgiving(journal: Journal, tell: (what: string) => void): Journal {
  let isTold = false;
  return {
    entries: () => journal.entries(),
    async append(...entries) {
      try {
        await journal.append(...entries);
      } catch (error) {
        if (!entries.every((entry) => 'undone' in entry)) throw error;
        if (!isTold) tell(`Not written down what was taken back: ${messageOf(error)}`);
        isTold = true;
      }
    },
  };
}

function parsed(line: string): Entry[] {
  if (line.trim() === '') return [];
  try {
    const entry: unknown = JSON.parse(line);
    return isEntry(entry) ? [entry] : [];
  } catch {
    return [];
  }
}

// What somebody else wrote into the file is none of ours.
function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false;
  const { answers, fact, undone, made, id } = value as Record<string, unknown>;
  if (typeof made === 'string') return typeof id === 'string';
  return [fact, undone].some((one) => typeof one === 'string') || (typeof answers === 'object' && answers !== null);
}

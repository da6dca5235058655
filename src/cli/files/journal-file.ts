import { lstatSync, readFileSync } from 'node:fs';
import { messageOf } from '../../aws/errors.ts';
import type { Entry, Journal } from '../../engine/journal.ts';
import { EXIT, Trouble } from '../trouble.ts';
import { appendSafely } from './append.ts';

// A link could write the earlier state into another user's file, and a FIFO would block.
function mustBePlain(path: string): void {
  if (!lstatSync(path).isFile()) throw new Error(`the journal ${path} is not a regular file: move it to another place`);
}

/**
 * The journal as a file of JSON lines that only its owner can read. A last line cut short by a crash is ignored. Throws
 * if the path is not a regular file.
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
        // A home folder that does not exist, or is a file, has no journal either.
        if (code === 'ENOENT' || code === 'ENOTDIR') return [];
        throw code ? new Trouble(EXIT.failed, `the journal ${path} cannot be read (${code})`) : error;
      }
      return text.split('\n').flatMap(parsed);
    },
    // Starts on a new line, in case the last run left half a line.
    append: (...entries) => appendSafely(path, () => entries.map((entry) => `\n${JSON.stringify(entry)}`).join('')),
  };
}

/**
 * The journal for a run in which a journal error must not hide what was done: an undone change is recorded if possible,
 * and otherwise reported with `tell`. The next undo then checks once more what is already deleted.
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
        if (!isTold) tell(`Could not record in the journal what was undone: ${messageOf(error)}`);
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

// Lines written by another program are ignored.
function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false;
  const { answers, fact, undone, made, id } = value as Record<string, unknown>;
  if (typeof made === 'string') return typeof id === 'string';
  return [fact, undone].some((one) => typeof one === 'string') || (typeof answers === 'object' && answers !== null);
}

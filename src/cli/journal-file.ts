import { lstatSync, readFileSync } from 'node:fs';
import type { Entry, Journal } from '../engine/journal.ts';
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
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
        throw error;
      }
      return text.split('\n').flatMap(parsed);
    },
    // Lines of their own, whatever the last run left behind.
    append: (...entries) => appendSafely(path, () => entries.map((entry) => `\n${JSON.stringify(entry)}`).join('')),
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

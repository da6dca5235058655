import { closeSync, constants, fsync, lstatSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import type { Entry, Journal } from '../engine/journal.ts';

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY } = constants;

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
    async append(...entries) {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      const file = openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
      try {
        // Lines of their own, whatever the last run left behind.
        writeFileSync(file, entries.map((entry) => `\n${JSON.stringify(entry)}`).join(''));
        // A disk takes milliseconds; others go on meanwhile.
        await promisify(fsync)(file);
      } finally {
        closeSync(file);
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
  const { answers, fact, undone } = value as Record<string, unknown>;
  return [fact, undone].some((one) => typeof one === 'string') || (typeof answers === 'object' && answers !== null);
}

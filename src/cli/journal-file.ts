import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Entry, Journal } from '../engine/journal.ts';

/** The journal as a file of JSON lines that only its owner can read. A last line that a crash cut short is not counted. */
export function journalFile(path: string): Journal {
  return {
    entries() {
      let text: string;
      try {
        text = readFileSync(path, 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
        throw error;
      }
      return text.split('\n').flatMap(parsed);
    },
    append(entry) {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      const file = openSync(path, 'a', 0o600);
      try {
        // A line of its own, whatever the last run left behind.
        writeSync(file, `\n${JSON.stringify(entry)}`);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
    },
  };
}

function parsed(line: string): Entry[] {
  if (line.trim() === '') return [];
  try {
    return [JSON.parse(line) as Entry];
  } catch {
    return [];
  }
}

import { readFileSync, statSync } from 'node:fs';
import { usage } from '../trouble.ts';

/**
 * The text of a plain file that somebody named with a flag. Throws usage for anything else: a FIFO or a device would be
 * waited for, and Ctrl-C not be heard. ENOENT is thrown as it is, for whom a missing file is no mistake.
 */
export function readText(path: string, flag: string, mostBytes: number): string {
  try {
    const file = statSync(path);
    if (!file.isFile()) throw usage(`${flag}: ${path} is not a plain file`);
    if (file.size > mostBytes)
      throw usage(`${flag}: ${path} is larger than ${Math.round(mostBytes / 1024)} KB, so it is not meant`);
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!code || code === 'ENOENT') throw error;
    throw usage(`${flag}: ${path} cannot be read (${code})`);
  }
}

import { readFileSync, statSync } from 'node:fs';
import { usage } from '../trouble.ts';

/**
 * The text of a regular file given by a flag. Throws usage for anything else: a FIFO or a device would block, even
 * against Ctrl-C. ENOENT is thrown unchanged, for callers that accept a missing file.
 */
export function readText(path: string, flag: string, mostBytes: number): string {
  return readBytes(path, flag, mostBytes).toString('utf8');
}

/** The same, as bytes. */
export function readBytes(path: string, flag: string, mostBytes: number): Buffer {
  try {
    const file = statSync(path);
    if (!file.isFile()) throw usage(`${flag}: ${path} is not a regular file`);
    if (file.size > mostBytes)
      throw usage(`${flag}: ${path} is larger than ${Math.round(mostBytes / 1024)} KB, which is too large`);
    return readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!code || code === 'ENOENT') throw error;
    throw usage(`${flag}: ${path} cannot be read (${code})`);
  }
}

import { closeSync, constants, fstatSync, fsync, mkdirSync, openSync, type Stats, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY } = constants;

/**
 * Appends to a file, at once, and resolves when that is safe from a crash. The file is made where it is not there, readable
 * by nobody else from its first byte on; a link is not followed. What `textOf` throws on seeing the file keeps it as it is.
 */
export async function appendSafely(path: string, textOf: (found: Stats) => string): Promise<void> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
  try {
    writeFileSync(file, textOf(fstatSync(file)));
    // A disk takes milliseconds; others go on meanwhile.
    await promisify(fsync)(file);
  } finally {
    closeSync(file);
  }
}

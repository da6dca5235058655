import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { unwritable } from './append.ts';

/** Writes a file that only its owner reads: whole or not at all, as a run may be killed at any moment. */
export function writeWhole(path: string, text: string): void {
  const part = `${path}.part`;
  rmSync(part, { force: true });
  // A new file, or a link that somebody put there would be followed.
  try {
    writeFileSync(part, text, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    // A full disk must not be kept full by half a file.
    rmSync(part, { force: true });
    throw unwritable(path, error);
  }
  renameSync(part, path);
}

import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { unwritable } from './append.ts';

/** Writes a file that only its owner can read, completely or not at all, because a run may be killed at any moment. */
export function writeWhole(path: string, text: string): void {
  const part = `${path}.part`;
  rmSync(part, { force: true });
  // Always a new file: an existing link would be followed.
  try {
    writeFileSync(part, text, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    // Half a file must not keep a full disk full.
    rmSync(part, { force: true });
    throw unwritable(path, error);
  }
  renameSync(part, path);
}

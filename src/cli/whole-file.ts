import { renameSync, rmSync, writeFileSync } from 'node:fs';

/** Writes a file that only its owner reads: whole or not at all, as a run may be killed at any moment. */
export function writeWhole(path: string, text: string): void {
  const part = `${path}.part`;
  rmSync(part, { force: true });
  // A new file, or a link that somebody put there would be followed.
  writeFileSync(part, text, { mode: 0o600, flag: 'wx' });
  renameSync(part, path);
}

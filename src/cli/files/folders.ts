import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Creates a folder that only its owner can enter, and its parent; the parent's parent, the home folder, must exist.
 * Does not use mkdir's `recursive`: in a place such as /proc, where nothing can be created, Node.js 20 then retries
 * forever.
 */
export function makeFolder(path: string, above = dirname(path)): void {
  if (isFolder(path)) return;
  if (above !== path) makeFolder(above, above);
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another run may have created it first.
    if (!isFolder(path)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

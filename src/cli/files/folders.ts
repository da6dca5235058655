import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder that only its owner can enter, and the one above it; what is above that, the home folder, must be there.
 * Not by mkdir's own `recursive`: in a place such as /proc, where nothing can be made, Node.js 20 then tries for ever.
 */
export function makeFolder(path: string, above = dirname(path)): void {
  if (isFolder(path)) return;
  if (above !== path) makeFolder(above, above);
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another run may have been faster.
    if (!isFolder(path)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

import {
  closeSync,
  constants,
  fstatSync,
  fsync,
  ftruncateSync,
  openSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { EXIT, Trouble } from '../trouble.ts';
import { makeFolder } from './folders.ts';

const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_TRUNC, O_WRONLY } = constants;
// A whole run writes down less than a tenth of that.
const ROOM_BYTES = 256 * 1024;

/**
 * Appends to a file, at once, and resolves when that is safe from a crash. The file is made where it is not there, readable
 * by nobody else from its first byte on; a link is not followed. What `textOf` throws on seeing the file keeps it as it is,
 * and so does a full disk. Throws Trouble (exit 1) that names the file where it cannot be written.
 */
export async function appendSafely(path: string, textOf: (found: Stats) => string): Promise<void> {
  try {
    makeFolder(dirname(path));
    const file = openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
    try {
      await appendTo(file, textOf);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw unwritable(path, error);
  }
}

async function appendTo(file: number, textOf: (found: Stats) => string): Promise<void> {
  const found = fstatSync(file);
  const text = textOf(found);
  try {
    writeFileSync(file, text);
  } catch (error) {
    // Of a line that did not fit, half would be there: half a password.
    if (fstatSync(file).size < found.size + Buffer.byteLength(text)) ftruncateSync(file, found.size);
    throw error;
  }
  // A disk takes milliseconds; others go on meanwhile.
  await promisify(fsync)(file);
}

/** Makes a folder and sees that there is room for what a run writes into it. Throws Trouble (exit 1) where that is not so. */
export async function makeRoom(folder: string): Promise<void> {
  const path = join(folder, `room-${process.pid}`);
  try {
    makeFolder(folder);
    rmSync(path, { force: true });
    const file = openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_TRUNC | O_NOFOLLOW, 0o600);
    try {
      // It lives on without its name until it is closed, so that a run that is killed leaves nothing behind.
      rmSync(path, { force: true });
      writeFileSync(file, Buffer.alloc(ROOM_BYTES, 1));
      await promisify(fsync)(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw unwritable(folder, error);
  }
}

const REASONS: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'your share of the disk is full',
  EFBIG: 'the file may not grow any larger (ulimit -f)',
  EROFS: 'the disk is read-only',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOENT: 'its folder is not there and cannot be made',
  ENOTDIR: 'a file is where its folder should be',
  ELOOP: 'a link is in its place',
  EIO: 'the disk does not work',
};

/** What the system says of a file, in words with the file and the way out; what is no error of the system stays as it is. */
export function unwritable(path: string, error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (!code || !syscall || error instanceof Trouble) return error;
  const next = /^(ENOSPC|EDQUOT|EFBIG)$/.test(code)
    ? 'make room (du -xhd1 ~ | sort -h shows what is large), or keep the files elsewhere: HOME=/other/folder, then the same command'
    : 'keep the files in a folder that you may write: HOME=/other/folder, then the same command';
  return new Trouble(EXIT.failed, `${path} cannot be written: ${REASONS[code] ?? code} (${code})`, { next });
}

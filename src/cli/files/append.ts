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
// A whole run writes less than a tenth of that.
const ROOM_BYTES = 256 * 1024;

/**
 * Appends to a file immediately and resolves once the data survives a crash. A missing file is created, readable only
 * by its owner from the first byte; links are not followed. If `textOf` throws on seeing the file, or the disk is full,
 * the file stays unchanged. Throws Trouble (exit 1) with the path if the file cannot be written.
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
    // A line that did not fit would leave half of it: half a password.
    if (fstatSync(file).size < found.size + Buffer.byteLength(text)) ftruncateSync(file, found.size);
    throw error;
  }
  // A disk takes milliseconds; other work continues meanwhile.
  await promisify(fsync)(file);
}

/** Creates a folder and checks that it has room for what a run writes. Throws Trouble (exit 1) if not. */
export async function makeRoom(folder: string): Promise<void> {
  const path = join(folder, `room-${process.pid}`);
  try {
    makeFolder(folder);
    rmSync(path, { force: true });
    const file = openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_TRUNC | O_NOFOLLOW, 0o600);
    try {
      // The file has no name until it is closed, so that a killed run leaves nothing behind.
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
  EDQUOT: 'your disk quota is exceeded',
  EFBIG: 'the file size limit is reached (ulimit -f)',
  EROFS: 'the disk is read-only',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOENT: 'its folder does not exist and cannot be created',
  ENOTDIR: 'a file exists in place of its folder',
  ELOOP: 'it is a symbolic link',
  EIO: 'the disk has an error',
};

/** Converts a system error of a file to a message with the path and a fix; returns other errors unchanged. */
export function unwritable(path: string, error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (!code || !syscall || error instanceof Trouble) return error;
  const next = /^(ENOSPC|EDQUOT|EFBIG)$/.test(code)
    ? 'free disk space (du -xhd1 ~ | sort -h lists large folders), or use another folder: HOME=/other/folder, then the same command'
    : 'use a folder that you can write to: HOME=/other/folder, then the same command';
  return new Trouble(EXIT.failed, `${path} cannot be written: ${REASONS[code] ?? code} (${code})`, { next });
}

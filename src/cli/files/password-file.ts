import { accessSync, constants, lstatSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { usage } from '../trouble.ts';
import { appendSafely } from './append.ts';
import { writeWhole } from './whole-file.ts';

const HEAD = '# First passwords by aws-baseline, user and password: hand them out, then delete this file.\n';
// Marks a password that a later run found in the file and gave to its user.
const USED_AGAIN = '# used by a later run, too:';

function lines(file: string): string[][] {
  try {
    // A last line cut short by a crash is not a password.
    const whole = readFileSync(file, 'utf8').split('\n').slice(0, -1);
    return whole.map((line) => line.split('\t'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** A user's password in the file. */
export function passwordIn(file: string, userName: string): string | undefined {
  return lines(file).find(([name]) => name === userName)?.[1];
}

/** Writes a user's password; resolves once it is stored safely. */
export function keepPassword(file: string, userName: string, password: string): Promise<void> {
  return appendLine(file, `${userName}\t${password}`);
}

/** Records that this run gave the user the password that it found in the file. */
export function markUsedAgain(file: string, userName: string): Promise<void> {
  return appendLine(file, `${USED_AGAIN}\t${userName}`);
}

function appendLine(file: string, line: string): Promise<void> {
  return appendSafely(file, ({ mode, size }) => {
    if ((mode & 0o077) !== 0) throw usage(`other users can read ${file}, so no password is written to it`);
    return `${size === 0 ? HEAD : ''}${line}\n`;
  });
}

/** Whether another run used a user's password from this file. */
export function isUsedAgain(file: string, userName: string): boolean {
  return lines(file).some(([mark, user]) => mark === USED_AGAIN && user === userName);
}

/** Removes passwords that were shown or do not apply from the file; deletes the file when no password is left. */
export function forgetPasswords(file: string, gone: { user: string; password: string }[]): void {
  const all = lines(file).filter(([, password]) => password !== undefined);
  const isGone = ([name, its]: string[]) => gone.some(({ user, password }) => user === name && password === its);
  const left = all.filter((line) => line[0] !== USED_AGAIN && !isGone(line));
  const marks = all.filter(([mark, user]) => mark === USED_AGAIN && left.some(([name]) => name === user));
  if (left.length === 0) rmSync(file, { force: true });
  else writeWhole(file, HEAD + [...left, ...marks].map((line) => `${line.join('\t')}\n`).join(''));
}

/**
 * Throws usage if passwords cannot be written to a file: it exists and is not a password file that only its owner can
 * read, or its folder does not exist or is not writable.
 */
export function checkPasswordFile(file: string, flag: string): void {
  let found: ReturnType<typeof lstatSync> | undefined;
  try {
    found = lstatSync(file);
  } catch {
    const reason = whyNotWritable(dirname(file));
    if (reason) throw usage(`${flag}: ${file} cannot be written: ${reason}`);
    return;
  }
  const isPrivate = found.isFile() && (found.mode & 0o077) === 0;
  // A run killed before its first line leaves an empty file.
  const ours = isPrivate && (found.size === 0 || readFileSync(file, 'utf8').startsWith(HEAD));
  if (!ours) throw usage(`${flag}: ${file} already exists and is not overwritten; use another file name`);
}

function whyNotWritable(folder: string): string | undefined {
  try {
    if (!statSync(folder).isDirectory()) return `${folder} is not a folder`;
    accessSync(folder, constants.W_OK);
    return undefined;
  } catch (error) {
    return `${folder} (${(error as NodeJS.ErrnoException).code})`;
  }
}

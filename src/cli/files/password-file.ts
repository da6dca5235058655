import { accessSync, constants, lstatSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { usage } from '../trouble.ts';
import { appendSafely } from './append.ts';
import { writeWhole } from './whole-file.ts';

const HEAD = '# First passwords by aws-baseline, user and password: hand them out, then delete this file.\n';
// What a run writes behind a password that it found in the file and gave to its user.
const USED_AGAIN = '# used by a later run, too:';

function lines(file: string): string[][] {
  try {
    // What a crash cut short in the last line is no password.
    const whole = readFileSync(file, 'utf8').split('\n').slice(0, -1);
    return whole.map((line) => line.split('\t'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** The password that is in the file for a user. */
export function passwordIn(file: string, userName: string): string | undefined {
  return lines(file).find(([name]) => name === userName)?.[1];
}

/** Writes a user's password; resolves when it is safe. */
export function keepPassword(file: string, userName: string, password: string): Promise<void> {
  return appendLine(file, `${userName}\t${password}`);
}

/** Writes down that a user's password, found in the file, was given to the user by this run. */
export function markUsedAgain(file: string, userName: string): Promise<void> {
  return appendLine(file, `${USED_AGAIN}\t${userName}`);
}

function appendLine(file: string, line: string): Promise<void> {
  return appendSafely(file, ({ mode, size }) => {
    if ((mode & 0o077) !== 0) throw usage(`${file} can be read by others, so no password is written to it`);
    return `${size === 0 ? HEAD : ''}${line}\n`;
  });
}

/** Whether another run has taken a user's password out of this file. */
export function isUsedAgain(file: string, userName: string): boolean {
  return lines(file).some(([mark, user]) => mark === USED_AGAIN && user === userName);
}

/** Takes passwords that have been shown, or do not count, out of their file; without any left the file goes. */
export function forgetPasswords(file: string, gone: { user: string; password: string }[]): void {
  const all = lines(file).filter(([, password]) => password !== undefined);
  const isGone = ([name, its]: string[]) => gone.some(({ user, password }) => user === name && password === its);
  const left = all.filter((line) => line[0] !== USED_AGAIN && !isGone(line));
  const marks = all.filter(([mark, user]) => mark === USED_AGAIN && left.some(([name]) => name === user));
  if (left.length === 0) rmSync(file, { force: true });
  else writeWhole(file, HEAD + [...left, ...marks].map((line) => `${line.join('\t')}\n`).join(''));
}

/**
 * Throws usage when passwords cannot go to a file: it is there and is not one of ours that only its owner can read, or
 * its folder is not there or not ours to write.
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
  // A run that was killed before its first line leaves an empty one.
  const ours = isPrivate && (found.size === 0 || readFileSync(file, 'utf8').startsWith(HEAD));
  if (!ours) throw usage(`${flag}: ${file} is there already and is not overwritten; name another file`);
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

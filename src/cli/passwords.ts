import { randomInt } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  fsync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { usage } from './trouble.ts';
import { writeWhole } from './whole-file.ts';

/** Where passwords come from and go to. */
export interface PasswordPlan {
  /** The admin's, from --admin-password-file; undefined: one is made. */
  given?: string | undefined;
  /** By user name: the file to write to; undefined only in a rehearsal. */
  fileOf(userName: string): string | undefined;
}

export interface Made {
  user: string;
  password: string;
  file: string | undefined;
  /** False when another run left it in the file. */
  fresh: boolean;
}

export interface Passwords {
  secretOf(userName: string): Promise<string>;
  /** Those made in this run. */
  made(): Made[];
}

const CLASSES = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnopqrstuvwxyz', '23456789', '!@#%^*-_=+'];
const LENGTH = 20;

/** A random password with all four classes that IAM's password policies know, without look-alikes. */
export function newPassword(): string {
  const all = CLASSES.join('');
  const pick = (from: string) => from.charAt(randomInt(from.length));
  for (;;) {
    const password = Array.from({ length: LENGTH }, () => pick(all)).join('');
    const letterFirst = /^[A-Za-z]/.test(password);
    if (letterFirst && CLASSES.every((letters) => [...letters].some((letter) => password.includes(letter))))
      return password;
  }
}

/** The run's passwords: made when first asked for, and safe in their file before AWS hears of them. */
export function passwords(plan: PasswordPlan, adminUser: () => string): Passwords {
  const known = new Map<string, Promise<string>>();
  const made: Made[] = [];
  const first = async (userName: string): Promise<string> => {
    if (plan.given !== undefined && userName === adminUser()) return plan.given;
    const file = plan.fileOf(userName);
    // A run that was killed may have left the file: then its password is the user's.
    const kept = file === undefined ? undefined : lines(file).find(([name]) => name === userName)?.[1];
    const password = kept ?? newPassword();
    if (file && kept === undefined) await keepPassword(file, userName, password);
    made.push({ user: userName, password, file, fresh: kept === undefined });
    return password;
  };
  return {
    secretOf(userName) {
      const password = known.get(userName) ?? first(userName);
      known.set(userName, password);
      return password;
    },
    made: () => made,
  };
}

async function keepPassword(file: string, userName: string, password: string): Promise<void> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // Never through a link, and readable by nobody else from the first byte on.
  const handle = openSync(
    file,
    constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW,
    0o600,
  );
  try {
    const { mode, size } = fstatSync(handle);
    if ((mode & 0o077) !== 0) throw usage(`${file} can be read by others, so no password is written to it`);
    writeFileSync(handle, `${size === 0 ? HEAD : ''}${userName}\t${password}\n`);
    // A disk takes milliseconds; others go on meanwhile.
    await promisify(fsync)(handle);
  } finally {
    closeSync(handle);
  }
}

/** Takes passwords that have been shown, or do not count, out of their file; without any left the file goes. */
export function forgetPasswords(file: string, gone: Pick<Made, 'user' | 'password'>[]): void {
  const isGone = (name: string | undefined, its: string) =>
    gone.some(({ user, password }) => user === name && password === its);
  const left = lines(file).filter(([name, password]) => password !== undefined && !isGone(name, password));
  if (left.length === 0) unlinkSync(file);
  else writeWhole(file, HEAD + left.map((line) => `${line.join('\t')}\n`).join(''));
}

const HEAD = '# First passwords by aws-baseline, user and password: hand them out, then delete this file.\n';

function lines(file: string): string[][] {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => line.split('\t'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
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

/** The first line of a password file or of stdin; throws usage when no password policy of IAM would take it. */
export function firstLine(text: string, flag: string): string {
  const [password = ''] = text.split(/\r?\n/);
  if (/^[\x20-\x7e\u00a1-\u00ff]{8,128}$/.test(password)) return password;
  throw usage(`${flag}: the first line should be a password of 8 to 128 printable characters`);
}

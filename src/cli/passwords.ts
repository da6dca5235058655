import { randomInt } from 'node:crypto';
import { appendFileSync, lstatSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { writeNew } from './config-file.ts';
import { usage } from './trouble.ts';

/** Where passwords come from and go to. Without `file` they are told once on the terminal. */
export interface PasswordPlan {
  /** The admin's, from --admin-password-file; undefined: one is made. */
  given?: string | undefined;
  /** By user name: the file to write to. */
  fileOf(userName: string): string | undefined;
}

export interface Passwords {
  secretOf(userName: string): Promise<string>;
  /** Those made in this run that stand in no file, by user name. */
  untold(): Map<string, string>;
  /** The files written to. */
  files(): string[];
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
export function passwords(plan: PasswordPlan, adminUser: string): Passwords {
  const made = new Map<string, string>();
  const told = new Map<string, string>();
  return {
    async secretOf(userName) {
      const known = made.get(userName);
      if (known) return known;
      const file = plan.fileOf(userName);
      const password = (userName === adminUser ? plan.given : undefined) ?? keptIn(file, userName) ?? newPassword();
      made.set(userName, password);
      if (userName === adminUser && plan.given) told.set(userName, '');
      else if (file) {
        keepPassword(file, userName, password);
        told.set(userName, file);
      }
      return password;
    },
    untold: () => new Map([...made].filter(([userName]) => !told.has(userName))),
    files: () => [...new Set([...told.values()].filter(Boolean))],
  };
}

// A run that was killed may have left the file: then its password is the user's.
function keptIn(file: string | undefined, userName: string): string | undefined {
  return file === undefined ? undefined : lines(file).find(([name]) => name === userName)?.[1];
}

/** Adds a user's password to a file that only its owner can read; the file is made when it is not there. */
export function keepPassword(file: string, userName: string, password: string): void {
  if (keptIn(file, userName) === password) return;
  const line = `${userName}\t${password}\n`;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  if (!writeNew(file, HEAD + line, 0o600)) appendFileSync(file, line);
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

/** Throws usage when a file that passwords shall go to is there and is not one of ours that only its owner can read. */
export function checkPasswordFile(file: string, flag: string): void {
  let found: ReturnType<typeof lstatSync>;
  try {
    found = lstatSync(file);
  } catch {
    return;
  }
  const ours = found.isFile() && (found.mode & 0o077) === 0 && readFileSync(file, 'utf8').startsWith(HEAD);
  if (!ours) throw usage(`${flag}: ${file} is there already and is not overwritten; name another file`);
}

/** The first line of a password file or of stdin; throws usage when no password policy of IAM would take it. */
export function firstLine(text: string, flag: string): string {
  const [password = ''] = text.split(/\r?\n/);
  if (/^[\x20-\x7e\u00a1-\u00ff]{8,128}$/.test(password)) return password;
  throw usage(`${flag}: the first line should be a password of 8 to 128 printable characters`);
}

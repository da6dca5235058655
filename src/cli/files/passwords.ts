import { randomInt } from 'node:crypto';
import { lacking, leastLength, type PasswordPolicy } from '../../steps/password-policy.ts';
import { usage } from '../trouble.ts';
import { forgetPasswords, keepPassword, markUsedAgain, passwordIn } from './password-file.ts';

/** Where passwords come from and go to. */
export interface PasswordPlan {
  /** The admin's, from --admin-password-file; undefined: one is made. */
  given?: string | undefined;
  /** By user name: the file to write to; undefined only in a rehearsal. */
  fileOf(userName: string): string | undefined;
  /** The account's password policy, asked when the first password is made; null where none was set or none may be seen. */
  policy?(): Promise<PasswordPolicy | null>;
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
const MOST = 128;

/** A random password of at least so many characters, with all four classes that IAM's policies know and no look-alikes. */
export function newPassword(least = LENGTH): string {
  const length = Math.min(Math.max(LENGTH, least), MOST);
  const all = CLASSES.join('');
  const pick = (from: string) => from.charAt(randomInt(from.length));
  for (;;) {
    const password = Array.from({ length }, () => pick(all)).join('');
    const letterFirst = /^[A-Za-z]/.test(password);
    if (letterFirst && CLASSES.every((letters) => [...letters].some((letter) => password.includes(letter))))
      return password;
  }
}

/** The run's passwords: made when first asked for, and safe in their file before AWS hears of them. */
export function passwords(plan: PasswordPlan, adminUser: string): Passwords {
  const known = new Map<string, Promise<string>>();
  const made: Made[] = [];
  let latest: Promise<unknown> = Promise.resolve();
  const first = async (userName: string): Promise<string> => {
    if (plan.given !== undefined && userName === adminUser) return plan.given;
    const file = plan.fileOf(userName);
    // A run that was killed may have left the file, or one that goes on beside this one: then its password is the user's.
    const policy = (await plan.policy?.()) ?? null;
    const left = file === undefined ? undefined : passwordIn(file, userName);
    const isRefused = left !== undefined && lacking(left, policy).length > 0;
    if (file && left !== undefined && isRefused) forgetPasswords(file, [{ user: userName, password: left }]);
    const kept = isRefused ? undefined : left;
    const password = kept ?? newPassword(leastLength(policy));
    if (file) await (kept === undefined ? keepPassword(file, userName, password) : markUsedAgain(file, userName));
    made.push({ user: userName, password, file, fresh: kept === undefined });
    return password;
  };
  return {
    secretOf(userName) {
      const before = known.get(userName);
      if (before) return before;
      // One after the other: a thousand at once would want as many open files.
      const password = latest.then(() => first(userName));
      latest = password.catch(() => known.delete(userName));
      known.set(userName, password);
      return password;
    },
    made: () => made,
  };
}

/** The first line of a password file or of stdin; throws usage when no password policy of IAM would take it. */
export function firstLine(text: string, flag: string): string {
  const [password = ''] = text.split(/\r?\n/);
  if (/^[\x20-\x7e\u00a1-\u00ff]{8,128}$/.test(password)) return password;
  throw usage(`${flag}: the first line should be a password of 8 to 128 printable characters`);
}

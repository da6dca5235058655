import { randomInt } from 'node:crypto';
import { lacking, leastLength, type PasswordPolicy } from '../../steps/groups/password-policy.ts';
import { usage } from '../trouble.ts';
import { forgetPasswords, keepPassword, markUsedAgain, passwordIn } from './password-file.ts';

/** Where passwords come from and where they are written. */
interface PasswordPlan {
  /** The admin's, from --admin-password-file; undefined: generate one. */
  given?: string | undefined;
  /** By user name: the file to write to; undefined only in a rehearsal. */
  fileOf(userName: string): string | undefined;
  /**
   * The account's password policy, read when the first password is generated; null if none is set or it cannot be read.
   */
  policy?(): Promise<PasswordPolicy | null>;
}

export interface Made {
  user: string;
  password: string;
  file: string | undefined;
  /** False if another run left it in the file. */
  fresh: boolean;
}

export interface Passwords {
  secretOf(userName: string): Promise<string>;
  /** The passwords of this run. */
  made(): Made[];
}

const CLASSES = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnopqrstuvwxyz', '23456789', '!@#%^*-_=+'];
const LENGTH = 20;
const MOST = 128;

/**
 * A random password of at least the given length, with all four character classes of IAM's password policies and no
 * look-alikes.
 */
function newPassword(least = LENGTH): string {
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

/** The run's passwords: generated on first use, and stored in their file before AWS receives them. */
export function passwords(plan: PasswordPlan, adminUser: string): Passwords {
  const known = new Map<string, Promise<string>>();
  const made: Made[] = [];
  let latest: Promise<unknown> = Promise.resolve();
  const first = async (userName: string): Promise<string> => {
    if (plan.given !== undefined && userName === adminUser) return plan.given;
    const file = plan.fileOf(userName);
    // The file may come from a killed run or a concurrent one: then its password is the user's.
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
      // One after the other: a thousand at once would need as many open files.
      const password = latest.then(() => first(userName));
      latest = password.catch(() => known.delete(userName));
      known.set(userName, password);
      return password;
    },
    made: () => made,
  };
}

/** The first line of a password file or of stdin; throws usage if no IAM password policy would accept it. */
export function firstLine(text: string, flag: string): string {
  const [password = ''] = text.split(/\r?\n/);
  if (/^[\x20-\x7e\u00a1-\u00ff]{8,128}$/.test(password)) return password;
  throw usage(`${flag}: the first line must be a password of 8 to 128 printable characters`);
}

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { signInPage } from '../../aws/account.ts';
import { carriesSecret } from '../../aws/call.ts';
import type { Finding } from '../../engine/finding.ts';
import { checkPasswordFile, forgetPasswords, isUsedAgain } from '../password-file.ts';
import { firstLine, type Made, type Passwords, passwords } from '../passwords.ts';
import { Left, type Prompter } from '../prompter.ts';
import { readText } from '../read-text.ts';
import type { Session } from '../session.ts';
import type { Teller } from '../tell.ts';
import { usage } from '../trouble.ts';

// A password leaves once: on a terminal a person reads, or in a file. Never in a pipe, a log or JSON.
/** Says where the first passwords are; a person at the terminal may see them once instead. */
export async function tellPasswords(session: Session, secrets: Passwords, findings: Finding[]): Promise<void> {
  const { tell, account, prompter, invocation, world, holdFile } = session;
  const isTheirs = ({ user, file, fresh }: Made) =>
    fresh &&
    findings.some(({ fact, doubt }) => doubt && fact.id === `iam/user/${user}/sign-in`) &&
    // A run that took its password out of our file has given them the very same one.
    !(file && isUsedAgain(file, user));
  const made = secrets.made().filter((one) => !isTheirs(one));
  for (const { user, password, file } of secrets.made().filter((one) => isTheirs(one))) {
    if (file) forgetPasswords(file, [{ user, password }]);
    tell.must(`\nAnother run gave ${user} a first password at the same time; that one counts.`);
  }
  if (made.length === 0) return;
  if (account.kind === 'rehearsal') return tell.line('\nThe first passwords of a rehearsal are thrown away.');
  const held = made.filter(({ file }) => file === holdFile);
  const users = held.map(({ user }) => user);
  const asks = prompter !== undefined && !invocation.options.yes;
  const onScreen =
    prompter !== undefined &&
    held.length > 0 &&
    (asks ? await askWhere(prompter, users.join(', '), tell) : 'screen') === 'screen';
  for (const file of new Set(made.map((one) => one.file))) {
    if (file === undefined || (onScreen && file === holdFile)) continue;
    tell.must(`\nFirst passwords are in ${file} (only you can read it). Hand them out, then delete the file.`);
  }
  if (onScreen) {
    // Straight to the terminal, never through what may be kept: a password leaves once.
    world.err(`\nSign in at ${signInPage(account.identity)}\n`);
    world.err('These first passwords are shown once, and must be changed at the first sign-in:\n\n');
    for (const { user, password } of held) world.err(`  ${user}  ${password}\n`);
    if (holdFile) forgetPasswords(holdFile, held);
  }
}

async function askWhere(prompter: Prompter, users: string, tell: Teller): Promise<'screen' | 'file'> {
  try {
    return await prompter.choose({
      message: `First password of ${users}`,
      choices: [
        { value: 'screen', label: 'Show it once on this screen' },
        { value: 'file', label: 'Write it to a file here that only you can read' },
      ],
      offer: 'screen',
      help: () => tell.line('  It must be changed at the first sign-in. The file can be read by you alone.'),
    });
  } catch (error) {
    // Whoever leaves here would have a user and no password.
    if (error instanceof Left) return 'file';
    throw error;
  }
}

/** Where this run's passwords come from and go to. */
export interface PasswordPlanning {
  passwords: Passwords;
  /** Whether a file is in the way: then `check` needs all findings, and nothing may be written before. */
  isInTheWay(): boolean;
  /** Throws usage (exit 2) when a password is to be made and a file is in the way. */
  check(findings: Finding[]): void;
}

/** Plans for this run's passwords; throws usage (exit 2) when what was said about them cannot be. */
export async function passwordPlan(session: Session): Promise<PasswordPlanning> {
  const { world, given, holdFile } = session;
  const file = (key: string) => {
    const path = given.values.get(key);
    return path === undefined ? undefined : resolve(world.cwd, String(path));
  };
  // The review can change the name.
  const adminUser = () => `admin_${session.answers.name}`;
  const from = given.values.get('admin.password-file');
  const readsConfig = (session.invocation.options.config ?? world.env.AWS_BASELINE_CONFIG) === '-';
  if (from === '-' && readsConfig) throw usage('--config - and --admin-password-file - cannot both read stdin');
  if (from !== undefined && given.values.has('admin.password-out'))
    throw usage('--admin-password-file and --admin-password-out exclude each other');
  const password =
    from === undefined
      ? undefined
      : firstLine(
          from === '-' ? await world.readStdin() : givenIn(resolve(world.cwd, String(from))),
          '--admin-password-file',
        );
  const fileOf = (user: string) => file(user === adminUser() ? 'admin.password-out' : 'users.password-out') ?? holdFile;
  const checkFiles = () => {
    const files = [
      ['admin.password-out', '--admin-password-out'],
      ['users.password-out', '--users-password-out'],
    ] as const;
    for (const [key, flag] of files) {
      const path = file(key);
      if (path) checkPasswordFile(path, flag);
    }
    if (holdFile && existsSync(holdFile)) checkPasswordFile(holdFile, 'first passwords');
  };
  return {
    passwords: passwords({ given: password, fileOf }, adminUser),
    isInTheWay() {
      try {
        checkFiles();
        return false;
      } catch {
        return true;
      }
    },
    check(findings) {
      if (findings.some(({ calls }) => calls?.some(carriesSecret))) checkFiles();
    },
  };
}

function givenIn(path: string): string {
  try {
    return readText(path, '--admin-password-file', 64 * 1024);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw usage(`--admin-password-file: there is no file ${path}`);
  }
}

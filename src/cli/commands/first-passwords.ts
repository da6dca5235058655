import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { signInPage } from '../../aws/account.ts';
import { carriesSecret } from '../../aws/call.ts';
import type { Finding } from '../../engine/finding.ts';
import { checkPasswordFile, firstLine, keepPassword, type Passwords, passwords } from '../passwords.ts';
import { Left, type Prompter } from '../prompter.ts';
import type { Session } from '../session.ts';
import { usage } from '../trouble.ts';

// A password leaves once: on a terminal a person reads, or in a file. Never in a pipe, a log or JSON.
/** Says where the first passwords are; on a terminal shows them once, or writes them to a file, as the person likes. */
export async function tellPasswords(
  { tell, world, account, prompter, invocation }: Session,
  secrets: Passwords,
): Promise<void> {
  for (const file of secrets.files()) {
    tell.must(`\nFirst passwords are in ${file} (only you can read it). Hand them out, then delete the file.`);
  }
  const untold = [...secrets.untold()];
  if (untold.length === 0) return;
  if (account.kind === 'rehearsal') return tell.line('\nThe first passwords of a rehearsal are thrown away.');
  const users = untold.map(([user]) => user).join(', ');
  const asks = prompter && !invocation.options.yes;
  const where = asks ? await askWhere(prompter, users) : 'screen';
  if (where === 'file') {
    const file = join(world.cwd, `first-passwords-${account.identity.accountId}.txt`);
    for (const [user, password] of untold) keepPassword(file, user, password);
    return tell.must(`First passwords are in ${file} (only you can read it). Hand them out, then delete the file.`);
  }
  // Straight to the terminal, never through what may be kept: a password leaves once.
  world.err(`\nSign in at ${signInPage(account.identity)}\n`);
  world.err('These first passwords are shown once, and must be changed at the first sign-in:\n\n');
  for (const [user, password] of untold) world.err(`  ${user}  ${password}\n`);
}

async function askWhere(prompter: Prompter, users: string): Promise<'screen' | 'file'> {
  try {
    return await prompter.choose({
      message: `First password of ${users}`,
      choices: [
        { value: 'screen', label: 'Show it once on this screen' },
        { value: 'file', label: 'Write it to a file here that only you can read' },
      ],
      offer: 'screen',
    });
  } catch (error) {
    // Whoever leaves here would have a user and no password.
    if (error instanceof Left) return 'file';
    throw error;
  }
}

/** Where this run's passwords come from and go to; `check` throws usage (exit 2) before the first write when a file is in the way. */
export async function passwordPlan(
  session: Session,
): Promise<{ passwords: Passwords; check(findings: Finding[]): void }> {
  const { world, given, folder, answers, prompter } = session;
  const file = (key: string) => {
    const path = given.values.get(key);
    return path === undefined ? undefined : resolve(world.cwd, String(path));
  };
  const adminUser = `admin_${answers.name}`;
  const from = given.values.get('admin.password-file');
  if (from !== undefined && given.values.has('admin.password-out'))
    throw usage('--admin-password-file and --admin-password-out exclude each other');
  const password =
    from === undefined
      ? undefined
      : firstLine(
          from === '-' ? await world.readStdin() : readText(resolve(world.cwd, String(from))),
          '--admin-password-file',
        );
  const fallback = prompter || folder === undefined ? undefined : join(folder, 'first-passwords.txt');
  const fileOf = (user: string) => file(user === adminUser ? 'admin.password-out' : 'users.password-out') ?? fallback;
  return {
    passwords: passwords({ given: password, fileOf }, adminUser),
    check(findings) {
      const makesOne = findings.some(({ calls }) => calls?.some(carriesSecret));
      if (!makesOne) return;
      const files = [
        ['admin.password-out', '--admin-password-out'],
        ['users.password-out', '--users-password-out'],
      ] as const;
      for (const [key, flag] of files) {
        const path = file(key);
        if (path) checkPasswordFile(path, flag);
      }
    },
  };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw usage(`--admin-password-file: ${path} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

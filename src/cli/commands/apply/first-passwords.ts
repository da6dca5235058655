import { signInPage } from '../../../aws/account.ts';
import type { Finding } from '../../../engine/finding.ts';
import { forgetPasswords, isUsedAgain } from '../../files/password-file.ts';
import type { Made, Passwords } from '../../files/passwords.ts';
import type { Session } from '../../session.ts';
import { Left, type Prompter } from '../../terminal/prompter.ts';
import type { Teller } from '../../terminal/tell.ts';

// A password is output once: on a terminal that the user reads, or in a file. Never to a pipe, a log or JSON.
/**
 * Prints where the first passwords are; a user at the terminal may see them once instead. Returns the place of each, in
 * words, by user.
 */
export async function tellPasswords(
  session: Session,
  secrets: Passwords,
  findings: Finding[],
): Promise<Map<string, string>> {
  const places = new Map<string, string>();
  const { tell, account, prompter, invocation, world, holdFile } = session;
  const isTheirs = ({ user, file, fresh }: Made) =>
    fresh &&
    findings.some(({ fact, doubt }) => doubt && fact.signsIn === user) &&
    // Another run that found its password in this file has set the same one.
    !(file && isUsedAgain(file, user));
  // A password that AWS rejected is not in use.
  const isRefused = ({ user }: Made) =>
    findings.some(({ fact, code = '' }) => fact.signsIn === user && /^PasswordPolicyViolation/.test(code));
  for (const { user, password, file } of secrets.made().filter(isRefused))
    if (file) forgetPasswords(file, [{ user, password }]);
  const made = secrets.made().filter((one) => !isTheirs(one) && !isRefused(one));
  for (const { user, password, file } of secrets.made().filter((one) => isTheirs(one) && !isRefused(one))) {
    if (file) forgetPasswords(file, [{ user, password }]);
    tell.must(`\nAnother run set a first password for ${user} at the same time; use that one.`);
  }
  if (made.length === 0) return places;
  if (account.kind === 'rehearsal') {
    tell.line('\nThe first passwords of a rehearsal are discarded.');
    return places;
  }
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
    // Directly to the terminal, never through output that may be stored: a password is output once.
    world.err(`\nSign in at ${signInPage(account.identity)}\n`);
    world.err('These first passwords are shown once and must be changed at the first sign-in:\n\n');
    for (const { user, password } of held) world.err(`  ${user}  ${password}\n`);
    if (holdFile) forgetPasswords(holdFile, held);
  }
  for (const { user, file } of made) {
    const isShown = file === undefined || (onScreen && file === holdFile);
    places.set(user, isShown ? 'shown above' : `in ${file}`);
  }
  return places;
}

async function askWhere(prompter: Prompter, users: string, tell: Teller): Promise<'screen' | 'file'> {
  try {
    return await prompter.choose({
      message: `First password of ${users}`,
      choices: [
        { value: 'screen', label: 'Show it once on this screen' },
        { value: 'file', label: 'Write it to a file that only you can read' },
      ],
      offer: 'screen',
      help: () => tell.line('  The user must change it at the first sign-in. Only you can read the file.'),
    });
  } catch (error) {
    // Otherwise Ctrl-C here would leave a user without a known password.
    if (error instanceof Left) return 'file';
    throw error;
  }
}

import type { Account } from '../../../aws/account.ts';
import { messageOf } from '../../../aws/errors.ts';
import { enrol, lacksMfa } from '../../../steps/admin/enrol.ts';
import type { Session } from '../../session.ts';
import { clean } from '../../terminal/clean.ts';

const digitsOf = (text: string) => text.replace(/\s/g, '');
const SIX_DIGITS = (text: string) => (/^\d{6}$/.test(digitsOf(text)) ? undefined : 'the six digits that the app shows');
const TRIES = 3;
const LATER = (user: string) =>
  `  To set it up later: sign in as ${user}, choose your name at the top right > Security credentials > Assign MFA device.`;

/**
 * Sets up MFA for a new user in the terminal: a key to type into an authenticator app, then two codes. The key is shown
 * once and not stored. If the user postpones it, no device is left behind, and the run continues.
 */
export async function offerMfa(session: Session, userName: string): Promise<void> {
  const { prompter, tell, world } = session;
  const account = session.sideReads.of(`${userName} has MFA`);
  if (!prompter || !(await lacksMfa(userName, account))) return;
  tell.line(
    `\n  With MFA, a stolen password alone is not enough to sign in. You need an authenticator app on your phone.`,
  );
  const explain = () =>
    tell.line(
      '  Enter a key into the app, then enter two codes from the app here. You can also do this later in the console.',
    );
  if (!(await isWanted(prompter.confirm({ message: `Set up MFA for ${userName} now?`, offer: true, help: explain })))) {
    tell.line(LATER(userName));
    return;
  }
  let serial: string | undefined;
  try {
    const device = await enrol.start(userName, account);
    serial = device.serial;
    // The key is printed unchanged.
    if (!/^[A-Z2-7]+=*$/.test(device.seed)) throw new Error('AWS sent an invalid key');
    tell.line('  In the app, choose "Enter a setup key". Account: aws-baseline. Key (shown once):');
    // Straight to the terminal: this must never reach a pipe, a log or JSON.
    const code = await qrCode(session, userName, device.seed);
    world.err(`\n${code}      ${(device.seed.match(/.{1,4}/g) ?? []).join(' ')}\n\n`);
    const became = await enterCodes(session, account, userName, serial);
    if (became === 'taken') {
      tell.line(`  ${tell.mark('ok')}  ${userName} has MFA`);
      return;
    }
    if (became === 'refused')
      tell.line('  AWS rejected the codes. Check the clock of your phone, and try again later in the console.');
    else tell.line(LATER(userName));
  } catch (error) {
    // MFA is optional: neither its failure nor Ctrl-C may hide what is already done, especially first passwords.
    tell.line(isLeft(error) ? `\n${LATER(userName)}` : `  MFA was not set up: ${clean(messageOf(error))}`);
  }
  if (serial) await removeDevice(session, account, serial);
}

// Ctrl-C at an optional prompt means no, and has no other effect.
async function isWanted(asked: Promise<boolean>): Promise<boolean> {
  return asked.catch((error: unknown) => {
    if (isLeft(error)) return false;
    throw error;
  });
}

const isLeft = (error: unknown) => error instanceof Error && error.name === 'Left';

// MFA is optional: a leftover device is found and created again the next time.
async function removeDevice({ tell }: Session, account: Account, serial: string): Promise<void> {
  try {
    await enrol.giveUp(serial, account);
  } catch (error) {
    tell.line(`  Could not delete the unused device ${clean(serial)}: ${clean(messageOf(error))}`);
  }
}

const ROOM_FOR_QUESTIONS = 8;

// The key as a QR code, if the terminal can draw it and has enough rows; otherwise empty.
async function qrCode({ account, tell, world, invocation }: Session, userName: string, seed: string): Promise<string> {
  const { ascii, accessible } = invocation.options;
  if (ascii || accessible || world.env.TERM === 'dumb' || !/utf-?8/i.test(charset(world.env))) return '';
  const { renderUnicodeCompact } = await import('uqr');
  const label = encodeURIComponent(`AWS:${userName}@${account.identity.accountId}`);
  const rows = renderUnicodeCompact(`otpauth://totp/${label}?secret=${seed}&issuer=AWS`, { border: 2 }).split('\n');
  const fits = rows.length + ROOM_FOR_QUESTIONS <= world.terminal.rows && (rows[0]?.length ?? 0) <= tell.width;
  return fits ? `${rows.join('\n')}\n\n` : '';
}

function charset({ LC_ALL, LC_CTYPE, LANG }: Session['world']['env']): string {
  return LC_ALL || LC_CTYPE || LANG || '';
}

async function enterCodes(
  { prompter, tell }: Session,
  account: Account,
  userName: string,
  serial: string,
): Promise<'taken' | 'refused' | 'later'> {
  const help = () =>
    tell.line('  The app shows a new six-digit code every 30 seconds. Press Enter without a code to set up MFA later.');
  const orLater = (text: string) => (text.trim() === '' ? undefined : SIX_DIGITS(text));
  for (let attempt = 0; attempt < TRIES && prompter; attempt++) {
    const first = await prompter.text({ message: 'Code that the app shows (Enter: later)', check: orLater, help });
    if (first.trim() === '') return 'later';
    const isAnother = (text: string) =>
      SIX_DIGITS(text) ?? (digitsOf(text) === digitsOf(first) ? 'the next code, not the same one' : undefined);
    const orLaterToo = (text: string) => (text.trim() === '' ? undefined : isAnother(text));
    const second = await prompter.text({ message: 'The next code (wait until it changes)', check: orLaterToo, help });
    if (second.trim() === '') return 'later';
    const codes = [first, second].map(digitsOf) as [string, string];
    if (await enrol.finish(userName, serial, codes, account)) return 'taken';
    tell.line('  AWS rejected these codes. Enter two consecutive codes.');
  }
  return 'refused';
}

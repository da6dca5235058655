import type { Account } from '../../../aws/account.ts';
import { messageOf } from '../../../aws/errors.ts';
import { enrol, lacksMfa } from '../../../steps/enrol.ts';
import type { Session } from '../../session.ts';
import { clean } from '../../terminal/clean.ts';

const digitsOf = (text: string) => text.replace(/\s/g, '');
const SIX_DIGITS = (text: string) => (/^\d{6}$/.test(digitsOf(text)) ? undefined : 'the six digits that the app shows');
const TRIES = 3;
const LATER = (user: string) =>
  `  Later: sign in as ${user}, your name at the top right > Security credentials > Assign MFA device.`;

/**
 * Leads a person through MFA for a new user in the terminal: a key to type into an authenticator app, then two codes.
 * The key is shown once and kept nowhere. Whoever leaves it for later leaves no device behind, and the run goes on.
 */
export async function offerMfa(session: Session, userName: string): Promise<void> {
  const { prompter, tell, world } = session;
  const account = session.besides.of(`${userName} has MFA`);
  if (!prompter || !(await lacksMfa(userName, account))) return;
  tell.line(`\n  With MFA a stolen password is not enough. You need an authenticator app on a phone.`);
  const explain = () =>
    tell.line('  You type a key into the app, then two codes that it shows. It can be done later in the console, too.');
  if (!(await isWanted(prompter.confirm({ message: `Set up MFA for ${userName} now?`, offer: true, help: explain })))) {
    tell.line(LATER(userName));
    return;
  }
  let serial: string | undefined;
  try {
    const device = await enrol.start(userName, account);
    serial = device.serial;
    // It goes to the terminal as it is.
    if (!/^[A-Z2-7]+=*$/.test(device.seed)) throw new Error('AWS sent a key that is none');
    tell.line('  In the app choose "enter a setup key". Account: aws-baseline. Key (shown once):');
    // Straight to the terminal: this must never reach a pipe, a log or JSON.
    const code = await qrCode(session, userName, device.seed);
    world.err(`\n${code}      ${(device.seed.match(/.{1,4}/g) ?? []).join(' ')}\n\n`);
    const became = await codesTaken(session, account, userName, serial);
    if (became === 'taken') {
      tell.line(`  ${tell.mark('ok')}  ${userName} has MFA`);
      return;
    }
    if (became === 'refused')
      tell.line('  AWS did not take the codes. Is the clock of the phone right? Try again later in the console.');
    else tell.line(LATER(userName));
  } catch (error) {
    // MFA is an offer: neither its failure nor Ctrl-C may hide what is already done, first passwords least of all.
    tell.line(isLeft(error) ? `\n${LATER(userName)}` : `  MFA was not set up: ${clean(messageOf(error))}`);
  }
  if (serial) await givenUp(session, account, serial);
}

// Ctrl-C at an offer means no, and takes nothing else away.
async function isWanted(asked: Promise<boolean>): Promise<boolean> {
  return asked.catch((error: unknown) => {
    if (isLeft(error)) return false;
    throw error;
  });
}

const isLeft = (error: unknown) => error instanceof Error && error.name === 'Left';

// MFA is an offer: a device that stays behind is found and made anew the next time.
async function givenUp({ tell }: Session, account: Account, serial: string): Promise<void> {
  try {
    await enrol.giveUp(serial, account);
  } catch (error) {
    tell.line(`  The unused device ${clean(serial)} is left: ${clean(messageOf(error))}`);
  }
}

const ROOM_FOR_QUESTIONS = 8;

// The key as a picture, where the terminal can draw it and has the rows; else nothing.
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

async function codesTaken(
  { prompter, tell }: Session,
  account: Account,
  userName: string,
  serial: string,
): Promise<'taken' | 'refused' | 'later'> {
  const help = () => tell.line('  Six digits, anew every 30 seconds. Enter alone leaves it for later.');
  const orLater = (text: string) => (text.trim() === '' ? undefined : SIX_DIGITS(text));
  for (let attempt = 0; attempt < TRIES && prompter; attempt++) {
    const first = await prompter.text({ message: 'Code that the app shows (Enter: later)', check: orLater, help });
    if (first.trim() === '') return 'later';
    const isAnother = (text: string) =>
      SIX_DIGITS(text) ?? (digitsOf(text) === digitsOf(first) ? 'the code after that one' : undefined);
    const orLaterToo = (text: string) => (text.trim() === '' ? undefined : isAnother(text));
    const second = await prompter.text({ message: 'The next code (wait until it changes)', check: orLaterToo, help });
    if (second.trim() === '') return 'later';
    const codes = [first, second].map(digitsOf) as [string, string];
    if (await enrol.finish(userName, serial, codes, account)) return 'taken';
    tell.line('  AWS does not take these two. Two codes that follow each other, please.');
  }
  return 'refused';
}

import type { Account } from '../../aws/account.ts';
import { CHECK_NETWORK } from '../../aws/network/unreachable.ts';
import type { Connection } from '../../aws/real.ts';
import type { Options } from '../arguments/options.ts';
import { clean } from '../terminal/clean.ts';
import { canAsk, prompts } from '../terminal/interactive.ts';
import type { SlowReads } from '../terminal/slow-reads.ts';
import type { Teller } from '../terminal/tell.ts';
import { EXIT, Trouble } from '../trouble.ts';
import type { World } from '../world.ts';
import { type CredentialSource, credentialSource } from './credential-source.ts';
import { connectionTo, profileMustBeThere, signInTrouble, type Wish } from './sign-in-trouble.ts';
import { TooSlow } from './time-limit.ts';

const SECOND_MS = 1_000;
// A request times out after half of that; the rest is for credentials that take several requests.
const PATIENCE_S = 60;
// Programs that fetch credentials may open a browser and wait for the user.
const PATIENCE_WITH_PEOPLE_S = 300;

interface More {
  /** Receives the account while AWS reports who is signed in. */
  meanwhile?: (account: Account) => unknown;
  timing?: Pick<Connection, 'timeouts' | 'attempts'> & { seconds: number };
}

/**
 * Connects with the identity from the flags, variables and profile, prompts for an MFA code if the profile requires
 * one, and throws Trouble with the fix if the user is not signed in or there is no answer.
 */
export async function signIn(
  world: World,
  options: Options,
  wish: Wish,
  { slow, tell }: { slow: SlowReads; tell: Teller },
  { meanwhile, timing }: More = {},
): Promise<Account> {
  profileMustBeThere(world, wish.profile);
  const isPeopled = canAsk(world, { options });
  const askMfaCode = isPeopled ? { askMfaCode: mfaCodes(world, options, tell, slow) } : {};
  const { seconds = isPeopled ? PATIENCE_WITH_PEOPLE_S : PATIENCE_S, ...timeouts } = timing ?? {};
  const source = credentialSource(world, wish.profile);
  try {
    const connection = { ...connectionTo(world, options, wish), ...timeouts, ...askMfaCode };
    return await patiently(world, seconds, slow, world.connect(connection, meanwhile));
  } catch (error) {
    if (error instanceof TooSlow) throw tooSlow(error, source);
    throw signInTrouble(error, world.env, source);
  }
}

/** The promised value, or TooSlow after the given seconds, not counting time in which the user was prompted. */
async function patiently<T>({ every }: World, seconds: number, slow: SlowReads, promised: Promise<T>): Promise<T> {
  let stop = () => {};
  const late = new Promise<never>((_, reject) => {
    const give = () => reject(new TooSlow(`no answer within ${seconds} seconds`));
    stop = every(seconds * SECOND_MS, () => slow.hasAsked() || give());
  });
  try {
    return await Promise.race([promised, late]);
  } finally {
    stop();
  }
}

function tooSlow({ message }: TooSlow, { words, kind }: CredentialSource): Trouble {
  const from = kind === 'profile' ? `; credentials from ${words}` : '';
  return new Trouble(EXIT.failed, `${message} when asked who is signed in${from}`, { next: CHECK_NETWORK });
}

function mfaCodes(world: World, options: Options, tell: Teller, slow: SlowReads) {
  return async (serial: string, isAgain: boolean): Promise<string> => {
    tell.live(undefined);
    if (isAgain) tell.must('AWS rejected this code. A code works once, for 30 seconds: wait for the next one.');
    const prompter = await world.prompter(prompts(world, tell, options));
    const asked = prompter.text({
      message: `MFA code of ${clean(serial)}`,
      help: () =>
        tell.line('  The profile assumes a role that requires MFA. Enter the six digits that your device shows now.'),
      check: (text) => (/^\d{6}$/.test(text.trim()) ? undefined : 'the six digits that the device shows'),
    });
    return (await slow.asking(asked)).trim();
  };
}

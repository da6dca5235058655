import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Account } from '../aws/account.ts';
import { isClockWrong, isRegionOff, isSignedOut, messageOf } from '../aws/errors.ts';
import type { Connection } from '../aws/real.ts';
import { tellingRegionOff } from '../aws/region-off.ts';
import type { RehearsalAccount } from '../aws/rehearsal/account.ts';
import { type Journal, journalInMemory } from '../engine/journal.ts';
import { clean } from './clean.ts';
import { journalFile } from './journal-file.ts';
import type { Options } from './options.ts';
import { readText } from './read-text.ts';
import { type SlowReads, slowReads } from './slow-reads.ts';
import type { Teller } from './tell.ts';
import { EXIT, SignedOut, Trouble, usage } from './trouble.ts';
import type { World } from './world.ts';

export interface Opened {
  account: Account;
  journal: Journal;
  /** Where this account's journal and passwords are kept; none for a rehearsal. */
  folder: string | undefined;
  /** In a rehearsal: plays the person who does a chore, given the fact's id. */
  playPerson?: (factId: string) => void;
}

interface Wish {
  region: string;
  profile?: string;
  expected?: string;
}

/** Opens the account to work on: AWS, or a rehearsal. Throws Trouble (exit 3) when nobody is signed in or it is another account. */
export async function openAccount(world: World, options: Options, wish: Wish, tell: Teller): Promise<Opened> {
  const opened = options.rehearse
    ? await rehearse(world, options.rehearse, wish.region)
    : await connected(world, options, wish, slowReads(world, tell));
  const { accountId, partition } = opened.account.identity;
  if (wish.expected && wish.expected !== accountId) {
    throw new Trouble(EXIT.signIn, `these credentials belong to account ${accountId}, not to ${wish.expected}`, {
      next: 'sign in to the other account, or leave --expect-account away',
    });
  }
  if (!/^aws(-us-gov|-cn)?$/.test(partition))
    throw new Trouble(EXIT.failed, `AWS partition "${clean(partition)}" is not known to this program`);
  return opened;
}

async function connected(world: World, options: Options, wish: Wish, slow: SlowReads): Promise<Opened> {
  try {
    const connecting = world.connect(connectionTo(world, options, wish));
    const account = slow.of(tellingRegionOff(await slow.during('who is signed in', connecting)));
    const folder = join(world.home, '.aws-baseline', `${account.identity.accountId}${endpointSuffix(world.env)}`);
    return { account, journal: journalFile(join(folder, 'journal.jsonl')), folder };
  } catch (error) {
    throw signInTrouble(error, world.env);
  }
}

/** Where and as whom to connect; with --debug each request is named. */
export function connectionTo(world: World, { debug }: Options, { region, profile }: Wish): Connection {
  return {
    homeRegion: region,
    version: world.version,
    ...(profile ? { profile } : {}),
    ...(debug
      ? { onRequest: ({ service, operation, region: where }) => world.err(`debug: ${service} ${operation} ${where}\n`) }
      : {}),
  };
}

// An emulator's account is not the account of the same number at AWS.
function endpointSuffix(env: World['env']): string {
  return env.AWS_ENDPOINT_URL
    ? `@${env.AWS_ENDPOINT_URL.replace(/^https?:\/\//, '').replace(/[^A-Za-z0-9.-]+/g, '-')}`
    : '';
}

/** What to do about a Region that the account has not enabled. */
export const REGION_OFF =
  'choose another --region, or enable this one at https://console.aws.amazon.com/billing/home#/account (AWS Regions; it takes minutes to hours)';

/** Turns an error about credentials into a sentence with the next command; other errors are given back as they are. */
export function signInTrouble(error: unknown, env: World['env']): unknown {
  const said = clean(messageOf(error));
  if (isRegionOff(error)) return usage(said, REGION_OFF);
  const inCloudShell = env.AWS_EXECUTION_ENV === 'CloudShell' || Boolean(env.AWS_CONTAINER_CREDENTIALS_FULL_URI);
  if (inCloudShell && isSignedOut(error) && !isClockWrong(error)) {
    return new SignedOut(
      `AWS ended the CloudShell credentials (${said})`,
      'reload the CloudShell tab, then run the same command again',
    );
  }
  if (
    /token.*expired|sso|login session|aws sso login/i.test(said) &&
    error instanceof Error &&
    /Token|Credentials/.test(error.name)
  ) {
    return new SignedOut(`your AWS sign-in has run out or is not there (${said})`, 'aws sso login, or aws login');
  }
  if (!isSignedOut(error)) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code && /^(ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOST)/.test(code))
      return new Trouble(EXIT.failed, `AWS cannot be reached (${code})`);
    return error;
  }
  if (isClockWrong(error))
    return new SignedOut(
      `AWS refuses requests of this time, so the clock here is wrong (${said})`,
      'set the clock (date -u should tell the time in UTC), then run the same command again',
    );
  return new SignedOut(
    `no valid AWS credentials were found (${said})`,
    'open AWS CloudShell, or sign in with aws login or aws configure; to try without an account: aws-baseline init --rehearse',
  );
}

async function rehearse(world: World, where: true | string, homeRegion: string): Promise<Opened> {
  const { rehearsalAccount } = await import('../aws/rehearsal/account.ts');
  const now = () => new Date(world.clock.now());
  if (where === true) {
    const account = rehearsalAccount({ homeRegion, now });
    return { account, journal: journalInMemory(), folder: undefined, playPerson: personOf(account) };
  }
  const path = resolve(world.cwd, where);
  const state = readState(path);
  const onChange = (changed: unknown) => {
    // Whole or not at all: a run may be killed at any moment.
    rmSync(`${path}.part`, { force: true });
    // A new file, or a link that somebody put there would be followed.
    writeFileSync(`${path}.part`, JSON.stringify(changed), { mode: 0o600, flag: 'wx' });
    renameSync(`${path}.part`, path);
  };
  try {
    const account = rehearsalAccount({ homeRegion, now, onChange, ...(state === undefined ? {} : { state }) });
    return { account, journal: journalFile(`${path}.journal`), folder: undefined, playPerson: personOf(account) };
  } catch (error) {
    throw usage(`--rehearse: ${path}: ${clean(messageOf(error))}`);
  }
}

// Nobody clicks in a rehearsal, so that the wizard's ticks can be seen all the same.
function personOf({ person }: RehearsalAccount): (factId: string) => void {
  return (factId) => {
    if (factId === 'root/mfa') person.turnsOnRootMfa();
    if (factId === 'root/access-keys') person.deletesRootKeys();
    if (factId === 'billing/metric') person.turnsOnBillingAlerts();
    if (factId.includes('/confirmed/')) person.confirmsEmail(factId.split('/confirmed/')[1]);
  };
}

function readState(path: string): unknown {
  try {
    return JSON.parse(readText(path, '--rehearse', 64 * 1024 * 1024));
  } catch (error) {
    if (error instanceof Trouble) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw usage(`--rehearse: ${path} is not the file of a rehearsal (${clean(messageOf(error))})`);
  }
}

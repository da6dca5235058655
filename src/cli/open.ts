import { join } from 'node:path';
import type { Account } from '../aws/account.ts';
import { causeOf } from '../aws/causes.ts';
import { REGION_OFF } from '../aws/causes-account.ts';
import { isClockWrong, isRegionOff, isSignedOut, isWrongSession, messageOf } from '../aws/errors.ts';
import type { Connection } from '../aws/real.ts';
import { tellingRegionOff } from '../aws/region-off.ts';
import type { Answered } from '../aws/views.ts';
import type { AnyFact } from '../engine/fact.ts';
import type { Journal } from '../engine/journal.ts';
import { lookAhead } from '../engine/look.ts';
import { rememberedAhead } from '../steps/baseline.ts';
import { clean } from './clean.ts';
import type { Given } from './gather.ts';
import { journalFile } from './journal-file.ts';
import type { Options } from './options.ts';
import { rehearse } from './rehearse.ts';
import { type SlowReads, slowReads } from './slow-reads.ts';
import type { Teller } from './tell.ts';
import { EXIT, SignedOut, Trouble, usage } from './trouble.ts';
import type { World } from './world.ts';

export interface Opened {
  account: Account;
  journal: Journal;
  /** Where this account's journal and passwords are kept; none for a rehearsal. */
  folder: string | undefined;
  /** Where the wizard keeps its answers until it is through; none for a rehearsal in memory. */
  answersFile: string | undefined;
  /** In a rehearsal: plays the person who does a chore, given the fact's id. */
  playPerson?: (factId: string) => void;
  /** What was asked ahead for the first look, and when; good for that one only. */
  ahead?: { answers: Answered; at: number } | undefined;
}

interface Wish {
  region: string;
  profile?: string;
  expected?: string;
}

/** What openAccount needs to know. */
export function wish({ values }: Given): Wish {
  const [profile, expected] = [values.get('profile'), values.get('account')];
  return {
    region: String(values.get('region')),
    ...(profile ? { profile: String(profile) } : {}),
    ...(expected ? { expected: String(expected) } : {}),
  };
}

/**
 * Opens the account to work on: AWS, or a rehearsal. Throws Trouble (exit 3) when nobody is signed in or it is another
 * account. AWS is asked about `early`, the facts of `somebody`, while it is asked who is signed in, unless that must be
 * somebody in particular.
 */
export async function openAccount(
  world: World,
  options: Options,
  wish: Wish,
  tell: Teller,
  early: AnyFact[] = [],
): Promise<Opened> {
  const opened = options.rehearse
    ? await rehearse(world, options.rehearse, wish.region)
    : await connected(world, options, wish, slowReads(world, tell), wish.expected ? [] : early);
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

async function connected(
  world: World,
  options: Options,
  wish: Wish,
  slow: SlowReads,
  early: AnyFact[],
): Promise<Opened> {
  try {
    const told = (account: Account) => slow.of(tellingRegionOff(account));
    let ahead: Opened['ahead'];
    const askAhead = (account: Account) => {
      ahead = { at: world.clock.now(), answers: lookAhead(early, told(account), rememberedAhead) };
    };
    const connecting = world.connect(connectionTo(world, options, wish), early.length > 0 ? askAhead : undefined);
    const account = told(await slow.during('who is signed in', connecting));
    const folder = join(world.home, '.aws-baseline', `${account.identity.accountId}${endpointSuffix(world.env)}`);
    const answersFile = join(folder, 'answers.json');
    return { account, journal: journalFile(join(folder, 'journal.jsonl')), folder, answersFile, ahead };
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

/** Turns an error about credentials into a sentence with the next command; other errors are given back as they are. */
export function signInTrouble(error: unknown, env: World['env']): unknown {
  const said = clean(messageOf(error));
  if (isRegionOff(error)) return usage(said, REGION_OFF);
  if (isWrongSession(error)) return new SignedOut(said, causeOf(error)?.next ?? '');
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

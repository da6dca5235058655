import { join } from 'node:path';
import { type Account, somebody } from '../aws/account.ts';
import { type AccountKind, SELECTED_REGIONS } from '../aws/account-kind.ts';
import { isClockWrong, isRegionOff, isSignedOut, messageOf } from '../aws/errors.ts';
import type { Connection } from '../aws/real.ts';
import { tellingRegionOff } from '../aws/region-off.ts';
import type { Journal } from '../engine/journal.ts';
import { askedOrganization, type Organization } from '../steps/account-kind.ts';
import { type Ahead, askedAhead, type Early, kindOf } from './ahead.ts';
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
  ahead?: Ahead | undefined;
  /** What kind of account it is. */
  accountKind: AccountKind;
}

/** An account that is opened, and what is known of it by then. */
export interface Door extends Omit<Opened, 'accountKind'> {
  /** Asked beside the identity question; left out where that was not allowed yet. */
  organization?: Promise<Organization> | undefined;
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
    // Where nobody has said one, the account's own is found.
    region: String(values.get('region') ?? SELECTED_REGIONS.at(-1)),
    ...(profile ? { profile: String(profile) } : {}),
    ...(expected ? { expected: String(expected) } : {}),
  };
}

/**
 * Opens the account to work on: AWS, or a rehearsal, and finds out of what kind it is. Throws Trouble (exit 3) when nobody
 * is signed in or it is another account. AWS is asked about the `early` facts of `somebody` and about the organization
 * while it is asked who is signed in, unless that must be somebody in particular: then right after that.
 */
export async function openAccount(
  world: World,
  options: Options,
  wish: Wish,
  tell: Teller,
  early: Early = () => [],
): Promise<Opened> {
  const { organization, ...opened } = options.rehearse
    ? await rehearse(world, options, wish.region)
    : await connected(world, options, wish, slowReads(world, tell), wish.expected ? undefined : early);
  const { account } = opened;
  const { accountId, partition } = account.identity;
  if (wish.expected && wish.expected !== accountId) {
    throw new Trouble(EXIT.signIn, `these credentials belong to account ${accountId}, not to ${wish.expected}`, {
      next: 'sign in to the other account, or leave --expect-account away',
    });
  }
  if (!/^aws(-us-gov|-cn)?$/.test(partition))
    throw new Trouble(EXIT.failed, `AWS partition "${clean(partition)}" is not known to this program`);
  if (wish.expected && !options.rehearse) opened.ahead = askedAhead(world, early(account.identity), account);
  try {
    return { ...opened, accountKind: await kindOf(account, opened.ahead, organization) };
  } catch (error) {
    throw signInTrouble(error, world.env);
  }
}

// Without `early` nothing is asked before it is known who is signed in.
async function connected(
  world: World,
  options: Options,
  wish: Wish,
  slow: SlowReads,
  early: Early | undefined,
): Promise<Door> {
  try {
    const told = (account: Account) => slow.of(tellingRegionOff(account));
    let ahead: Opened['ahead'];
    let organization: Door['organization'];
    const meanwhile = (given: Account) => {
      const account = told(given);
      organization = askedOrganization(account);
      ahead = askedAhead(world, early?.(somebody(wish.region)) ?? [], account);
      return ahead !== undefined;
    };
    const connecting = world.connect(connectionTo(world, options, wish), early && meanwhile);
    const account = told(await slow.during('who is signed in', connecting));
    const folder = join(world.home, '.aws-baseline', `${account.identity.accountId}${endpointSuffix(world.env)}`);
    const answersFile = join(folder, 'answers.json');
    return { account, journal: journalFile(join(folder, 'journal.jsonl')), folder, answersFile, ahead, organization };
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
    'open AWS CloudShell, or sign in with aws login (AWS CLI 2.32 or newer) or aws configure; to try without an account: aws-baseline init --rehearse',
  );
}

import { join } from 'node:path';
import type { Account } from '../aws/account.ts';
import { elsewhere } from '../aws/endpoints.ts';
import { tellingRegionOff } from '../aws/region-off.ts';
import type { Answered } from '../aws/views.ts';
import type { AnyFact } from '../engine/fact.ts';
import type { Journal } from '../engine/journal.ts';
import { lookAhead } from '../engine/look.ts';
import { rememberedAhead } from '../steps/baseline.ts';
import { endpointsOf } from './aws-files.ts';
import { clean } from './clean.ts';
import type { Given } from './gather.ts';
import { journalFile } from './journal-file.ts';
import type { Options } from './options.ts';
import { rehearse } from './rehearse.ts';
import type { Wish } from './sign-in.ts';
import { signIn } from './signing-in.ts';
import { slowReads } from './slow-reads.ts';
import type { Teller } from './tell.ts';
import { EXIT, Trouble } from './trouble.ts';
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
    : await connected(world, options, wish, tell, wish.expected ? [] : early);
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

async function connected(world: World, options: Options, wish: Wish, tell: Teller, early: AnyFact[]): Promise<Opened> {
  const slow = slowReads(world, tell);
  const told = (account: Account) => slow.of(tellingRegionOff(account));
  let ahead: Opened['ahead'];
  const askAhead = (account: Account) => {
    ahead = { at: world.clock.now(), answers: lookAhead(early, told(account), rememberedAhead) };
  };
  const signedIn = signIn(world, options, wish, { slow, tell }, early.length > 0 ? { meanwhile: askAhead } : {});
  const account = told(await slow.during('who is signed in', signedIn));
  const folder = folderOf(world, wish, account);
  const answersFile = join(folder, 'answers.json');
  return { account, journal: journalFile(join(folder, 'journal.jsonl')), folder, answersFile, ahead };
}

// An emulator's account is not the account of the same number at AWS.
function folderOf(world: World, { profile }: Wish, { identity }: Account): string {
  const place = elsewhere(endpointsOf(world, profile));
  return join(world.home, '.aws-baseline', `${identity.accountId}${place ? `@${place}` : ''}`);
}

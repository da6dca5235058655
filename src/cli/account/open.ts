import { join } from 'node:path';
import { type Account, somebody } from '../../aws/account.ts';
import { SELECTED_REGIONS } from '../../aws/account-kind.ts';
import { elsewhere } from '../../aws/network/endpoints.ts';
import { tellingRegionOff } from '../../aws/region-off.ts';
import { askedOrganization } from '../../steps/account-kind.ts';
import { askedPlan } from '../../steps/account-plan.ts';
import { EVERY } from '../../steps/settings/every.ts';
import { valueIn } from '../../steps/settings/setting.ts';
import { endpointsOf } from '../answers/aws-files.ts';
import type { Given } from '../answers/given.ts';
import type { Options } from '../arguments/options.ts';
import { journalFile } from '../files/journal-file.ts';
import { clean } from '../terminal/clean.ts';
import { slowReads } from '../terminal/slow-reads.ts';
import type { Teller } from '../terminal/tell.ts';
import { EXIT, Trouble } from '../trouble.ts';
import type { World } from '../world.ts';
import { askedAhead, type Early, kindOf } from './ahead.ts';
import type { Door, Opened } from './opened.ts';
import { rehearse } from './rehearse.ts';
import { signIn } from './sign-in.ts';
import { signInTrouble, type Wish } from './sign-in-trouble.ts';

/** The options of openAccount. */
export function wish({ values }: Given): Wish {
  const [profile, expected] = [valueIn(values, EVERY.profile), valueIn(values, EVERY.account)];
  return {
    // If no Region is given, the account's own is detected.
    region: valueIn(values, EVERY.region) ?? String(SELECTED_REGIONS.at(-1)),
    ...(profile ? { profile } : {}),
    ...(expected ? { expected } : {}),
  };
}

/**
 * Opens the account to work on, AWS or a rehearsal, and detects its kind and its plan. Throws Trouble (exit 3) if the user is not
 * signed in or it is another account. The organization, the plan, and with `early` a baseline and facts, are read while AWS reports
 * who is signed in, unless a certain identity is required: then right after that.
 */
export async function openAccount(
  world: World,
  options: Options,
  wish: Wish,
  tell: Teller,
  early?: Early,
): Promise<Opened> {
  const { organization, ...door } = options.rehearse
    ? await rehearse(world, options, wish.region)
    : await connected(world, options, wish, tell, early);
  const { account } = door;
  const { accountId, partition } = account.identity;
  if (wish.expected && wish.expected !== accountId) {
    throw new Trouble(EXIT.signIn, `these credentials belong to account ${accountId}, not to ${wish.expected}`, {
      next: 'sign in to the expected account, or omit --expect-account',
    });
  }
  if (!/^aws(-us-gov|-cn)?$/.test(partition))
    throw new Trouble(EXIT.failed, `AWS partition "${clean(partition)}" is not supported`);
  const isLate = wish.expected && !options.rehearse;
  const ahead = isLate && early ? askedAhead(world, early(account.identity), account) : door.ahead;
  try {
    const accountPlan = door.accountPlan ?? askedPlan(account, world.clock.now);
    return { ...door, ahead, accountKind: await kindOf(account, ahead, organization), accountPlan };
  } catch (error) {
    throw signInTrouble(error, world.env);
  }
}

// If a certain identity is required, no other request is sent before it is known.
async function connected(
  world: World,
  options: Options,
  wish: Wish,
  tell: Teller,
  early: Early | undefined,
): Promise<Door> {
  const slow = slowReads(world, tell);
  const told = (account: Account) => slow.of(tellingRegionOff(account));
  let ahead: Opened['ahead'];
  let organization: Door['organization'];
  let accountPlan: Door['accountPlan'];
  const meanwhile = (given: Account) => {
    const account = told(given);
    organization = askedOrganization(account);
    accountPlan = askedPlan(account, world.clock.now);
    ahead = early && askedAhead(world, early(somebody(wish.region)), account);
    return ahead !== undefined;
  };
  const signedIn = () => signIn(world, options, wish, { slow, tell }, wish.expected ? {} : { meanwhile });
  const account = told(await slow.during('who is signed in', signedIn));
  const folder = folderOf(world, wish, account);
  const answersFile = join(folder, 'answers.json');
  const journal = journalFile(join(folder, 'journal.jsonl'));
  return { account, journal, folder, answersFile, ahead, organization, accountPlan };
}

// An emulator's account is not the AWS account with the same number.
function folderOf(world: World, { profile }: Wish, { identity }: Account): string {
  const place = elsewhere(endpointsOf(world, profile));
  return join(world.home, '.aws-baseline', `${identity.accountId}${place ? `@${place}` : ''}`);
}

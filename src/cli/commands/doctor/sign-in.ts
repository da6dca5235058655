import type { Account } from '../../../aws/account.ts';
import type { AccountKind } from '../../../aws/account-kind.ts';
import { messageOf } from '../../../aws/errors.ts';
import { stsEndpoint, timeAt } from '../../../aws/network/clock-skew.ts';
import { isAwsHost } from '../../../aws/network/endpoints.ts';
import { tellingRegionOff } from '../../../aws/region-off.ts';
import { accountKind, askedOrganization } from '../../../steps/account-kind.ts';
import { type AccountPlan, askedPlan, endOfPlan, wordsOfPlan } from '../../../steps/account-plan.ts';
import { KINDS } from '../../../steps/kinds.ts';
import { type CredentialSource, credentialSource, NOWHERE } from '../../account/credential-source.ts';
import { openAccount } from '../../account/open.ts';
import { signIn } from '../../account/sign-in.ts';
import { endpointsOf } from '../../answers/aws-files.ts';
import type { Options } from '../../arguments/options.ts';
import { slowReads } from '../../terminal/slow-reads.ts';
import type { Teller } from '../../terminal/tell.ts';
import { EXIT, NoProfile, SignedOut, Trouble } from '../../trouble.ts';
import type { World } from '../../world.ts';
import { broken, type Check, ok, unknown, warning } from './check.ts';

export interface Place {
  region: string;
  profile?: string;
  expected?: string;
}

const QUICK = { seconds: 15, timeouts: { connect: 3_000, request: 8_000 }, attempts: 2 };
const TOLERANCE_MS = 5 * 60_000;

interface SignedIn {
  account?: Account;
  accountKind?: AccountKind;
  accountPlan?: AccountPlan | undefined;
  checks: Check[];
}

/** Who is signed in and with which credentials; the account, if it is the expected one. */
export async function signInChecks(world: World, options: Options, place: Place, tell: Teller): Promise<SignedIn> {
  if (options.rehearse !== undefined) {
    const opened = await openAccount(world, options, { region: place.region }, tell);
    const { account, accountKind } = opened;
    const accountPlan = await opened.accountPlan;
    const checks = [
      ok('credentials', 'credentials: none needed, because a rehearsal uses an account in memory'),
      whoCheck(account),
      ...kindCheck(accountKind),
      ...planCheck(accountPlan),
    ];
    return { account, accountKind, accountPlan, checks: [...checks, ...expectedCheck(account, place)] };
  }
  const source = credentialSource(world, place.profile);
  try {
    const slow = slowReads(world, tell);
    const signedIn = () => signIn(world, options, place, { slow, tell }, { timing: QUICK });
    const account = tellingRegionOff(await slow.during('who is signed in', signedIn));
    const [accountKind, accountPlan] = await Promise.all([
      foundKind(account).catch(() => 'unknown' as const),
      askedPlan(account, world.clock.now),
    ]);
    const checks = [sourceCheck(source), whoCheck(account), ...kindCheck(accountKind), ...planCheck(accountPlan)];
    return { account, accountKind, accountPlan, checks: [...checks, ...expectedCheck(account, place)] };
  } catch (error) {
    return { checks: refusedChecks(source, error) };
  }
}

function sourceCheck({ words, warning: odd }: CredentialSource): Check {
  const title = `credentials from ${words.replace(', if this is an EC2 instance: nothing else is set', '')}`;
  return odd ? warning('credentials', `${title}; ${odd}`, 'unset the one you do not want') : ok('credentials', title);
}

function whoCheck({ identity: { accountId, kind, name } }: Account): Check {
  return ok('identity', `account ${accountId}, signed in as ${kind === 'root' ? 'the root user' : `${kind} ${name}`}`);
}

async function foundKind(account: Account): Promise<AccountKind> {
  return accountKind(account, await askedOrganization(account));
}

// An unknown kind needs no message: everything works as in a standalone account.
function kindCheck(kind: AccountKind): Check[] {
  return kind === 'unknown' ? [] : [ok('account-kind', `kind of account: ${KINDS[kind].words}`)];
}

function planCheck(plan: AccountPlan | undefined): Check[] {
  if (!plan) return [];
  const title = `plan: ${wordsOfPlan(plan)}`;
  const end = endOfPlan(plan);
  return [end ? warning('account-plan', title, end) : ok('account-plan', title)];
}

function expectedCheck({ identity }: Account, { expected }: Place): Check[] {
  if (!expected) return [];
  if (expected === identity.accountId) return [ok('expected-account', `the account matches --expect-account`)];
  const title = `these credentials belong to account ${identity.accountId}, not to ${expected}`;
  return [broken('expected-account', EXIT.signIn, title, 'sign in to the expected account, or omit --expect-account')];
}

function refusedChecks(source: CredentialSource, error: unknown): Check[] {
  const said = messageOf(error);
  const next = error instanceof Trouble ? error.next : undefined;
  if (error instanceof NoProfile) return [broken('credentials', EXIT.signIn, said, next ?? 'sign in')];
  if (error instanceof SignedOut && (source.kind === 'none' || source.kind === 'instance')) {
    const words = source.kind === 'none' ? source.words : NOWHERE;
    const odd = source.warning ? `; ${source.warning}` : '';
    return [broken('credentials', EXIT.signIn, `credentials: ${words}${odd}`, next ?? 'sign in')];
  }
  const from = sourceCheck(source);
  if (error instanceof SignedOut) return [from, broken('identity', EXIT.signIn, said, source.fix ?? next ?? 'sign in')];
  const exitCode = error instanceof Trouble ? error.exitCode : EXIT.failed;
  const fix = next ?? source.fix ?? 'run the command again with --debug to see the request';
  return [from, broken('identity', exitCode, `AWS did not report who is signed in: ${said}`, fix)];
}

/** How far the clock is from AWS's; AWS rejects signatures when it is more than five minutes. */
export async function clockCheck(world: World, { region, profile }: Place): Promise<Check> {
  const { clock } = world;
  const endpoint = endpointsOf(world, profile).sts?.url ?? stsEndpoint(region);
  const time = await timeAt(endpoint, (...asked) => world.fetch(...asked));
  const whose = isAwsHost(endpoint) ? 'AWS' : 'the endpoint';
  if (time === undefined) return unknown('clock', `clock not checked: ${whose} did not return the time`);
  const off = Math.round((clock.now() - time) / 1_000);
  if (Math.abs(off) * 1_000 <= TOLERANCE_MS)
    return ok('clock', `clock is correct (within ${Math.max(Math.abs(off), 1)} s of AWS)`);
  const title = `the clock is ${Math.round(Math.abs(off) / 60)} minutes ${off > 0 ? 'ahead of' : 'behind'} AWS, so AWS rejects requests`;
  return broken('clock', EXIT.failed, title, 'sudo timedatectl set-ntp true (in a virtual machine: restart it)');
}

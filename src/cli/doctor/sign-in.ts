import type { Account } from '../../aws/account.ts';
import type { AccountKind } from '../../aws/account-kind.ts';
import { stsEndpoint, timeAt } from '../../aws/clock-skew.ts';
import { messageOf } from '../../aws/errors.ts';
import { tellingRegionOff } from '../../aws/region-off.ts';
import { accountKind, askedOrganization } from '../../steps/account-kind.ts';
import { KINDS } from '../../steps/kinds.ts';
import { type CredentialSource, credentialSource, NOWHERE } from '../credentials.ts';
import { connectionTo, openAccount, signInTrouble } from '../open.ts';
import type { Options } from '../options.ts';
import type { Teller } from '../tell.ts';
import { EXIT, SignedOut, Trouble } from '../trouble.ts';
import { TooSlow, within } from '../within.ts';
import type { World } from '../world.ts';
import { broken, type Check, ok, unknown, warning } from './check.ts';

export interface Place {
  region: string;
  profile?: string;
  expected?: string;
}

const SIGN_IN_MS = 15_000;
const TIMEOUTS = { connect: 3_000, request: 8_000 };
const TOLERANCE_MS = 5 * 60_000;

/** Who is signed in, with which credentials; the account, where it is the right one. */
export async function signInChecks(
  world: World,
  options: Options,
  place: Place,
  tell: Teller,
): Promise<{ account?: Account; accountKind?: AccountKind; checks: Check[] }> {
  if (options.rehearse !== undefined) {
    const { account, accountKind } = await openAccount(world, options, { region: place.region }, tell);
    const checks = [
      ok('credentials', 'none needed: a rehearsal, an account in memory'),
      whoCheck(account),
      ...kindCheck(accountKind),
    ];
    return { account, accountKind, checks: [...checks, ...expectedCheck(account, place)] };
  }
  const source = credentialSource(world, place.profile);
  try {
    const connection = connectionTo(world, options, place);
    const connecting = world.connect({ ...connection, timeouts: TIMEOUTS, attempts: 2 });
    const account = tellingRegionOff(await within(world, SIGN_IN_MS, connecting));
    const accountKind = await within(world, SIGN_IN_MS, foundKind(account)).catch(() => 'unknown' as const);
    const checks = [sourceCheck(source), whoCheck(account), ...kindCheck(accountKind)];
    return { account, accountKind, checks: [...checks, ...expectedCheck(account, place)] };
  } catch (error) {
    return { checks: refusedChecks(world, source, signInTrouble(error, world.env)) };
  }
}

function sourceCheck({ words, warning: odd }: CredentialSource): Check {
  const title = `credentials from ${words.replace(', if this is one: nothing else is set', '')}`;
  return odd ? warning('credentials', `${title}; ${odd}`, 'unset what you do not mean') : ok('credentials', title);
}

function whoCheck({ identity: { accountId, kind, name } }: Account): Check {
  return ok('identity', `account ${accountId}, signed in as ${kind === 'root' ? 'the root user' : `${kind} ${name}`}`);
}

async function foundKind(account: Account): Promise<AccountKind> {
  return accountKind(account, await askedOrganization(account));
}

// Of one that is not known there is nothing to say: everything works as in a standalone one.
function kindCheck(kind: AccountKind): Check[] {
  return kind === 'unknown' ? [] : [ok('account-kind', `kind of account: ${KINDS[kind].words}`)];
}

function expectedCheck({ identity }: Account, { expected }: Place): Check[] {
  if (!expected) return [];
  if (expected === identity.accountId) return [ok('expected-account', `it is the account that is expected`)];
  const title = `these credentials belong to account ${identity.accountId}, not to ${expected}`;
  return [
    broken('expected-account', EXIT.signIn, title, 'sign in to the other account, or leave --expect-account away'),
  ];
}

function refusedChecks({ env }: World, source: CredentialSource, error: unknown): Check[] {
  const said = messageOf(error);
  const next = error instanceof Trouble ? error.next : undefined;
  if (error instanceof SignedOut && (source.kind === 'none' || source.kind === 'instance')) {
    const words = source.kind === 'none' ? source.words : NOWHERE;
    const odd = source.warning ? `; ${source.warning}` : '';
    return [broken('credentials', EXIT.signIn, `credentials: ${words}${odd}`, next ?? 'sign in')];
  }
  const from = sourceCheck(source);
  if (error instanceof SignedOut) return [from, broken('identity', EXIT.signIn, said, source.fix ?? next ?? 'sign in')];
  const title = `AWS does not say who is signed in: ${said}`;
  const isAway = /cannot be reached|TimeoutError/.test(`${said} ${(error as Error).name}`);
  if (source.fix && !isAway) return [from, broken('identity', EXIT.signIn, title, source.fix)];
  const fix =
    isAway || error instanceof TooSlow || env.AWS_ENDPOINT_URL
      ? 'check the network and AWS_ENDPOINT_URL; HTTPS_PROXY is not used by this program'
      : 'run it again with --debug to see the request';
  return [from, broken('identity', EXIT.failed, title, fix)];
}

/** Says where requests go when it is not AWS itself. */
export function endpointChecks({ env }: World): Check[] {
  const names = Object.keys(env).filter((name) => /^AWS_ENDPOINT_URL(_\w+)?$/.test(name) && env[name]);
  return names.sort().map((name) => {
    const where = withoutSecrets(env[name] ?? '');
    const what = name === 'AWS_ENDPOINT_URL' ? 'all requests' : `requests to ${name.slice(17).toLowerCase()}`;
    const title = `${name} sends ${what} to ${where}, not to AWS`;
    return warning('endpoint', title, `unset ${name}, unless that is the emulator you mean`);
  });
}

/** How far the clock is from AWS's; signatures are refused when it is more than five minutes. */
export async function clockCheck(world: World, { region }: Place): Promise<Check> {
  const { env, clock } = world;
  const time = await timeAt(env.AWS_ENDPOINT_URL_STS ?? env.AWS_ENDPOINT_URL ?? stsEndpoint(region), world.fetch);
  if (time === undefined) return unknown('clock', 'clock not compared: AWS did not tell the time');
  const off = Math.round((clock.now() - time) / 1_000);
  if (Math.abs(off) * 1_000 <= TOLERANCE_MS)
    return ok('clock', `clock is right (within ${Math.max(Math.abs(off), 1)} s of AWS)`);
  const title = `the clock is ${Math.round(Math.abs(off) / 60)} minutes ${off > 0 ? 'ahead of' : 'behind'} AWS, which refuses such requests`;
  return broken('clock', EXIT.failed, title, 'sudo timedatectl set-ntp true (in a virtual machine: restart it)');
}

function withoutSecrets(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//').replace(/[?#].*$/, '');
}

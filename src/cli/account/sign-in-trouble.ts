import { REGION_OFF } from '../../aws/causes/account.ts';
import { causeOf } from '../../aws/causes/causes.ts';
import { isClockWrong, isRegionOff, isSignedOut, isWrongSession, messageOf } from '../../aws/errors.ts';
import { CHECK_NETWORK, unreachableOf } from '../../aws/network/unreachable.ts';
import type { Connection } from '../../aws/real.ts';
import { awsFiles, caBundleOf, endpointsOf, profileName, profileParts } from '../answers/aws-files.ts';
import type { Options } from '../arguments/options.ts';
import { clean } from '../terminal/clean.ts';
import { EXIT, NoProfile, SignedOut, Trouble, usage } from '../trouble.ts';
import type { World } from '../world.ts';
import { type CredentialSource, credentialSource, homely } from './credential-source.ts';

/** Where and as whom to sign in, as far as the user gave it. */
export interface Wish {
  region: string;
  profile?: string;
  expected?: string;
}

/** Where, as whom and through which proxy to connect; with --debug each request is printed. */
export function connectionTo(world: World, { debug }: Options, { region, profile }: Wish): Connection {
  const caBundle = caBundleOf(world, profile);
  return {
    homeRegion: region,
    version: world.version,
    env: world.env,
    endpoints: endpointsOf(world, profile),
    isOfProfile: credentialSource(world, profile).kind === 'profile',
    ...(caBundle ? { caBundle } : {}),
    ...(profile ? { profile } : {}),
    ...(debug
      ? { onRequest: ({ service, operation, region: where }) => world.err(`debug: ${service} ${operation} ${where}\n`) }
      : {}),
  };
}

/** Throws Trouble (exit 3) for a profile that is in neither file: the SDK would try other credentials instead. */
export function profileMustBeThere(world: World, named?: string): void {
  const profile = profileName(world, named);
  if (profile === 'default' || profileParts(world, profile).length > 0) return;
  const from = named === undefined || named === world.env.AWS_PROFILE ? 'AWS_PROFILE' : '--profile';
  const [config = '', keys = ''] = awsFiles(world).map((path) => homely(world.home, path));
  throw new NoProfile(
    `profile "${clean(profile)}" (${from}) does not exist in ${config} or ${keys}`,
    'list your profiles with: aws configure list-profiles. To use no profile: unset AWS_PROFILE',
  );
}

/**
 * Turns an error about credentials or the network into a message with the next command; returns other errors unchanged.
 * `source` is where the credentials came from.
 */
export function signInTrouble(error: unknown, env: World['env'], source?: CredentialSource): unknown {
  const away = unreachableOf(error);
  if (away) return new Trouble(away.isSetting ? EXIT.usage : EXIT.failed, clean(away.message), { next: away.next });
  const said = clean(messageOf(error));
  if (isRegionOff(error)) return usage(said, REGION_OFF);
  if (isWrongSession(error)) return new SignedOut(said, causeOf(error)?.next ?? '');
  if (!isSignedOut(error)) return networkTrouble(error);
  if (isClockWrong(error))
    return new SignedOut(
      `AWS rejected the time of the request, so the clock of this computer is wrong (${said})`,
      'set the clock (date -u must print the current UTC time), then run the same command again',
    );
  const isShell = env.AWS_EXECUTION_ENV === 'CloudShell' || env.AWS_CONTAINER_CREDENTIALS_FULL_URI;
  if (isShell && source?.kind !== 'profile')
    return new SignedOut(
      `the CloudShell credentials expired (${said})`,
      'reload the CloudShell tab, then run the same command again',
    );
  return ofProfile(messageOf(error), source) ?? nobody(said, source);
}

// Raw system errors: no request reached AWS.
function networkTrouble(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code && /^(ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOST)/.test(code))
    return new Trouble(EXIT.failed, `cannot reach AWS (${code})`, { next: CHECK_NETWORK });
  return error;
}

// How the SDK's providers report a problem with a profile.
function ofProfile(said: string, source: CredentialSource | undefined): SignedOut | undefined {
  const mfa = /^Profile (.+) requires multi-factor authentication/.exec(said)?.[1];
  if (mfa !== undefined)
    return new SignedOut(
      `profile ${clean(mfa)} requires an MFA code (mfa_serial), but this is not a terminal that can prompt for it`,
      `run the command in a terminal, or run this in one: eval "$(aws configure export-credentials --profile ${clean(mfa)} --format env)"; unset AWS_PROFILE; then the same command without --profile`,
    );
  if (/invalid MFA one time pass code/i.test(said))
    return new SignedOut('AWS rejected all MFA codes', 'wait for a new code, then run the same command again');
  // The command line itself may contain a secret.
  const [, failure] = /^Command failed: [^\n]*\n?([\s\S]*)$/.exec(said) ?? [];
  if (failure !== undefined) {
    const its = clean(failure.trim()).slice(0, 300);
    return new SignedOut(
      `${source?.words ?? 'the credential_process of the profile'} failed${its ? `: ${its}` : ' without an error message'}`,
      'run the command from the profile directly, and fix it there',
    );
  }
  if (/credential_process/.test(said))
    return new SignedOut(clean(said), 'the command must print JSON with Version 1, AccessKeyId and SecretAccessKey');
  if (/token.*expired|sso|login session|aws sso login|\baws login\b/i.test(said))
    return new SignedOut(
      `your AWS sign-in has expired or does not exist (${clean(said)})`,
      source?.fix ?? 'sign in with: aws sso login, or aws login',
    );
  return undefined;
}

function nobody(said: string, source: CredentialSource | undefined): SignedOut {
  const odd = source?.warning ? `; ${source.warning}` : '';
  return new SignedOut(
    `no valid AWS credentials found (${said}${odd})`,
    'open AWS CloudShell, or sign in with aws login (AWS CLI 2.32 or newer) or aws configure; to try without an account: aws-baseline init --rehearse',
  );
}

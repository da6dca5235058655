import { REGION_OFF } from '../../aws/causes/account.ts';
import { causeOf } from '../../aws/causes/causes.ts';
import { isClockWrong, isRegionOff, isSignedOut, isWrongSession, messageOf } from '../../aws/errors.ts';
import { CHECK_NETWORK, unreachableOf } from '../../aws/network/unreachable.ts';
import type { Connection } from '../../aws/real.ts';
import { awsFiles, caBundleOf, endpointsOf, profileName, profileParts } from '../answers/aws-files.ts';
import type { Options } from '../arguments/options.ts';
import { clean } from '../terminal/clean.ts';
import { EXIT, SignedOut, Trouble, usage } from '../trouble.ts';
import type { World } from '../world.ts';
import { type CredentialSource, credentialSource, homely } from './credential-source.ts';

/** Where and as whom to sign in, as far as somebody has said it. */
export interface Wish {
  region: string;
  profile?: string;
  expected?: string;
}

/** Where and as whom to connect, and which way; with --debug each request is named. */
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

/** Throws Trouble (exit 3) for a profile that is in neither file: the SDK would look for other credentials instead. */
export function profileMustBeThere(world: World, named?: string): void {
  const profile = profileName(world, named);
  if (profile === 'default' || profileParts(world, profile).length > 0) return;
  const from = named === undefined || named === world.env.AWS_PROFILE ? 'AWS_PROFILE' : '--profile';
  const [config = '', keys = ''] = awsFiles(world).map((path) => homely(world.home, path));
  throw new SignedOut(
    `there is no profile "${clean(profile)}" (${from}), neither in ${config} nor in ${keys}`,
    'aws configure list-profiles names those that there are; unset AWS_PROFILE to do without',
  );
}

/**
 * Turns an error about credentials or the network into a sentence with the next command; other errors are given back as
 * they are. `source` is where the credentials were looked for.
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
      `AWS refuses requests of this time, so the clock here is wrong (${said})`,
      'set the clock (date -u should tell the time in UTC), then run the same command again',
    );
  const isShell = env.AWS_EXECUTION_ENV === 'CloudShell' || env.AWS_CONTAINER_CREDENTIALS_FULL_URI;
  if (isShell && source?.kind !== 'profile')
    return new SignedOut(
      `AWS ended the CloudShell credentials (${said})`,
      'reload the CloudShell tab, then run the same command again',
    );
  return ofProfile(messageOf(error), source) ?? nobody(said, source);
}

// Raw errors of the system, from where no request of AWS was sent.
function networkTrouble(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code && /^(ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOST)/.test(code))
    return new Trouble(EXIT.failed, `AWS cannot be reached (${code})`, { next: CHECK_NETWORK });
  return error;
}

// How the SDK's providers say what is wrong with a profile.
function ofProfile(said: string, source: CredentialSource | undefined): SignedOut | undefined {
  const mfa = /^Profile (.+) requires multi-factor authentication/.exec(said)?.[1];
  if (mfa !== undefined)
    return new SignedOut(
      `profile ${clean(mfa)} wants the code of an MFA device (mfa_serial), and there is nobody to type it`,
      `run it in a terminal; or there: eval "$(aws configure export-credentials --profile ${clean(mfa)} --format env)"; unset AWS_PROFILE; then the same command without --profile`,
    );
  if (/invalid MFA one time pass code/i.test(said))
    return new SignedOut('AWS took none of the MFA codes', 'wait for a new code, then run the same command again');
  // The command line itself may hold a secret.
  const [, failure] = /^Command failed: [^\n]*\n?([\s\S]*)$/.exec(said) ?? [];
  if (failure !== undefined) {
    const its = clean(failure.trim()).slice(0, 300);
    return new SignedOut(
      `${source?.words ?? 'the credential_process of the profile'} failed${its ? `: ${its}` : ' and said nothing'}`,
      'run the command that the profile names by itself, and mend it there',
    );
  }
  if (/credential_process/.test(said))
    return new SignedOut(clean(said), 'the command must print JSON with Version 1, AccessKeyId and SecretAccessKey');
  if (/token.*expired|sso|login session|aws sso login|\baws login\b/i.test(said))
    return new SignedOut(
      `your AWS sign-in has run out or is not there (${clean(said)})`,
      source?.fix ?? 'aws sso login, or aws login',
    );
  return undefined;
}

function nobody(said: string, source: CredentialSource | undefined): SignedOut {
  const odd = source?.warning ? `; ${source.warning}` : '';
  return new SignedOut(
    `no valid AWS credentials were found (${said}${odd})`,
    'open AWS CloudShell, or sign in with aws login (AWS CLI 2.32 or newer) or aws configure; to try without an account: aws-baseline init --rehearse',
  );
}

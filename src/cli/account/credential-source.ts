import { profileName, profileParts } from '../answers/aws-files.ts';
import type { World } from '../world.ts';

/** Where the AWS SDK takes its credentials from, described without a secret or a whole key id. */
export interface CredentialSource {
  kind: 'environment' | 'profile' | 'web identity' | 'container' | 'instance' | 'none';
  words: string;
  /** A warning about the source. */
  warning?: string;
  /** The usual fix when the source provides no credentials. */
  fix?: string;
}

/** Shown when there is no source at all. */
export const NOWHERE = 'none (no environment variables, no profile, no CloudShell)';
const KEYS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as const;

/** Follows the SDK's default chain (AWS page "Credential provider chain") without sending a request. */
export function credentialSource(world: Pick<World, 'env' | 'home'>, profile?: string): CredentialSource {
  const { env } = world;
  const named = profile ?? env.AWS_PROFILE;
  const [id, secret] = KEYS.map((name) => env[name]);
  if (!named && id && secret) {
    const session = env.AWS_SESSION_TOKEN ? ', temporary (AWS_SESSION_TOKEN)' : '';
    return { kind: 'environment', words: `the environment: AWS_ACCESS_KEY_ID ${endOf(id)}${session}` };
  }
  const half = id && !secret ? KEYS[1] : secret && !id ? KEYS[0] : undefined;
  const warning = half
    ? `${half} is not set, so the other variable of the pair is ignored`
    : id && secret
      ? `the profile takes precedence over AWS_ACCESS_KEY_ID, which is also set`
      : undefined;
  const found = ofProfile(world, profileName(world, profile), named !== undefined) ?? fromOutside(env);
  return warning ? { ...found, warning } : found;
}

/** The last four characters of an access key id; enough to tell keys apart. */
function endOf(id: string): string {
  return `ending in ${id.slice(-4)}`;
}

function ofProfile(
  world: Pick<World, 'env' | 'home'>,
  profile: string,
  isNamed: boolean,
): CredentialSource | undefined {
  const parts = profileParts(world, profile);
  const at = (key: string) => parts.findLast(({ keys }) => keys.has(key));
  const from = (key: string) => `profile ${profile} in ${homely(world.home, at(key)?.path ?? '')}`;
  const is = (words: string, fix?: string): CredentialSource =>
    fix ? { kind: 'profile', words, fix } : { kind: 'profile', words };
  const value = (key: string) => at(key)?.keys.get(key) ?? '';
  if (at('role_arn') && (at('source_profile') || at('credential_source')))
    return is(`role ${value('role_arn')}, assumed by ${from('role_arn')}`);
  if (at('aws_access_key_id') && at('aws_secret_access_key'))
    return is(`${from('aws_access_key_id')}: access key ${endOf(value('aws_access_key_id'))}`);
  if (at('web_identity_token_file')) return is(`web identity of ${from('web_identity_token_file')}`);
  if (at('credential_process')) return is(`the credential_process of ${from('credential_process')}`);
  const sso = at('sso_session') ? 'sso_session' : at('sso_start_url') ? 'sso_start_url' : undefined;
  if (sso) return is(`IAM Identity Center, ${from(sso)}`, `aws sso login --profile ${profile}`);
  if (at('login_session')) return is(`aws login, ${from('login_session')}`, `aws login --profile ${profile}`);
  if (!isNamed) return undefined;
  const lacks = parts.length > 0 ? 'contains no credentials' : "is not in the AWS CLI's config or credentials file";
  return { kind: 'none', words: `none: profile ${profile} ${lacks}` };
}

function fromOutside(env: World['env']): CredentialSource {
  if (env.AWS_WEB_IDENTITY_TOKEN_FILE && env.AWS_ROLE_ARN)
    return { kind: 'web identity', words: `web identity for ${env.AWS_ROLE_ARN} (AWS_WEB_IDENTITY_TOKEN_FILE)` };
  if (env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI || env.AWS_CONTAINER_CREDENTIALS_FULL_URI) {
    const isCloudShell = env.AWS_EXECUTION_ENV === 'CloudShell';
    return { kind: 'container', words: isCloudShell ? "CloudShell's own endpoint" : "the container's endpoint" };
  }
  if (env.AWS_EC2_METADATA_DISABLED?.toLowerCase() !== 'true')
    return { kind: 'instance', words: "the EC2 instance's role, if this is an EC2 instance: nothing else is set" };
  return { kind: 'none', words: NOWHERE };
}

/** A path with `~` for the home folder. */
export function homely(home: string, path: string): string {
  return path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}

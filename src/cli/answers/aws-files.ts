import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configuredEndpoints, type Endpoints } from '../../aws/network/endpoints.ts';
import type { CaBundle } from '../../aws/network/trust.ts';
import type { World } from '../world.ts';

/** A profile in one of the AWS CLI's two files. */
interface ProfilePart {
  path: string;
  keys: Map<string, string>;
}

type Surroundings = Pick<World, 'env' | 'home'>;

/** The AWS CLI's two files: config, then credentials. */
export function awsFiles({ env, home }: Surroundings): string[] {
  return [
    env.AWS_CONFIG_FILE ?? join(home, '.aws', 'config'),
    env.AWS_SHARED_CREDENTIALS_FILE ?? join(home, '.aws', 'credentials'),
  ];
}

/** A profile in the AWS CLI's files: the part in the config file, then the part in the credentials file. */
export function profileParts(world: Surroundings, profile: string): ProfilePart[] {
  return awsFiles(world).flatMap((path) => {
    const keys = section(path, profile);
    return keys ? [{ path, keys }] : [];
  });
}

/** The profile in use if no flag names one. */
export function profileName({ env }: Surroundings, named?: string): string {
  return named ?? (env.AWS_PROFILE || 'default');
}

/** The certificate bundle that the AWS CLI would trust: AWS_CA_BUNDLE, or the profile's `ca_bundle`. */
export function caBundleOf(world: Surroundings, named?: string): CaBundle | undefined {
  if (world.env.AWS_CA_BUNDLE) return { path: world.env.AWS_CA_BUNDLE, source: 'AWS_CA_BUNDLE' };
  const profile = profileName(world, named);
  const path = valueIn(profileParts(world, profile), 'ca_bundle');
  return path ? { path: path.replace(/^~(?=\/)/, world.home), source: `ca_bundle of profile ${profile}` } : undefined;
}

/** The endpoints that the variables and the profile set in place of AWS's own. */
export function endpointsOf(world: Surroundings, named?: string): Endpoints {
  const profile = profileName(world, named);
  const parts = profileParts(world, profile);
  const keys = new Map([...parts].reverse().flatMap((part) => [...part.keys]));
  const services = keys.get('services');
  const [config = ''] = awsFiles(world);
  return configuredEndpoints(world.env, {
    profile: keys,
    services: (services && section(config, `services ${services}`)) || new Map(),
    source: `profile ${profile}`,
  });
}

function valueIn(parts: ProfilePart[], key: string): string | undefined {
  return parts.find(({ keys }) => keys.has(key))?.keys.get(key);
}

// A key without a value starts a group of indented keys: `s3 =` and ` endpoint_url = ...`.
function section(path: string, wanted: string): Map<string, string> | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
  let keys: Map<string, string> | undefined;
  let isIt = false;
  let outer = '';
  for (const line of text.split('\n')) {
    const name = /^\s*\[\s*(?:profile\s+)?["']?([^\]"']+?)["']?\s*\]/.exec(line)?.[1];
    if (name !== undefined) {
      isIt = name.replace(/\s+/g, ' ') === wanted;
      outer = '';
    }
    if (isIt) keys ??= new Map();
    const [, indent = '', key, value = ''] = /^(\s*)([A-Za-z0-9_]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (!isIt || !key) continue;
    if (indent === '') outer = value === '' ? `${key}.` : '';
    if (value !== '') keys?.set(`${indent === '' ? '' : outer}${key}`, value);
  }
  return keys;
}

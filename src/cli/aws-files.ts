import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { World } from './world.ts';

/** A profile as one of the AWS CLI's two files has it. */
export interface ProfilePart {
  path: string;
  keys: Map<string, string>;
}

type Surroundings = Pick<World, 'env' | 'home'>;

/** What the AWS CLI's files say about a profile: the part in its config file, then the one in its credentials file. */
export function profileParts({ env, home }: Surroundings, profile: string): ProfilePart[] {
  const paths = [
    env.AWS_CONFIG_FILE ?? join(home, '.aws', 'config'),
    env.AWS_SHARED_CREDENTIALS_FILE ?? join(home, '.aws', 'credentials'),
  ];
  return paths.flatMap((path) => {
    const keys = section(path, profile);
    return keys ? [{ path, keys }] : [];
  });
}

/** The profile that is used when no flag names one. */
export function profileName({ env }: Surroundings, named?: string): string {
  return named ?? env.AWS_PROFILE ?? 'default';
}

function section(path: string, profile: string): Map<string, string> | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
  let keys: Map<string, string> | undefined;
  let isIt = false;
  for (const line of text.split('\n')) {
    const name = /^\s*\[\s*(?:profile\s+)?["']?([^\]"']+?)["']?\s*\]/.exec(line)?.[1];
    if (name !== undefined) isIt = name === profile;
    if (isIt) keys ??= new Map();
    const [, key, value] = /^([a-z_]+)\s*=\s*(\S.*?)\s*$/.exec(line.trimStart()) ?? [];
    if (isIt && key && value) keys?.set(key, value);
  }
  return keys;
}

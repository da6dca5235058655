import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { World } from './world.ts';

/** The Region of a profile in the AWS CLI's config file, and in words where it came from. */
export function regionOfProfile(
  { env, home }: World,
  profile = env.AWS_PROFILE ?? 'default',
): { region: string; source: string } | undefined {
  const path = env.AWS_CONFIG_FILE ?? join(home, '.aws', 'config');
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
  let section = '';
  for (const line of text.split('\n')) {
    section = /^\s*\[\s*(?:profile\s+)?([^\]]+?)\s*\]/.exec(line)?.[1] ?? section;
    const region = /^\s*region\s*=\s*(\S+)/.exec(line)?.[1];
    if (region && section === profile) return { region, source: `profile ${profile}` };
  }
  return undefined;
}

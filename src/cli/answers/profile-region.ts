import { PROJECT_ROLE } from '../../aws/account-kind.ts';
import type { World } from '../world.ts';
import { profileName, profileParts } from './aws-files.ts';
import type { Source } from './source-words.ts';

/** The Region of a profile in the AWS CLI's files, and its source in words. */
export function regionOfProfile(world: World, named?: string): { region: string; source: Source } | undefined {
  const profile = profileName(world, named);
  const region = profileParts(world, profile)
    .find(({ keys }) => keys.has('region'))
    ?.keys.get('region');
  return region ? { region, source: { by: 'profile', name: profile } } : undefined;
}

/** Whether the profile signs in to a project: `aws login` stores who signed in (AWS CLI page "Sign in through the AWS CLI"). */
export function signsInToProject(world: World, named?: string): boolean {
  const parts = profileParts(world, profileName(world, named));
  const session = parts.map(({ keys }) => keys.get('login_session')).find(Boolean) ?? '';
  return session.includes(`:assumed-role/${PROJECT_ROLE}/`);
}

import type { Account } from '../../aws/account.ts';
import { readOnly, remembering } from '../../aws/views.ts';
import type { AnyFact } from '../../engine/fact.ts';
import { EC2_NAME } from '../../facts/ec2/instance-profile.ts';
import { instanceIs, type WantedState } from '../../facts/ec2/instance-states.ts';
import { type Listed, listed } from '../../facts/ec2/listed-instances.ts';
import { ownInstances } from '../../facts/ec2/own-instances.ts';
import { NAME_TAG, tagOf } from '../../facts/tags.ts';
import { setDeletion } from '../discovery/found-ending.ts';
import { ourInstances } from '../discovery/tagged.ts';

export type { Listed } from '../../facts/ec2/listed-instances.ts';
export { timeInWords } from '../../facts/schedule/times.ts';

/** Our instances that have not been terminated, of the baseline `name` or of any; those that only look like ours are left out. */
export async function listedInstances(name: string | undefined, given: Account): Promise<Listed[]> {
  const account = remembering(readOnly(given));
  const names = name === undefined ? await namesIn(account) : [name];
  const [found, deletion] = await Promise.all([
    Promise.all(names.map((one) => ownInstances({ name: one, profile: EC2_NAME }, account))),
    setDeletion(account),
  ]);
  const withEnd = (one: Listed) => (deletion?.ids.includes(one.id) ? { ...one, deletedAt: deletion.at } : one);
  return found.flatMap(({ live, members }) => [
    ...live.map((one) => withEnd(listed(one, false))),
    ...members.map((one) => listed(one, true)),
  ]);
}

async function namesIn(account: Account): Promise<string[]> {
  const names = (await ourInstances(account)).map(({ Tags }) => tagOf(Tags, NAME_TAG));
  return [...new Set(names.filter((name) => name !== undefined))];
}

/** What has to be true of one of them. */
export const stateOf = (id: string, want: WantedState): AnyFact => instanceIs(id, want);

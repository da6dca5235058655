import type { Account } from '../../aws/account.ts';
import { isDenied } from '../../aws/errors.ts';
import { readOnly, remembering } from '../../aws/views.ts';
import type { AnyFact } from '../../engine/fact.ts';
import { EC2_NAME } from '../../facts/ec2/instance-profile.ts';
import { instanceIs, type WantedState } from '../../facts/ec2/instance-states.ts';
import { type Listed, listed } from '../../facts/ec2/listed-instances.ts';
import { ownInstances } from '../../facts/ec2/own-instances.ts';
import { isAhead, overdue, type Planned, plannedBy } from '../../facts/schedule/planned.ts';
import { deletionIfAny } from '../../facts/schedule/read.ts';
import { NAME_TAG, tagOf } from '../../facts/tags.ts';
import { ourInstances, signedOutOnly } from '../discovery/tagged.ts';

export type { Listed } from '../../facts/ec2/listed-instances.ts';

/** Our instances that have not been terminated, of the baseline `name` or of any; those that only look like ours are left out. */
export async function listedInstances(name: string | undefined, given: Account, now: number): Promise<Listed[]> {
  const account = remembering(readOnly(given));
  const names = name === undefined ? await namesIn(account) : [name];
  const [found, planned] = await Promise.all([
    Promise.all(names.map((one) => ownInstances({ name: one, profile: EC2_NAME }, account))),
    plannedOn(account),
  ]);
  const all = found.flatMap(({ live, members }) => [
    ...live.map((one) => listed(one, false)),
    ...members.map((one) => listed(one, true)),
  ]);
  return all.map((one) => ({ ...one, ...endOf(one.id, planned, now) }));
}

const READ = 'scheduler:GetSchedule';

// An endpoint without EventBridge Scheduler has no schedule.
async function plannedOn(account: Account): Promise<Planned | typeof READ | undefined> {
  try {
    const schedule = await deletionIfAny(account);
    return schedule ? plannedBy(schedule) : undefined;
  } catch (error) {
    return isDenied(error) ? READ : signedOutOnly(error);
  }
}

function endOf(id: string, planned: Planned | typeof READ | undefined, now: number): Pick<Listed, End> {
  if (planned === READ) return { unread: [READ], end: `whether it is deleted later is not known (${READ} is missing)` };
  if (!planned?.isOn || !planned.ids.includes(id)) return {};
  if (!isAhead(planned, now)) return { end: overdue(planned) };
  const end = `it and all data on it are deleted ${planned.when}`;
  return { ...(planned.at ? { deletedAt: `${planned.at}Z` } : {}), end };
}

type End = 'deletedAt' | 'unread' | 'end';

async function namesIn(account: Account): Promise<string[]> {
  const names = (await ourInstances(account)).map(({ Tags }) => tagOf(Tags, NAME_TAG));
  return [...new Set(names.filter((name) => name !== undefined))];
}

/** What has to be true of one of them. */
export const stateOf = (id: string, want: WantedState): AnyFact => instanceIs(id, want);

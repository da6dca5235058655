import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { readOnly, remembering } from '../../aws/views.ts';
import { idleAlarm } from '../../facts/ec2/stop-when-idle.ts';
import { iamAccount } from '../../facts/iam/account.ts';
import { isAhead, plannedBy } from '../../facts/schedule/planned.ts';
import { deletionSchedule, described } from '../../facts/schedule/read.ts';
import { carriesOurTag, NAME_TAG, orNull, tagOf } from '../../facts/tags.ts';
import { SCHEDULE_NAME, scheduleGroupArn } from '../../policies/index.ts';
import { ENDING } from '../ec2/ending-settings.ts';
import { checkDeleteAfter, checkIdleHours } from '../settings/ending-checks.ts';
import type { Value } from '../settings/setting.ts';
import { orEmpty, ourInstances, signedOutOnly } from './tagged.ts';

type Found = [key: string, value: Value][];

/** What ends the instance in time, as settings. */
export async function foundEnding(account: Account, now: () => number): Promise<Found> {
  return (await Promise.all([foundIdle(account), foundDeletion(account, now)])).flat();
}

async function foundIdle(account: Account): Promise<Found> {
  const hours = (await idleAlarm(account).catch(signedOutOnly))?.EvaluationPeriods;
  return hours !== undefined && checkIdleHours(String(hours)) === undefined ? [[ENDING.stopWhenIdle.key, hours]] : [];
}

/**
 * Without our role, which a search reads anyway, nothing is asked. A schedule is a wish only while it does what a run set it
 * to do: it is on, its time is ahead and not moved, and its instance is there. The wizard must neither enable what a person
 * disabled nor set a new time for the next instance.
 */
async function foundDeletion(account: Account, now: () => number): Promise<Found> {
  if (!(await hasRole(account))) return [];
  const [schedule, instances] = await Promise.all([
    deletionSchedule(account).catch(signedOutOnly),
    orEmpty(ourInstances(account)),
  ]);
  const said = described(schedule?.Description);
  const planned = schedule ? plannedBy(schedule) : undefined;
  if (!said || !planned?.at || checkDeleteAfter(said.after) !== undefined) return [];
  const isAsSet =
    isAhead(planned, now()) && planned.at === said.at && schedule?.ScheduleExpression === `at(${said.at})`;
  const isThere = instances.some(
    ({ InstanceId = '', Tags }) =>
      planned.ids.includes(InstanceId) && (tagOf(Tags, NAME_TAG) ?? said.name) === said.name,
  );
  return isAsSet && isThere ? [[ENDING.deleteAfter.key, said.after]] : [];
}

/** What ends it, for undo, which asks in any case: only a part may be left, and beside an Auto Scaling group as well. */
export async function markedEnding(given: Account): Promise<Found> {
  const account = remembering(readOnly(given));
  const [idle, role, group] = await Promise.all([foundIdle(account), hasRole(account), hasGroup(account)]);
  return [...idle, ...(role || group ? ([[ENDING.deleteAfter.key, ENDING.deleteAfter.sample ?? '']] as Found) : [])];
}

async function hasRole(account: Account): Promise<boolean> {
  const iam = await iamAccount(account).catch(signedOutOnly);
  return hasMark(iam?.roles.get(SCHEDULE_NAME)?.Tags);
}

async function hasGroup(account: Account): Promise<boolean> {
  const ResourceArn = scheduleGroupArn({ ...account.identity, region: account.homeRegion });
  const asked = call('scheduler', 'ListTagsForResource', { ResourceArn });
  const answer = await orNull(account.send(asked), 'ResourceNotFound').catch(signedOutOnly);
  return hasMark(answer?.Tags);
}

// One of the two tags may be missing.
const hasMark = (tags: Parameters<typeof tagOf>[0]) => carriesOurTag(tags) || tagOf(tags, NAME_TAG) !== undefined;

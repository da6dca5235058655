import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { readOnly, remembering } from '../../aws/views.ts';
import { idleAlarm } from '../../facts/ec2/stop-when-idle.ts';
import { iamAccount } from '../../facts/iam/account.ts';
import { deletionSchedule, described, instancesIn, isOurs } from '../../facts/schedule/read.ts';
import { timeIn } from '../../facts/schedule/times.ts';
import { carriesOurTag, NAME_TAG, orNull, tagOf } from '../../facts/tags.ts';
import { SCHEDULE_NAME, scheduleGroupArn } from '../../policies/index.ts';
import { ENDING } from '../ec2/ending-settings.ts';
import { checkDeleteAfter, checkIdleHours } from '../settings/ending-checks.ts';
import type { Value } from '../settings/setting.ts';
import { orEmpty, ourInstances, signedOutOnly } from './tagged.ts';

type Found = [key: string, value: Value][];

/** What ends the instance in time, as settings. */
export async function foundEnding(account: Account): Promise<Found> {
  return (await Promise.all([foundIdle(account), foundDeletion(account)])).flat();
}

async function foundIdle(account: Account): Promise<Found> {
  const hours = (await idleAlarm(account).catch(signedOutOnly))?.EvaluationPeriods;
  return hours !== undefined && checkIdleHours(String(hours)) === undefined ? [[ENDING.stopWhenIdle.key, hours]] : [];
}

/**
 * Without our role, which a search reads anyway, nothing is asked. A schedule for an instance that is gone is no wish: the
 * wizard must not set a new time for the next instance.
 */
async function foundDeletion(account: Account): Promise<Found> {
  if (!(await hasRole(account))) return [];
  const [schedule, instances] = await Promise.all([
    deletionSchedule(account).catch(signedOutOnly),
    orEmpty(ourInstances(account)),
  ]);
  const after = schedule && isOurs(schedule) ? described(schedule.Description)?.after : undefined;
  if (!schedule || after === undefined || checkDeleteAfter(after) !== undefined) return [];
  const ids = instancesIn(schedule);
  const isThere = instances.some(({ InstanceId = '' }) => ids.includes(InstanceId));
  return isThere ? [[ENDING.deleteAfter.key, after]] : [];
}

/** When which instances are deleted, in UTC, as far as our schedule says so and is on. */
export async function setDeletion(account: Account): Promise<{ at: string; ids: string[] } | undefined> {
  const schedule = (await hasRole(account)) && (await deletionSchedule(account).catch(signedOutOnly));
  const at = schedule && schedule.State !== 'DISABLED' && isOurs(schedule) && timeIn(schedule.ScheduleExpression);
  return at ? { at: `${at}Z`, ids: instancesIn(schedule) } : undefined;
}

/** The same for undo, which asks in any case: only a part may be left, and beside an Auto Scaling group as well. */
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

import type { AnyFact, Fact, Json } from '../../engine/fact.ts';
import { instanceStopsWhenIdle } from '../../facts/ec2/stop-when-idle.ts';
import { roleExists, rolePolicySays } from '../../facts/iam/roles.ts';
import { instanceIsDeletedAfter } from '../../facts/schedule/deletion.ts';
import { type SchedulePlace, scheduleGroupExists } from '../../facts/schedule/group.ts';
import { SCHEDULE_ROLE_PATH } from '../../facts/schedule/read.ts';
import { SCHEDULE_NAME, scheduleRole } from '../../policies/index.ts';

interface Ending {
  stopWhenIdle?: number | undefined;
  deleteAfter?: string | undefined;
}

/** What ends the instance in time, as far as it is wanted. */
export function endingFacts(
  { stopWhenIdle, deleteAfter }: Ending,
  instance: Fact<{ [key: string]: Json }>,
  place: SchedulePlace,
  now: () => number,
): AnyFact[] {
  return [
    ...(stopWhenIdle ? [instanceStopsWhenIdle(stopWhenIdle, instance, place)] : []),
    ...(deleteAfter ? deletionFacts(deleteAfter, instance, place, now) : []),
  ];
}

function deletionFacts(
  after: string,
  instance: Fact<{ [key: string]: Json }>,
  place: SchedulePlace,
  now: () => number,
): AnyFact[] {
  const { trust, ...rest } = scheduleRole(place);
  const role = roleExists(
    { name: SCHEDULE_NAME, path: SCHEDULE_ROLE_PATH, service: 'EventBridge Scheduler', trust },
    place.tags,
  );
  const may = rolePolicySays(role, rest);
  const group = scheduleGroupExists(place);
  return [role, may, group, instanceIsDeletedAfter(after, instance, group, [role, may], place, now)];
}

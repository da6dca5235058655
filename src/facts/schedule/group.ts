import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { allPages } from '../../aws/pages.ts';
import type { User } from '../../engine/about.ts';
import { type Fact, fact } from '../../engine/fact.ts';
import { SCHEDULE_NAME, scheduleGroupArn } from '../../policies/index.ts';
import { marksIn, orNull, ownerBy, type Tag } from '../tags.ts';
import { DELETION, DELETION_PLACE, deletionSchedule, isOurs } from './read.ts';

/** Where schedules are: in the home Region, with the instance. */
export interface SchedulePlace {
  /** The baseline's NAME. */
  name: string;
  accountId: string;
  partition: string;
  region: string;
  tags: Tag[];
}

/**
 * The schedule group of the baseline exists: the role of schedules trusts this group only, and tags are on groups, not on
 * schedules (EventBridge Scheduler page "Managing a schedule group"). Its deletion deletes our schedule before the group:
 * schedules of a group in state DELETING may still run (AWS API reference "DeleteScheduleGroup"). A group with schedules
 * of others is kept, and then our schedule is deleted alone.
 */
export function scheduleGroupExists(place: SchedulePlace): Fact<true> {
  const ResourceArn = scheduleGroupArn(place);
  const group = { Name: SCHEDULE_NAME };
  return fact<true>({
    id: `scheduler/group/${SCHEDULE_NAME}`,
    title: `schedule group ${SCHEDULE_NAME} exists`,
    thing: `schedule group ${SCHEDULE_NAME}`,
    undoing: 'The schedule in it is deleted as well.',
    want: true,
    holdsNothing: true,
    async read(account) {
      const found = await orNull(account.send(call('scheduler', 'GetScheduleGroup', group)), 'ResourceNotFound');
      return found && found.State !== 'DELETING' ? true : null;
    },
    async calls(to, _now, account) {
      if (to !== null) return [call('scheduler', 'CreateScheduleGroup', { ...group, Tags: place.tags })];
      const schedule = await deletionSchedule(account);
      return [
        ...(schedule ? [call('scheduler', 'DeleteSchedule', DELETION_PLACE)] : []),
        call('scheduler', 'DeleteScheduleGroup', group),
      ];
    },
    usedBy: othersIn,
    async owner(account) {
      const asked = call('scheduler', 'ListTagsForResource', { ResourceArn });
      const answer = await orNull(account.send(asked), 'ResourceNotFound');
      return answer ? ownerBy(answer.Tags, place.tags) : undefined;
    },
    mark: () => [call('scheduler', 'TagResource', { ResourceArn, Tags: marksIn(place.tags) })],
  });
}

// The schedules that somebody else has put into the group.
async function othersIn(account: Account): Promise<User[]> {
  const asked = call('scheduler', 'ListSchedules', { GroupName: SCHEDULE_NAME });
  const [pages, own] = await Promise.all([allPages(account, asked, 'NextToken'), deletionSchedule(account)]);
  return pages
    .flatMap(({ Schedules }) => Schedules ?? [])
    .filter(({ Name }) => Name !== DELETION || (own !== null && !isOurs(own)))
    .map(({ Name = '' }) => ({ id: `scheduler/schedule/${Name}/of-others`, title: `schedule ${Name}` }));
}

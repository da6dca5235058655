import type { CreateScheduleInput } from '@aws-sdk/client-scheduler';
import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { type AnyFact, type Fact, fact, Obstacle, type Plain } from '../../engine/fact.ts';
import { sameJson } from '../../engine/same.ts';
import { SCHEDULE_NAME } from '../../policies/index.ts';
import { idOfOurs, idWhenLaunched } from '../ec2/its-id.ts';
import type { SchedulePlace } from './group.ts';
import {
  DELETION,
  DELETION_PLACE,
  deletionSchedule,
  describe,
  isOurs,
  linesToKeep,
  SCHEDULE_ROLE_PATH,
  terminates,
} from './read.ts';
import { durationInWords, timeAfter, timeIn, timeInWords, timeOf, untilInWords } from './times.ts';
import { isOnOurs, OUR_INSTANCE, picked, plannedIn, type Schedule, withoutChoices } from './value.ts';

type Input = Plain<Omit<CreateScheduleInput, 'StartDate' | 'EndDate'>>;

/**
 * EventBridge Scheduler terminates our instance once, at a time in UTC, within 60 seconds, and then deletes the schedule
 * (EventBridge Scheduler pages "Schedule types", "Using universal targets" and "Deleting a schedule"). The root volume of
 * our instance is deleted with it.
 *
 * The time counts from the run that writes the schedule. A second run finds the same duration and the same time in the
 * schedule's description, and writes nothing. What differs is written anew, with a time that counts from that run: another
 * duration, a time that somebody changed, a disabled schedule, another instance. So no run brings the end nearer than the
 * duration that the user gave.
 *
 * The schedule names one instance by its id. It cannot delete an instance that a later run launches, with or without a
 * schedule that is left over. After the time has passed, a run without the flag launches the instance again, as after a
 * termination by hand: the review says so, and the new instance stays until somebody ends it. A run with the flag, which
 * may be in the configuration file, sets a new time for it and says when that is. After `ec2 terminate`, the schedule stays
 * for an instance that is gone: EventBridge Scheduler deletes it after its time, or undo does before.
 */
export function instanceIsDeletedAfter(
  after: string,
  instance: Fact<Schedule>,
  group: Fact<true>,
  role: AnyFact[],
  place: SchedulePlace,
  now: () => number,
): Fact<Schedule> {
  const { name, accountId, partition } = place;
  const always: Omit<Input, 'Name' | 'ScheduleExpression'> = {
    ScheduleExpressionTimezone: 'UTC',
    State: 'ENABLED',
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'DELETE',
    Target: {
      Arn: terminates(partition),
      RoleArn: `arn:${partition}:iam::${accountId}:role${SCHEDULE_ROLE_PATH}${SCHEDULE_NAME}`,
    },
  };
  const want = { ...always, after } as Schedule;
  const isWant = (value: Schedule) => value.after !== undefined;
  const isToCome = (at: string | undefined): at is string => at !== undefined && timeOf(at) > now();
  const isMet = (value: Schedule) => {
    const at = timeIn(value.ScheduleExpression);
    return (
      isToCome(at) &&
      value.Description === describe(name, after, at) &&
      sameJson(withoutChoices(value), withoutChoices(always as Schedule)) &&
      isOnOurs(value)
    );
  };
  let planned = '';
  return fact<Schedule>({
    id: `scheduler/schedule/${DELETION}`,
    title: `the instance, its volume and all data on it are deleted ${durationInWords(after)} after this is set`,
    thing: `schedule ${DELETION}`,
    use: (value, region) => linesToKeep(plannedIn(value)?.at ?? planned, region),
    want,
    within: group,
    needs: [instance, ...role],
    endsThings: true,
    holdsNothing: true,
    goesAlone: true,
    async read(account) {
      const [schedule, id] = await Promise.all([deletionSchedule(account), idOfOurs(name, account)]);
      if (!schedule) return null;
      if (!isOurs(schedule))
        throw new Obstacle(
          `schedule ${DELETION} in group ${SCHEDULE_NAME} is not from aws-baseline: rename or delete it first`,
        );
      return { ...picked(schedule), ...(id ? { [OUR_INSTANCE]: id } : {}) };
    },
    same(a, b) {
      if (a === null || b === null) return a === b;
      if (isWant(a) || isWant(b)) return [a, b].every((each) => isWant(each) || isMet(each));
      return sameJson({ ...a, [OUR_INSTANCE]: null }, { ...b, [OUR_INSTANCE]: null });
    },
    there: async (account) => (await deletionSchedule(account)) !== null,
    remark(value) {
      if (value === null) return undefined;
      const { at, when } = plannedIn(value) ?? {};
      if (!isOnOurs(value)) return 'it does not delete this instance';
      if (value.State === 'DISABLED') return 'it is disabled';
      if (timeIn(value.ScheduleExpression) === undefined) return 'it is set to no single time';
      if (at === undefined) return `so far ${when}`;
      if (!isToCome(at)) return `it was set to ${timeInWords(at)}, and the instance is still there`;
      return isMet(value) ? `${when}, ${untilInWords(at, now())}` : `so far ${when}`;
    },
    foretold: () => [`set by apply, to about ${timeInWords(planned)}`],
    async calls(to, value, account) {
      if (to === null) return [call('scheduler', 'DeleteSchedule', DELETION_PLACE)];
      const isNew = value === null;
      const put = (input: Input) => call('scheduler', isNew ? 'CreateSchedule' : 'UpdateSchedule', input);
      const { [OUR_INSTANCE]: _seen, ...given } = to;
      if (!isWant(to)) return [put({ ...DELETION_PLACE, ...given } as Input)];
      mustBeOnTime(account);
      planned = timeAfter(after, now());
      const id = await idOfOurs(name, account);
      const target = {
        ...always.Target,
        Input: id ? AROUND.join(id) : idWhenLaunched(instance, name, AROUND),
      };
      const input = {
        ...DELETION_PLACE,
        Description: describe(name, after, planned),
        ScheduleExpression: `at(${planned})`,
        ...always,
        Target: target,
      };
      return [put(input as Input)];
    },
  });
}

// The input of TerminateInstances, before and after the id.
const AROUND: [string, string] = ['{"InstanceIds":["', '"]}'];

// As in command doctor: AWS rejects signatures that are further off.
const TOLERANCE_MS = 5 * 60_000;

// The time of the deletion counts from the local clock.
function mustBeOnTime({ clockBehind }: Account): void {
  const behind = clockBehind?.() ?? 0;
  if (Math.abs(behind) <= TOLERANCE_MS) return;
  const off = `${Math.round(Math.abs(behind) / 60_000)} minutes ${behind > 0 ? 'behind' : 'ahead of'} AWS`;
  throw new Obstacle(`the clock of this computer is ${off}, so the time of the deletion would be wrong: set the clock`);
}

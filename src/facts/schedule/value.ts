import type { GetScheduleOutput } from '@aws-sdk/client-scheduler';
import type { Json } from '../../engine/fact.ts';
import { type Planned, plannedBy } from './planned.ts';

/** The schedule as the fact reads it, with the id of our instance. */
export type Schedule = { [key: string]: Json };

/** The value that is read also has the id of our instance, to detect a schedule for another one. */
export const OUR_INSTANCE = 'OurInstance';
/** The parameters of UpdateSchedule, which overwrites all of them; a one-time schedule has no start and no end. */
const FIELDS = [
  ...(['ScheduleExpression', 'ScheduleExpressionTimezone', 'Description', 'State', 'KmsKeyArn'] as const),
  ...(['Target', 'FlexibleTimeWindow', 'ActionAfterCompletion'] as const),
];

/** What an update would set, as it is. */
export const picked = (schedule: GetScheduleOutput): Schedule =>
  Object.fromEntries(FIELDS.flatMap((key) => (schedule[key] ? [[key, schedule[key] as Json]] : [])));

/** What it terminates, and when. */
export const plannedIn = (value: Schedule): Planned | undefined => plannedBy(value as Parameters<typeof plannedBy>[0]);

/** Whether it terminates our instance and no other. */
export function isOnOurs(value: Schedule): boolean {
  const ids = plannedIn(value)?.ids ?? [];
  return ids.length === 1 && ids[0] === value[OUR_INSTANCE];
}

/** Without what AWS fills in (the policy for retries), and what does not change what the schedule does (its key). */
export function withoutChoices({
  ScheduleExpressionTimezone,
  State,
  FlexibleTimeWindow,
  ActionAfterCompletion,
  Target,
}: Schedule) {
  const { Arn, RoleArn } = Target as { Arn?: string; RoleArn?: string };
  return { ScheduleExpressionTimezone, State, FlexibleTimeWindow, ActionAfterCompletion, Arn, RoleArn };
}

import type { GetScheduleOutput } from '@aws-sdk/client-scheduler';
import { DELETION } from './read.ts';
import { timeIn, timeInUtc, timeInWords, timeOf } from './times.ts';

/** What a schedule does that terminates EC2 instances. */
export interface Planned {
  /** The instances. */
  ids: string[];
  isOn: boolean;
  /** When, in UTC, as EventBridge Scheduler spells it; undefined if that is no single time, or in an unknown time zone. */
  at?: string;
  /** When, in words: the time in UTC, or else the expression with its time zone. */
  when: string;
}

type Seen = Pick<GetScheduleOutput, 'ScheduleExpression' | 'ScheduleExpressionTimezone' | 'State' | 'Target'>;

/** What a schedule plans; undefined if it terminates no instance. */
export function plannedBy(schedule: Seen): Planned | undefined {
  const ids = idsIn(schedule.Target);
  if (ids.length === 0) return undefined;
  const { ScheduleExpression = '', ScheduleExpressionTimezone: zone = 'UTC' } = schedule;
  const spelled = timeIn(ScheduleExpression);
  const at = spelled === undefined ? undefined : timeInUtc(spelled, zone);
  const when = at ? `at ${timeInWords(at)}` : `by schedule expression ${ScheduleExpression}, time zone ${zone}`;
  return { ids, isOn: schedule.State !== 'DISABLED', ...(at ? { at } : {}), when };
}

/** Whether it is on, and its time, if that is known, has not passed. */
export function isAhead({ isOn, at }: Planned, now: number): boolean {
  return isOn && (at === undefined || timeOf(at) > now);
}

/** The same about one of the instances, which is still there, as a sentence. */
export function saidOf(planned: Planned, now: number): string {
  const { isOn, when } = planned;
  if (isAhead(planned, now)) return `EventBridge Scheduler deletes it and all data on it ${when}`;
  return isOn ? overdue(planned) : `schedule ${DELETION}, which deletes it ${when}, is disabled`;
}

/** The same for a time that has passed. */
export const overdue = ({ when }: Planned): string => `it was to be deleted ${when}, and is still there`;

// The target is a universal one, and its input is that of TerminateInstances (EventBridge Scheduler page "Using universal
// targets"). With DryRun, EC2 terminates nothing (EC2 API reference "TerminateInstances").
function idsIn({ Arn = '', Input = '' }: Partial<NonNullable<Seen['Target']>> = {}): string[] {
  if (!/^arn:[^:]+:scheduler:::aws-sdk:ec2:terminateInstances$/.test(Arn)) return [];
  try {
    const { InstanceIds, ...more } = JSON.parse(Input) as { InstanceIds?: unknown };
    const isOnly = Object.entries(more).every(([key, value]) => OPTIONS.has(key) || (key === 'DryRun' && !value));
    return isOnly && Array.isArray(InstanceIds) ? InstanceIds.map(String) : [];
  } catch {
    return [];
  }
}

const OPTIONS = new Set(['Force', 'SkipOsShutdown']);

import type { Json } from '../engine/fact.ts';
import { sameJson } from '../engine/same.ts';

/** An alarm in PutMetricAlarm's words. */
export type Alarm = { [field: string]: Json };

/** What an alarm does in each of its three states: lists of Arns. */
export const ACTIONS = ['AlarmActions', 'OKActions', 'InsufficientDataActions'] as const;
// AWS page "PutMetricAlarm".
const MOST_ACTIONS = 5;

/** What an alarm does in one of its states. */
export const actionsOf = (alarm: Alarm, field: string): string[] => (alarm[field] as string[] | undefined) ?? [];

/** PutMetricAlarm overwrites everything, so what others want to happen is sent again; ours comes first. */
export function withTheirActions(to: Alarm, now: Alarm): Alarm {
  const lists = ACTIONS.map(
    (field) => [field, [...new Set([...actionsOf(to, field), ...actionsOf(now, field)])]] as const,
  );
  const kept = lists.filter(([, actions]) => actions.length > 0);
  return { ...to, ...Object.fromEntries(kept.map(([field, actions]) => [field, actions.slice(0, MOST_ACTIONS)])) };
}

/** What is dead of an alarm as it is now, and what mending it would take away. */
export function remarkOn(now: Alarm, want: Alarm): string | undefined {
  const after = withTheirActions(want, now);
  const lost = actionsOf(now, 'AlarmActions').filter((action) => !actionsOf(after, 'AlarmActions').includes(action));
  const remarks = [
    now.ActionsEnabled === false ? 'its actions are switched off: nobody hears it' : undefined,
    ['MetricName', 'Namespace', 'Dimensions', 'Unit', 'Metrics'].some((field) => !sameJson(now[field], want[field]))
      ? "it does not watch this month's charges"
      : undefined,
    lost.length > 0 ? `mending it takes away ${lost.join(', ')}: an alarm has five actions at most` : undefined,
  ].filter((remark) => remark !== undefined);
  return remarks.length > 0 ? remarks.join('; ') : undefined;
}

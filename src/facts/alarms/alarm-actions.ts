import type { Json } from '../../engine/fact.ts';
import { sameJson } from '../../engine/same.ts';

/** An alarm, with the fields of PutMetricAlarm. */
export type Alarm = { [field: string]: Json };

/** The actions of an alarm in each of its three states: lists of ARNs. */
export const ACTIONS = ['AlarmActions', 'OKActions', 'InsufficientDataActions'] as const;
// AWS page "PutMetricAlarm".
const MOST_ACTIONS = 5;

/** The actions of an alarm in one of its states. */
export const actionsOf = (alarm: Alarm, field: string): string[] => (alarm[field] as string[] | undefined) ?? [];

/** PutMetricAlarm overwrites the whole alarm, so actions that others added are sent again, after ours. */
export function withTheirActions(to: Alarm, now: Alarm): Alarm {
  const lists = ACTIONS.map(
    (field) => [field, [...new Set([...actionsOf(to, field), ...actionsOf(now, field)])]] as const,
  );
  const kept = lists.filter(([, actions]) => actions.length > 0);
  return { ...to, ...Object.fromEntries(kept.map(([field, actions]) => [field, actions.slice(0, MOST_ACTIONS)])) };
}

/** What does not work in the current alarm, and what fixing it would remove. */
export function remarkOn(now: Alarm, want: Alarm): string | undefined {
  const after = withTheirActions(want, now);
  const lost = actionsOf(now, 'AlarmActions').filter((action) => !actionsOf(after, 'AlarmActions').includes(action));
  const remarks = [
    now.ActionsEnabled === false ? 'its actions are disabled, so it notifies no one' : undefined,
    ['MetricName', 'Namespace', 'Dimensions', 'Unit', 'Metrics'].some((field) => !sameJson(now[field], want[field]))
      ? "it does not monitor this month's charges"
      : undefined,
    lost.length > 0 ? `fixing it removes ${lost.join(', ')}: an alarm has at most five actions` : undefined,
  ].filter((remark) => remark !== undefined);
  return remarks.length > 0 ? remarks.join('; ') : undefined;
}

import type { Alarm } from './alarm-actions.ts';

/** What PutMetricAlarm takes: it overwrites the whole alarm, so the whole of it is compared and given back. */
export const FIELDS = [
  'AlarmName',
  'AlarmDescription',
  'ActionsEnabled',
  'OKActions',
  'AlarmActions',
  'InsufficientDataActions',
  'MetricName',
  'Namespace',
  'Statistic',
  'ExtendedStatistic',
  'Dimensions',
  'Period',
  'Unit',
  'EvaluationPeriods',
  'DatapointsToAlarm',
  'Threshold',
  'ComparisonOperator',
  'TreatMissingData',
  'EvaluateLowSampleCountPercentile',
  'Metrics',
  'ThresholdMetricId',
] as const;
/** What of it decides whether an alarm does its job. */
export const COMPARED = [
  'MetricName',
  'Namespace',
  'Statistic',
  'Dimensions',
  'Threshold',
  'ComparisonOperator',
  'Period',
  'EvaluationPeriods',
  'DatapointsToAlarm',
  'TreatMissingData',
  'Unit',
  'ExtendedStatistic',
  'Metrics',
] as const;
/** What AWS takes where nothing is said, so that saying it or not is the same. */
export const UNSAID: Alarm = { TreatMissingData: 'missing' };

/** Some fields of an alarm, without those that say nothing. */
export function pick(alarm: object, fields: readonly string[]): Alarm {
  const entries = fields.map((field) => [field, (alarm as Alarm)[field] ?? undefined] as const);
  return Object.fromEntries(
    entries.filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  ) as Alarm;
}

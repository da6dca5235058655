import type { Alarm } from './alarm-actions.ts';

/** The parameters of PutMetricAlarm. It overwrites the whole alarm, so undo restores all of them. */
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
/** The parameters that decide whether an alarm works. */
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
/** Default values: an alarm that sets them equals an alarm that omits them. */
export const UNSAID: Alarm = { TreatMissingData: 'missing' };

/** Some fields of an alarm, without empty ones. */
export function pick(alarm: object, fields: readonly string[]): Alarm {
  const entries = fields.map((field) => [field, (alarm as Alarm)[field] ?? undefined] as const);
  return Object.fromEntries(
    entries.filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  ) as Alarm;
}

import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { MetricFilter } from '@aws-sdk/client-cloudwatch-logs';
import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { allPages } from '../../aws/pages.ts';
import { sameJson } from '../../engine/same.ts';
import { type Alarm, actionsOf } from '../alarms/alarm-actions.ts';
import { COMPARED, pick, UNSAID } from '../alarms/alarm-fields.ts';
import { countsAll, plain } from './cis-cover.ts';
import type { CisAlarm } from './cis-patterns.ts';
import { TRAIL_LOG_GROUP } from './trail-logs.ts';

/** A metric filter and its alarm, with the fields of PutMetricFilter and PutMetricAlarm. */
export type FilterAndAlarm = { filter: Alarm | null; alarm: Alarm | null };

const NAMESPACE = 'LogMetrics';
const FIVE_MINUTES = 300;

/** What is wanted in the log group of our trail. */
export function wanted({ number, name, tells, pattern }: CisAlarm, topic: string): { filter: Alarm; alarm: Alarm } {
  const filter: Alarm = {
    logGroupName: TRAIL_LOG_GROUP,
    filterName: name,
    filterPattern: pattern,
    metricTransformations: [{ metricName: name, metricNamespace: NAMESPACE, metricValue: '1' }],
  };
  const alarm: Alarm = {
    AlarmName: name,
    AlarmDescription: `CIS ${number}: ${tells}`,
    ActionsEnabled: true,
    AlarmActions: [topic],
    Namespace: NAMESPACE,
    MetricName: name,
    Statistic: 'Sum',
    Period: FIVE_MINUTES,
    EvaluationPeriods: 1,
    DatapointsToAlarm: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
  };
  return { filter, alarm };
}

// Each event counts as one, whatever its fields are.
function metricsOf({ metricTransformations = [] }: MetricFilter) {
  return metricTransformations.filter(({ metricValue, dimensions }) => metricValue === '1' && !dimensions);
}

/** Whether the filter counts the events of the alarm. */
export function counts({ filter }: FilterAndAlarm, { name, pattern }: CisAlarm): boolean {
  const its = (filter ?? {}) as Partial<MetricFilter>;
  return (
    plain(its.filterPattern) === plain(pattern) &&
    !its.fieldSelectionCriteria &&
    metricsOf(its).some((one) => one.metricName === name && one.metricNamespace === NAMESPACE)
  );
}

/** Whether the alarm tells the topic of the first event. */
export function sounds({ alarm }: FilterAndAlarm, want: { alarm: Alarm }, topic: string): boolean {
  if (alarm === null || alarm.ActionsEnabled === false || !actionsOf(alarm, 'AlarmActions').includes(topic))
    return false;
  const [one, other] = [alarm, want.alarm].map((each) => ({ ...UNSAID, ...pick(each, COMPARED) }));
  return sameJson(one, other);
}

/** Somebody's alarm on the first event, by its name; it has an action, and who gets that is somebody's decision. */
export function alarmOfOthers(cis: CisAlarm, filters: MetricFilter[], alarms: MetricAlarm[]): string | undefined {
  const isFirst = ({ ComparisonOperator, Threshold = 2 }: MetricAlarm) =>
    (ComparisonOperator === 'GreaterThanOrEqualToThreshold' && Threshold <= 1) ||
    (ComparisonOperator === 'GreaterThanThreshold' && Threshold < 1);
  return alarmsOn(cis, filters, alarms).find(
    (one) => one.Statistic === 'Sum' && (one.EvaluationPeriods ?? 1) === 1 && isFirst(one),
  )?.AlarmName;
}

/** The alarms with an action on a metric that counts the events, whatever their threshold is. */
export function alarmsOn(cis: CisAlarm, filters: MetricFilter[], alarms: MetricAlarm[]): MetricAlarm[] {
  const metrics = filters
    .filter((one) => countsAll(one.filterPattern, cis) && !one.fieldSelectionCriteria)
    .flatMap(metricsOf);
  return alarms.filter(
    (one) =>
      one.ActionsEnabled !== false &&
      (one.AlarmActions ?? []).length > 0 &&
      metrics.some((its) => its.metricName === one.MetricName && its.metricNamespace === one.Namespace),
  );
}

/** The metric filters of a Region, the home Region unless told. */
export async function filtersIn(account: Account, region?: string): Promise<MetricFilter[]> {
  const pages = await allPages(account, call('logs', 'DescribeMetricFilters', {}, region), 'nextToken');
  return pages.flatMap(({ metricFilters }) => metricFilters ?? []);
}

/** The alarms of a Region, the home Region unless told. */
export async function alarmsIn(account: Account, region?: string): Promise<MetricAlarm[]> {
  const pages = await allPages(account, call('cloudwatch', 'DescribeAlarms', { MaxRecords: 100 }, region), 'NextToken');
  return pages.flatMap(({ MetricAlarms }) => MetricAlarms ?? []);
}

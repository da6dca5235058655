import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { Account } from '../aws/account.ts';
import { call } from '../aws/call.ts';
import { allPages } from '../aws/pages.ts';
import { type Fact, fact, type Json } from '../engine/fact.ts';
import { sameJson } from '../engine/same.ts';
import { type AlarmPlace, type Topic, topicArn } from './alarm-topic.ts';
import { marksIn, orNull, ownerBy } from './tags.ts';

type Alarm = { [field: string]: Json };

const PREFIX = 'aws-baseline-billing-';
const SIX_HOURS = 21_600;

/** What PutMetricAlarm takes: it overwrites the whole alarm, so the whole of it is compared and given back. */
const FIELDS = [
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
const COMPARED = [
  'AlarmActions',
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
] as const;
// What AWS takes where nothing is said, so that saying it or not is the same.
const UNSAID: Alarm = { TreatMissingData: 'missing' };

/** All alarms whose name begins like ours. */
export async function billingAlarms(place: AlarmPlace, account: Account): Promise<MetricAlarm[]> {
  const question = call(
    'cloudwatch',
    'DescribeAlarms',
    { AlarmNamePrefix: PREFIX, AlarmTypes: ['MetricAlarm'] },
    place.globalRegion,
  );
  return (await allPages(account, question, 'NextToken')).flatMap(({ MetricAlarms }) => MetricAlarms ?? []);
}

/** The limit in USD that an alarm of ours is about, by its name. */
export function limitOf(alarmName: string): number | undefined {
  const text = new RegExp(`^${PREFIX}(\\d+(?:\\.\\d+)?)-usd$`).exec(alarmName)?.[1];
  return text === undefined ? undefined : Number(text);
}

/** An alarm mails the subscribers when this month's estimated charges pass `limit` US dollars. */
export function billingAlarmWatches(limit: number, topic: Topic, place: AlarmPlace): Fact<Alarm> {
  const AlarmName = `${PREFIX}${limit}-usd`;
  const want: Alarm = {
    AlarmName,
    AlarmDescription: `This month's estimated charges passed USD ${limit}`,
    ActionsEnabled: true,
    AlarmActions: [topicArn(place)],
    Namespace: 'AWS/Billing',
    MetricName: 'EstimatedCharges',
    Dimensions: [{ Name: 'Currency', Value: 'USD' }],
    Statistic: 'Maximum',
    Period: SIX_HOURS,
    EvaluationPeriods: 1,
    DatapointsToAlarm: 1,
    Threshold: limit,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'missing',
  };
  return fact<Alarm>({
    id: `cloudwatch/alarm/${AlarmName}`,
    title: `alarm ${AlarmName} watches the month's charges`,
    note: 'no data at first is normal: AWS reports charges a few times a day',
    want,
    needs: [topic],
    async read(account) {
      const alarm = await alarmNamed(AlarmName, place, account);
      return alarm ? (pick(alarm as unknown as Alarm, FIELDS) as Alarm) : null;
    },
    same: (a, b) =>
      a === null || b === null
        ? a === b
        : sameJson({ ...UNSAID, ...pick(a, COMPARED) }, { ...UNSAID, ...pick(b, COMPARED) }) &&
          a.ActionsEnabled === b.ActionsEnabled,
    calls: (to, now) => {
      if (to === null) return [call('cloudwatch', 'DeleteAlarms', { AlarmNames: [AlarmName] }, place.globalRegion)];
      // Tags of an alarm that is there are ignored, so they are only sent with a new one.
      const input = now === null ? { ...to, Tags: place.tags } : to;
      return [
        call(
          'cloudwatch',
          'PutMetricAlarm',
          input as unknown as {
            AlarmName: string;
            EvaluationPeriods: number;
            ComparisonOperator: 'GreaterThanThreshold';
          },
          place.globalRegion,
        ),
      ];
    },
    async owner(account) {
      const alarm = await alarmNamed(AlarmName, place, account);
      if (!alarm) return undefined;
      const question = call('cloudwatch', 'ListTagsForResource', { ResourceARN: alarm.AlarmArn }, place.globalRegion);
      const answer = await orNull(account.send(question), 'ResourceNotFound');
      return answer ? ownerBy(answer.Tags, place.tags) : undefined;
    },
    async mark(account) {
      const ResourceARN = (await alarmNamed(AlarmName, place, account))?.AlarmArn;
      return [call('cloudwatch', 'TagResource', { ResourceARN, Tags: marksIn(place.tags) }, place.globalRegion)];
    },
  });
}

async function alarmNamed(name: string, place: AlarmPlace, account: Account): Promise<MetricAlarm | undefined> {
  return (await billingAlarms(place, account)).find(({ AlarmName }) => AlarmName === name);
}

function pick(alarm: Alarm, fields: readonly string[]): Alarm {
  const entries = fields.map((field) => [field, alarm[field] ?? undefined] as const);
  return Object.fromEntries(
    entries.filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  ) as Alarm;
}

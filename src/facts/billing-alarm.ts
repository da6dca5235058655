import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { Account } from '../aws/account.ts';
import { call } from '../aws/call.ts';
import { allPages } from '../aws/pages.ts';
import { type Fact, fact, type Json } from '../engine/fact.ts';
import { sameJson } from '../engine/same.ts';
import { type AlarmPlace, type Topic, topicArn } from './alarm-topic.ts';
import { metricCurrency, usualCurrency } from './billing-currency.ts';
import { carriesOurTag, orNull } from './tags.ts';

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

const watched = (currency: string, limit: number) => ({
  AlarmDescription: `This month's estimated charges passed ${currency} ${limit}`,
  Dimensions: [{ Name: 'Currency', Value: currency }],
});

/** What is read also tells the currency of the metric, so that an alarm in another one is seen to watch nothing. */
const METRIC_CURRENCY = 'MetricCurrency';

/**
 * An alarm mails the subscribers when this month's estimated charges pass `limit`, in the currency of the bills. Its
 * name ends in `-usd` everywhere, so that it is found again whatever the currency is.
 */
export function billingAlarmWatches(limit: number, topic: Topic, place: AlarmPlace): Fact<Alarm> {
  const AlarmName = `${PREFIX}${limit}-usd`;
  const usual = watched(usualCurrency(place), limit);
  const want: Alarm = {
    AlarmName,
    AlarmDescription: usual.AlarmDescription,
    ActionsEnabled: true,
    AlarmActions: [topicArn(place)],
    Namespace: 'AWS/Billing',
    MetricName: 'EstimatedCharges',
    Dimensions: usual.Dimensions,
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
      const alarm = (await billingAlarms(place, account)).find((one) => one.AlarmName === AlarmName);
      if (!alarm) return null;
      const currency = await metricCurrency(place, account);
      return { ...pick(alarm as unknown as Alarm, FIELDS), ...(currency ? { [METRIC_CURRENCY]: currency } : {}) };
    },
    same: (a, b) => {
      if (a === null || b === null) return a === b;
      const currency = String(a[METRIC_CURRENCY] ?? b[METRIC_CURRENCY] ?? usualCurrency(place));
      const [one, other] = [a, b].map((each) => ({
        ...UNSAID,
        ...pick(each === want ? { ...each, ...watched(currency, limit) } : each, COMPARED),
      }));
      return sameJson(one as Alarm, other as Alarm) && a.ActionsEnabled === b.ActionsEnabled;
    },
    calls: async (given, now, account) => {
      const currency = given === want ? await metricCurrency(place, account) : undefined;
      const { [METRIC_CURRENCY]: _seen, ...to }: Alarm = { ...given, ...(currency ? watched(currency, limit) : {}) };
      if (given === null) return [call('cloudwatch', 'DeleteAlarms', { AlarmNames: [AlarmName] }, place.globalRegion)];
      // Tags of an alarm that is there are ignored, so they are only sent with a new one.
      const input: Alarm = now === null ? { ...to, Tags: place.tags as unknown as Json } : to;
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
    async ours(account) {
      const alarm = (await billingAlarms(place, account)).find((one) => one.AlarmName === AlarmName);
      const question = call('cloudwatch', 'ListTagsForResource', { ResourceARN: alarm?.AlarmArn }, place.globalRegion);
      return alarm ? carriesOurTag((await orNull(account.send(question), 'ResourceNotFound'))?.Tags) : undefined;
    },
  });
}

function pick(alarm: Alarm, fields: readonly string[]): Alarm {
  const entries = fields.map((field) => [field, alarm[field] ?? undefined] as const);
  return Object.fromEntries(
    entries.filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  ) as Alarm;
}

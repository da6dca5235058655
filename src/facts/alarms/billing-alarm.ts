import type { MetricAlarm, PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { endsTheLook } from '../../aws/errors.ts';
import { allPages } from '../../aws/pages.ts';
import { type Fact, fact, Obstacle, type Plain } from '../../engine/fact.ts';
import { sameJson } from '../../engine/same.ts';
import { metricCurrency, usualCurrency } from '../billing/billing-currency.ts';
import { marksIn, orNull, ownerBy } from '../tags.ts';
import { ACTIONS, type Alarm, actionsOf, remarkOn, withTheirActions } from './alarm-actions.ts';
import { COMPARED, FIELDS, pick, UNSAID } from './alarm-fields.ts';
import { type AlarmPlace, type Topic, topicArn } from './alarm-topic.ts';

const PREFIX = 'aws-baseline-billing-';
const SIX_HOURS = 21_600;

/** All metric alarms with our name prefix. */
export async function billingAlarms(place: AlarmPlace, account: Account): Promise<MetricAlarm[]> {
  return (await alarmPages(place, account)).flatMap(({ MetricAlarms }) => MetricAlarms ?? []);
}

function alarmPages(place: AlarmPlace, account: Account) {
  const question = call(
    'cloudwatch',
    'DescribeAlarms',
    { AlarmNamePrefix: PREFIX, AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] },
    place.globalRegion,
  );
  return allPages(account, question, 'NextToken');
}

async function alarmNamed(AlarmName: string, place: AlarmPlace, account: Account): Promise<MetricAlarm | undefined> {
  const pages = await alarmPages(place, account);
  // A composite alarm cannot become a metric alarm.
  if (pages.flatMap(({ CompositeAlarms }) => CompositeAlarms ?? []).some((one) => one.AlarmName === AlarmName))
    throw new Obstacle(`${AlarmName} is a composite alarm, which cannot monitor charges: rename or delete it first`);
  return pages.flatMap(({ MetricAlarms }) => MetricAlarms ?? []).find((one) => one.AlarmName === AlarmName);
}

/** The limit in USD of one of our alarms, from its name. */
export function limitOf(alarmName: string): number | undefined {
  const text = new RegExp(`^${PREFIX}(\\d+(?:\\.\\d+)?)-usd$`).exec(alarmName)?.[1];
  return text === undefined ? undefined : Number(text);
}

const watched = (currency: string, limit: number) => ({
  AlarmDescription: `This month's estimated charges passed ${currency} ${limit}`,
  Dimensions: [{ Name: 'Currency', Value: currency }],
});

/** The value that is read also holds the currency of the metric, to detect an alarm in a currency without a metric. */
const METRIC_CURRENCY = 'MetricCurrency';

/**
 * An alarm notifies the subscribers when this month's estimated charges exceed `limit`, in the currency of the bills. Its
 * name always ends in `-usd`, so it is found in any currency.
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
  // Actions that others added to our alarm do no harm; undo restores all the actions of an earlier alarm.
  const isWanted = (alarm: Alarm) => sameJson(alarm, want);
  // The wanted alarm is in the currency of the bills.
  const meant = (alarm: Alarm, currency: string): Alarm =>
    isWanted(alarm) ? { ...alarm, ...watched(currency, limit) } : alarm;
  const currencyOf = (...seen: Alarm[]) =>
    String(seen.map((alarm) => alarm[METRIC_CURRENCY]).find((one) => one !== undefined) ?? usualCurrency(place));
  const tells = (alarm: Alarm) => actionsOf(alarm, 'AlarmActions').includes(topicArn(place));
  return fact<Alarm>({
    id: `cloudwatch/alarm/${AlarmName}`,
    title: `alarm ${AlarmName} monitors this month's charges`,
    note: '"Insufficient data" at first is normal: AWS reports charges a few times a day',
    want,
    needs: [topic],
    async read(account) {
      // Read in parallel; the currency is needed only if the alarm exists.
      const asking = metricCurrency(place, account);
      asking.catch(() => {});
      const alarm = await alarmNamed(AlarmName, place, account);
      if (!alarm) return null;
      const currency = await asking;
      return { ...pick(alarm, FIELDS), ...(currency ? { [METRIC_CURRENCY]: currency } : {}) };
    },
    same(a, b) {
      if (a === null || b === null) return a === b;
      const [one, other] = [a, b].map((each) => ({ ...UNSAID, ...pick(meant(each, currencyOf(a, b)), COMPARED) }));
      const areActionsRight = isWanted(b)
        ? tells(a)
        : isWanted(a)
          ? tells(b)
          : sameJson(pick(a, ACTIONS), pick(b, ACTIONS));
      return sameJson(one, other) && a.ActionsEnabled === b.ActionsEnabled && areActionsRight;
    },
    there: async (account) => (await alarmNamed(AlarmName, place, account)) !== undefined,
    remark: (now) => (now ? remarkOn(now, meant(want, currencyOf(now))) : undefined),
    async calls(to, now, account) {
      if (to === null) return [call('cloudwatch', 'DeleteAlarms', { AlarmNames: [AlarmName] }, place.globalRegion)];
      const currency = isWanted(to) ? await metricCurrency(place, account).catch(orUsual) : undefined;
      const { [METRIC_CURRENCY]: _seen, ...given } = currency ? meant(to, currency) : to;
      // PutMetricAlarm ignores tags for an existing alarm, so they are sent only with a new one.
      const input = now === null ? { ...given, Tags: place.tags } : isWanted(to) ? withTheirActions(given, now) : given;
      return [call('cloudwatch', 'PutMetricAlarm', input as Plain<PutMetricAlarmInput>, place.globalRegion)];
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

// A caller who may not list metrics still gets the alarm, in the usual currency of the partition.
function orUsual(error: unknown): undefined {
  if (endsTheLook(error)) throw error;
  return undefined;
}

import type { MetricAlarm, PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { type Fact, fact, type Json, Obstacle, type Plain } from '../../engine/fact.ts';
import { sameJson } from '../../engine/same.ts';
import { type Alarm, actionsOf, withTheirActions } from '../alarms/alarm-actions.ts';
import { COMPARED, FIELDS, pick } from '../alarms/alarm-fields.ts';
import { marksIn, NAME_TAG, orNull, ownerBy, type Tag, tagOf } from '../tags.ts';
import { idOfOurs, idWhenLaunched } from './its-id.ts';

/** The name of the alarm that stops the idle instance. */
const IDLE_ALARM = 'aws-baseline-stop-when-idle';

const HOUR = 3_600;
const IDLE_PERCENT = 5;
/** The value that is read also has the id of our instance, to detect an alarm on another one. */
const OUR_INSTANCE = 'OurInstance';

/** Where the alarm is: in the home Region, with the instance. */
interface IdlePlace {
  accountId: string;
  partition: string;
  region: string;
  tags: Tag[];
}

const question = call('cloudwatch', 'DescribeAlarms', {
  AlarmNames: [IDLE_ALARM],
  AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
});

/** The alarm as CloudWatch describes it; undefined if there is none. Throws Obstacle for a composite alarm of its name. */
export async function idleAlarm(account: Account): Promise<MetricAlarm | undefined> {
  const { CompositeAlarms = [], MetricAlarms = [] } = await account.send(question);
  if (CompositeAlarms.length > 0)
    throw new Obstacle(`${IDLE_ALARM} is a composite alarm, which cannot stop an instance: rename or delete it first`);
  return MetricAlarms[0];
}

/**
 * An alarm stops our instance once its average CPU use was under 5 % in each of the last `hours` hours (CloudWatch page
 * "Create alarms to stop, terminate, reboot, or recover an EC2 instance"). A stopped instance has no data, which counts as
 * busy, so the alarm works again after the next start. With the first alarm of this kind, CloudWatch creates the
 * service-linked role AWSServiceRoleForCloudWatchEvents (AWS API reference "PutMetricAlarm"), which stays.
 */
export function instanceStopsWhenIdle(
  hours: number,
  instance: Fact<{ [key: string]: Json }>,
  place: IdlePlace,
): Fact<Alarm> {
  const { accountId, partition, region, tags } = place;
  const ResourceARN = `arn:${partition}:cloudwatch:${region}:${accountId}:alarm:${IDLE_ALARM}`;
  const stop = `arn:${partition}:automate:${region}:ec2:stop`;
  const name = tagOf(tags, NAME_TAG) ?? '';
  const want: Alarm = {
    AlarmName: IDLE_ALARM,
    AlarmDescription: `Stops the instance after ${hours} h with an average CPU use under ${IDLE_PERCENT} %`,
    ActionsEnabled: true,
    AlarmActions: [stop],
    Namespace: 'AWS/EC2',
    MetricName: 'CPUUtilization',
    Statistic: 'Average',
    Period: HOUR,
    EvaluationPeriods: hours,
    DatapointsToAlarm: hours,
    Threshold: IDLE_PERCENT,
    ComparisonOperator: 'LessThanThreshold',
    TreatMissingData: 'notBreaching',
  };
  const isWanted = (alarm: Alarm) => sameJson(alarm, want);
  const stops = (alarm: Alarm) => actionsOf(alarm, 'AlarmActions').includes(stop);
  return fact<Alarm>({
    id: `cloudwatch/alarm/${IDLE_ALARM}`,
    title: `the instance is stopped after ${inWords(hours)} with an average CPU use under ${IDLE_PERCENT} %`,
    thing: `alarm ${IDLE_ALARM}`,
    note: 'start it again at any time; its disk stays',
    want,
    needs: [instance],
    endsThings: true,
    holdsNothing: true,
    async read(account) {
      const [alarm, id] = await Promise.all([idleAlarm(account), idOfOurs(name, account)]);
      return alarm ? { ...pick(alarm, FIELDS), ...(id ? { [OUR_INSTANCE]: id } : {}) } : null;
    },
    same(a, b) {
      if (a === null || b === null) return a === b;
      const id = String(a[OUR_INSTANCE] ?? b[OUR_INSTANCE] ?? '');
      const [one, other] = [a, b].map((each) => pick(isWanted(each) ? on(each, id) : each, COMPARED));
      return sameJson(one, other) && a.ActionsEnabled === b.ActionsEnabled && stops(a) === stops(b);
    },
    there: async (account) => (await idleAlarm(account)) !== undefined,
    remark(now) {
      if (now === null) return undefined;
      if (now.ActionsEnabled === false || !stops(now)) return 'it does not stop the instance';
      const isOnOurs = sameJson(now.Dimensions, on(want, String(now[OUR_INSTANCE] ?? '')).Dimensions);
      return isOnOurs ? undefined : 'it does not monitor this instance';
    },
    async calls(to, now, account) {
      if (to === null) return [call('cloudwatch', 'DeleteAlarms', { AlarmNames: [IDLE_ALARM] })];
      const { [OUR_INSTANCE]: _seen, ...given } = to;
      const meant = isWanted(to) ? on(given, (await idOfOurs(name, account)) ?? idWhenLaunched(instance, name)) : given;
      // PutMetricAlarm overwrites the whole alarm, and ignores tags for an existing one.
      const input = now === null ? { ...meant, Tags: tags } : isWanted(to) ? withTheirActions(meant, now) : meant;
      return [call('cloudwatch', 'PutMetricAlarm', input as Plain<PutMetricAlarmInput>)];
    },
    async owner(account) {
      const answer = await orNull(
        account.send(call('cloudwatch', 'ListTagsForResource', { ResourceARN })),
        'ResourceNotFound',
      );
      return answer ? ownerBy(answer.Tags, tags) : undefined;
    },
    mark: () => [call('cloudwatch', 'TagResource', { ResourceARN, Tags: marksIn(tags) })],
  });
}

const inWords = (hours: number) => (hours === 1 ? 'an hour' : `${hours} hours in a row`);

const on = (alarm: Alarm, id: string): Alarm => ({ ...alarm, Dimensions: [{ Name: 'InstanceId', Value: id }] });

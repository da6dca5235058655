import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import type { PutMetricFilterRequest } from '@aws-sdk/client-cloudwatch-logs';
import { type AnyCall, call } from '../../aws/call.ts';
import type { AnyFact, Fact, Plain } from '../../engine/fact.ts';
import { sameJson } from '../../engine/same.ts';
import { type Alarm, withTheirActions } from '../alarms/alarm-actions.ts';
import { FIELDS, pick } from '../alarms/alarm-fields.ts';
import { type AlarmPlace, topicArn } from '../alarms/alarm-topic.ts';
import { marksIn, orNull, ownerBy } from '../tags.ts';
import type { CisAlarm } from './cis-patterns.ts';
import { alarmOfOthers, alarmsIn, counts, type FilterAndAlarm, filtersIn, sounds, wanted } from './cis-watch.ts';
import { guardrail } from './guardrail.ts';
import type { TrailPlace } from './trail-bucket.ts';
import { trailLogs } from './trail-logs.ts';

/** A metric filter and its alarm, with the fields of PutMetricFilter and PutMetricAlarm, or the name of somebody's alarm. */
type Watch = FilterAndAlarm | { others: string };

/** The topic of these alarms, where the one for billing alarms is in another Region. */
export const CIS_TOPIC = 'aws-baseline-cis-alarms';

const OF_FILTER = [
  'logGroupName',
  'filterName',
  'filterPattern',
  'metricTransformations',
  'applyOnTransformedLogs',
  'fieldSelectionCriteria',
  'emitSystemFieldDimensions',
] as const;

/**
 * A metric filter counts the events in the log group of the trail, and an alarm notifies the topic of the first one within
 * five minutes (steps and values of the Security Hub page "Security Hub CSPM controls for Amazon CloudWatch": namespace
 * LogMetrics, metric value 1, a static threshold of 1 or more). Somebody's filter with the same pattern counts as well if an
 * alarm with an action watches its metric. All alarms read the same two lists.
 */
export function alarmTells(cis: CisAlarm, needs: AnyFact[], place: AlarmPlace, trail: TrailPlace): Fact<Watch> {
  const { number, name, tells } = cis;
  const ResourceARN = `arn:${place.partition}:cloudwatch:${place.globalRegion}:${place.accountId}:alarm:${name}`;
  const topic = topicArn(place);
  const want = wanted(cis, topic);
  const isWanted = (one: Watch | null) => sameJson(one, want);
  const isOthers = (one: Watch | null): one is { others: string } => one !== null && 'others' in one;
  return guardrail<Watch>(`cis-alarms/${number}`, {
    title: `an alarm tells of ${tells} (CIS ${number})`,
    thing: `alarm ${name}`,
    needs,
    want,
    async read(account) {
      const [{ group, blocked }, filters, alarms] = await Promise.all([
        trailLogs(trail, account),
        filtersIn(account),
        alarmsIn(account),
      ]);
      if (blocked) return null;
      const inGroup = filters.filter(({ logGroupName }) => logGroupName === group);
      const filter = inGroup.find(({ filterName }) => filterName === name);
      const alarm = alarms.find(({ AlarmName }) => AlarmName === name);
      if (filter || alarm)
        return { filter: filter ? pick(filter, OF_FILTER) : null, alarm: alarm ? pick(alarm, FIELDS) : null };
      const others = alarmOfOthers(cis, inGroup, alarms);
      return others === undefined ? null : { others };
    },
    same(a, b) {
      if (a === null || b === null) return a === b;
      if (isOthers(a) || isOthers(b)) return true;
      if (!isWanted(a) && !isWanted(b)) return sameJson(a, b);
      return counts(a, cis) === counts(b, cis) && sounds(a, want, topic) === sounds(b, want, topic);
    },
    isOthers,
    remark(now) {
      if (isOthers(now)) return `alarm ${now.others} does this`;
      if (now === null) return undefined;
      if (now.alarm?.ActionsEnabled === false) return 'its actions are disabled, so it notifies no one';
      return counts(now, cis) ? undefined : 'its metric filter does not count these events';
    },
    async calls(to, now, account) {
      const before = now === null || isOthers(now) ? { filter: null, alarm: null } : now;
      if (to !== null && isOthers(to)) return [];
      const { group } = await trailLogs(trail, account);
      if (to === null) return [...alarmCalls(null, before.alarm, place), ...filterCalls(null, before.filter)];
      if (!isWanted(to))
        return [...filterCalls(to.filter, before.filter), ...alarmCalls(to.alarm, before.alarm, place)];
      return [
        ...(counts(before, cis) ? [] : filterCalls({ ...want.filter, logGroupName: group }, before.filter)),
        ...(sounds(before, want, topic) ? [] : alarmCalls(want.alarm, before.alarm, place, true)),
      ];
    },
    // A metric filter has no tags: without the alarm, its name tells.
    async owner(account) {
      const asked = call('cloudwatch', 'ListTagsForResource', { ResourceARN }, place.globalRegion);
      const [answer, filters] = await Promise.all([
        orNull(account.send(asked), 'ResourceNotFound'),
        filtersIn(account),
      ]);
      if (answer) return ownerBy(answer.Tags, place.tags);
      const isLeft = filters.some(({ filterName }) => filterName === name);
      return isLeft ? { whose: 'ours', marks: `the name ${name}` } : undefined;
    },
    mark: () => [call('cloudwatch', 'TagResource', { ResourceARN, Tags: marksIn(place.tags) }, place.globalRegion)],
  });
}

function filterCalls(to: Alarm | null, now: Alarm | null): AnyCall[] {
  if (sameJson(to, now)) return [];
  if (to) return [call('logs', 'PutMetricFilter', to as Plain<PutMetricFilterRequest>)];
  const { logGroupName, filterName } = now as { logGroupName: string; filterName: string };
  return [call('logs', 'DeleteMetricFilter', { logGroupName, filterName })];
}

// PutMetricAlarm overwrites the whole alarm, and ignores tags for an existing one.
function alarmCalls(
  to: Alarm | null,
  now: Alarm | null,
  { tags, globalRegion }: AlarmPlace,
  keepsActions = false,
): AnyCall[] {
  if (sameJson(to, now)) return [];
  if (to === null) return [call('cloudwatch', 'DeleteAlarms', { AlarmNames: [String(now?.AlarmName)] }, globalRegion)];
  const input = now === null ? { ...to, Tags: tags } : keepsActions ? withTheirActions(to, now) : to;
  return [call('cloudwatch', 'PutMetricAlarm', input as Plain<PutMetricAlarmInput>, globalRegion)];
}

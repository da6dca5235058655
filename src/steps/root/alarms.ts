import { globalRegionOf } from '../../aws/account.ts';
import type { AnyFact } from '../../engine/fact.ts';
import { emailIsConfirmed, emailIsSubscribed, somebodyHears } from '../../facts/alarms/alarm-listeners.ts';
import { onlyOurAlarmsPublish, topicExists } from '../../facts/alarms/alarm-topic.ts';
import { billingAlarmWatches } from '../../facts/alarms/billing-alarm.ts';
import { billingMetricIsSeen, billsHere } from '../../facts/billing/billing-access.ts';
import { tagsFor } from '../../facts/tags.ts';
import type { AnswersTo } from '../settings/answers.ts';
import type { EVERY } from '../settings/every.ts';
import { WORDS } from '../settings/words-of-people.ts';
import type { ALARM } from './alarm-settings.ts';
import type { GUARD } from './guardrail-settings.ts';
import { chosenIn } from './guardrails.ts';

type Needed = AnswersTo<typeof EVERY & typeof ALARM & typeof GUARD>;

/** The billing alarms, their topic, and who hears it; none if no alarm is wanted or the partition has no bills. */
export function alarmFacts(answers: Needed, now: () => number): AnyFact[] {
  const { name, tags, alarm, accountId, partition, done } = answers;
  if (alarm.limits.length === 0 || !billsHere(partition)) return [];
  const place = { accountId, partition, globalRegion: globalRegionOf(partition), tags: tagsFor(name, tags) };
  const topic = topicExists(place);
  const mails = alarm.emails.flatMap((address) => {
    const subscription = emailIsSubscribed(address, topic, place);
    return [subscription, emailIsConfirmed(address, subscription, place)];
  });
  return [
    billingMetricIsSeen(partition, now, done.includes(WORDS.billingAlerts.key)),
    topic,
    onlyOurAlarmsPublish(topic, place, chosenIn(answers).includes('root-alert')),
    ...(mails.length > 0 ? mails : [somebodyHears(topic, place)]),
    ...alarm.limits.map((limit) => billingAlarmWatches(limit, topic, place)),
  ];
}

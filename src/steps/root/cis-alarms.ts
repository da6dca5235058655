import { type Account, globalRegionOf } from '../../aws/account.ts';
import type { AnyFact, Fact } from '../../engine/fact.ts';
import { emailIsConfirmed, emailIsSubscribed, somebodyHears } from '../../facts/alarms/alarm-listeners.ts';
import { type AlarmPlace, onlyOurAlarmsPublish, type Topic, topicExists } from '../../facts/alarms/alarm-topic.ts';
import { alarmTells, CIS_TOPIC } from '../../facts/guardrails/cis-alarm.ts';
import { CIS_ALARMS } from '../../facts/guardrails/cis-patterns.ts';
import type { GuardrailPlace } from '../../facts/guardrails/guardrail.ts';
import { trailFacts } from '../../facts/guardrails/trail.ts';
import { trailLogFacts, trailLogs } from '../../facts/guardrails/trail-logs.ts';
import { unlessMet } from '../../facts/unless-met.ts';
import type { AnswersTo } from '../settings/answers.ts';
import type { EVERY } from '../settings/every.ts';
import type { ALARM } from './alarm-settings.ts';

type Needed = AnswersTo<typeof EVERY & typeof ALARM>;

/** The trail's events in CloudWatch Logs, the 15 alarms of CIS on them, and the topic that tells the alarm addresses. */
export function cisAlarmFacts(answers: Needed, { accountId, partition, tags }: GuardrailPlace): AnyFact[] {
  const { region } = answers;
  const isGlobal = region === globalRegionOf(partition);
  const place: AlarmPlace = {
    accountId,
    partition,
    tags,
    globalRegion: region,
    ...(isGlobal ? {} : { topic: CIS_TOPIC }),
  };
  const { delivered, facts } = trailLogFacts(answers, trailFacts(answers).trail);
  const topic = topicExists(place);
  // In the global Region, the topic of the billing alarms does it.
  const own = isGlobal ? [] : ownTopic(topic, place, answers);
  const needs = [topic, delivered];
  return [...facts, ...own, ...CIS_ALARMS.map((one) => alarmTells(one, needs, place, answers))];
}

// Without a log group that alarms can use, nobody needs the topic.
function ownTopic(topic: Topic, place: AlarmPlace, answers: Needed): AnyFact[] {
  const mails = answers.alarm.emails.flatMap((address) => {
    const subscription = emailIsSubscribed(address, topic, place);
    return [subscription, emailIsConfirmed(address, subscription, place)];
  });
  const facts = [
    topic,
    onlyOurAlarmsPublish(topic, place),
    ...(mails.length > 0 ? mails : [somebodyHears(topic, place)]),
  ];
  const isUseless = async (account: Account) => (await trailLogs(answers, account)).blocked !== undefined;
  return facts.map((one) => {
    const isThere = async (account: Account) => {
      // Its own read is sent in the same round as that of the topic.
      one.read(account).catch(() => {});
      return (await topic.read(account)) !== null;
    };
    return unlessMet(one as Fact, isThere, isUseless);
  });
}

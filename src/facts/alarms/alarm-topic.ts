import type { Account, Partition } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { type Fact, fact, type Json } from '../../engine/fact.ts';
import { readDocument, sameDocument } from '../iam/documents.ts';
import { marksIn, orNull, ownerBy, type Tag } from '../tags.ts';

/** The topic that all our alarms publish to. */
export const TOPIC_NAME = 'aws-baseline-alarms';

/** Where the alarms are: billing alarms in the partition's global Region, the only one with the billing metric. */
export interface AlarmPlace {
  accountId: string;
  partition: Partition;
  /** The Region of the alarms and their topic: an alarm publishes to a topic of its own Region (page "PutMetricAlarm"). */
  globalRegion: string;
  tags: Tag[];
  /** The name of the topic, if it is another one. */
  topic?: string;
}

/** The name of the topic. */
export function topicName({ topic = TOPIC_NAME }: Pick<AlarmPlace, 'topic'>): string {
  return topic;
}

/** The fact that the topic exists; others lie within it. */
export type Topic = Fact<{ Name: string; KmsMasterKeyId?: string }>;

/** The topic's ARN, in the Region of the alarms. */
export function topicArn(place: AlarmPlace): string {
  const { partition, globalRegion, accountId } = place;
  return `arn:${partition}:sns:${globalRegion}:${accountId}:${topicName(place)}`;
}

async function attributesOf(place: AlarmPlace, account: Account): Promise<Record<string, string> | null> {
  const question = call('sns', 'GetTopicAttributes', { TopicArn: topicArn(place) }, place.globalRegion);
  return (await orNull(account.send(question), 'NotFound'))?.Attributes ?? null;
}

// The key policy of this AWS managed key does not allow services to publish, and it cannot be changed (AWS page
// "Encrypting Amazon SNS topics with encrypted queue subscriptions", "CloudWatch alarms").
const SNS_OWN_KEY = /(^|:)alias\/aws\/sns$/;

/** The topic exists, and is not encrypted with the AWS managed key, which blocks alarms from publishing. */
export function topicExists(place: AlarmPlace): Topic {
  const TopicArn = topicArn(place);
  const Name = topicName(place);
  return fact<{ Name: string; KmsMasterKeyId?: string }>({
    id: `sns/${Name}/topic`,
    title: `topic ${Name} exists`,
    thing: `topic ${Name}`,
    want: { Name },
    async read(account) {
      const attributes = await attributesOf(place, account);
      const key = attributes?.KmsMasterKeyId;
      return attributes && { Name, ...(key ? { KmsMasterKeyId: key } : {}) };
    },
    same: (a, b) => (a === null || b === null ? a === b : isMute(a) === isMute(b)),
    remark(now) {
      if (now && isMute(now)) return `alarms cannot publish to it: it is encrypted with ${now.KmsMasterKeyId}`;
      return now?.KmsMasterKeyId
        ? `alarms can publish to it only if the key policy of ${now.KmsMasterKeyId} allows cloudwatch.amazonaws.com to use the key, which is not checked`
        : undefined;
    },
    calls(to, now) {
      if (to === null) return [call('sns', 'DeleteTopic', { TopicArn }, place.globalRegion)];
      if (now === null) return [call('sns', 'CreateTopic', { Name, Tags: place.tags }, place.globalRegion)];
      const input = { TopicArn, AttributeName: 'KmsMasterKeyId', AttributeValue: to.KmsMasterKeyId ?? '' };
      return [call('sns', 'SetTopicAttributes', input, place.globalRegion)];
    },
    async owner(account) {
      const tags = await topicTags(place, account);
      return tags && ownerBy(tags, place.tags);
    },
    mark: () => [call('sns', 'TagResource', { ResourceArn: TopicArn, Tags: marksIn(place.tags) }, place.globalRegion)],
  });
}

const isMute = ({ KmsMasterKeyId = '' }: { KmsMasterKeyId?: string }) => SNS_OWN_KEY.test(KmsMasterKeyId);

/** The EventBridge rule that tells of the root user, and the name of its statement in the topic's policy. */
export const ROOT_RULE = 'aws-baseline-root-alert';
const ROOT_STATEMENT = 'RootAlertPublishes';

/** The rule's ARN, in the Region of the topic. */
export function rootRuleArn({ partition, globalRegion, accountId }: AlarmPlace): string {
  return `arn:${partition}:events:${globalRegion}:${accountId}:rule/${ROOT_RULE}`;
}

/**
 * Only alarms and budgets of this account may publish to the topic (budgets: to the one in the global Region), and the rule that tells of the root user: its statement
 * is wanted if `ofRoot`, and otherwise left as it is.
 */
export function onlyOurAlarmsPublish(topic: Topic, place: AlarmPlace, ofRoot = false): Fact<{ [key: string]: Json }> {
  const TopicArn = topicArn(place);
  const publisher = (Sid: string, Service: string, StringEquals: Statement): Statement => ({
    Sid,
    Effect: 'Allow',
    Principal: { Service },
    Action: 'sns:Publish',
    Resource: TopicArn,
    Condition: { StringEquals },
  });
  const account = { 'aws:SourceAccount': place.accountId };
  const rootRule = publisher(ROOT_STATEMENT, 'events.amazonaws.com', { 'aws:SourceArn': rootRuleArn(place) });
  const wanted = [
    publisher('AlarmsPublish', 'cloudwatch.amazonaws.com', account),
    ...(topicName(place) === TOPIC_NAME ? [publisher('BudgetsPublish', 'budgets.amazonaws.com', account)] : []),
    ...(ofRoot ? [rootRule] : []),
  ];
  const isLeft = (one: Statement) => !ofRoot && sameDocument(one, rootRule);
  const compared = (policy: Statement) => statementsOf(policy).filter((one) => !isLeft(one));
  return fact<{ [key: string]: Json }>({
    id: `sns/${topicName(place)}/policy`,
    title: `topic ${topicName(place)} accepts messages only from this account's alarms`,
    within: topic,
    protects: true,
    want: { Version: '2012-10-17', Statement: wanted },
    async read(account) {
      const attributes = await attributesOf(place, account);
      return attributes && (readDocument(attributes.Policy) as { [key: string]: Json } | null);
    },
    same: (a, b) => (a === null || b === null ? a === b : sameDocument(compared(a), compared(b))),
    remark(now) {
      const theirs = statementsOf(now).filter(
        (one) => !wanted.some((ours) => sameDocument(one, ours)) && !isLeft(one) && one.Sid !== DEFAULT_STATEMENT,
      );
      if (theirs.length === 0) return undefined;
      return `fixing it removes ${theirs.map(({ Sid, Effect }) => String(Sid ?? Effect)).join(', ')}`;
    },
    calls(to, now) {
      const left = to ? statementsOf(now).filter((one) => isLeft(one)) : [];
      const policy = to && left.length > 0 ? { ...to, Statement: [...compared(to), ...left] } : (to ?? {});
      const input = { TopicArn, AttributeName: 'Policy', AttributeValue: JSON.stringify(policy) };
      return [call('sns', 'SetTopicAttributes', input, place.globalRegion)];
    },
  });
}

/** Whether the topic's policy lets the rule for the root user publish. */
export async function rootRuleMayPublish(place: AlarmPlace, account: Account): Promise<boolean> {
  const policy = readDocument((await attributesOf(place, account))?.Policy) as Statement | null;
  return statementsOf(policy).some(({ Sid }) => Sid === ROOT_STATEMENT);
}

// The statement that SNS adds to every new topic.
const DEFAULT_STATEMENT = '__default_statement_ID';

type Statement = { [key: string]: Json };

const statementsOf = (policy: Statement | null) => [policy?.Statement ?? []].flat() as Statement[];

/** The tags of the topic; undefined when it does not exist. */
export async function topicTags(place: AlarmPlace, account: Account): Promise<Tag[] | undefined> {
  const question = call('sns', 'ListTagsForResource', { ResourceArn: topicArn(place) }, place.globalRegion);
  return (await orNull(account.send(question), 'ResourceNotFound', 'NotFound'))?.Tags as Tag[] | undefined;
}

import type { Account, Partition } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { type Fact, fact, type Json } from '../../engine/fact.ts';
import { readDocument, sameDocument } from '../iam/documents.ts';
import { marksIn, orNull, ownerBy, type Tag } from '../tags.ts';

/** The topic that all our alarms publish to. */
export const TOPIC_NAME = 'aws-baseline-alarms';

/** Where the alarms are: the partition's global Region, the only one with the billing metric. */
export interface AlarmPlace {
  accountId: string;
  partition: Partition;
  globalRegion: string;
  tags: Tag[];
}

/** The fact that the topic exists; others lie within it. */
export type Topic = Fact<{ Name: string; KmsMasterKeyId?: string }>;

/** The topic's ARN, in the partition's global Region. */
export function topicArn({ partition, globalRegion, accountId }: AlarmPlace): string {
  return `arn:${partition}:sns:${globalRegion}:${accountId}:${TOPIC_NAME}`;
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
  return fact<{ Name: string; KmsMasterKeyId?: string }>({
    id: `sns/${TOPIC_NAME}/topic`,
    title: `topic ${TOPIC_NAME} exists`,
    thing: `topic ${TOPIC_NAME}`,
    want: { Name: TOPIC_NAME },
    async read(account) {
      const attributes = await attributesOf(place, account);
      const key = attributes?.KmsMasterKeyId;
      return attributes && { Name: TOPIC_NAME, ...(key ? { KmsMasterKeyId: key } : {}) };
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
      if (now === null) return [call('sns', 'CreateTopic', { Name: TOPIC_NAME, Tags: place.tags }, place.globalRegion)];
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

/** Only alarms and budgets of this account may publish to the topic. */
export function onlyOurAlarmsPublish(topic: Topic, place: AlarmPlace): Fact<{ [key: string]: Json }> {
  const TopicArn = topicArn(place);
  const publisher = (Sid: string, Service: string): Json => ({
    Sid,
    Effect: 'Allow',
    Principal: { Service },
    Action: 'sns:Publish',
    Resource: TopicArn,
    Condition: { StringEquals: { 'aws:SourceAccount': place.accountId } },
  });
  const wanted = [
    publisher('AlarmsPublish', 'cloudwatch.amazonaws.com'),
    publisher('BudgetsPublish', 'budgets.amazonaws.com'),
  ];
  return fact<{ [key: string]: Json }>({
    id: `sns/${TOPIC_NAME}/policy`,
    title: `topic ${TOPIC_NAME} accepts messages only from this account's alarms`,
    within: topic,
    protects: true,
    want: { Version: '2012-10-17', Statement: wanted },
    async read(account) {
      const attributes = await attributesOf(place, account);
      return attributes && (readDocument(attributes.Policy) as { [key: string]: Json } | null);
    },
    same: (a, b) => (a === null || b === null ? a === b : sameDocument(a.Statement ?? [], b.Statement ?? [])),
    remark(now) {
      const theirs = statementsOf(now).filter(
        (one) => !wanted.some((ours) => sameDocument(one, ours)) && one.Sid !== DEFAULT_STATEMENT,
      );
      if (theirs.length === 0) return undefined;
      return `fixing it removes ${theirs.map(({ Sid, Effect }) => String(Sid ?? Effect)).join(', ')}`;
    },
    calls: (to) => [
      call(
        'sns',
        'SetTopicAttributes',
        { TopicArn, AttributeName: 'Policy', AttributeValue: JSON.stringify(to ?? {}) },
        place.globalRegion,
      ),
    ],
  });
}

// The statement that SNS adds to every new topic.
const DEFAULT_STATEMENT = '__default_statement_ID';

const statementsOf = (policy: { [key: string]: Json } | null) =>
  [policy?.Statement ?? []].flat() as { [key: string]: Json }[];

/** The tags of the topic; undefined when it does not exist. */
export async function topicTags(place: AlarmPlace, account: Account): Promise<Tag[] | undefined> {
  const question = call('sns', 'ListTagsForResource', { ResourceArn: topicArn(place) }, place.globalRegion);
  return (await orNull(account.send(question), 'ResourceNotFound', 'NotFound'))?.Tags as Tag[] | undefined;
}

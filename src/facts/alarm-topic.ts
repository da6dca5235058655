import type { Account, Partition } from '../aws/account.ts';
import { call } from '../aws/call.ts';
import { allPages } from '../aws/pages.ts';
import { ByHand, type Chore, type Fact, fact, type Json } from '../engine/fact.ts';
import { readDocument, sameDocument } from './iam-documents.ts';
import { marksIn, orNull, ownerBy, type Tag } from './tags.ts';

/** The topic that every alarm of ours publishes to. */
export const TOPIC_NAME = 'aws-baseline-alarms';

/** Where the alarms are: the partition's global Region, which alone has the billing metric. */
export interface AlarmPlace {
  accountId: string;
  partition: Partition;
  globalRegion: string;
  tags: Tag[];
}

/** The fact that the topic exists; others lie within it. */
export type Topic = Fact<{ Name: string }>;

/** The topic's Arn, in the partition's global Region. */
export function topicArn({ partition, globalRegion, accountId }: AlarmPlace): string {
  return `arn:${partition}:sns:${globalRegion}:${accountId}:${TOPIC_NAME}`;
}

async function attributesOf(place: AlarmPlace, account: Account): Promise<Record<string, string> | null> {
  const question = call('sns', 'GetTopicAttributes', { TopicArn: topicArn(place) }, place.globalRegion);
  return (await orNull(account.send(question), 'NotFound'))?.Attributes ?? null;
}

/** The topic that the alarms publish to exists. It is not encrypted: alarms cannot publish to one with `alias/aws/sns`. */
export function topicExists(place: AlarmPlace): Topic {
  const TopicArn = topicArn(place);
  return fact({
    id: `sns/${TOPIC_NAME}/topic`,
    title: `topic ${TOPIC_NAME} exists`,
    want: { Name: TOPIC_NAME },
    read: async (account) => ((await attributesOf(place, account)) ? { Name: TOPIC_NAME } : null),
    calls: (to) =>
      to
        ? [call('sns', 'CreateTopic', { Name: TOPIC_NAME, Tags: place.tags }, place.globalRegion)]
        : [call('sns', 'DeleteTopic', { TopicArn }, place.globalRegion)],
    async owner(account) {
      const tags = await topicTags(place, account);
      return tags && ownerBy(tags, place.tags);
    },
    mark: () => [call('sns', 'TagResource', { ResourceArn: TopicArn, Tags: marksIn(place.tags) }, place.globalRegion)],
  });
}

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
  return fact<{ [key: string]: Json }>({
    id: `sns/${TOPIC_NAME}/policy`,
    title: `topic ${TOPIC_NAME} takes messages from this account's alarms only`,
    within: topic as unknown as Fact<never>,
    protects: true,
    want: {
      Version: '2012-10-17',
      Statement: [
        publisher('AlarmsPublish', 'cloudwatch.amazonaws.com'),
        publisher('BudgetsPublish', 'budgets.amazonaws.com'),
      ],
    },
    async read(account) {
      const attributes = await attributesOf(place, account);
      return attributes && (readDocument(attributes.Policy) as { [key: string]: Json } | null);
    },
    same: (a, b) => (a === null || b === null ? a === b : sameDocument(a.Statement ?? [], b.Statement ?? [])),
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

/** The tags of the topic, where it is there. */
export async function topicTags(place: AlarmPlace, account: Account): Promise<Tag[] | undefined> {
  const question = call('sns', 'ListTagsForResource', { ResourceArn: topicArn(place) }, place.globalRegion);
  return (await orNull(account.send(question), 'ResourceNotFound', 'NotFound'))?.Tags as Tag[] | undefined;
}

async function subscriptions(place: AlarmPlace, account: Account) {
  const question = call('sns', 'ListSubscriptionsByTopic', { TopicArn: topicArn(place) }, place.globalRegion);
  const pages = await orNull(allPages(account, question, 'NextToken'), 'NotFound');
  const all = (pages ?? []).flatMap((page) => page.Subscriptions ?? []);
  // SNS lists what was unsubscribed for some time more, with "Deleted" for its Arn (ansible/ansible#20086).
  return all.filter(({ Protocol, SubscriptionArn }) => Protocol === 'email' && SubscriptionArn !== 'Deleted');
}

async function subscriptionOf(address: string, place: AlarmPlace, account: Account) {
  return (await subscriptions(place, account)).find(({ Endpoint }) => Endpoint === address);
}

/** The addresses that are subscribed to the topic, confirmed or not. */
export async function subscribedEmails(place: AlarmPlace, account: Account): Promise<string[]> {
  return (await subscriptions(place, account)).flatMap(({ Endpoint }) => Endpoint ?? []);
}

const isConfirmed = (subscriptionArn: string | undefined) => subscriptionArn?.startsWith('arn:') ?? false;

/** The address is subscribed to the topic, confirmed or not: SNS sends its mail once, not at every run. */
export function emailIsSubscribed(address: string, topic: Topic, place: AlarmPlace): Fact<{ Endpoint: string }> {
  const TopicArn = topicArn(place);
  return fact({
    id: `sns/${TOPIC_NAME}/subscription/${address}`,
    title: `${address} is subscribed to the alarms`,
    within: topic as unknown as Fact<never>,
    want: { Endpoint: address },
    read: async (account) => ((await subscriptionOf(address, place, account)) ? { Endpoint: address } : null),
    async calls(to, _now, account) {
      if (to) {
        const input = { TopicArn, Protocol: 'email', Endpoint: address, ReturnSubscriptionArn: true };
        return [call('sns', 'Subscribe', input, place.globalRegion)];
      }
      const SubscriptionArn = (await subscriptionOf(address, place, account))?.SubscriptionArn;
      if (isConfirmed(SubscriptionArn)) return [call('sns', 'Unsubscribe', { SubscriptionArn }, place.globalRegion)];
      throw new ByHand(
        `${address} has not confirmed; AWS forgets an unconfirmed subscription by itself after some days`,
      );
    },
  });
}

/** The person has clicked "Confirm subscription" in the mail from AWS. */
export function emailIsConfirmed(
  address: string,
  subscription: Fact<{ Endpoint: string }>,
  place: AlarmPlace,
): Chore<boolean> {
  return {
    id: `sns/${TOPIC_NAME}/confirmed/${address}`,
    title: `${address} is confirmed`,
    want: true,
    needs: [subscription],
    read: async (account) => isConfirmed((await subscriptionOf(address, place, account))?.SubscriptionArn),
    how: `Click "Confirm subscription" in the mail from "AWS Notifications" to ${address} (look in the spam folder too; the link works for two days)`,
  };
}

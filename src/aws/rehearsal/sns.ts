import { arnOf, here, type Operations } from './context.ts';
import { refuse } from './refuse.ts';
import { checkedAttribute, defaultAttributes, effectiveDeliveryPolicy, invalidParameter } from './sns-attributes.ts';
import { snsSubscriptions, topicOf } from './sns-subscriptions.ts';
import type { Topic } from './state-region.ts';

function sameTags(
  one: readonly { Key?: string | undefined; Value?: string | undefined }[],
  other: typeof one,
): boolean {
  const sorted = (tags: typeof one) => JSON.stringify(tags.map(({ Key, Value }) => [Key, Value]).sort());
  return sorted(one) === sorted(other);
}

function checkSame(topic: Topic, attributes: Record<string, string>, tags: { Key: string; Value: string }[]): void {
  const other = Object.entries(attributes).some(([name, value]) => (topic.attributes[name] ?? '') !== value);
  if (other) invalidParameter('Attributes', 'Topic already exists with different attributes');
  if (tags.length && !sameTags(topic.tags, tags)) invalidParameter('Tags', 'Topic already exists with different tags');
}

// A topic without a key does not name one; an empty name takes it off (AWS page "SetTopicAttributes").
function withoutKey({ KmsMasterKeyId, ...attributes }: Record<string, string>): Record<string, string> {
  return KmsMasterKeyId ? { ...attributes, KmsMasterKeyId } : attributes;
}

/** SNS as the rehearsal answers it; subscriptions are by e-mail only. */
export const sns: Operations<'sns'> = {
  CreateTopic: {
    fields: ['Name', 'Attributes', 'Tags'],
    answer({ Name = '', Attributes = {}, Tags = [] }, context) {
      if (!/^[A-Za-z0-9_-]{1,256}$/.test(Name)) invalidParameter('Topic Name');
      const given = Object.entries(Attributes).map(([name, value]) => [name, checkedAttribute(name, value)]);
      const attributes: Record<string, string> = Object.fromEntries(given);
      const tags = Tags.map(({ Key = '', Value = '' }) => ({ Key, Value }));
      if (new Set(tags.map(({ Key }) => Key)).size < tags.length)
        invalidParameter('Tags', 'Duplicate keys are not allowed.');
      const arn = arnOf(context, 'sns', context.region, Name);
      const { topics } = here(context);
      const topic = topics.find((one) => one.arn === arn);
      if (topic) checkSame(topic, attributes, tags);
      else {
        const all = { ...defaultAttributes(arn, context.accountId), ...attributes };
        topics.push({ name: Name, arn, attributes: all, tags, subscriptions: [], deleted: 0 });
      }
      return { TopicArn: arn };
    },
  },
  DeleteTopic: {
    fields: ['TopicArn'],
    answer({ TopicArn }, context) {
      if (!TopicArn?.includes(':sns:')) invalidParameter('TopicArn');
      // Deleting a topic that is not there is no error (AWS page "DeleteTopic").
      const region = here(context);
      region.topics = region.topics.filter(({ arn }) => arn !== TopicArn);
      return {};
    },
  },
  GetTopicAttributes: {
    fields: ['TopicArn'],
    answer({ TopicArn }, context) {
      const topic = topicOf(context, TopicArn);
      const confirmed = topic.subscriptions.filter((one) => one.confirmed).length;
      return {
        Attributes: {
          ...withoutKey(topic.attributes),
          TopicArn: topic.arn,
          Owner: context.accountId,
          EffectiveDeliveryPolicy: effectiveDeliveryPolicy,
          SubscriptionsConfirmed: String(confirmed),
          SubscriptionsPending: String(topic.subscriptions.length - confirmed),
          SubscriptionsDeleted: String(topic.deleted),
        },
      };
    },
  },
  SetTopicAttributes: {
    fields: ['TopicArn', 'AttributeName', 'AttributeValue'],
    answer({ TopicArn, AttributeName = '', AttributeValue = '' }, context) {
      const topic = topicOf(context, TopicArn);
      topic.attributes[AttributeName] = checkedAttribute(AttributeName, AttributeValue);
      return {};
    },
  },
  ListTagsForResource: {
    fields: ['ResourceArn'],
    answer({ ResourceArn }, context) {
      const topic = here(context).topics.find(({ arn }) => arn === ResourceArn);
      if (!topic) refuse('ResourceNotFoundException', 'Resource does not exist', 404);
      return { Tags: topic.tags };
    },
  },
  ...snsSubscriptions,
};

import { arnOf, here, type Operations } from '../context.ts';
import {
  checkedAttribute,
  checkSame,
  defaultAttributes,
  effectiveDeliveryPolicy,
  invalidParameter,
} from './attributes.ts';
import { snsSubscriptions, topicOf } from './subscriptions.ts';
import { snsTags } from './tags.ts';

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
  ...snsTags,
  ...snsSubscriptions,
};

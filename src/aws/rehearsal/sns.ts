import { arnOf, type Context, here, nextNumber, type Operations } from './context.ts';
import { page } from './page.ts';
import { refuse, unknownTo } from './refuse.ts';
import {
  checkedAttribute,
  checkSame,
  defaultAttributes,
  effectiveDeliveryPolicy,
  invalidParameter,
} from './sns-attributes.ts';
import { snsTags } from './sns-tags.ts';
import type { Subscription, Topic } from './state-region.ts';

function topicOf(context: Context, arn: string | undefined): Topic {
  const [, , service, region, account, name] = (arn ?? '').split(':');
  if (service !== 'sns' || region !== context.region || !name) invalidParameter('TopicArn');
  if (account !== context.accountId) {
    refuse(
      'AuthorizationErrorException',
      `User: ${context.state.callerArn} is not authorized to access this resource`,
      403,
    );
  }
  return (
    here(context).topics.find((one) => one.arn === arn) ?? refuse('NotFoundException', 'Topic does not exist', 404)
  );
}

function newSubscription(context: Context, topic: Topic, endpoint: string): Subscription {
  const number = String(nextNumber(context)).padStart(12, '0');
  return { arn: `${topic.arn}:00000000-0000-4000-8000-${number}`, endpoint, confirmed: false };
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
          ...topic.attributes,
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
  ListTopics: {
    fields: ['NextToken'],
    answer({ NextToken }, context) {
      const { items, next } = page(here(context).topics, 100, NextToken, () => invalidParameter('NextToken'));
      return { Topics: items.map(({ arn }) => ({ TopicArn: arn })), ...(next ? { NextToken: next } : {}) };
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
  Subscribe: {
    fields: ['TopicArn', 'Protocol', 'Endpoint', 'ReturnSubscriptionArn'],
    answer({ TopicArn, Protocol, Endpoint = '', ReturnSubscriptionArn }, context) {
      if (Protocol !== 'email') unknownTo('sns Subscribe', `the protocol "${Protocol}"`);
      const topic = topicOf(context, TopicArn);
      if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(Endpoint)) invalidParameter('Email address');
      let found = topic.subscriptions.find((one) => one.endpoint === Endpoint);
      if (!found) {
        found = newSubscription(context, topic, Endpoint);
        topic.subscriptions.push(found);
      }
      const telling = found.confirmed || ReturnSubscriptionArn;
      return { SubscriptionArn: telling ? found.arn : 'pending confirmation' };
    },
  },
  ListSubscriptionsByTopic: {
    fields: ['TopicArn', 'NextToken'],
    answer({ TopicArn, NextToken }, context) {
      const topic = topicOf(context, TopicArn);
      const { items, next } = page(topic.subscriptions, 100, NextToken, () => invalidParameter('NextToken'));
      return {
        Subscriptions: items.map(({ arn, endpoint, confirmed }) => ({
          // A pending subscription has an ARN, but a list does not tell it.
          SubscriptionArn: confirmed ? arn : 'PendingConfirmation',
          Owner: context.accountId,
          Protocol: 'email',
          Endpoint: endpoint,
          TopicArn: topic.arn,
        })),
        ...(next ? { NextToken: next } : {}),
      };
    },
  },
  Unsubscribe: {
    fields: ['SubscriptionArn'],
    answer({ SubscriptionArn = '' }, context) {
      if (!/^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]+:[0-9a-f-]{36}$/.test(SubscriptionArn)) {
        const parts = SubscriptionArn.split(':').length;
        invalidParameter('SubscriptionArn', `An ARN must have at least 6 elements, not ${parts}`);
      }
      const { topics } = here(context);
      const topic = topics.find((one) => one.subscriptions.some(({ arn }) => arn === SubscriptionArn));
      const found = topic?.subscriptions.find(({ arn }) => arn === SubscriptionArn);
      if (!topic || !found) refuse('NotFoundException', 'Subscription does not exist', 404);
      // Nothing takes back a pending subscription but its topic's end or two days without a click.
      if (!found.confirmed) {
        invalidParameter('SubscriptionArn', 'Cannot unsubscribe a subscription that is pending confirmation');
      }
      topic.subscriptions = topic.subscriptions.filter((one) => one !== found);
      topic.deleted += 1;
      return {};
    },
  },
};

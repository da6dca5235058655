import { type Context, here, nextNumber, type Operations } from '../context.ts';
import { page } from '../page.ts';
import { refuse, unknownTo } from '../refuse.ts';
import type { Subscription, Topic } from '../state-region.ts';
import { invalidParameter } from './attributes.ts';

/** The topic with this Arn; throws what SNS refuses. */
export function topicOf(context: Context, arn: string | undefined): Topic {
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

function subscriptionOf(context: Context, SubscriptionArn: string | undefined) {
  const { topics } = here(context);
  const topic = topics.find((one) => one.subscriptions.some(({ arn }) => arn === SubscriptionArn));
  const found = topic?.subscriptions.find(({ arn }) => arn === SubscriptionArn);
  if (!topic || !found) refuse('NotFoundException', 'Subscription does not exist', 404);
  return { topic, found };
}

/** SNS's subscriptions. */
export const snsSubscriptions = {
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
        Subscriptions: items.map(({ arn, endpoint, confirmed, protocol = 'email' }) => ({
          // A pending subscription has an ARN, but a list does not tell it.
          SubscriptionArn: confirmed ? arn : 'PendingConfirmation',
          Owner: context.accountId,
          Protocol: protocol,
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
      const { topic, found } = subscriptionOf(context, SubscriptionArn);
      // A pending subscription ends only with its topic, or after two days without confirmation.
      if (!found.confirmed) {
        invalidParameter('SubscriptionArn', 'Cannot unsubscribe a subscription that is pending confirmation');
      }
      topic.subscriptions = topic.subscriptions.filter((one) => one !== found);
      topic.deleted += 1;
      return {};
    },
  },
  GetSubscriptionAttributes: {
    fields: ['SubscriptionArn'],
    answer({ SubscriptionArn }, context) {
      const { topic, found } = subscriptionOf(context, SubscriptionArn);
      return {
        Attributes: {
          SubscriptionArn: found.arn,
          TopicArn: topic.arn,
          Owner: context.accountId,
          Protocol: found.protocol ?? 'email',
          Endpoint: found.endpoint,
          PendingConfirmation: String(!found.confirmed),
          ConfirmationWasAuthenticated: 'false',
          RawMessageDelivery: 'false',
          ...(found.filter ? { FilterPolicy: found.filter, FilterPolicyScope: 'MessageAttributes' } : {}),
        },
      };
    },
  },
} satisfies Partial<Operations<'sns'>>;

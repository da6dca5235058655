import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { allPages } from '../../aws/pages.ts';
import { ByHand, type Chore, type Fact, fact } from '../../engine/fact.ts';
import { readDocument } from '../iam/documents.ts';
import { orNull } from '../tags.ts';
import { type AlarmPlace, type Topic, topicArn, topicName } from './alarm-topic.ts';

async function allSubscriptions(place: AlarmPlace, account: Account) {
  const question = call('sns', 'ListSubscriptionsByTopic', { TopicArn: topicArn(place) }, place.globalRegion);
  const pages = await orNull(allPages(account, question, 'NextToken'), 'NotFound');
  const all = (pages ?? []).flatMap((page) => page.Subscriptions ?? []);
  // SNS lists deleted subscriptions for some time, with "Deleted" as their ARN (ansible/ansible#20086).
  return all.filter(({ SubscriptionArn }) => SubscriptionArn !== 'Deleted');
}

async function subscriptions(place: AlarmPlace, account: Account) {
  return (await allSubscriptions(place, account)).filter(({ Protocol }) => Protocol === 'email');
}

async function subscriptionOf(address: string, place: AlarmPlace, account: Account) {
  return (await subscriptions(place, account)).find(({ Endpoint }) => Endpoint === address);
}

/** The addresses that are subscribed to the topic, confirmed or not. */
export async function subscribedEmails(place: AlarmPlace, account: Account): Promise<string[]> {
  return (await subscriptions(place, account)).flatMap(({ Endpoint }) => Endpoint ?? []);
}

const isConfirmed = (subscriptionArn: string | undefined) => subscriptionArn?.startsWith('arn:') ?? false;

/** The address is subscribed to the topic, confirmed or not: SNS sends its confirmation e-mail once, not on every run. */
export function emailIsSubscribed(address: string, topic: Topic, place: AlarmPlace): Fact<{ Endpoint: string }> {
  const TopicArn = topicArn(place);
  return fact({
    id: `sns/${topicName(place)}/subscription/${address}`,
    title: `${address} is subscribed to topic ${topicName(place)}`,
    within: topic,
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
        `${address} has not confirmed; AWS deletes an unconfirmed subscription automatically after a few days`,
      );
    },
  });
}

/** The user clicked "Confirm subscription" in the e-mail from AWS, and no filter policy blocks the alarms. */
export function emailIsConfirmed(
  address: string,
  subscription: Fact<{ Endpoint: string }>,
  place: AlarmPlace,
): Chore<boolean | string> {
  return {
    id: `sns/${topicName(place)}/confirmed/${address}`,
    title: `${address} has confirmed the subscription to topic ${topicName(place)}`,
    play: (person) => person.confirmsEmail(address),
    want: true,
    needs: [subscription],
    async read(account) {
      const SubscriptionArn = (await subscriptionOf(address, place, account))?.SubscriptionArn;
      if (!isConfirmed(SubscriptionArn)) return false;
      return (await isFiltered(SubscriptionArn, place, account)) ? (SubscriptionArn ?? '') : true;
    },
    isBroken: (now) => typeof now === 'string',
    how: (now) =>
      typeof now === 'string'
        ? `The subscription has a filter policy that blocks all alarms, so ${address} gets no e-mail. Remove it: aws sns set-subscription-attributes --region ${place.globalRegion} --subscription-arn ${now} --attribute-name FilterPolicy --attribute-value '{}'`
        : `Click "Confirm subscription" in the e-mail from "AWS Notifications" to ${address} (check the spam folder too; the link is valid for two days)`,
  };
}

// Alarms have no message attributes, and their text is not known in advance (AWS page "Amazon SNS message filtering").
async function isFiltered(SubscriptionArn: string | undefined, place: AlarmPlace, account: Account) {
  const question = call('sns', 'GetSubscriptionAttributes', { SubscriptionArn }, place.globalRegion);
  const answer = await orNull(account.send(question), 'NotFound');
  const filter = readDocument(answer?.Attributes?.FilterPolicy);
  return typeof filter === 'object' && filter !== null && Object.keys(filter).length > 0;
}

const NOBODY = 'nobody';

/** The topic has a subscription of any protocol, confirmed or not. Used when no address is known. */
export function somebodyHears(topic: Topic, place: AlarmPlace): Chore<string | boolean> {
  return {
    id: `sns/${topicName(place)}/listener`,
    title: 'the alarm topic has a subscriber',
    want: true,
    needs: [topic],
    async read(account) {
      if ((await topic.read(account)) === null) return null;
      return (await allSubscriptions(place, account)).length > 0 ? true : NOBODY;
    },
    isBroken: (now) => now === NOBODY,
    how: (now) =>
      now === NOBODY
        ? 'The topic has no subscription, so no one gets the alarms. Subscribe an address with apply --alarm-email'
        : 'Specify the address for alarms with --alarm-email',
  };
}

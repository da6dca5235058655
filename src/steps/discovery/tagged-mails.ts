import { type Account, globalRegionOf } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { type AlarmPlace, TOPIC_NAME, topicTags } from '../../facts/alarms/alarm-topic.ts';
import { billingAlarms } from '../../facts/alarms/billing-alarm.ts';
import { BUDGET_NAME } from '../../facts/billing/budget-notifications.ts';
import { budgetTags } from '../../facts/billing/budgets.ts';
import { orNull } from '../../facts/tags.ts';
import { signedOutOnly, type Tagged, tagged } from './tagged.ts';

/** Where the alarms and their topic are. */
export function alarmPlace({ identity: { accountId, partition } }: Account): AlarmPlace {
  return { accountId, partition, globalRegion: globalRegionOf(partition), tags: [] };
}

/** The topic. */
export async function taggedTopic(account: Account): Promise<Tagged[]> {
  return tagged('topic', TOPIC_NAME, await topicTags(alarmPlace(account), account));
}

/**
 * The billing alarms, which have fixed names, and their topic. Without an alarm, the topic is not read: a new account needs
 * no further request then, and a project's policies deny it (SNS in us-east-1).
 */
export async function taggedAlarms(account: Account): Promise<Tagged[]> {
  const place = alarmPlace(account);
  const alarms = await billingAlarms(place, account);
  if (alarms.length === 0) return [];
  const asked = alarms.map(async ({ AlarmName, AlarmArn: ResourceARN }) => {
    const question = call('cloudwatch', 'ListTagsForResource', { ResourceARN }, place.globalRegion);
    const answer = await orNull(account.send(question), 'ResourceNotFound').catch(signedOutOnly);
    return tagged('alarm', AlarmName, answer?.Tags);
  });
  const topic = taggedTopic(account).catch((error) => signedOutOnly(error) ?? []);
  return (await Promise.all([topic, ...asked])).flat();
}

/** The budget, which has a fixed name. */
export async function taggedBudget(account: Account): Promise<Tagged[]> {
  const { accountId, partition } = account.identity;
  return tagged('budget', BUDGET_NAME, await budgetTags({ accountId, partition, tags: [] }, account));
}

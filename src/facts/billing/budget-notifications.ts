import type { Notification, Subscriber } from '@aws-sdk/client-budgets';
import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { allPages } from '../../aws/pages.ts';
import { type Fact, fact, type Json, type Plain } from '../../engine/fact.ts';
import { sameJson } from '../../engine/same.ts';
import { orNull } from '../tags.ts';
import { usualCurrency } from './billing-currency.ts';
import type { BudgetPlace, MonthlyBudget } from './budget-place.ts';

/** The budget of the whole account. */
export const BUDGET_NAME = 'aws-baseline-monthly';

/** The maximum number of notifications of a budget (AWS page "Notification"). */
export const MOST_NOTIFICATIONS = 10;
/** The maximum number of addresses of one notification. */
export const MOST_ADDRESSES = 10;

/** One e-mail of a budget, and when it is sent. */
export interface Mail {
  /** The end of the fact's id. */
  key: string;
  /** When it is sent, in words. */
  when: string;
  notification: Notification;
}

type Value = { Subscribers: Plain<Subscriber>[] };

const atLimit = (NotificationType: 'ACTUAL' | 'FORECASTED'): Notification => ({
  NotificationType,
  ComparisonOperator: 'GREATER_THAN',
  Threshold: 100,
  ThresholdType: 'PERCENTAGE',
});

/** E-mails for charges above the limit, for forecast charges above the limit, and for charges above each further amount. */
export function mailsFor(further: number[], place: BudgetPlace): Mail[] {
  return [
    { key: 'actual', when: 'charges exceed its limit', notification: atLimit('ACTUAL') },
    { key: 'forecasted', when: 'charges are forecast to exceed its limit', notification: atLimit('FORECASTED') },
    ...further.map((amount) => ({
      key: `actual-${amount}`,
      when: `charges exceed ${usualCurrency(place)} ${amount}`,
      notification: { ...atLimit('ACTUAL'), Threshold: amount, ThresholdType: 'ABSOLUTE_VALUE' as const },
    })),
  ];
}

const asSubscriber = (Address: string): Subscriber => ({ SubscriptionType: 'EMAIL', Address });

/** A notification with its addresses, as CreateBudget takes it. */
export function mailedTo({ notification }: Mail, emails: string[]) {
  return { Notification: notification, Subscribers: emails.map(asSubscriber) };
}

const budgetOf = ({ accountId, budgetName = BUDGET_NAME }: BudgetPlace) => ({
  AccountId: accountId,
  BudgetName: budgetName,
});

/** The notifications of a budget; none without a budget. */
export async function notificationsOf(place: BudgetPlace, account: Account): Promise<Notification[]> {
  const question = call('budgets', 'DescribeNotificationsForBudget', budgetOf(place));
  const pages = await orNull(allPages(account, question, 'NextToken'), 'NotFound');
  return pages?.flatMap(({ Notifications }) => Notifications ?? []) ?? [];
}

function isSameNotification(a: Notification, b: Notification): boolean {
  const plain = ({ NotificationType, ComparisonOperator, Threshold, ThresholdType = 'PERCENTAGE' }: Notification) => [
    ...[NotificationType ?? null, ComparisonOperator ?? null, Threshold ?? null, ThresholdType],
  ];
  return sameJson(plain(a), plain(b));
}

async function subscribers(wanted: Notification, place: BudgetPlace, account: Account): Promise<Subscriber[] | null> {
  const input = { ...budgetOf(place), Notification: wanted };
  const question = call('budgets', 'DescribeSubscribersForNotification', input);
  // Asked side by side: without the notification, this answer does not matter.
  const asked = orNull(allPages(account, question, 'NextToken'), 'NotFound');
  asked.catch(() => {});
  if (!(await notificationsOf(place, account)).some((one) => isSameNotification(one, wanted))) return null;
  const pages = await asked;
  return pages?.flatMap(({ Subscribers }) => Subscribers ?? []) ?? null;
}

/** The addresses of the notification for the limit; none without a budget. */
export async function budgetEmails(place: BudgetPlace, account: Account): Promise<string[]> {
  const all = (await subscribers(atLimit('ACTUAL'), place, account)) ?? [];
  return all.flatMap(({ SubscriptionType, Address }) => (SubscriptionType === 'EMAIL' && Address ? [Address] : []));
}

/** The further amounts that have a notification. */
export async function furtherAmounts(place: BudgetPlace, account: Account): Promise<number[]> {
  return (await notificationsOf(place, account)).flatMap((one) => {
    const { Threshold = 0 } = one;
    return mailsFor([Threshold], place).some(
      ({ key, notification }) => key === `actual-${Threshold}` && isSameNotification(one, notification),
    )
      ? [Threshold]
      : [];
  });
}

/** Each address in `emails` is subscribed to the notification. */
export function budgetMails(mail: Mail, emails: string[], budget: MonthlyBudget, place: BudgetPlace): Fact<Value> {
  const target = { ...budgetOf(place), Notification: mail.notification };
  const asValue = (all: Subscriber[]): Value => ({
    Subscribers: all
      .map(({ SubscriptionType = 'EMAIL', Address = '' }) => ({ SubscriptionType, Address }))
      .toSorted((a, b) => (a.Address < b.Address ? -1 : 1)),
  });
  const want = asValue(emails.map(asSubscriber));
  const isIn = (all: Value) => (one: Json) => all.Subscribers.some((other) => sameJson(one, other));
  return fact<Value>({
    id: `${budget.id}/${mail.key}`,
    title: `budget ${BUDGET_NAME} e-mails ${emails.join(', ')} when ${mail.when}`,
    within: budget,
    toldBy: [{ of: budget, operation: 'CreateBudget' }],
    want,
    async read(account) {
      const all = await subscribers(mail.notification, place, account);
      return all && asValue(all);
    },
    // Other subscribers are fine: only missing ones count. Undo restores the exact list of before.
    same(now, to) {
      if (now === null || to === null) return now === to;
      return sameJson(to, want) ? to.Subscribers.every(isIn(now)) : sameJson(now, to);
    },
    async calls(to, now, account) {
      if (to === null) return [call('budgets', 'DeleteNotification', target)];
      if (now === null) {
        // CreateBudget also creates the notification.
        if ((await budget.read(account)) === null) return [];
        return [call('budgets', 'CreateNotification', { ...target, Subscribers: to.Subscribers })];
      }
      const missing = to.Subscribers.filter((one) => !isIn(now)(one));
      const left = sameJson(to, want) ? [] : now.Subscribers.filter((one) => !isIn(to)(one));
      return [
        ...missing.map((Subscriber) => call('budgets', 'CreateSubscriber', { ...target, Subscriber })),
        ...left.map((Subscriber) => call('budgets', 'DeleteSubscriber', { ...target, Subscriber })),
      ];
    },
  });
}

import type { Notification, Subscriber } from '@aws-sdk/client-budgets';
import type { Account } from '../aws/account.ts';
import { call } from '../aws/call.ts';
import { allPages } from '../aws/pages.ts';
import { type Fact, fact, type Json } from '../engine/fact.ts';
import { sameJson } from '../engine/same.ts';
import type { BudgetPlace, MonthlyBudget } from './budgets.ts';
import { orNull } from './tags.ts';

/** The budget of the whole account. */
export const BUDGET_NAME = 'aws-baseline-monthly';

/** What mails are sent for: charges that have passed the limit, and charges that AWS expects to. */
export const MAILED = ['ACTUAL', 'FORECASTED'] as const;

type Mailed = (typeof MAILED)[number];
type Value = { Subscribers: Json[] };

const notificationOf = (type: Mailed): Notification => ({
  NotificationType: type,
  ComparisonOperator: 'GREATER_THAN',
  Threshold: 100,
  ThresholdType: 'PERCENTAGE',
});

const asSubscriber = (Address: string): Subscriber => ({ SubscriptionType: 'EMAIL', Address });

/** A notification at 100 % of the limit with its addresses, as CreateBudget takes it. */
export function mailedTo(type: Mailed, emails: string[]): { Notification: Notification; Subscribers: Subscriber[] } {
  return { Notification: notificationOf(type), Subscribers: emails.map(asSubscriber) };
}

interface Target {
  AccountId: string;
  BudgetName: string;
  Notification: Notification;
}

const targetOf = (type: Mailed, { accountId }: BudgetPlace): Target => ({
  AccountId: accountId,
  BudgetName: BUDGET_NAME,
  Notification: notificationOf(type),
});

async function subscribers(
  { Notification: wanted, ...budget }: Target,
  account: Account,
): Promise<Subscriber[] | null> {
  const listed = await orNull(
    allPages(account, call('budgets', 'DescribeNotificationsForBudget', budget), 'NextToken'),
    'NotFound',
  );
  const isWanted = ({ NotificationType, ComparisonOperator, Threshold, ThresholdType = 'PERCENTAGE' }: Notification) =>
    sameJson(
      { NotificationType, ComparisonOperator, Threshold, ThresholdType } as unknown as Json,
      wanted as unknown as Json,
    );
  if (!listed?.flatMap(({ Notifications }) => Notifications ?? []).some(isWanted)) return null;
  const question = call('budgets', 'DescribeSubscribersForNotification', { ...budget, Notification: wanted });
  const pages = await orNull(allPages(account, question, 'NextToken'), 'NotFound');
  return pages?.flatMap(({ Subscribers }) => Subscribers ?? []) ?? null;
}

/** The addresses that are mailed when the limit is passed; none where there is no budget. */
export async function budgetEmails(place: BudgetPlace, account: Account): Promise<string[]> {
  const all = (await subscribers(targetOf('ACTUAL', place), account)) ?? [];
  return all.flatMap(({ SubscriptionType, Address }) => (SubscriptionType === 'EMAIL' && Address ? [Address] : []));
}

/** Every one of `emails` is mailed when the month's charges pass the budget's limit, or are forecast to. */
export function budgetMails(type: Mailed, emails: string[], budget: MonthlyBudget, place: BudgetPlace): Fact<Value> {
  const target = targetOf(type, place);
  const asValue = (all: Subscriber[]): Value => ({
    Subscribers: all
      .map(({ SubscriptionType = 'EMAIL', Address = '' }) => ({ SubscriptionType, Address }))
      .toSorted((a, b) => (a.Address < b.Address ? -1 : 1)),
  });
  const want = asValue(emails.map(asSubscriber));
  const isIn = (all: Value) => (one: Json) => all.Subscribers.some((other) => sameJson(one, other));
  const isPassed = type === 'ACTUAL';
  return fact<Value>({
    id: `${budget.id}/${type.toLowerCase()}`,
    title: `budget ${BUDGET_NAME} mails ${emails.join(', ')} when its limit is ${isPassed ? 'passed' : 'forecast to be passed'}`,
    within: budget as unknown as Fact<never>,
    toldBy: [`${budget.id} CreateBudget`],
    want,
    async read(account) {
      const all = await subscribers(target, account);
      return all && asValue(all);
    },
    // Others may be mailed, too: only who is missing counts. On the way back nobody stays who was not there before.
    same(now, to) {
      if (now === null || to === null) return now === to;
      return sameJson(to, want) ? to.Subscribers.every(isIn(now)) : sameJson(now, to);
    },
    async calls(to, now, account) {
      if (to === null) return [call('budgets', 'DeleteNotification', target)];
      if (now === null) {
        // With a new budget comes its notification.
        if ((await budget.read(account)) === null) return [];
        return [
          call('budgets', 'CreateNotification', { ...target, Subscribers: to.Subscribers as unknown as Subscriber[] }),
        ];
      }
      const missing = to.Subscribers.filter((one) => !isIn(now)(one)) as unknown as Subscriber[];
      const extra = (sameJson(to, want)
        ? []
        : now.Subscribers.filter((one) => !isIn(to)(one))) as unknown as Subscriber[];
      return [
        ...missing.map((Subscriber) => call('budgets', 'CreateSubscriber', { ...target, Subscriber })),
        ...extra.map((Subscriber) => call('budgets', 'DeleteSubscriber', { ...target, Subscriber })),
      ];
    },
  });
}

import type { Notification, Subscriber } from '@aws-sdk/client-budgets';
import type { Context } from '../context.ts';
import { refuse } from '../refuse.ts';
import type { Budget } from '../state.ts';

/** Of one budget (AWS page "Notification"). */
export const MOST_NOTIFICATIONS = 10;
const MOST_ADDRESSES = 10;

/** Throws InvalidParameter. */
export function invalid(message: string): never {
  refuse('InvalidParameterException', message);
}

/** Throws AccessDenied. */
function notAllowed({ state }: Context, account = state.accountId): never {
  const resource = `arn:aws:budgets::${account}:budget/*`;
  refuse(
    'AccessDeniedException',
    `User: ${state.callerArn} is not authorized to perform: budgets:ViewBudget on resource: ${resource}`,
  );
}

/** Another account's budgets are not shown. */
export function checkAccount(AccountId: string | undefined, context: Context): void {
  if (!/^\d{12}$/.test(AccountId ?? '')) invalid('AccountId must be 12 digits');
  if (AccountId !== context.accountId) notAllowed(context, AccountId);
}

/** Throws NotFound where there is none; `doing` is for its message. */
export function budgetNamed(name: string | undefined, doing: string, { state }: Context): Budget {
  const found = state.budgets?.find((one) => one.name === name);
  return found ?? refuse('NotFoundException', `Unable to ${doing}: ${name} - the budget doesn't exist.`);
}

/** What tells one notification of a budget from another. */
export const keyOf = (one: Notification | undefined): string =>
  [one?.NotificationType, one?.ComparisonOperator, one?.Threshold, one?.ThresholdType ?? 'PERCENTAGE'].join(' ');

/** Throws NotFound where the budget has none like it. */
export function notificationOf(budget: Budget, given: Notification | undefined) {
  const found = budget.notifications.find(({ notification }) => keyOf(notification) === keyOf(given));
  return found ?? refuse('NotFoundException', "Unable to find the notification - it doesn't exist.");
}

/** At least one, at most ten addresses (AWS page "NotificationWithSubscribers"). */
export function checkSubscribers(subscribers: Subscriber[] | undefined): Subscriber[] {
  const given = subscribers ?? [];
  if (given.length === 0) invalid('A notification must have at least one subscriber.');
  const mails = given.filter(({ SubscriptionType }) => SubscriptionType === 'EMAIL');
  if (mails.length > MOST_ADDRESSES)
    refuse('CreationLimitExceededException', `A notification can have at most ${MOST_ADDRESSES} email subscribers.`);
  if (mails.some(({ Address }) => !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(Address ?? ''))) invalid('Invalid email address.');
  return given;
}

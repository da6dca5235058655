import type { Notification, Subscriber } from '@aws-sdk/client-budgets';
import type { Operations } from '../context.ts';
import { refuse } from '../refuse.ts';
import {
  budgetNamed,
  checkAccount,
  checkSubscribers,
  keyOf,
  MOST_NOTIFICATIONS,
  notificationOf,
} from './budget-rules.ts';

/** The notifications of budgets, and who gets them. */
export const budgetNotifications = {
  DescribeNotificationsForBudget: {
    fields: ['AccountId', 'BudgetName', 'MaxResults', 'NextToken'],
    answer({ AccountId, BudgetName }, context) {
      checkAccount(AccountId, context);
      const { notifications } = budgetNamed(BudgetName, 'get notifications', context);
      return {
        Notifications: notifications.map(({ notification }) => ({
          ThresholdType: 'PERCENTAGE',
          ...notification,
          NotificationState: 'OK',
        })),
      };
    },
  },
  DescribeSubscribersForNotification: {
    fields: ['AccountId', 'BudgetName', 'Notification', 'MaxResults', 'NextToken'],
    answer({ AccountId, BudgetName, Notification: given }, context) {
      checkAccount(AccountId, context);
      const budget = budgetNamed(BudgetName, 'get subscribers', context);
      return { Subscribers: notificationOf(budget, given).subscribers };
    },
  },
  CreateNotification: {
    fields: ['AccountId', 'BudgetName', 'Notification', 'Subscribers'],
    answer({ AccountId, BudgetName, Notification: given, Subscribers }, context) {
      checkAccount(AccountId, context);
      const { notifications } = budgetNamed(BudgetName, 'create notification', context);
      if (notifications.some(({ notification }) => keyOf(notification) === keyOf(given)))
        refuse('DuplicateRecordException', 'Unable to create notification - the notification already exists.');
      if (notifications.length >= MOST_NOTIFICATIONS)
        refuse('CreationLimitExceededException', `A budget can have at most ${MOST_NOTIFICATIONS} notifications.`);
      const subscribers = checkSubscribers(Subscribers);
      notifications.push({ notification: { ...(given as Notification) }, subscribers });
      return {};
    },
  },
  DeleteNotification: {
    fields: ['AccountId', 'BudgetName', 'Notification'],
    answer({ AccountId, BudgetName, Notification: given }, context) {
      checkAccount(AccountId, context);
      const budget = budgetNamed(BudgetName, 'delete notification', context);
      const gone = notificationOf(budget, given);
      budget.notifications = budget.notifications.filter((one) => one !== gone);
      return {};
    },
  },
  CreateSubscriber: {
    fields: ['AccountId', 'BudgetName', 'Notification', 'Subscriber'],
    answer({ AccountId, BudgetName, Notification: given, Subscriber: added }, context) {
      checkAccount(AccountId, context);
      const found = notificationOf(budgetNamed(BudgetName, 'create subscriber', context), given);
      if (found.subscribers.some(({ Address }) => Address === added?.Address))
        refuse('DuplicateRecordException', 'Unable to create subscriber - the subscriber already exists.');
      found.subscribers = checkSubscribers([...found.subscribers, added as Subscriber]);
      return {};
    },
  },
  DeleteSubscriber: {
    fields: ['AccountId', 'BudgetName', 'Notification', 'Subscriber'],
    answer({ AccountId, BudgetName, Notification: given, Subscriber: gone }, context) {
      checkAccount(AccountId, context);
      const budget = budgetNamed(BudgetName, 'delete subscriber', context);
      const found = notificationOf(budget, given);
      const left = found.subscribers.filter(({ Address }) => Address !== gone?.Address);
      if (left.length === found.subscribers.length)
        refuse('NotFoundException', "Unable to delete subscriber - the subscriber doesn't exist.");
      found.subscribers = left;
      // AWS page "DeleteSubscriber": the last one takes the notification with it.
      if (left.length === 0) budget.notifications = budget.notifications.filter((one) => one !== found);
      return {};
    },
  },
} satisfies Partial<Operations<'budgets'>>;

import {
  BudgetsClient,
  CreateBudgetCommand,
  CreateNotificationCommand,
  CreateSubscriberCommand,
  DeleteBudgetCommand,
  DeleteNotificationCommand,
  DeleteSubscriberCommand,
  DescribeBudgetCommand,
  DescribeBudgetsCommand,
  DescribeNotificationsForBudgetCommand,
  DescribeSubscribersForNotificationCommand,
  ListTagsForResourceCommand,
  UpdateBudgetCommand,
} from '@aws-sdk/client-budgets';

export const Client = BudgetsClient;

/** Every Budgets operation this program may send, by its AWS name. */
export const commands = {
  CreateBudget: CreateBudgetCommand,
  CreateNotification: CreateNotificationCommand,
  CreateSubscriber: CreateSubscriberCommand,
  DeleteBudget: DeleteBudgetCommand,
  DeleteNotification: DeleteNotificationCommand,
  DeleteSubscriber: DeleteSubscriberCommand,
  DescribeBudget: DescribeBudgetCommand,
  DescribeBudgets: DescribeBudgetsCommand,
  DescribeNotificationsForBudget: DescribeNotificationsForBudgetCommand,
  DescribeSubscribersForNotification: DescribeSubscribersForNotificationCommand,
  ListTagsForResource: ListTagsForResourceCommand,
  UpdateBudget: UpdateBudgetCommand,
};

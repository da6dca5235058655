import {
  BudgetsClient,
  CreateBudgetCommand,
  CreateNotificationCommand,
  CreateSubscriberCommand,
  DeleteBudgetCommand,
  DeleteNotificationCommand,
  DeleteSubscriberCommand,
  DescribeBudgetCommand,
  DescribeNotificationsForBudgetCommand,
  DescribeSubscribersForNotificationCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
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
  DescribeNotificationsForBudget: DescribeNotificationsForBudgetCommand,
  DescribeSubscribersForNotification: DescribeSubscribersForNotificationCommand,
  ListTagsForResource: ListTagsForResourceCommand,
  TagResource: TagResourceCommand,
  UpdateBudget: UpdateBudgetCommand,
};

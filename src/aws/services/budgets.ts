import {
  BudgetsClient,
  CreateBudgetActionCommand,
  CreateBudgetCommand,
  CreateNotificationCommand,
  CreateSubscriberCommand,
  DeleteBudgetActionCommand,
  DeleteBudgetCommand,
  DeleteNotificationCommand,
  DeleteSubscriberCommand,
  DescribeBudgetActionsForBudgetCommand,
  DescribeBudgetsCommand,
  DescribeNotificationsForBudgetCommand,
  DescribeSubscribersForNotificationCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UpdateBudgetActionCommand,
  UpdateBudgetCommand,
} from '@aws-sdk/client-budgets';

export const Client = BudgetsClient;

/** Every Budgets operation this program may send, by its AWS name. */
export const commands = {
  CreateBudget: CreateBudgetCommand,
  CreateBudgetAction: CreateBudgetActionCommand,
  CreateNotification: CreateNotificationCommand,
  CreateSubscriber: CreateSubscriberCommand,
  DeleteBudget: DeleteBudgetCommand,
  DeleteBudgetAction: DeleteBudgetActionCommand,
  DeleteNotification: DeleteNotificationCommand,
  DeleteSubscriber: DeleteSubscriberCommand,
  DescribeBudgets: DescribeBudgetsCommand,
  DescribeBudgetActionsForBudget: DescribeBudgetActionsForBudgetCommand,
  DescribeNotificationsForBudget: DescribeNotificationsForBudgetCommand,
  DescribeSubscribersForNotification: DescribeSubscribersForNotificationCommand,
  ListTagsForResource: ListTagsForResourceCommand,
  TagResource: TagResourceCommand,
  UpdateBudgetAction: UpdateBudgetActionCommand,
  UpdateBudget: UpdateBudgetCommand,
};

import type { Budget as Described, Notification } from '@aws-sdk/client-budgets';
import type { Context, Operations } from '../context.ts';
import { refuse } from '../refuse.ts';
import type { Budget } from '../state.ts';
import type { Tag } from '../tags.ts';
import { actionOf, budgetActions } from './budget-actions.ts';
import { budgetNotifications } from './budget-notifications.ts';
import { budgetNamed, checkAccount, checkSubscribers, invalid, MOST_NOTIFICATIONS } from './budget-rules.ts';

const FOREVER = '2087-06-15T00:00:00.000Z';

// AWS keeps amounts with a decimal, and fills in the period.
function kept(budget: Described, now: Date): Budget['budget'] {
  const { BudgetLimit, TimeUnit, BudgetType, BudgetName } = budget;
  if (!BudgetName || /[:\\]|\/action\//.test(BudgetName)) invalid('Invalid BudgetName.');
  if (!(Number(BudgetLimit?.Amount) > 0)) invalid('BudgetLimit is required and must be more than 0.');
  if (!TimeUnit || !BudgetType) invalid('TimeUnit and BudgetType are required.');
  const start = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1)).toISOString();
  const amount = String(BudgetLimit?.Amount);
  const { TimePeriod } = JSON.parse(JSON.stringify(budget)) as { TimePeriod?: { Start?: string; End?: string } };
  return {
    ...JSON.parse(JSON.stringify(budget)),
    BudgetLimit: { Amount: /\./.test(amount) ? amount : `${amount}.0`, Unit: BudgetLimit?.Unit ?? 'USD' },
    TimePeriod: { Start: TimePeriod?.Start ?? start, End: TimePeriod?.End ?? FOREVER },
  };
}

function described({ budget }: Budget): Described {
  const { TimePeriod, ...rest } = budget as Record<string, unknown> & { TimePeriod: { Start: string; End: string } };
  return {
    ...(rest as unknown as Described),
    TimePeriod: { Start: new Date(TimePeriod.Start), End: new Date(TimePeriod.End) },
    CalculatedSpend: { ActualSpend: { Amount: '0.0', Unit: 'USD' } },
  };
}

// A budget, or an action of one.
function byArn(arn: string | undefined, context: Context): { tags: Tag[] } {
  const [, name, id] = /^arn:[\w-]+:budgets::\d{12}:budget\/([^/]+)(?:\/action\/(.+))?$/.exec(arn ?? '') ?? [];
  const budget = budgetNamed(name, 'get budget', context);
  return id ? actionOf(budget, id) : budget;
}

/** Budgets as the rehearsal answers it (AWS's Billing and Cost Management API Reference). */
export const budgets: Operations<'budgets'> = {
  CreateBudget: {
    fields: ['AccountId', 'Budget', 'NotificationsWithSubscribers', 'ResourceTags'],
    answer({ AccountId, Budget: given, NotificationsWithSubscribers = [], ResourceTags = [] }, context) {
      checkAccount(AccountId, context);
      const budget = kept(given as Described, context.now);
      const name = String(given?.BudgetName);
      context.state.budgets ??= [];
      if (context.state.budgets.some((one) => one.name === name))
        refuse('DuplicateRecordException', `Error creating budget: ${name} - the budget already exists.`);
      if (NotificationsWithSubscribers.length > MOST_NOTIFICATIONS)
        refuse('CreationLimitExceededException', `A budget can have at most ${MOST_NOTIFICATIONS} notifications.`);
      const notifications = NotificationsWithSubscribers.map(({ Notification: given, Subscribers }) => ({
        notification: given as Notification,
        subscribers: checkSubscribers(Subscribers),
      }));
      const tags = ResourceTags.map(({ Key = '', Value = '' }) => ({ Key, Value }));
      context.state.budgets.push({ name, budget, notifications, tags });
      return {};
    },
  },
  UpdateBudget: {
    fields: ['AccountId', 'NewBudget'],
    answer({ AccountId, NewBudget }, context) {
      checkAccount(AccountId, context);
      budgetNamed(NewBudget?.BudgetName, 'update budget', context).budget = kept(NewBudget as Described, context.now);
      return {};
    },
  },
  DeleteBudget: {
    fields: ['AccountId', 'BudgetName'],
    answer({ AccountId, BudgetName }, context) {
      checkAccount(AccountId, context);
      const gone = budgetNamed(BudgetName, 'delete budget', context);
      const left = context.state.budgets?.filter((one) => one !== gone) ?? [];
      if (left.length > 0) context.state.budgets = left;
      else delete context.state.budgets;
      return {};
    },
  },
  DescribeBudgets: {
    fields: ['AccountId', 'MaxResults', 'NextToken', 'ShowFilterExpression'],
    answer({ AccountId }, context) {
      checkAccount(AccountId, context);
      // Without budgets, the list is left out.
      const { budgets: all = [] } = context.state;
      return all.length > 0 ? { Budgets: all.map(described) } : {};
    },
  },
  ...budgetActions,
  ...budgetNotifications,
  TagResource: {
    fields: ['ResourceARN', 'ResourceTags'],
    answer({ ResourceARN, ResourceTags = [] }, context) {
      const budget = byArn(ResourceARN, context);
      const added = ResourceTags.map(({ Key = '', Value = '' }) => ({ Key, Value }));
      const isReplaced = ({ Key }: Tag) => added.some((tag) => tag.Key === Key);
      budget.tags = [...budget.tags.filter((tag) => !isReplaced(tag)), ...added];
      return {};
    },
  },
  ListTagsForResource: {
    fields: ['ResourceARN'],
    answer: ({ ResourceARN }, context) => ({ ResourceTags: byArn(ResourceARN, context).tags }),
  },
};

import type { Action } from '@aws-sdk/client-budgets';
import { type Context, nextNumber, type Operations } from '../context.ts';
import { refuse } from '../refuse.ts';
import type { Budget } from '../state.ts';
import { budgetNamed, checkAccount, checkSubscribers, invalid } from './budget-rules.ts';

/** Throws NotFound where the budget has none with this ID. */
export function actionOf(budget: Budget, id: string | undefined) {
  const found = budget.actions?.find(({ action }) => action.ActionId === id);
  return found ?? refuse('NotFoundException', `Unable to find the action ${id} - it doesn't exist.`);
}

// AWS assumes the role when it acts, and checks that it may (page "Setting up a role for AWS Budgets to run budget actions").
function checkRole(arn: string | undefined, { state, accountId, partition }: Context): void {
  const role = state.iam.roles.find(
    ({ path, name }) => arn === `arn:${partition}:iam::${accountId}:role${path}${name}`,
  );
  if (!role?.trust.includes('budgets.amazonaws.com'))
    invalid(`The execution role ${arn} cannot be assumed by AWS Budgets.`);
}

/** The actions of budgets, which a rehearsal keeps and never runs: it has no charges. */
export const budgetActions = {
  CreateBudgetAction: {
    fields: [
      ...(['AccountId', 'BudgetName', 'NotificationType', 'ActionType', 'ActionThreshold', 'Definition'] as const),
      ...(['ExecutionRoleArn', 'ApprovalModel', 'Subscribers', 'ResourceTags'] as const),
    ],
    answer({ AccountId, BudgetName, ResourceTags = [], Subscribers, ...given }, context) {
      checkAccount(AccountId, context);
      const budget = budgetNamed(BudgetName, 'create action', context);
      checkRole(given.ExecutionRoleArn, context);
      const ActionId = `00000000-0000-4000-8000-${String(nextNumber(context)).padStart(12, '0')}`;
      const action = { ActionId, BudgetName, ...given, Subscribers: checkSubscribers(Subscribers), Status: 'STANDBY' };
      const tags = ResourceTags.map(({ Key = '', Value = '' }) => ({ Key, Value }));
      budget.actions = [...(budget.actions ?? []), { action: action as Action, tags }];
      return { AccountId, BudgetName, ActionId };
    },
  },
  UpdateBudgetAction: {
    fields: [
      ...(['AccountId', 'BudgetName', 'ActionId', 'NotificationType', 'ActionThreshold', 'Definition'] as const),
      ...(['ExecutionRoleArn', 'ApprovalModel', 'Subscribers'] as const),
    ],
    answer({ AccountId, BudgetName, ActionId, ...given }, context) {
      checkAccount(AccountId, context);
      const kept = actionOf(budgetNamed(BudgetName, 'update action', context), ActionId);
      checkRole(given.ExecutionRoleArn, context);
      const OldAction = kept.action;
      kept.action = { ...OldAction, ...given } as Action;
      return { AccountId, BudgetName, OldAction, NewAction: kept.action };
    },
  },
  DeleteBudgetAction: {
    fields: ['AccountId', 'BudgetName', 'ActionId'],
    answer({ AccountId, BudgetName, ActionId }, context) {
      checkAccount(AccountId, context);
      const budget = budgetNamed(BudgetName, 'delete action', context);
      const gone = actionOf(budget, ActionId);
      const left = budget.actions?.filter((one) => one !== gone) ?? [];
      if (left.length > 0) budget.actions = left;
      else delete budget.actions;
      return { AccountId, BudgetName, Action: gone.action };
    },
  },
  DescribeBudgetActionsForBudget: {
    fields: ['AccountId', 'BudgetName', 'MaxResults', 'NextToken'],
    answer({ AccountId, BudgetName }, context) {
      checkAccount(AccountId, context);
      return { Actions: (budgetNamed(BudgetName, 'get actions', context).actions ?? []).map(({ action }) => action) };
    },
  },
} satisfies Partial<Operations<'budgets'>>;

import { BudgetsClient, DescribeBudgetsCommand } from '@aws-sdk/client-budgets';

export const Client = BudgetsClient;

/** Every Budgets operation this program may send, by its AWS name. */
export const commands = {
  DescribeBudgets: DescribeBudgetsCommand,
};

import type { Partition } from '../../aws/account.ts';
import type { Fact, Json } from '../../engine/fact.ts';
import type { Tag } from '../tags.ts';

/** The account that the budget belongs to. */
export interface BudgetPlace {
  accountId: string;
  partition: Partition;
  tags: Tag[];
  /** The name of the budget; default that of the whole account. */
  budgetName?: string;
}

/** A budget as it is compared and written. */
export type BudgetValue = { [field: string]: Json };
/** The fact that the budget exists; its notifications lie within it. */
export type MonthlyBudget = Fact<BudgetValue>;

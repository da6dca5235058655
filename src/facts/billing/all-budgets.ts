import type { Budget } from '@aws-sdk/client-budgets';
import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { allPages } from '../../aws/pages.ts';

/** All budgets of the account, with their filters (AWS page "DescribeBudgets"). */
export async function allBudgets(accountId: string, account: Account): Promise<Budget[]> {
  const question = call('budgets', 'DescribeBudgets', { AccountId: accountId, ShowFilterExpression: true });
  return (await allPages(account, question, 'NextToken')).flatMap(({ Budgets }) => Budgets ?? []);
}

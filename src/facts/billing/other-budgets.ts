import type { Account } from '../../aws/account.ts';
import type { Fact } from '../../engine/fact.ts';
import { unlessMet } from '../unless-met.ts';
import { allBudgets } from './all-budgets.ts';
import { BUDGET_NAME, notificationsOf } from './budget-notifications.ts';
import type { BudgetPlace } from './budget-place.ts';
import { tracksWholeMonth } from './budgets.ts';

/**
 * The budget or one of its notifications, which another budget may meet as well: one for the monthly charges of the whole
 * account that notifies somebody. A notification has at least one subscriber (AWS page "DeleteSubscriber": without the
 * last one, it is deleted too).
 */
export function unlessAnotherBudget(given: Fact, place: BudgetPlace): Fact {
  const isThere = async (account: Account) => {
    // Its own read is sent in the same round.
    given.read(account).catch(() => {});
    return (await ours(place, account)) !== undefined;
  };
  return unlessMet(given, isThere, (account) => another(place, account));
}

async function ours({ accountId }: BudgetPlace, account: Account) {
  return (await allBudgets(accountId, account)).find(({ BudgetName }) => BudgetName === BUDGET_NAME);
}

async function another(place: BudgetPlace, account: Account): Promise<string | undefined> {
  const others = (await allBudgets(place.accountId, account)).filter(tracksWholeMonth);
  const told = await Promise.all(
    others.map(async ({ BudgetName: budgetName = '' }) => {
      return (await notificationsOf({ ...place, budgetName }, account)).length > 0 ? [budgetName] : [];
    }),
  );
  const [name] = told.flat();
  return name === undefined ? undefined : `budget ${name}`;
}

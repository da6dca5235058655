import type { Budget } from '@aws-sdk/client-budgets';
import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { fact, type Json } from '../../engine/fact.ts';
import { sameJson } from '../../engine/same.ts';
import { marksIn, orNull, ownerBy, type Tag } from '../tags.ts';
import { allBudgets } from './all-budgets.ts';
import { usualCurrency } from './billing-currency.ts';
import { BUDGET_NAME, mailedTo, mailsFor } from './budget-notifications.ts';
import type { BudgetPlace, BudgetValue, MonthlyBudget } from './budget-place.ts';

/** The fields of UpdateBudget. It overwrites the whole budget, so undo restores all of them. */
const FIELDS = [
  'BudgetName',
  'BudgetLimit',
  'PlannedBudgetLimits',
  'CostFilters',
  'CostTypes',
  'FilterExpression',
  'Metrics',
  'TimeUnit',
  'TimePeriod',
  'BudgetType',
  'AutoAdjustData',
  'BillingViewArn',
] as const;

/** The budget as AWS describes it; null when it does not exist. */
async function described(
  { accountId, budgetName = BUDGET_NAME }: BudgetPlace,
  account: Account,
): Promise<Budget | null> {
  const found = (await allBudgets(accountId, account)).find(({ BudgetName }) => BudgetName === budgetName);
  return found ?? null;
}

/** Whether a budget tracks the monthly charges of the whole account, whatever its limit is. */
export function tracksWholeMonth(budget: Budget): boolean {
  const { TimeUnit, BudgetType } = budget;
  if (TimeUnit !== 'MONTHLY' || BudgetType !== 'COST' || !budget.BudgetLimit) return false;
  const { leftOut, only } = counted(picked(budget));
  return sameJson([leftOut, only], [[], [null, null, null]]);
}

/** The limit of the existing budget, in the account's currency; undefined when it does not exist. */
export async function budgetLimit(place: BudgetPlace, account: Account): Promise<number | undefined> {
  const amount = (await described(place, account))?.BudgetLimit?.Amount;
  return amount === undefined ? undefined : Number(amount);
}

const arnOf = ({ partition, accountId, budgetName = BUDGET_NAME }: BudgetPlace) =>
  `arn:${partition}:budgets::${accountId}:budget/${budgetName}`;

/** The tags of the budget; undefined when it does not exist. */
export async function budgetTags(place: BudgetPlace, account: Account): Promise<Tag[] | undefined> {
  const question = call('budgets', 'ListTagsForResource', { ResourceARN: arnOf(place) });
  return (await orNull(account.send(question), 'NotFound'))?.ResourceTags as Tag[] | undefined;
}

/** What a budget tracks, in the account's currency: its limit, and further amounts with a notification. */
interface Watched {
  limit: number;
  further?: number[];
}

/** A monthly cost budget for the whole account, in US dollars (in China: yuan). */
export function budgetCountsTheMonth(
  { limit, further = [] }: Watched,
  emails: string[],
  place: BudgetPlace,
): MonthlyBudget {
  const { accountId, tags, budgetName = BUDGET_NAME } = place;
  const id = `budgets/${budgetName}`;
  const Unit = usualCurrency(place);
  const notifications = mailsFor(further, place).map((mail) => mailedTo(mail, emails));
  return fact<BudgetValue>({
    id,
    control: 'budget',
    title: `budget ${budgetName} tracks monthly charges against ${Unit} ${limit}`,
    want: {
      BudgetName: budgetName,
      BudgetLimit: { Amount: String(limit), Unit },
      TimeUnit: 'MONTHLY',
      BudgetType: 'COST',
    },
    async read(account) {
      const budget = await described(place, account);
      return budget && picked(budget);
    },
    same: (a, b) => (a === null || b === null ? a === b : sameJson(counted(a), counted(b))),
    calls(to, now) {
      if (to === null) return [call('budgets', 'DeleteBudget', { AccountId: accountId, BudgetName: budgetName })];
      const budget = asBudget(to);
      if (now !== null) return [call('budgets', 'UpdateBudget', { AccountId: accountId, NewBudget: budget })];
      // A budget without notifications is useless, so one call creates both.
      const told = emails.length > 0 ? { NotificationsWithSubscribers: notifications } : {};
      return [call('budgets', 'CreateBudget', { AccountId: accountId, Budget: budget, ...told, ResourceTags: tags })];
    },
    async owner(account) {
      const found = await budgetTags(place, account);
      return found && ownerBy(found, tags);
    },
    mark: () => [call('budgets', 'TagResource', { ResourceARN: arnOf(place), ResourceTags: marksIn(tags) })],
  });
}

function picked(budget: Budget): BudgetValue {
  const plain = JSON.parse(JSON.stringify(budget)) as BudgetValue;
  const { LastAutoAdjustTime: _, ...autoAdjust } = (plain.AutoAdjustData ?? {}) as BudgetValue;
  const fields = { ...plain, AutoAdjustData: autoAdjust };
  const isSaid = (value: Json | undefined) => value !== undefined && value !== null && !sameJson(value, {});
  return Object.fromEntries(
    FIELDS.map((field) => [field, fields[field as keyof typeof fields] as Json]).filter(([, value]) =>
      isSaid(value as Json),
    ),
  ) as BudgetValue;
}

// Credits, refunds and discounts may be excluded: the notification then only comes earlier.
const CHARGES = ['Tax', 'Subscription', 'Upfront', 'Recurring', 'OtherSubscription', 'Support'].map(
  (of) => `Include${of}`,
);

// What decides when the notification comes: excluded charges make it come too late.
function counted({ BudgetLimit, TimeUnit, BudgetType, ...more }: BudgetValue): { [what: string]: Json } {
  const { Amount, Unit } = BudgetLimit as { Amount: string; Unit: string };
  const types = Object.entries((more.CostTypes ?? {}) as BudgetValue);
  const left = types.filter(([name, value]) => CHARGES.includes(name) && value === false).map(([name]) => name);
  const view = String(more.BillingViewArn ?? '');
  return {
    limit: [Number(Amount), Unit],
    TimeUnit: TimeUnit ?? null,
    BudgetType: BudgetType ?? null,
    leftOut: left.sort(),
    only: [more.CostFilters ?? null, more.FilterExpression ?? null, /(^|\/primary)$/.test(view) ? null : view],
    moves: more.AutoAdjustData ?? more.PlannedBudgetLimits ?? null,
  };
}

// AWS accepts one form of filter, old or new, and either a fixed limit or planned limits (AWS page "UpdateBudget").
function asBudget({ TimePeriod, BudgetLimit, CostFilters, CostTypes, ...rest }: BudgetValue): Budget {
  const { Start, End } = (TimePeriod ?? {}) as { Start?: string; End?: string };
  const period = Start && End ? { TimePeriod: { Start: new Date(Start), End: new Date(End) } } : {};
  const isNew = rest.FilterExpression !== undefined || rest.Metrics !== undefined;
  const old = { ...(CostFilters ? { CostFilters } : {}), ...(CostTypes ? { CostTypes } : {}) };
  const limit = rest.PlannedBudgetLimits || rest.AutoAdjustData ? {} : { BudgetLimit };
  return { ...rest, ...limit, ...(isNew ? {} : old), ...period } as unknown as Budget;
}

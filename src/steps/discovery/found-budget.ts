import type { Account } from '../../aws/account.ts';
import { type AccountKind, isProject } from '../../aws/account-kind.ts';
import { budgetEmails, furtherAmounts } from '../../facts/billing/budget-notifications.ts';
import { budgetLimit, budgetTags } from '../../facts/billing/budgets.ts';
import { carriesOurTag, NAME_TAG, tagOf } from '../../facts/tags.ts';
import { BRAKE_NAME } from '../../policies/index.ts';
import { ROOT } from '../root/settings.ts';
import { checkName } from '../settings/checks.ts';
import type { Value } from '../settings/setting.ts';

/**
 * Our budget as settings, and the NAME in its tags, if any; undefined if it does not exist. In a project, it replaces the
 * alarms, and its amounts are their limits.
 */
export async function foundBudget(
  account: Account,
  kind: AccountKind,
): Promise<{ name: string | undefined; values: Map<string, Value> } | undefined> {
  const { accountId, partition } = account.identity;
  const place = { accountId, partition, tags: [] };
  const limit = await budgetLimit(place, account);
  if (limit === undefined) return undefined;
  const [tags, emails, further] = await Promise.all([
    budgetTags(place, account),
    budgetEmails(place, account),
    furtherAmounts(place, account),
  ]);
  const said = carriesOurTag(tags) ? tagOf(tags, NAME_TAG) : undefined;
  const limits = [limit, ...further].toSorted((a, b) => a - b);
  const values = new Map<string, Value>([isProject(kind) ? [ROOT.limits.key, limits] : [ROOT.budget.key, limit]]);
  if (emails.length > 0) values.set(ROOT.emails.key, emails.sort());
  return { name: said !== undefined && checkName(said) === undefined ? said : undefined, values };
}

/** The limit of our spending brake as a setting; undefined if it does not exist. */
export async function foundBrake(account: Account): Promise<Value | undefined> {
  const { accountId, partition } = account.identity;
  const place = { accountId, partition, tags: [], budgetName: BRAKE_NAME };
  const [limit, tags] = await Promise.all([budgetLimit(place, account), budgetTags(place, account)]);
  return carriesOurTag(tags) ? limit : undefined;
}

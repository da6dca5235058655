import type { Account } from '../aws/account.ts';
import { budgetEmails } from '../facts/budget-notifications.ts';
import { budgetLimit, budgetTags } from '../facts/budgets.ts';
import { carriesOurTag, NAME_TAG, tagOf } from '../facts/tags.ts';
import { checkName } from './checks.ts';
import type { Value } from './setting.ts';

/** The budget of our name as settings, and the NAME in its tags where it carries them; undefined where there is none. */
export async function foundBudget(
  account: Account,
): Promise<{ name: string | undefined; values: Map<string, Value> } | undefined> {
  const { accountId, partition } = account.identity;
  const place = { accountId, partition, tags: [] };
  const limit = await budgetLimit(place, account);
  if (limit === undefined) return undefined;
  const [tags, emails] = await Promise.all([budgetTags(place, account), budgetEmails(place, account)]);
  const said = carriesOurTag(tags) ? tagOf(tags, NAME_TAG) : undefined;
  const values = new Map<string, Value>([['budget.limit', limit]]);
  if (emails.length > 0) values.set('alarm.email', emails.sort());
  return { name: said !== undefined && checkName(said) === undefined ? said : undefined, values };
}

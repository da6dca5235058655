import type { AnyFact, Fact } from '../../engine/fact.ts';
import { billsHere } from '../../facts/billing/billing-access.ts';
import { budgetMails, mailsFor } from '../../facts/billing/budget-notifications.ts';
import { budgetCountsTheMonth } from '../../facts/billing/budgets.ts';
import { unlessAnotherBudget } from '../../facts/billing/other-budgets.ts';
import { tagsFor } from '../../facts/tags.ts';
import type { AnswersTo } from '../settings/answers.ts';
import type { EVERY } from '../settings/every.ts';

/** The monthly budget in US dollars; it e-mails the alarm addresses at its limit and at each of `further`. */
export interface Budget {
  limit: number;
  further?: number[];
  /** Somebody's budget that notifies somebody is as good: nobody asked for this one in particular. */
  orAnother?: true;
}

/** A budget for several limits: the smallest is its limit, each of the others has a notification. */
export function budgetOf(limits: number[]): Budget | undefined {
  const [limit, ...further] = [...new Set(limits)].toSorted((a, b) => a - b);
  return limit === undefined ? undefined : { limit, ...(further.length > 0 ? { further } : {}) };
}

type Needed = AnswersTo<typeof EVERY> & { alarm: { emails: string[] }; budget?: Budget };

/** The budget and its notifications; none if no budget is wanted or the partition has no bills. */
export function budgetFacts({ name, tags, alarm, budget, accountId, partition }: Needed): AnyFact[] {
  if (!budget || !billsHere(partition)) return [];
  const place = { accountId, partition, tags: tagsFor(name, tags) };
  const counts = budgetCountsTheMonth(budget, alarm.emails, place);
  const mails = alarm.emails.length > 0 ? mailsFor(budget.further ?? [], place) : [];
  const facts = [counts, ...mails.map((mail) => budgetMails(mail, alarm.emails, counts, place))];
  return budget.orAnother ? facts.map((one) => unlessAnotherBudget(one as Fact, place)) : facts;
}

import { MOST_ADDRESSES, MOST_NOTIFICATIONS } from '../../facts/budget-notifications.ts';
import { budgetIn, ROOT } from '../1-root.ts';
import type { Conflict } from './setting.ts';
import { type Draft, valueIn } from './setting.ts';

/** In a project one budget stands for all alarms, and mails at its limit twice (AWS page "Notification"). */
export function moreThanABudgetHas(draft: Draft): Conflict[] {
  const budget = budgetIn(draft);
  const limits = 1 + (budget?.further?.length ?? 0);
  const mails = valueIn(draft, ROOT.emails) ?? [];
  const room = MOST_NOTIFICATIONS - 1;
  return [
    ...(limits > room
      ? [
          {
            keys: [ROOT.limits.key],
            said: `${limits} limits are too many for the budget of a project, which mails at ${room} at most`,
          },
        ]
      : []),
    ...(budget && mails.length > MOST_ADDRESSES
      ? [{ keys: [ROOT.emails.key], said: `a budget mails ${MOST_ADDRESSES} addresses at most, not ${mails.length}` }]
      : []),
  ];
}

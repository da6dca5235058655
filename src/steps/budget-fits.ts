import { MOST_ADDRESSES, MOST_NOTIFICATIONS } from '../facts/budget-notifications.ts';
import { budgetOf } from './kinds.ts';
import type { Draft } from './setting.ts';
import type { Conflict } from './together.ts';

// Whatever the limits are: without any there is the usual one.
const isBudgeted = (draft: Draft) => budgetOf(draft, [1]) !== undefined;

/** In a project one budget stands for all alarms, and mails at its limit twice (AWS page "Notification"). */
export function moreThanABudgetHas(draft: Draft): Conflict[] {
  const { further = [] } = budgetOf(draft, (draft.get('alarm.limit') as number[] | undefined) ?? []) ?? {};
  const mails = (draft.get('alarm.email') as string[] | undefined) ?? [];
  const room = MOST_NOTIFICATIONS - 1;
  return [
    ...(further.length + 1 > room
      ? [
          {
            keys: ['alarm.limit'],
            said: `${further.length + 1} limits are too many for the budget of a project, which mails at ${room} at most`,
          },
        ]
      : []),
    ...(isBudgeted(draft) && mails.length > MOST_ADDRESSES
      ? [{ keys: ['alarm.email'], said: `a budget mails ${MOST_ADDRESSES} addresses at most, not ${mails.length}` }]
      : []),
  ];
}

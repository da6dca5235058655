import { MOST_ADDRESSES, MOST_NOTIFICATIONS } from '../../facts/billing/budget-notifications.ts';
import { budgetIn } from '../root/alarm-settings.ts';
import { wantsBrake } from '../root/brake-settings.ts';
import { ROOT } from '../root/settings.ts';
import type { Conflict } from './setting.ts';
import { type Draft, valueIn } from './setting.ts';

/** In a project, one budget replaces all alarms, with two notifications for its limit (AWS page "Notification"). */
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
            said: `${limits} limits are too many: the budget of a project supports at most ${room}`,
          },
        ]
      : []),
    ...((budget || wantsBrake(draft)) && mails.length > MOST_ADDRESSES
      ? [
          {
            keys: [ROOT.emails.key],
            said: `${mails.length} e-mail addresses are too many: a budget supports at most ${MOST_ADDRESSES}`,
          },
        ]
      : []),
  ];
}

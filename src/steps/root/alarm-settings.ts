import { partitionOf } from '../../aws/account.ts';
import { isProject } from '../../aws/account-kind.ts';
import { billsHere } from '../../facts/billing/billing-access.ts';
import { KINDS, kindIn } from '../kinds.ts';
import { EVERY } from '../settings/every.ts';
import { type Draft, settingIn, valueIn } from '../settings/setting.ts';
import { SHAPES } from '../settings/shapes.ts';
import { wantsBrake } from './brake-settings.ts';
import { type Budget, budgetOf } from './budget.ts';
import { GUARDRAILS_KEY, includedIn } from './guardrail-list.ts';

const billed = (draft: Draft) => billsHere(partitionOf(valueIn(draft, EVERY.region) ?? ''));
const isWanted = (draft: Draft): boolean => valueIn(draft, ALARM.alarm) !== false;
const wantsAlarm = (draft: Draft): boolean => isWanted(draft) && billed(draft);
const wantsMail = (draft: Draft): boolean =>
  wantsAlarm(draft) || (draft.has(ALARM.budget.key) && billed(draft)) || wantsBrake(draft);
const USUAL = [10];
const WHY_BUDGET =
  "You get an e-mail when this month's charges exceed a limit you choose, and when AWS forecasts that they will. " +
  'The budget that sends it is free.';

const setting = settingIn('root');

/** The settings of the billing alarms and the budget. */
export const ALARM = {
  emails: setting({
    key: 'alarm.email',
    flag: '--alarm-email <mail>',
    kind: 'texts',
    help: 'e-mail address for billing alarms (repeat for more)',
    sample: 'you@example.com',
    ...SHAPES.email,
    required: wantsMail,
    place: 'alarm.emails',
    ask: {
      message: 'E-mail address for alarms',
      why:
        "You get an e-mail when this month's charges exceed a limit you choose. " +
        'AWS sends one confirmation e-mail first. The alarm itself is free.',
      whyElse: (draft) => (KINDS[kindIn(draft)].alarm ? undefined : WHY_BUDGET),
      more:
        'Use any address that someone reads; separate several addresses with spaces. AWS sends no alarms to an address ' +
        'until you click the link in its confirmation e-mail.',
      when: wantsMail,
    },
  }),
  limits: setting({
    key: 'alarm.limit',
    flag: '--alarm-limit <usd>',
    kind: 'numbers',
    help: "limit for this month's charges, in USD (CNY in China); repeat for more alarms",
    default: USUAL,
    ...SHAPES.limit,
    place: 'alarm.limits',
    derive: (said, draft): number[] => (KINDS[kindIn(draft)].alarm && isWanted(draft) ? said : []),
    ask: {
      message: 'Mail me when monthly charges exceed (USD)',
      why: 'The alarm notifies you but stops nothing. On the Paid plan, AWS has no spending cap. On the Free plan, nothing is charged: when the credits are used up, AWS closes the account.',
      more:
        'AWS updates the estimated charges a few times a day, so the e-mail arrives hours after the limit is exceeded. ' +
        'Several limits, such as 5 20 100, create several alarms: the first shows that something is running, the last ' +
        'that something is wrong. The amount is in the currency of your bills: USD, or CNY in China. Accounts created ' +
        'since 2025-07-15 have credits instead of a 12-month free tier; the alarm counts only charges beyond the credits.',
      when: wantsAlarm,
    },
  }),
  alarm: setting({
    key: 'alarm.enabled',
    flag: '--no-alarm',
    kind: 'boolean',
    help: 'do not create a billing alarm or its topic',
    default: true,
  }),
  budget: setting({
    key: 'budget.limit',
    flag: '--budget <usd>',
    kind: 'number',
    help: 'create a monthly budget of this amount in USD; it e-mails the alarm addresses',
    sample: '10',
    ...SHAPES.limit,
    place: 'budget',
    derive: (_said, draft): Budget | undefined => budgetIn(draft),
  }),
};

/**
 * The monthly budget: as specified; in a project, which has no alarms, for the alarm limits; elsewhere, as a guardrail, for
 * the lowest of them.
 */
export function budgetIn(draft: Draft): Budget | undefined {
  const said = valueIn(draft, ALARM.budget);
  if (said !== undefined) return { limit: said };
  if (!wantsAlarm(draft)) return undefined;
  const limits = valueIn(draft, ALARM.limits) ?? USUAL;
  if (isProject(kindIn(draft))) return budgetOf(limits);
  const guardrails = draft.get(GUARDRAILS_KEY) as string[] | undefined;
  return includedIn(guardrails ?? ['free']).includes('budget')
    ? { limit: Math.min(...limits), orAnother: true }
    : undefined;
}

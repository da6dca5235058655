import { type Draft, settingIn } from './setting.ts';

/**
 * What no API returns: a chore that names one of these keys (`saidBy`) is done when the user confirms it, with `d` or
 * `--done KEY`.
 */
const CONFIRMED = {
  billingAccess: ['root.billing-access', 'IAM users have access to the billing pages'],
  billingAlerts: ['root.billing-alerts', 'billing alerts are on, although there is no metric yet'],
  freeTierAlerts: ['root.free-tier-alerts', 'free tier alerts are on'],
  accountContact: ['root.account-contact', 'the contact information of the account is current'],
  recovery: ['root.recovery', 'projects only: your AWS Builder ID has MFA and can be recovered'],
  spendLimit: ['root.spend-limit', 'projects only: the project has a spend limit or is on the Free plan'],
} as const;

const KEYS: string[] = Object.values(CONFIRMED).map(([key]) => key);
// All share one flag, whose help is that of the first.
const FLAG_HELP = `manual steps that you have done and no API can show, by key: ${KEYS.join(', ')}`;

const setting = settingIn('every');
const word = (key: string, help: string) =>
  setting({
    key,
    flag: '--done <list>',
    kind: 'text',
    help: key === KEYS[0] ? FLAG_HELP : help,
    choices: ['done'],
    sample: 'done',
    byKey: 'done',
    onlyForWriting: true,
    place: 'done',
    derive: (_said, draft) => wordsIn(draft),
  });

/** The settings of what a user confirms. */
export const WORDS = Object.fromEntries(
  Object.entries(CONFIRMED).map(([name, [key, help]]) => [name, word(key, help)]),
) as Record<keyof typeof CONFIRMED, ReturnType<typeof word>>;

/** The setting that confirms a chore, by the key that the chore names (`saidBy`). */
export function wordOf(key: string | undefined): ReturnType<typeof word> | undefined {
  return Object.values(WORDS).find((one) => one.key === key);
}

// One answer has all of them, by their keys.
function wordsIn(draft: Draft): string[] {
  return KEYS.filter((key) => draft.get(key) === 'done');
}

import { type Draft, settingIn } from './setting.ts';

const KEYS = ['root.billing-access', 'root.billing-alerts', 'root.recovery', 'root.spend-limit'] as const;
type Key = (typeof KEYS)[number];

const setting = settingIn('every');
const word = (key: Key, help: string) =>
  setting({
    key,
    flag: '--done <list>',
    kind: 'text',
    help,
    choices: ['done'],
    sample: 'done',
    byKey: 'done',
    onlyForWriting: true,
    place: 'done',
    derive: (_said, draft) => wordsIn(draft),
  });

/** What no API returns: a chore that names one of these (`saidBy`) is done when the user confirms it, with `d` or `--done KEY`. */
export const WORDS = {
  billingAccess: word(
    'root.billing-access',
    `manual steps that you have done and no API can show, by key: ${KEYS.join(', ')}`,
  ),
  billingAlerts: word('root.billing-alerts', 'billing alerts are on, although there is no metric yet'),
  recovery: word('root.recovery', 'projects only: your AWS Builder ID has MFA and can be recovered'),
  spendLimit: word('root.spend-limit', 'projects only: the project has a spend limit or is on the Free plan'),
};

/** The setting that confirms a chore, by the key that the chore names (`saidBy`). */
export function wordOf(key: string | undefined): (typeof WORDS)[keyof typeof WORDS] | undefined {
  return Object.values(WORDS).find((one) => one.key === key);
}

// One answer has all of them, by their keys.
function wordsIn(draft: Draft): string[] {
  return KEYS.filter((key) => draft.get(key) === 'done');
}

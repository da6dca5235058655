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

/** What no API tells: a chore that names one of these (`saidBy`) is done when the person says so, with `d` or `--done KEY`. */
export const WORDS = {
  billingAccess: word('root.billing-access', `what you have done and no API tells, by key: ${KEYS.join(', ')}`),
  billingAlerts: word('root.billing-alerts', 'billing alerts are switched on, though no metric has come yet'),
  recovery: word('root.recovery', 'of a project: your AWS Builder ID has MFA and a way to recover it'),
  spendLimit: word('root.spend-limit', 'of a project: it has a spend limit, or is on the Free plan'),
};

/** The setting that keeps a person's word about a chore, by what the chore says of it (`saidBy`). */
export function wordOf(key: string | undefined): (typeof WORDS)[keyof typeof WORDS] | undefined {
  return Object.values(WORDS).find((one) => one.key === key);
}

// One answer holds all of them, by their keys.
function wordsIn(draft: Draft): string[] {
  return KEYS.filter((key) => draft.get(key) === 'done');
}

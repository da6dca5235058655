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

/** What no API tells: a chore of these is done when the person says so, with `d` in the chore screen or `--done KEY`. */
export const WORDS = {
  billingAccess: word('root.billing-access', `what you have done and no API tells, by key: ${KEYS.join(', ')}`),
  billingAlerts: word('root.billing-alerts', 'billing alerts are switched on, though no metric has come yet'),
  recovery: word('root.recovery', 'of a project: your AWS Builder ID has MFA and a way to recover it'),
  spendLimit: word('root.spend-limit', 'of a project: it has a spend limit, or is on the Free plan'),
};

// The chores that they are about.
const FACTS: Record<string, (typeof WORDS)[keyof typeof WORDS]> = {
  'billing/iam-access': WORDS.billingAccess,
  'billing/metric': WORDS.billingAlerts,
  'project/recovery': WORDS.recovery,
  'project/spend-limit': WORDS.spendLimit,
};

/** The setting that keeps a person's word about a chore. */
export function wordAbout(factId: string): (typeof FACTS)[string] | undefined {
  return FACTS[factId];
}

// One answer holds all of them, by their keys.
function wordsIn(draft: Draft): string[] {
  return KEYS.filter((key) => draft.get(key) === 'done');
}

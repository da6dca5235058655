import type { Setting } from './setting.ts';

const KEYS = ['root.billing-access', 'root.billing-alerts', 'root.recovery', 'root.spend-limit'] as const;

/** What no API tells: a chore that names one of these (`saidBy`) is done when the person says so, with `d` or `--done KEY`. */
export const WORDS_OF_PEOPLE = [
  { key: 'root.billing-access', help: `what you have done and no API tells, by key: ${KEYS.join(', ')}` },
  { key: 'root.billing-alerts', help: 'billing alerts are switched on, though no metric has come yet' },
  { key: 'root.recovery', help: 'of a project: your AWS Builder ID has MFA and a way to recover it' },
  { key: 'root.spend-limit', help: 'of a project: it has a spend limit, or is on the Free plan' },
] as const;

/** The settings that hold these words; one flag gives them all, by their keys. */
export const WORD_SETTINGS = WORDS_OF_PEOPLE.map(
  ({ key, help }): Setting => ({
    key,
    flag: '--done <list>',
    kind: 'text',
    step: 'every',
    help,
    choices: ['done'],
    sample: 'done',
    byKey: 'done',
  }),
);

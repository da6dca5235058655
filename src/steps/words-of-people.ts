import type { Setting } from './setting.ts';

/** What no API tells: a chore of these is done when the person says so, with `d` in the chore screen or `--done KEY`. */
export const WORDS_OF_PEOPLE = [
  {
    key: 'root.billing-access',
    fact: 'billing/iam-access',
    help: 'what you have done and no API tells, by key: root.billing-access, root.billing-alerts',
  },
  {
    key: 'root.billing-alerts',
    fact: 'billing/metric',
    help: 'billing alerts are switched on, though no metric has come yet',
  },
] as const;

/** The key under which a person's word about a chore is kept. */
export function wordAbout(factId: string): string | undefined {
  return WORDS_OF_PEOPLE.find(({ fact }) => fact === factId)?.key;
}

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

import type { Draft } from '../settings/setting.ts';

/** What command `try` can make. */
export const TRIALS = ['container', 'function', 'cluster'] as const;
export type Trial = (typeof TRIALS)[number];

/** The key of the trials in a draft of answers: named by the command or found in the account, never asked. */
export const TRIALS_KEY = 'try.what';

/** The trials in a draft. */
export function trialsIn(draft: Draft): Trial[] {
  const said = (draft.get(TRIALS_KEY) as string[] | undefined) ?? [];
  return TRIALS.filter((one) => said.includes(one));
}

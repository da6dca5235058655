import type { Setting, Value } from '../../steps/settings/setting.ts';
import type { StepId } from '../../steps/settings/step-ids.ts';

/** The values so far and their sources: a flag, a variable, the config file, the account, or a default. */
export interface Given {
  values: Map<string, Value>;
  /** In words: "from --region", "from AWS_REGION". */
  sources: Map<string, string>;
  /** The steps before the first incomplete one: the account has answered them. */
  settled?: StepId[];
  /**
   * Values from a file or a variable that cannot be used, to be prompted for again; empty if prompts are not possible.
   */
  unfit: { setting: Setting; said: string }[];
  /** The account ID, once AWS has reported it. */
  accountId?: string;
  /** Called for each answer of the user, so that none is lost. */
  onAnswer?: () => void;
}

/** The source of an answer from an earlier run. */
export const KEPT = 'your previous answers';

/** The source of a rehearsal's sample answer. */
export const SAMPLE = 'a sample answer';

/** The source of a Region that only stands in until the project's own is found. */
export const STAND_IN = 'the Regions of projects';

/** The source of a Region that the account remembers. */
export const REMEMBERED = 'the existing baseline';

/** Stores a value with its source. */
export function take<V extends Value>(given: Given, { key }: Setting<V>, value: V, source: string): void {
  given.values.set(key, value);
  given.sources.set(key, source);
}

/** Stores the user's answer. */
export function answer<V extends Value>(given: Given, setting: Setting<V>, value: V): void {
  take(given, setting, value, 'you');
  given.onAnswer?.();
}

/** Removes a value: the user does without it. */
export function forget(given: Given, { key }: Setting): void {
  given.values.delete(key);
  given.sources.delete(key);
  given.onAnswer?.();
}

/** Where a value comes from, in words: "from AWS_REGION". */
export function sourceText({ sources }: Given, { key }: Setting): string {
  const source = sources.get(key);
  return source === 'you' ? 'your answer' : `from ${source}`;
}

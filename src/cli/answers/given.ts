import type { Setting, Value } from '../../steps/settings/setting.ts';
import type { StepId } from '../../steps/settings/step-ids.ts';

/** What was said so far, and by whom: a flag, a variable, the config file, what was found out, or nobody. */
export interface Given {
  values: Map<string, Value>;
  /** In words: "from --region", "from AWS_REGION". */
  sources: Map<string, string>;
  /** The steps before the first one that lacks something: the account has answered them. */
  settled?: StepId[];
  /** What a file or a variable says and cannot be used, for a person to answer anew; empty where nobody is asked. */
  unfit: { setting: Setting; said: string }[];
  /** Whose account it is, once AWS has said so. */
  accountId?: string;
  /** Told of each answer of a person, so that none is lost. */
  onAnswer?: () => void;
}

/** The source of an answer that an earlier run was given. */
export const KEPT = 'your former answers';

/** The source of an answer that a rehearsal made up. */
export const SAMPLE = 'a sample answer';

/** The source of a Region that the account itself has told. */
export const REMEMBERED = 'the account, which remembers it';

/** Takes a value from where it comes from. */
export function take<V extends Value>(given: Given, { key }: Setting<V>, value: V, source: string): void {
  given.values.set(key, value);
  given.sources.set(key, source);
}

/** Takes what a person has answered. */
export function answer<V extends Value>(given: Given, setting: Setting<V>, value: V): void {
  take(given, setting, value, 'you');
  given.onAnswer?.();
}

/** Takes back what was said: the person does without. */
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

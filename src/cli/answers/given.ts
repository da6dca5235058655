import type { Setting, Value } from '../../steps/settings/setting.ts';
import type { StepId } from '../../steps/settings/step-ids.ts';
import { type Source, sourceWords } from './source-words.ts';

/** The values so far and their sources: a flag, a variable, the config file, the account, or a default. */
export interface Given {
  values: Map<string, Value>;
  sources: Map<string, Source>;
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
  /** Called with an answer before it is stored: prompts for what belongs to the same question. */
  beforeAnswer?: (setting: Setting, said: Value) => Promise<void>;
}

/** Stores a value with its source. */
export function take<V extends Value>(given: Given, { key }: Setting<V>, value: V, source: Source): void {
  given.values.set(key, value);
  given.sources.set(key, source);
}

/** Stores the user's answer. */
export function answer<V extends Value>(given: Given, setting: Setting<V>, value: V): void {
  take(given, setting, value, { by: 'you' });
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
  return source?.by === 'you' ? 'your answer' : `from ${source && sourceWords(source)}`;
}

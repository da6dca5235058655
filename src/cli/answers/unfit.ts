import { SETTINGS } from '../../steps/settings/all.ts';
import { conflicts } from '../../steps/settings/conflicts.ts';
import { type Conflict, flagName, type Setting, type Value } from '../../steps/settings/setting.ts';
import { usage } from '../trouble.ts';
import type { Given } from './given.ts';
import { sourceWords } from './source-words.ts';

/** Throws usage (exit 2) with the sources if answers that are valid one by one do not work together. */
export function mustFitTogether(given: Given): void {
  const [first] = conflicts(given.values, given.accountId);
  if (first) throw usage(unfitText(first, given));
}

/** A conflict as a sentence, with its flags or lines. */
export function unfitText({ keys, said }: Conflict, { sources }: Given): string {
  const from = keys.flatMap((key) => {
    const setting = SETTINGS.find((one) => one.key === key);
    const source = sources.get(key);
    if (!setting || source === undefined) return [];
    const flag = flagName(setting);
    return source.by === 'file' ? [`${sourceWords(source)} (${flag})`] : [flag];
  });
  return `${from.join(' and ')}: ${said}`;
}

/** The conflict of this answer with the others; undefined if there is none. */
export function unfitWith({ key }: Setting, value: Value, { values, accountId }: Given): string | undefined {
  const draft = new Map(values).set(key, value);
  return conflicts(draft, accountId).find(({ keys }) => keys.includes(key))?.said;
}

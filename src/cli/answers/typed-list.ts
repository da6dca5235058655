import type { Value } from '../../steps/settings/setting.ts';

/** A list as a user would type it. */
export function wordsOf(known: Exclude<Value, string | number | boolean>): string {
  if (Array.isArray(known)) return known.join(' ');
  return Object.entries(known)
    .map((pair) => pair.join('='))
    .join(', ');
}

/** Parses KEY=VALUE, KEY=VALUE. A dash clears the list. */
export function parted(text: string): string[] {
  const pairs = text.split(',').map((pair) => pair.trim());
  return /^(-|none)?$/.test(text.trim()) ? [] : pairs.filter(Boolean);
}

/**
 * Parses a list. Users also separate items by commas; a comma inside a word may belong to a name. A dash clears the
 * list.
 */
export function listed(text: string): string[] {
  const words = text
    .trim()
    .split(/[\s;]+|,\s+|,$/)
    .filter(Boolean);
  return words.length === 1 && /^(-|none)$/.test(words[0] ?? '') ? [] : words;
}

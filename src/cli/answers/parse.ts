import { type Setting, takesCommas, type Value } from '../../steps/settings/setting.ts';
import { clean } from '../terminal/clean.ts';
import { InvalidValue, nearest, usage } from '../trouble.ts';

/** Converts a raw value to the setting's type; throws Trouble (exit 2) with the expected form. */
export function parse(setting: Setting, raw: unknown, source: string): Value {
  const { kind } = setting;
  const wrong = (what: string, got: unknown = raw) => usage(`${source}: ${quote(got)} is not ${what}`);
  if (kind === 'boolean') {
    if (typeof raw === 'boolean') return raw;
    if (raw === 'true' || raw === 'false') return raw === 'true';
    throw wrong('true or false');
  }
  if (kind === 'pairs') return parsePairs(setting, raw, source);
  const isScalar = (item: unknown) => typeof item === 'string' || typeof item === 'number';
  const items: unknown[] = Array.isArray(raw)
    ? raw
    : takesCommas(setting) && isScalar(raw)
      ? String(raw).split(',')
      : [raw];
  const texts = items.map((item) => {
    if (!isScalar(item)) throw wrong(kind === 'texts' || kind === 'numbers' ? 'a list of texts' : 'a text', item);
    const text = String(item).trim();
    return setting.normal?.(text) ?? text;
  });
  for (const text of texts) checkText(setting, text, source);
  if (kind === 'texts') return [...new Set(texts)];
  if (kind === 'numbers') return [...new Set(texts.map(Number))];
  if (Array.isArray(raw)) throw wrong('a single value');
  return kind === 'number' ? Number(texts[0]) : (texts[0] ?? '');
}

function checkText(setting: Setting, text: string, source: string): void {
  if (setting.choices && !setting.choices.includes(text)) {
    const meant = nearest(text, setting.choices);
    throw usage(
      `${source}: ${quote(text)} is not one of ${setting.choices.join(', ')}${meant ? `; did you mean ${meant}?` : ''}`,
    );
  }
  const right = text === '' ? (setting.check?.('') ?? 'a value') : setting.check?.(text);
  if (right) throw new InvalidValue(source, quote(text), right);
}

function parsePairs(setting: Setting, raw: unknown, source: string): Record<string, string> {
  const isMap = typeof raw === 'object' && raw !== null && !Array.isArray(raw);
  for (const item of isMap ? Object.values(raw) : [raw].flat())
    if (typeof item === 'object') throw usage(`${source}: ${quote(item)} is not a text`);
  const pairs = isMap ? Object.entries(raw).map(([key, value]) => `${key}=${value}`) : [raw].flat().map(String);
  const keys = isMap ? Object.keys(raw) : [];
  const odd = keys.find((key) => key.includes('='));
  if (odd !== undefined) throw usage(`${source}: the key ${quote(odd)} must not contain "="`);
  for (const pair of pairs) checkText(setting, pair, source);
  const keyOf = (pair: string) => pair.slice(0, pair.indexOf('='));
  const twice = pairs.find((pair, i) =>
    pairs.some((other, j) => j < i && keyOf(other) === keyOf(pair) && other !== pair),
  );
  if (twice !== undefined) throw usage(`${source}: ${quote(keyOf(twice))} is given twice with different values`);
  return Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
}

/** The given value, shortened and safe to print. */
export function quote(value: unknown): string {
  const text = clean(typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value)));
  return `"${text.length > 60 ? `${text.slice(0, 60)}...` : text}"`;
}

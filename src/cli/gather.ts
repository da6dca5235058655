import type { StepId } from '../steps/answers.ts';
import { flagName, isRequired, type Setting, type Value } from '../steps/setting.ts';
import { clean } from './clean.ts';
import type { ConfigFile } from './config-file.ts';
import { chosenSteps, SETTINGS } from './settings.ts';
import { type Missing, nearest, usage } from './trouble.ts';

/** What was said so far, and by whom: a flag, a variable, the config file, what was found out, or nobody. */
export interface Given {
  values: Map<string, Value>;
  /** In words: "from --region", "from AWS_REGION". */
  sources: Map<string, string>;
  /** The steps before the first one that lacks something: the account has answered them. */
  settled?: StepId[];
  /** Told of each answer of a person, so that none is lost. */
  onAnswer?: () => void;
}

/** The source of an answer that an earlier run was given. */
export const KEPT = 'your former answers';

/** The source of an answer that a rehearsal made up. */
export const SAMPLE = 'a sample answer';

/** The source of a Region that the account itself has told. */
export const REMEMBERED = 'the account, which remembers it';

/** Flags as commander left them: texts, lists of texts, or booleans, by setting key. */
export type Flags = ReadonlyMap<string, string | string[] | boolean>;

/** Flag before variable before config file; every value is checked, and the first wrong one is a usage error. */
export function gather(flags: Flags, env: Record<string, string | undefined>, config: ConfigFile | undefined): Given {
  const given: Given = { values: new Map(), sources: new Map() };
  for (const setting of SETTINGS) {
    // What is meant for us wins over the config file; AWS's own variables, which CloudShell always sets, do not.
    const variable = setting.env?.find((name) => env[name] && name.startsWith('AWS_BASELINE_'));
    const ambient = setting.env?.find((name) => env[name]);
    const flag = flags.get(setting.key);
    const entry = config?.entries.get(setting.key);
    if (flag !== undefined) put(given, setting, flag, flagName(setting));
    else if (variable) put(given, setting, env[variable] ?? '', variable);
    else if (entry !== undefined) put(given, setting, entry.value, `${config?.path} line ${entry.line}`);
    else if (ambient) put(given, setting, env[ambient] ?? '', ambient);
  }
  return given;
}

function put(given: Given, setting: Setting, raw: unknown, source: string): void {
  given.values.set(setting.key, parse(setting, raw, source));
  given.sources.set(setting.key, source);
}

/** A raw value from anywhere as the setting's kind; throws Trouble (exit 2) with what would be right. */
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
  const items: unknown[] = Array.isArray(raw) ? raw : splits(setting) && isScalar(raw) ? String(raw).split(',') : [raw];
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

// --steps root,admin is one word; people's names may hold a comma, so other lists are given by repeating.
function splits({ key }: Setting): boolean {
  return key === 'steps' || key === 'skip';
}

function checkText(setting: Setting, text: string, source: string): void {
  if (setting.choices && !setting.choices.includes(text)) {
    const meant = nearest(text, setting.choices);
    throw usage(
      `${source}: ${quote(text)} is not one of ${setting.choices.join(', ')}${meant ? `; did you mean ${meant}?` : ''}`,
    );
  }
  const right = text === '' ? (setting.check?.('') ?? 'something: it is empty') : setting.check?.(text);
  if (right) throw usage(`${source}: ${quote(text)} will not do; it should be ${right}`);
}

function parsePairs(setting: Setting, raw: unknown, source: string): Record<string, string> {
  const isMap = typeof raw === 'object' && raw !== null && !Array.isArray(raw);
  for (const item of isMap ? Object.values(raw) : [raw].flat())
    if (typeof item === 'object') throw usage(`${source}: ${quote(item)} is not a text`);
  const pairs = isMap ? Object.entries(raw).map(([key, value]) => `${key}=${value}`) : [raw].flat().map(String);
  const keys = isMap ? Object.keys(raw) : [];
  const odd = keys.find((key) => key.includes('='));
  if (odd !== undefined) throw usage(`${source}: the key ${quote(odd)} may not hold "="`);
  for (const pair of pairs) checkText(setting, pair, source);
  return Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
}

function quote(value: unknown): string {
  const text = clean(typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value)));
  return `"${text.length > 60 ? `${text.slice(0, 60)}...` : text}"`;
}

/** Takes what a person has answered. */
export function answer(given: Given, key: string, value: Value): void {
  given.values.set(key, value);
  given.sources.set(key, 'you');
  given.onAnswer?.();
}

/** Takes back what was said: the person does without. */
export function forget(given: Given, key: string): void {
  given.values.delete(key);
  given.sources.delete(key);
  given.onAnswer?.();
}

/** Where a value comes from, in words: "from AWS_REGION". */
export function sourceText({ sources }: Given, key: string): string {
  const source = sources.get(key);
  return source === 'you' ? 'your answer' : `from ${source}`;
}

/** What must be answered for the chosen steps and is not. */
export function missing({ values }: Given): Setting[] {
  const steps: string[] = chosenSteps(values);
  return SETTINGS.filter((setting) => {
    const concerns = setting.step === 'every' || steps.includes(setting.step);
    return concerns && isRequired(setting, values) && !values.has(setting.key);
  });
}

export function asMissing(settings: Setting[]): Missing[] {
  return settings.map((setting) => ({ key: setting.key, flag: flagName(setting) }));
}

import { SETTINGS } from '../../../steps/settings/all.ts';
import { flagName, isRequired, type Setting, type Value } from '../../../steps/settings/setting.ts';
import { readGiven } from '../../answers/read-given.ts';
import { inWords } from '../../answers/source-words.ts';
import type { Invocation } from '../../arguments/options.ts';
import { clean, cleanJson } from '../../terminal/clean.ts';
import type { Teller } from '../../terminal/tell.ts';
import { EXIT, type ExitCode } from '../../trouble.ts';
import type { World } from '../../world.ts';

interface Row {
  setting: Setting;
  value: Value | undefined;
  /** The source in effect: a flag, a variable, a line of a file, the default, or none. */
  source: string;
}

/** Prints every setting, its value and its source; needs no account. No setting is a secret. */
export async function configShow(world: World, tell: Teller, invocation: Invocation): Promise<ExitCode> {
  const { values, sources } = await readGiven(world, invocation);
  const rows = SETTINGS.map((setting): Row => {
    const { key } = setting;
    const source = sources.get(key);
    if (source !== undefined) return { setting, value: values.get(key), source: inWords(world, source) };
    const nobody = isRequired(setting, values) ? 'not set (required)' : 'not set';
    return { setting, value: setting.default, source: setting.default === undefined ? nobody : 'default' };
  });
  if (invocation.options.output === 'text') for (const line of linesOf(rows)) tell.page(line);
  else {
    const report = { schema: 1, command: 'config show', exitCode: EXIT.done, settings: rows.map(rowJson) };
    tell.result(cleanJson(report, invocation.options.output === 'json' ? 1 : undefined));
  }
  return EXIT.done;
}

function rowJson({ setting, value, source }: Row) {
  return { key: setting.key, flag: flagName(setting), value: value ?? null, source };
}

function linesOf(rows: Row[]): string[] {
  const shown = rows.map(({ setting, value, source }) => ({ key: setting.key, text: textOf(value), source }));
  const keys = Math.max(...shown.map(({ key }) => key.length));
  const texts = Math.min(30, Math.max(...shown.map(({ text }) => text.length)));
  return shown.map(({ key, text, source }) => `${key.padEnd(keys)}  ${text.padEnd(texts)}  ${clean(source)}`);
}

function textOf(value: Value | undefined): string {
  const plain =
    typeof value === 'object' && !Array.isArray(value) ? Object.entries(value).map((pair) => pair.join('=')) : value;
  const text = clean([plain ?? []].flat().join(', '));
  return text === '' ? '-' : text;
}

import { SETTINGS } from '../../steps/settings/all.ts';
import { chosenSteps } from '../../steps/settings/every.ts';
import { flagName, isRequired, type Setting } from '../../steps/settings/setting.ts';
import { type Missing, nearest, Trouble, usage } from '../trouble.ts';
import type { ConfigFile } from './config-file.ts';
import { type Given, take } from './given.ts';
import { parse, quote } from './parse.ts';
import { type Source, sourceWords } from './source-words.ts';
import { mustFitTogether } from './unfit.ts';

/** Flags as commander parsed them: texts, lists of texts, or booleans, by setting key. */
export type Flags = ReadonlyMap<string, string | string[] | boolean>;

/**
 * Precedence: flag, variable, config file. Each value is checked, then all together; the first wrong one is a usage
 * error. If prompts are possible (`forgives`), only a wrong flag is an error, and other wrong values go to `unfit`.
 */
export function gather(
  flags: Flags,
  env: Record<string, string | undefined>,
  config: ConfigFile | undefined,
  forgives = false,
): Given {
  const given: Given = { values: new Map(), sources: new Map(), unfit: [] };
  for (const setting of SETTINGS) {
    // The AWS_BASELINE_ variables take precedence over the config file; AWS's own variables, which CloudShell always
    // sets, do not.
    const variable = setting.env?.find((name) => env[name] && name.startsWith('AWS_BASELINE_'));
    const ambient = setting.env?.find((name) => env[name]);
    const flag = flagValue(setting, flags);
    const entry = config?.entries.get(setting.key);
    const lenient = forgives && (setting.ask !== undefined || setting.kind === 'pairs') ? given.unfit : undefined;
    if (flag !== undefined) put(given, setting, flag, { by: 'flag', name: flagName(setting) });
    else if (variable) put(given, setting, env[variable] ?? '', { by: 'variable', name: variable }, lenient);
    else if (config && entry)
      put(given, setting, entry.value, { by: 'file', path: config.path, line: entry.line }, lenient);
    else if (ambient) put(given, setting, env[ambient] ?? '', { by: 'ambient', name: ambient }, lenient);
  }
  if (!forgives) mustFitTogether(given);
  return given;
}

// One flag may set several settings by key: --done root.billing-access,root.billing-alerts.
function flagValue(setting: Setting, flags: Flags): string | string[] | boolean | undefined {
  const flag = flags.get(setting.key);
  if (flag === undefined || !setting.byKey) return flag;
  const named = [flag].flat().flatMap((list) => String(list).split(','));
  const keys = SETTINGS.filter((one) => one.byKey).map(({ key }) => key);
  for (const word of named.map((one) => one.trim())) {
    const meant = nearest(word, keys);
    if (!keys.includes(word))
      throw usage(
        `${flagName(setting)}: ${quote(word)} is not one of ${keys.join(', ')}${meant ? `; did you mean ${meant}?` : ''}`,
      );
  }
  return named.some((word) => word.trim() === setting.key) ? setting.byKey : undefined;
}

function put(given: Given, setting: Setting, raw: unknown, source: Source, unfit?: Given['unfit']): void {
  try {
    take(given, setting, parse(setting, raw, sourceWords(source)), source);
  } catch (error) {
    if (!unfit || !(error instanceof Trouble)) throw error;
    unfit.push({ setting, said: error.message });
  }
}

/** The required settings of the chosen steps that have no value. */
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

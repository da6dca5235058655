import { STEPS } from '../steps/index.ts';
import { flagName, type Setting, type Value } from '../steps/setting.ts';
import { clean } from './clean.ts';
import { type Given, missing, parse } from './gather.ts';
import type { Prompter } from './prompter.ts';
import { chosenSteps, SETTINGS } from './settings.ts';
import type { Teller } from './tell.ts';
import { Trouble } from './trouble.ts';

/** Asks a person for one setting and keeps the answer. The question says why first. */
export async function askSetting(setting: Setting, given: Given, prompter: Prompter, tell: Teller): Promise<void> {
  const { ask } = setting;
  tell.line();
  for (const why of ask?.why ?? [setting.help]) tell.line(`  ${why}`);
  const source = given.sources.get(setting.key);
  if (source && source !== 'you') tell.line(`  What is offered comes from ${source}.`);
  const message = ask?.message ?? setting.help;
  given.values.set(setting.key, await answerTo(setting, message, given, prompter, tell));
  given.sources.set(setting.key, 'you');
}

async function answerTo(
  setting: Setting,
  message: string,
  given: Given,
  prompter: Prompter,
  tell: Teller,
): Promise<Value> {
  const { ask, choices, kind } = setting;
  const known = given.values.get(setting.key) ?? setting.default;
  if (kind === 'boolean') return prompter.confirm({ message, offer: known !== false });
  if (choices && kind === 'text') {
    const labels = typeof ask?.labels === 'function' ? ask.labels(given.values) : ask?.labels;
    const labelled = choices.map((value, i) => ({ value, label: labels?.[i] ?? value }));
    return prompter.choose({ message, choices: labelled, offer: known === undefined ? undefined : String(known) });
  }
  const isList = kind === 'texts' || kind === 'numbers';
  const offered =
    ask?.offer?.(given.values) ??
    (Array.isArray(known) ? known.join(' ') : known === undefined ? undefined : String(known));
  const items = (text: string) => (isList ? listed(text) : text.trim());
  const check = (typed: string): string | undefined => {
    if (typed.trim() === HELP) return undefined;
    const mayBeEmpty = isList && Array.isArray(setting.default) && setting.default.length === 0;
    if (typed.trim() === '' && !mayBeEmpty) return setting.check?.('') ?? 'something, not empty';
    try {
      parse(setting, items(typed), flagName(setting));
      return undefined;
    } catch (error) {
      if (error instanceof Trouble) return error.message.replace(/^.*it should be /, '');
      throw error;
    }
  };
  let text = HELP;
  while (text.trim() === HELP) {
    text = await prompter.text({ message, offer: offered === '' ? undefined : offered, check });
    if (text.trim() === HELP) for (const line of helpLines(setting)) tell.line(`  ${line}`);
  }
  return parse(setting, items(text), flagName(setting));
}

// People separate by commas, too; a comma inside a word may belong to a name. A dash empties a list.
function listed(text: string): string[] {
  const words = text
    .trim()
    .split(/[\s;]+|,\s+|,$/)
    .filter(Boolean);
  return words.length === 1 && /^(-|none)$/.test(words[0] ?? '') ? [] : words;
}

// What is typed for the long text.
const HELP = '?';

function helpLines(setting: Setting): string[] {
  const right = setting.check?.('');
  return [
    setting.ask?.more ?? `${setting.help}.`,
    ...(right ? [`It should be ${right}.`] : []),
    `As a flag: ${setting.flag}   in aws-baseline.yaml: ${setting.key}`,
  ];
}

/** The wizard asks every question that no flag has answered; other commands only what they cannot do without. */
export async function askTheRest(
  given: Given,
  prompter: Prompter,
  tell: Teller,
  everyQuestion: boolean,
  keys?: string[],
): Promise<void> {
  let step = '';
  for (const setting of SETTINGS) {
    if (keys && !keys.includes(setting.key)) continue;
    if (!isOpen(setting, given, everyQuestion)) {
      if (everyQuestion && concerns(setting, given)) tellAnswered(setting, given, tell);
      continue;
    }
    if (setting.step !== step) tellStep(setting.step, tell);
    step = setting.step;
    await askSetting(setting, given, prompter, tell);
  }
}

function tellStep(id: Setting['step'], tell: Teller): void {
  const place = STEPS.findIndex((step) => step.id === id);
  const step = STEPS[place];
  if (step) tell.line(`\n${tell.paint.bold(`Step ${place + 1} of ${STEPS.length}  ${step.title}`)}\n  ${step.why}`);
}

// What a flag or a file has answered is shown as answered, not asked.
function tellAnswered(setting: Setting, given: Given, tell: Teller): void {
  const source = given.sources.get(setting.key);
  if (!source || source === 'you' || setting.key === 'region') return;
  const value = clean([given.values.get(setting.key) ?? ''].flat().join(', '));
  tell.line(`  ${tell.mark('ok')}  ${setting.ask?.message}: ${value || 'none'} (from ${source})`);
}

function concerns(setting: Setting, given: Given): boolean {
  if (!setting.ask || setting.ask.when?.(given.values) === false) return false;
  return setting.step === 'every' || chosenSteps(given.values).includes(setting.step);
}

function isOpen(setting: Setting, given: Given, everyQuestion: boolean): boolean {
  if (!concerns(setting, given)) return false;
  const source = given.sources.get(setting.key);
  const settled = given.values.has(setting.key) && source !== 'the account';
  if (settled) return false;
  return everyQuestion ? true : missing(given).includes(setting);
}

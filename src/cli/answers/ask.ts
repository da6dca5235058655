import { STEPS, stepsFor } from '../../steps/index.ts';
import { SETTINGS } from '../../steps/settings/all.ts';
import { chosenSteps, EVERY } from '../../steps/settings/every.ts';
import { flagName, isRequired, type Setting, type Value, whyOf } from '../../steps/settings/setting.ts';
import { clean } from '../terminal/clean.ts';
import type { Prompter } from '../terminal/prompter.ts';
import type { Teller } from '../terminal/tell.ts';
import { InvalidValue, Trouble } from '../trouble.ts';
import { missing } from './gather.ts';
import { answer, forget, type Given, sourceText } from './given.ts';
import { parse } from './parse.ts';
import { sourceWords } from './source-words.ts';
import { listed, parted, wordsOf } from './typed-list.ts';
import { unfitWith } from './unfit.ts';

/** Prompts for one setting and stores the answer. The reason comes before the prompt. */
export async function askSetting(setting: Setting, given: Given, prompter: Prompter, tell: Teller): Promise<void> {
  const { ask } = setting;
  tell.line();
  tell.line(`  ${whyOf(setting, given.values)}`);
  const source = given.sources.get(setting.key);
  if (source && source.by !== 'you') tell.line(`  Default from ${sourceWords(source)}.`);
  const message = ask?.message ?? setting.help;
  if (mayBeNone(setting, given)) tell.line('  Enter a dash (-) for none.');
  const said = await answerTo(setting, message, given, prompter, tell);
  if (said === undefined) return forget(given, setting);
  await given.beforeAnswer?.(setting, said);
  answer(given, setting, said);
}

// An optional value, such as a key pair: a user who named one that does not exist must be able to clear it.
function mayBeNone(setting: Setting, { values }: Given): boolean {
  const isOne = setting.kind === 'text' || setting.kind === 'number';
  return isOne && !setting.ask && setting.default === undefined && !isRequired(setting, values);
}

async function answerTo(
  setting: Setting,
  message: string,
  given: Given,
  prompter: Prompter,
  tell: Teller,
): Promise<Value | undefined> {
  const { ask, choices, kind } = setting;
  const known = given.values.get(setting.key) ?? setting.default;
  const help = () => {
    for (const line of helpLines(setting)) tell.line(`  ${line}`);
  };
  if (kind === 'boolean') return prompter.confirm({ message, offer: known !== false, help });
  if (choices && kind === 'text') {
    const labels = typeof ask?.labels === 'function' ? ask.labels(given.values) : ask?.labels;
    const labelled = choices.map((value, i) => ({ value, label: labels?.[i] ?? value }));
    const offer = known === undefined ? undefined : String(known);
    for (;;) {
      const chosen = await prompter.choose({ message, choices: labelled, offer, help });
      const unfit = unfitWith(setting, chosen, given);
      if (!unfit) return chosen;
      tell.line(`  ${tell.mark('failed')}  ${clean(unfit)}`);
    }
  }
  const isList = kind === 'texts' || kind === 'numbers' || kind === 'pairs';
  const offered = typeof known === 'object' ? wordsOf(known) : known === undefined ? ask?.offer : String(known);
  // A tag value may contain spaces, but no comma.
  const items = (text: string) => (kind === 'pairs' ? parted(text) : isList ? listed(text) : text.trim());
  let doubted: string | undefined;
  const isNone = (typed: string) => typed.trim() === '-' && mayBeNone(setting, given);
  const check = (typed: string): string | undefined => {
    if (isNone(typed)) return undefined;
    const mayBeEmpty = isList && typeof setting.default === 'object' && Object.keys(setting.default).length === 0;
    if (typed.trim() === '' && !mayBeEmpty) return setting.check?.('') ?? 'a value, not an empty line';
    try {
      const unfit = unfitWith(setting, parse(setting, items(typed), flagName(setting)), given);
      if (unfit) return `another value: ${unfit}`;
      const doubt = doubted === typed ? undefined : ask?.doubt?.(typed.trim());
      doubted = typed;
      return doubt;
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      if (!(error instanceof InvalidValue)) return `another value: ${error.message}`;
      return `${error.right}${isList ? `; got ${error.word}` : ''}`;
    }
  };
  const text = await prompter.text({ message, offer: offered === '' ? undefined : offered, check, help });
  return isNone(text) ? undefined : parse(setting, items(text), flagName(setting));
}

function helpLines(setting: Setting): string[] {
  const right = setting.check?.('');
  return [
    setting.ask?.more ?? `${setting.help}.`,
    ...(right ? [`Expected: ${right}.`] : []),
    `Flag: ${setting.flag}   aws-baseline.yaml: ${setting.key}`,
  ];
}

/** The wizard prompts for every setting without a value; other commands only for what they require. */
export async function askTheRest(
  given: Given,
  prompter: Prompter,
  tell: Teller,
  everyQuestion: boolean,
  only?: Setting[],
): Promise<void> {
  let step = '';
  const countOf = (id: Setting['step']) =>
    SETTINGS.filter((one) => one.step === id && isOpen(one, given, everyQuestion)).length;
  for (const setting of SETTINGS) {
    if (only && !only.includes(setting)) continue;
    if (!isOpen(setting, given, everyQuestion)) {
      if (everyQuestion && concerns(setting, given)) tellAnswered(setting, given, tell);
      continue;
    }
    if (setting.step !== step) tellStep(setting.step, countOf(setting.step), given, tell);
    step = setting.step;
    await askSetting(setting, given, prompter, tell);
  }
}

function tellStep(id: Setting['step'], questions: number, { values }: Given, tell: Teller): void {
  const steps = stepsFor(values, STEPS);
  const place = steps.findIndex((step) => step.id === id);
  const step = steps[place];
  if (!step) return;
  const count = `${questions} question${questions === 1 ? '' : 's'}`;
  const head = `Step ${place + 1} of ${steps.length}  ${step.title}`;
  tell.line(
    `\n${tell.paint.bold(head)}${`  ${count}`.padStart(Math.min(tell.width, 80) - head.length)}\n  ${step.why}`,
  );
}

// Values from a flag or a file are shown instead of prompted for.
function tellAnswered(setting: Setting, given: Given, tell: Teller): void {
  const source = given.sources.get(setting.key);
  if (!source || source.by === 'you' || setting === EVERY.region) return;
  const known = given.values.get(setting.key) ?? '';
  const value = typeof known === 'boolean' ? (known ? 'yes' : 'no') : clean([known].flat().join(', '));
  tell.line(
    `  ${tell.mark('ok')}  ${(setting.ask?.message ?? '').replace(/(, separated by spaces)?,? *\(.*$/, '')}: ${value || 'none'} (${sourceText(given, setting)})`,
  );
}

function concerns(setting: Setting, given: Given): boolean {
  if (!setting.ask || setting.ask.unprompted || setting.ask.when?.(given.values) === false) return false;
  return setting.step === 'every' || chosenSteps(given.values).includes(setting.step);
}

function isOpen(setting: Setting, given: Given, everyQuestion: boolean): boolean {
  if (!concerns(setting, given)) return false;
  const { settled = [], sources, values } = given;
  const isWhole = setting.step !== 'every' && settled.includes(setting.step);
  // An account has one baseline, so its name is settled; other values from the account are offered as defaults.
  const isBegun = setting === EVERY.name && sources.get(EVERY.name.key)?.by === 'account';
  if (isWhole || isBegun || (values.has(setting.key) && sources.get(setting.key)?.by !== 'account')) return false;
  return everyQuestion ? true : missing(given).includes(setting);
}

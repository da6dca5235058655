import type { Identity } from '../../aws/account.ts';
import type { StepId } from './step-ids.ts';

/** The value type of each kind of setting; with choices, their words. */
interface Forms<Word extends string = string> {
  text: Word;
  number: number;
  boolean: boolean;
  texts: Word[];
  numbers: number[];
  pairs: Record<string, string>;
}

export type Kind = keyof Forms;
export type Value = Forms[Kind];

/** The answers so far, by key. */
export type Draft = ReadonlyMap<string, Value>;

/** The given value or the default; for a list without either, an empty list. */
type Said<V> = V extends string | number ? V | undefined : V;

/** The fields of a setting of any kind. */
interface Carried<V, Place extends string, Answer> {
  /** In aws-baseline.yaml and in JSON: `alarm.email`. */
  key: string;
  /** As commander reads it: `--alarm-email <mail>`. A `<list>` is one word with commas: `--steps root,admin`. */
  flag: string;
  env?: string[];
  /** One line for --help. */
  help: string;
  /** For settings that share one flag, which names the key: the value that it gets. `--done root.recovery` */
  byKey?: string;
  /** A sample value, for settings without a default. */
  sample?: string;
  /** Converts other accepted spellings to the value: "Sydney", "$25". */
  normal?(text: string): string;
  /** What is expected, if a text is invalid; otherwise undefined. Lists are checked item by item. */
  check?(text: string): string | undefined;
  /** What `check` allows, as far as JSON Schema can say it. */
  schema?: Readonly<Record<string, unknown>>;
  /** Whether the step needs an answer. */
  required?: boolean | ((draft: Draft) => boolean);
  /** Where it is kept after the run: in saved answers, or in the command to repeat it. Default: in both. */
  keptIn?: 'file' | 'command' | 'nothing';
  /** Only for creating resources, so the help of read-only commands omits it. */
  onlyForWriting?: true;
  /** Its place in the answers, with at most one dot: `ec2.volumeSize`. Omitted if no fact needs it. */
  place?: Place;
  /** The answer, if it is not just the given value. */
  derive?(said: Said<V>, draft: Draft, whose: Pick<Identity, 'accountId'>): Answer;
  /** The prompt; settings without it have only a flag and a key. */
  ask?: Question;
}

/** One setting: its flag, key, schema, prompt and answer are all derived from this. */
export interface Setting<V extends Value = Value, Place extends string = string, Answer = unknown>
  extends Carried<V, Place, Answer> {
  kind: Kind;
  step: StepId | 'every';
  choices?: readonly string[];
  /** The value if none is given. */
  default?: Value;
}

// Without a default, a text or a number may be missing in the answers; a list is then empty.
type Usual<V, Default> = [Default] extends [undefined] ? (V extends object ? V : V | undefined) : V;

/** Defines the settings of a step, each with the type of its value and of its answer. */
export function settingIn(step: Setting['step']) {
  return <
    K extends Kind,
    Word extends string = string,
    Default extends Forms<Word>[K] | undefined = undefined,
    Place extends string = never,
    Answer = Usual<Forms<Word>[K], Default>,
  >(
    written: Carried<Forms<Word>[K], Place, Answer> & { kind: K; choices?: readonly Word[]; default?: Default },
  ) => ({ ...written, step }) as Setting<Forms<Word>[K], Place, Answer>;
}

export interface Question {
  message: string;
  /** One paragraph, shown above the prompt and wrapped to the terminal's width. */
  why: string;
  /** Another paragraph for some kinds of account. */
  whyElse?(draft: Draft): string | undefined;
  /** The details, shown when the user presses ?. */
  more?: string;
  /** The suggested value if none is known. */
  offer?: string;
  /** Labels for `choices`, in the same order. */
  labels?: string[] | ((draft: Draft) => string[]);
  /** A doubt about a valid but unlikely answer; it is accepted when entered again. */
  doubt?(text: string): string | undefined;
  when?(draft: Draft): boolean;
  /** Not asked by default; only to change it, or if the answer does not match what AWS offers. */
  unprompted?: true;
}

/** The given value of a setting; undefined if there is none. */
export function valueIn<V extends Value>(draft: Draft, { key }: Setting<V>): V | undefined {
  // Only what was read as the setting's kind gets into a draft.
  return draft.get(key) as V | undefined;
}

/** The same for a setting that must be known by now; throws if it is not. */
export function knownIn<V extends Value>(draft: Draft, setting: Setting<V>): V {
  const value = valueIn(draft, setting);
  if (value === undefined) throw new Error(`setting ${setting.key} is not known`);
  return value;
}

/** Whether a setting is kept after the run in saved answers, or in the command to repeat it. */
export function isKeptIn(where: 'file' | 'command', { keptIn = where }: Setting): boolean {
  return keptIn === where;
}

/** The explanation above the prompt of a setting. */
export function whyOf({ ask, help }: Setting, draft: Draft): string {
  return ask?.whyElse?.(draft) ?? ask?.why ?? help;
}

export function isRequired(setting: Setting, draft: Draft): boolean {
  return typeof setting.required === 'function' ? setting.required(draft) : (setting.required ?? false);
}

/** A setting's flag without its argument: `--alarm-email`. */
export function flagName(setting: Setting): string {
  return setting.flag.split(/[ ,=[]/)[0] ?? setting.flag;
}

/** Whether a list is one word with commas. */
export function takesCommas({ flag }: Setting): boolean {
  return flag.endsWith(' <list>');
}

/** Answers that are valid one by one but conflict with each other. */
export interface Conflict {
  /** The settings in conflict, the easiest to change first. */
  keys: string[];
  /** What is wrong, and what is expected. */
  said: string;
}

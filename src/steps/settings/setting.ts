import type { Identity } from '../../aws/account.ts';
import type { StepId } from './step-ids.ts';

/** The values that each kind of setting has; where there are choices, of these words. */
export interface Forms<Word extends string = string> {
  text: Word;
  number: number;
  boolean: boolean;
  texts: Word[];
  numbers: number[];
  pairs: Record<string, string>;
}

export type Kind = keyof Forms;
export type Value = Forms[Kind];

/** What was answered so far, by key. */
export type Draft = ReadonlyMap<string, Value>;

/** What was said, or the default; of a list that nobody has said anything of, an empty one. */
type Said<V> = V extends string | number ? V | undefined : V;

/** What a setting carries whatever its kind is. */
interface Carried<V, Place extends string, Answer> {
  /** In aws-baseline.yaml and in JSON: `alarm.email`. */
  key: string;
  /** As commander reads it: `--alarm-email <mail>`. A `<list>` is one word with commas: `--steps root,admin`. */
  flag: string;
  env?: string[];
  /** One line for --help. */
  help: string;
  /** The value that its flag gives it when it names this key; such settings share one flag: `--done root.recovery`. */
  byKey?: string;
  /** Where there is no default, what one looks like. */
  sample?: string;
  /** What a person may also write for it, as it is meant: "Sydney", "$25". */
  normal?(text: string): string;
  /** What would be right, when a text is not; undefined when it is. Lists are checked item by item. */
  check?(text: string): string | undefined;
  /** What `check` allows, as far as JSON Schema can say it. */
  schema?: Readonly<Record<string, unknown>>;
  /** Must be answered by somebody when the step is to be set up. */
  required?: boolean | ((draft: Draft) => boolean);
  /** Where it outlives the run: in saved answers, or in the command that is shown to repeat it. Left out: in both. */
  keptIn?: 'file' | 'command' | 'nothing';
  /** Says how something is made, so that help leaves it out where nothing is. */
  onlyForWriting?: true;
  /** Where it is in the answers, with one dot at most: `ec2.volumeSize`. Left out: facts do not ask for it. */
  place?: Place;
  /** What is put there, where that is not just what was said. */
  derive?(said: Said<V>, draft: Draft, whose: Pick<Identity, 'accountId'>): Answer;
  /** How a person is asked; settings without it are only flags and keys. */
  ask?: Question;
}

/** One thing the program wants to know: flag, key, schema, question and answer are all made from this. */
export interface Setting<V extends Value = Value, Place extends string = string, Answer = unknown>
  extends Carried<V, Place, Answer> {
  kind: Kind;
  step: StepId | 'every';
  choices?: readonly string[];
  /** The value when nobody says anything. */
  default?: Value;
}

// Without a default, a text or a number may be left out of the answers; a list is empty then.
type Usual<V, Default> = [Default] extends [undefined] ? (V extends object ? V : V | undefined) : V;

/** Makes the settings of a step, each with the type of its value and of what it is in the answers. */
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
  /** One paragraph, shown above the question and wrapped to the terminal's width. */
  why: string;
  /** The same where the kind of account makes it another reason. */
  whyElse?(draft: Draft): string | undefined;
  /** The long text behind "?". */
  more?: string;
  /** What is offered where nothing is known. */
  offer?: string;
  /** Words for `choices`, in their order. */
  labels?: string[] | ((draft: Draft) => string[]);
  /** What is said of an answer that is right but hardly meant; whoever types it again means it. */
  doubt?(text: string): string | undefined;
  when?(draft: Draft): boolean;
  /** Not asked on the way; only to change it, or where the answer does not fit what AWS has. */
  unprompted?: true;
}

/** What was said for a setting; undefined when nobody has. */
export function valueIn<V extends Value>(draft: Draft, { key }: Setting<V>): V | undefined {
  // Only what was read as the setting's kind gets into a draft.
  return draft.get(key) as V | undefined;
}

/** The same, of what has been asked by now; throws when nobody has said anything. */
export function knownIn<V extends Value>(draft: Draft, setting: Setting<V>): V {
  const value = valueIn(draft, setting);
  if (value === undefined) throw new Error(`nobody has said ${setting.key}`);
  return value;
}

/** Whether a setting outlives the run in saved answers, or in the command that is shown to repeat it. */
export function isKeptIn(where: 'file' | 'command', { keptIn = where }: Setting): boolean {
  return keptIn === where;
}

/** Why a setting is asked for, as far as is known by then. */
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

/** Whether many words are taken as one, with commas between. */
export function takesCommas({ flag }: Setting): boolean {
  return flag.endsWith(' <list>');
}

/** Answers that are right one by one and can only fail together. */
export interface Conflict {
  /** The settings that it is about, the one that is changed most easily first. */
  keys: string[];
  /** What is wrong, and what would be right. */
  said: string;
}

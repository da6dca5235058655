import type { StepId } from './answers.ts';

export type Value = string | number | boolean | string[] | number[] | Record<string, string>;
export type Kind = 'text' | 'number' | 'boolean' | 'texts' | 'numbers' | 'pairs';

/** What was answered so far, by key. */
export type Draft = ReadonlyMap<string, Value>;

/** One thing the program wants to know: its flag, its key in the config file, its question are all made from this. */
export interface Setting {
  /** In aws-baseline.yaml and in JSON: `alarm.email`. */
  key: string;
  /** As commander reads it: `--alarm-email <mail>`. */
  flag: string;
  env?: string[];
  kind: Kind;
  step: StepId | 'every';
  /** One line for --help. */
  help: string;
  choices?: readonly string[];
  /** The value that its flag gives it when it names this key; such settings share one flag: `--done root.recovery`. */
  byKey?: string;
  /** The value when nobody says anything; where it cannot be known, `sample` shows what one looks like. */
  default?: Value;
  sample?: string;
  /** What a person may also write for it, as it is meant: "Sydney", "$25". */
  normal?(text: string): string;
  /** What would be right, when a text is not; undefined when it is. Lists are checked item by item. */
  check?(text: string): string | undefined;
  /** Must be answered by somebody when the step is to be set up. */
  required?: boolean | ((draft: Draft) => boolean);
  /** How a person is asked; settings without it are only flags and keys. */
  ask?: Question;
}

export interface Question {
  message: string;
  /** One paragraph, shown above the question and wrapped to the terminal's width. */
  why: string;
  /** The same where the kind of account makes it another reason. */
  whyElse?(draft: Draft): string | undefined;
  /** The long text behind "?". */
  more?: string;
  /** What is offered, from what is known by then. */
  offer?(draft: Draft): string | undefined;
  /** Words for `choices`, in their order. */
  labels?: string[] | ((draft: Draft) => string[]);
  /** What is said of an answer that is right but hardly meant; whoever types it again means it. */
  doubt?(text: string): string | undefined;
  when?(draft: Draft): boolean;
  /** Not asked on the way; only to change it, or where the answer does not fit what AWS has. */
  unprompted?: true;
}

/** Why a setting is asked for, as far as is known by then. */
export function whyOf({ ask, help }: Setting, draft: Draft): string {
  return ask?.whyElse?.(draft) ?? ask?.why ?? help;
}

export function isRequired(setting: Setting, draft: Draft): boolean {
  return typeof setting.required === 'function' ? setting.required(draft) : (setting.required ?? false);
}

export const text = (draft: Draft, key: string): string | undefined => {
  const value = draft.get(key);
  return value === undefined ? undefined : String(value);
};

/** A setting's flag without its argument: `--alarm-email`. */
export function flagName(setting: Setting): string {
  return setting.flag.split(/[ ,=[]/)[0] ?? setting.flag;
}

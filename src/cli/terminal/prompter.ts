interface Question {
  message: string;
  /** Prints the help text after "?"; the prompt then appears again. */
  help?(): void;
}

interface TextQuestion extends Question {
  offer?: string | undefined;
  /** Describes the expected value, or returns undefined if the text is valid. */
  check?(text: string): string | undefined | Promise<string | undefined>;
}

export interface Choice<T extends string = string> {
  value: T;
  label: string;
}

interface ChoiceQuestion<T extends string = string> extends Question {
  choices: Choice<T>[];
  offer?: T | undefined;
}

interface YesOrNo extends Question {
  offer: boolean;
}

/** The source of answers: a user through inquirer or line by line, or a script in a test. */
export interface Prompter {
  text(question: TextQuestion): Promise<string>;
  choose<T extends string>(question: ChoiceQuestion<T>): Promise<T>;
  confirm(question: YesOrNo): Promise<boolean>;
}

/** The style of prompts. */
export interface PromptStyle {
  /** Line by line, with numbered choices; nothing is redrawn. */
  accessible: boolean;
  ascii: boolean;
  color: boolean;
}

/** The input that requests help. */
export const HELP = '?';

/** Thrown when the user ends a prompt with Ctrl-C. */
export class Left extends Error {
  override name = 'Left';
}

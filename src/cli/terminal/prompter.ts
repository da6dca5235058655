interface Question {
  message: string;
  /** The long text, shown to whoever answers "?"; the question is then asked again. */
  help?(): void;
}

export interface TextQuestion extends Question {
  offer?: string | undefined;
  /** A sentence that says what would be right, or nothing when the text is. */
  check?(text: string): string | undefined | Promise<string | undefined>;
}

export interface Choice<T extends string = string> {
  value: T;
  label: string;
}

export interface ChoiceQuestion<T extends string = string> extends Question {
  choices: Choice<T>[];
  offer?: T | undefined;
}

export interface YesOrNo extends Question {
  offer: boolean;
}

/** Whoever answers: a person through inquirer or typing line by line, or a script in a test. */
export interface Prompter {
  text(question: TextQuestion): Promise<string>;
  choose<T extends string>(question: ChoiceQuestion<T>): Promise<T>;
  confirm(question: YesOrNo): Promise<boolean>;
}

/** How questions look. */
export interface PromptStyle {
  /** Line by line, with numbered choices; nothing is redrawn. */
  accessible: boolean;
  ascii: boolean;
  color: boolean;
}

/** What is typed for the long text. */
export const HELP = '?';

/** Thrown when the person leaves a question with Ctrl-C. */
export class Left extends Error {
  override name = 'Left';
}

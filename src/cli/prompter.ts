export interface TextQuestion {
  message: string;
  offer?: string | undefined;
  /** A sentence that says what would be right, or nothing when the text is. */
  check?(text: string): string | undefined | Promise<string | undefined>;
}

export interface Choice<T extends string = string> {
  value: T;
  label: string;
}

/** Whoever answers: a person through inquirer, or a script in a test. */
export interface Prompter {
  text(question: TextQuestion): Promise<string>;
  choose<T extends string>(question: { message: string; choices: Choice<T>[]; offer?: T | undefined }): Promise<T>;
  confirm(question: { message: string; offer: boolean }): Promise<boolean>;
}

/** Thrown when the person leaves a question with Ctrl-C. */
export class Left extends Error {
  override name = 'Left';
}

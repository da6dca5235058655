import inquirer from 'inquirer';
import { Left, type Prompter } from './prompter.ts';

// Questions go to stderr: stdout carries only the result.
const ask = inquirer.createPromptModule({ output: process.stderr });

async function answered<T>(question: object): Promise<T> {
  try {
    const { answer } = (await ask([{ name: 'answer', ...question } as never])) as { answer: T };
    return answer;
  } catch (error) {
    if (error instanceof Error && /ExitPromptError|AbortPromptError/.test(error.name)) throw new Left();
    throw error;
  }
}

/** A person at a terminal. */
export const inquirerPrompter: Prompter = {
  text: ({ message, offer, check }) =>
    answered<string>({
      type: 'input',
      message,
      ...(offer === undefined ? {} : { default: offer }),
      filter: (text: string) => text.trim(),
      validate: async (text: string) => {
        const wrong = await check?.(text.trim());
        return wrong ? `That should be ${wrong}.` : true;
      },
    }),
  choose: ({ message, choices, offer }) =>
    answered({
      type: 'select',
      message,
      choices: choices.map(({ value, label }) => ({ value, name: label })),
      ...(offer === undefined ? {} : { default: offer }),
    }),
  confirm: ({ message, offer }) => answered<boolean>({ type: 'confirm', message, default: offer }),
};

/** The same without redrawing: choices are numbered and answered by typing. */
export const accessiblePrompter: Prompter = {
  ...inquirerPrompter,
  choose: ({ message, choices, offer }) =>
    answered({
      type: 'rawlist',
      message,
      choices: choices.map(({ value, label }) => ({ value, name: label })),
      ...(offer === undefined ? {} : { default: offer }),
    }),
};

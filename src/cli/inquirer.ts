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

/** A person at a terminal. Accessible: nothing is redrawn, and choices are numbered and answered by typing. */
export function inquirerPrompter({ accessible, ascii }: { accessible: boolean; ascii: boolean }): Prompter {
  const plain = {
    prefix: { idle: '?', done: 'ok' },
    icon: { cursor: '>' },
    style: { keysHelpTip: () => 'up/down move, Enter choose' },
  };
  const theme = ascii || accessible ? plain : {};
  return {
    text: ({ message, offer, check }) =>
      answered<string>({
        type: 'input',
        message,
        theme,
        ...(offer === undefined ? {} : { default: offer }),
        filter: (text: string) => text.trim(),
        validate: async (text: string) => {
          const wrong = await check?.(text.trim());
          return wrong ? `That should be ${wrong}.` : true;
        },
      }),
    choose: ({ message, choices, offer }) =>
      answered({
        type: accessible ? 'rawlist' : 'select',
        message,
        theme,
        choices: choices.map(({ value, label }) => ({ value, name: label })),
        default: offer ?? choices[0]?.value,
      }),
    confirm: ({ message, offer }) => answered<boolean>({ type: 'confirm', message, theme, default: offer }),
  };
}

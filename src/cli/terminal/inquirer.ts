import inquirer from 'inquirer';
import { HELP, Left, type Prompter } from './prompter.ts';

// Questions go to stderr: stdout carries only the result.
const { prompts } = inquirer.createPromptModule();

type Ask<T> = (config: object, context: object) => Promise<T>;

/** Asks; on "?" clears the question, shows the long text and asks again. */
async function answered<T>(
  type: keyof typeof prompts,
  config: object,
  help: (() => void) | undefined,
  stop: AbortSignal,
): Promise<T> {
  for (;;) {
    const asked = new AbortController();
    const signal = AbortSignal.any([asked.signal, stop]);
    const context = { output: process.stderr, signal, clearPromptOnDone: false };
    const showHelp = () => {
      context.clearPromptOnDone = true;
      asked.abort(HELP);
    };
    // A text may hold a "?", so it takes the word alone with Enter; elsewhere the key is enough.
    const onKey = (key: string | undefined) => {
      if (key === HELP && type !== 'input') showHelp();
    };
    const validate = 'validate' in config ? (config.validate as (text: string) => unknown) : undefined;
    const orHelp = (text: string) => {
      if (text.trim() !== HELP || !help) return validate?.(text);
      showHelp();
      return true;
    };
    if (help) process.stdin.on('keypress', onKey);
    try {
      const ask = prompts[type] as unknown as Ask<T>;
      return await ask({ ...config, ...(validate ? { validate: orHelp } : {}) }, context);
    } catch (error) {
      if (asked.signal.aborted) help?.();
      else if (error instanceof Error && /ExitPromptError|AbortPromptError/.test(error.name)) throw new Left();
      else throw error;
    } finally {
      process.stdin.off('keypress', onKey);
    }
  }
}

/** A person at a terminal that can redraw a question. */
export function inquirerPrompter({ ascii, stop }: { ascii: boolean; stop: AbortSignal }): Prompter {
  const keysHelpTip = () => 'up/down move, Enter choose, ? explain';
  const theme = ascii
    ? { prefix: { idle: '?', done: 'ok' }, icon: { cursor: '>' }, style: { keysHelpTip } }
    : { style: { keysHelpTip } };
  return {
    async text({ message, offer, check, help }) {
      const validate = async (text: string) => {
        const wrong = await check?.(text.trim());
        return wrong ? `That should be ${wrong}.` : true;
      };
      const config = { message, theme, validate, ...(offer === undefined ? {} : { default: offer }) };
      return (await answered<string>('input', config, help, stop)).trim();
    },
    choose({ message, choices, offer, help }) {
      const listed = choices.map(({ value, label }) => ({ value, name: label }));
      return answered('select', { message, theme, choices: listed, default: offer ?? choices[0]?.value }, help, stop);
    },
    confirm: ({ message, offer, help }) => answered('confirm', { message, theme, default: offer }, help, stop),
  };
}

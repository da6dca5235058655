import { confirm, input, select } from '@inquirer/prompts';
import { HELP, Left, type Prompter } from './prompter.ts';

const prompts = { confirm, input, select };

type Ask<T> = (config: object, context: object) => Promise<T>;

/** Prompts; on "?" clears the prompt, prints the help and prompts again. */
async function answered<T>(
  type: keyof typeof prompts,
  config: object,
  help: (() => void) | undefined,
  stop: AbortSignal,
): Promise<T> {
  for (;;) {
    const asked = new AbortController();
    const signal = AbortSignal.any([asked.signal, stop]);
    // Prompts go to stderr: stdout contains only the result.
    const context = { output: process.stderr, signal, clearPromptOnDone: false };
    const showHelp = () => {
      context.clearPromptOnDone = true;
      asked.abort(HELP);
    };
    // A text may contain a "?", so it must be the whole input; elsewhere the key is enough.
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

/** Prompts for a terminal that can redraw. */
export function inquirerPrompter({ ascii, stop }: { ascii: boolean; stop: AbortSignal }): Prompter {
  const keysHelpTip = () => 'up/down: move, Enter: choose, ?: help';
  const theme = ascii
    ? { prefix: { idle: '?', done: 'ok' }, icon: { cursor: '>' }, style: { keysHelpTip } }
    : { style: { keysHelpTip } };
  return {
    async text({ message, offer, check, help }) {
      const validate = async (text: string) => {
        const wrong = await check?.(text.trim());
        return wrong ? `Expected ${wrong}.` : true;
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

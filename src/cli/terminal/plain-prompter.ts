import { createInterface } from 'node:readline';
import { HELP, Left, type Prompter } from './prompter.ts';
import { wrap } from './wrap.ts';

interface Plain {
  input: NodeJS.ReadableStream;
  say(text: string): void;
  columns: number;
  /** Aborted by Ctrl-C. */
  stop: AbortSignal;
}

/**
 * Prompts for a terminal that cannot redraw, or for a screen reader: one line per prompt, one line per answer, numbered
 * choices, and no escape sequences. The terminal itself edits the line.
 */
export function plainPrompter({ input, say, columns, stop }: Plain): Prompter {
  /** Prompts until `read` accepts the line; a string that it returns is printed as the error. */
  async function ask<T>(
    question: string,
    help: (() => void) | undefined,
    read: (line: string) => Promise<{ value: T } | string> | { value: T } | string,
  ): Promise<T> {
    for (;;) {
      say(wrap(`? ${question} `, columns));
      const line = (await nextLine(input, stop).finally(() => stop.aborted && say('\n'))).trim();
      if (line === HELP && help) {
        help();
        continue;
      }
      const answer = await read(line);
      if (typeof answer !== 'string') return answer.value;
      say(`${wrap(`> ${answer}`, columns)}\n`);
    }
  }
  return {
    text: ({ message, offer, check, help }) =>
      ask(`${message}${offer === undefined ? '' : ` (${offer})`}`, help, async (line) => {
        const text = line === '' ? (offer ?? '') : line;
        const wrong = await check?.(text);
        return wrong ? `Invalid value "${text}". Expected ${wrong}.` : { value: text };
      }),
    async choose({ message, choices, offer, help }) {
      const list = () => {
        for (const [i, { label }] of choices.entries()) say(`${wrap(`  ${i + 1}) ${label}`, columns)}\n`);
      };
      list();
      const place = choices.findIndex(({ value }) => value === offer) + 1 || 1;
      const again = help && (() => [help(), list()]);
      return ask(`${message} Type a number from 1 to ${choices.length} (${place})`, again, (line) => {
        const chosen = /^\d*$/.test(line) ? choices[Number(line || place) - 1] : undefined;
        return chosen ?? `Invalid value "${line}". Expected a number from 1 to ${choices.length}.`;
      });
    },
    confirm: ({ message, offer, help }) =>
      ask(`${message} (${offer ? 'Y/n' : 'y/N'})`, help, (line) => {
        if (line === '') return { value: offer };
        const [yes, no] = [/^y(es)?$/i.test(line), /^no?$/i.test(line)];
        return yes || no ? { value: yes } : `Invalid value "${line}". Expected y or n.`;
      }),
  };
}

// The terminal edits lines itself, so Ctrl-C is a signal and Ctrl-D the end of the input: both end the prompt.
function nextLine(input: NodeJS.ReadableStream, stop: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input, terminal: false });
    const leave = () => lines.close();
    stop.addEventListener('abort', leave);
    lines.once('line', (line) => {
      resolve(line);
      lines.close();
    });
    lines.once('close', () => {
      stop.removeEventListener('abort', leave);
      reject(new Left());
    });
    if (stop.aborted) leave();
  });
}

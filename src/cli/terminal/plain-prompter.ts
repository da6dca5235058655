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
 * A person whose terminal cannot redraw, or who has it read aloud: one line asks, one line answers, choices have
 * numbers, and not a single escape is written. The terminal itself edits the line.
 */
export function plainPrompter({ input, say, columns, stop }: Plain): Prompter {
  /** Asks until `read` takes the line; what it gives back as a string is said as wrong. */
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
        return wrong ? `"${text}" will not do. That should be ${wrong}.` : { value: text };
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
        return chosen ?? `"${line}" will not do. That should be a number from 1 to ${choices.length}.`;
      });
    },
    confirm: ({ message, offer, help }) =>
      ask(`${message} (${offer ? 'Y/n' : 'y/N'})`, help, (line) => {
        if (line === '') return { value: offer };
        const [yes, no] = [/^y(es)?$/i.test(line), /^no?$/i.test(line)];
        return yes || no ? { value: yes } : `"${line}" will not do. That should be y or n.`;
      }),
  };
}

// The terminal edits lines itself, so Ctrl-C is a signal and Ctrl-D the end of the input: both leave the question.
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

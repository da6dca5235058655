import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { main } from '../../src/cli/main.ts';
import type { Prompter } from '../../src/cli/terminal/prompter.ts';
import { HELP, Left } from '../../src/cli/terminal/prompter.ts';
import type { World } from '../../src/cli/world.ts';

/** What a person would answer, by the beginning of the question. A function can read what is offered. */
export type Script = [question: string | RegExp, answer: string | boolean | typeof LEAVE][];

/** The answer of somebody who presses Ctrl-C. */
export const LEAVE = Symbol('leave');

/** Fails on a question that the script does not expect next. */
export function scripted(
  script: Script,
  echo: (line: string) => void = () => {},
): Prompter & { asked: string[]; rest(): number } {
  const left = [...script];
  const asked: string[] = [];
  const answer = ({ message, help }: { message: string; help?(): void }): string | boolean => {
    asked.push(message);
    const [next] = left;
    const isIt = next && (typeof next[0] === 'string' ? message.startsWith(next[0]) : next[0].test(message));
    if (!isIt)
      throw new Error(`unexpected question "${message}"; the script goes on with ${next ? `"${next[0]}"` : 'nothing'}`);
    left.shift();
    if (next[1] === LEAVE) throw new Left();
    if (next[1] !== HELP || !help) return next[1] as string | boolean;
    echo(`? ${message} ?`);
    help();
    return answer({ message, help });
  };
  return {
    asked,
    rest: () => left.length,
    async text(question) {
      const { message, offer, check } = question;
      // As a person does: a wrong answer is said to be wrong, and asked again.
      for (;;) {
        const given = String(answer(question));
        const text = given === '' ? (offer ?? '') : given;
        const wrong = await check?.(text);
        echo(`? ${message} ${text}`);
        if (!wrong) return text;
        echo(`> Expected ${wrong}.`);
        asked.push(`wrong: ${wrong}`);
      }
    },
    async choose(question) {
      const { message, choices, offer } = question;
      const given = String(answer(question));
      const value = given === '' ? offer : choices.find((choice) => choice.value === given)?.value;
      if (value === undefined)
        throw new Error(`"${given}" is not offered for "${message}": ${choices.map((choice) => choice.value)}`);
      echo(`? ${message} ${choices.find((choice) => choice.value === value)?.label}`);
      return value;
    },
    async confirm(question) {
      const { message } = question;
      const agreed = answer(question) === true;
      echo(`? ${message} ${agreed ? 'Yes' : 'No'}`);
      return agreed;
    },
  };
}

export interface Shown {
  code: number;
  out: string;
  err: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into the report
  json: any;
  asked: string[];
  /** What a person at the terminal saw, in order. */
  both: string;
}

export interface Stage {
  folder: string;
  /** Runs a command line; with a script somebody sits at a terminal. */
  play(argv: string[], script?: Script, world?: Partial<World>): Promise<Shown>;
}

/** A world without AWS: a folder, a terminal that is written down, a clock that does not wait. */
export function stage(): Stage {
  const folder = mkdtempSync(join(tmpdir(), 'aws-baseline-stage-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const started = Date.parse('2026-11-24T10:00:00Z');
  let time = started;
  return {
    folder,
    async play(argv, script, changes = {}) {
      let [out, err, both] = ['', '', ''];
      const prompter = scripted(script ?? [], (line) => {
        err += `${line}\n`;
        both += `${line}\n`;
      });
      const isTerminal = script !== undefined;
      const code = await main({
        argv,
        env: { TERM: 'dumb' },
        cwd: folder,
        home: folder,
        version: '0.0.0-test',
        out: (text) => {
          out += text;
          both += text;
        },
        err: (text) => {
          err += text;
          both += text;
        },
        terminal: { input: isTerminal, output: isTerminal, errors: isTerminal, links: false, columns: 80, rows: 24 },
        every: () => () => {},
        keys: () => () => {},
        readStdin: async () => '',
        prompter: async () => prompter,
        connect: async () => {
          throw new Error('a test reached for AWS');
        },
        fetch: async () => {
          throw new Error('a test reached for the network');
        },
        clock: {
          now: () => time,
          sleep: async (ms) => {
            time += ms;
            if (time > started + 30 * 24 * 3_600_000) throw new Error('waited a month: this never ends');
          },
          random: () => 0.5,
        },
        stop: new AbortController().signal,
        ...changes,
      });
      if (prompter.rest() > 0)
        throw new Error(`${prompter.rest()} answers were not asked for; asked: ${prompter.asked.join(' | ')}; ${err}`);
      return { code, out, err, json: parsed(out), asked: prompter.asked, both };
    },
  };
}

function parsed(out: string): unknown {
  try {
    return JSON.parse(out);
  } catch {
    return undefined;
  }
}

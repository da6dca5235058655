import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import xterm from '@xterm/headless';
import { onTestFinished } from 'vitest';

const BIN = new URL('../../bin/aws-baseline.js', import.meta.url).pathname;

/** Whether util-linux `script`, which makes terminals, is here. */
export const hasScript = spawnSync('script', ['--version']).status === 0;
if (!hasScript) console.warn('terminal tests: SKIPPED, because util-linux script is not on PATH');

/** The built program in a real terminal of that size, and its screen as a person sees it. */
export interface Screen {
  folder: string;
  /** The rows as they stand now, without the blanks behind. */
  rows(): string[];
  /** All that ever scrolled by, with the rows. */
  everything(): string[];
  /** The lines that the terminal had to wrap because they were too wide. */
  wrapped(): string[];
  /** The bytes that the terminal was sent. */
  raw(): string;
  type(keys: string): void;
  /** Waits until the screen shows the text; fails with the screen when it does not come. */
  shows(text: string | RegExp): Promise<void>;
  /** SIGKILL for all that runs in the terminal. */
  kill(): Promise<void>;
  ended: Promise<number | null>;
}

interface Opening {
  columns: number;
  rows: number;
  env: Record<string, string>;
  /** Where it runs and which is its home; without it a new one that goes with the test. */
  folder: string;
  /** Makes ready the folder. */
  before(folder: string): void;
  /** What the shell has behind the command, such as a pipe. */
  behind: string;
}

const SECONDS = 15;

/** Starts the program under util-linux `script`, which gives it a terminal of its own. */
export function open(args: string[], given: Partial<Opening> = {}): Screen {
  const { columns = 80, rows = 24, env = {}, behind = '' } = given;
  const folder = given.folder ?? mkdtempSync(join(tmpdir(), 'aws-baseline-screen-'));
  given.before?.(folder);
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 5_000 });
  const command = `stty cols ${columns} rows ${rows}; ${process.execPath} ${BIN} ${args.join(' ')} ${behind}; code=$?; stty -a | grep -o ' -\\?icanon' > ${folder}/mode; exit $code`;
  const child: ChildProcess = spawn('script', ['-qfec', command, '/dev/null'], {
    cwd: folder,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      TERM: 'xterm-256color',
      LANG: 'C.UTF-8',
      SHELL: '/bin/sh',
      ...env,
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let raw = '';
  child.stdout?.on('data', (bytes: Buffer) => {
    raw += bytes.toString('utf8');
    terminal.write(bytes);
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)));
  onTestFinished(() => {
    child.kill('SIGKILL');
    if (given.folder === undefined) rmSync(folder, { recursive: true, force: true });
  });
  const lines = (from: number, to: number) =>
    Array.from(
      { length: to - from },
      (_, i) => terminal.buffer.active.getLine(from + i)?.translateToString(true) ?? '',
    );
  const screen = {
    folder,
    raw: () => raw,
    rows: () => lines(terminal.buffer.active.baseY, terminal.buffer.active.baseY + rows),
    everything: () => lines(0, terminal.buffer.active.baseY + rows),
    wrapped: () => {
      const all = screen.everything();
      return all.filter((_line, i) => terminal.buffer.active.getLine(i + 1)?.isWrapped);
    },
    type: (keys: string) => void child.stdin?.write(keys),
    async shows(text: string | RegExp) {
      const until = Date.now() + SECONDS * 1_000;
      const isThere = () => {
        const shown = screen.everything().join('\n');
        return typeof text === 'string' ? shown.includes(text) : text.test(shown);
      };
      while (!isThere()) {
        if (Date.now() > until)
          throw new Error(`"${text}" did not appear; the screen is:\n${screen.rows().join('\n')}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    async kill() {
      // `script` starts a session of its own: its child's group is the shell and the program.
      const shell = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim();
      process.kill(-Number(shell), 'SIGKILL');
      await ended;
    },
    ended,
  };
  return screen;
}

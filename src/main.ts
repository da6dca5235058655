import { homedir } from 'node:os';
import { createSupportsHyperlinks } from 'supports-hyperlinks';
import { caBundleOf } from './cli/answers/aws-files.ts';
import { main } from './cli/main.ts';
import type { World } from './cli/world.ts';
import { realClock } from './engine/clock.ts';

declare const VERSION: string;

const MOST_STDIN_BYTES = 1024 * 1024;
const SOON_MS = 100;

/** The real world: this process, its terminal and AWS. */
async function run(): Promise<void> {
  const stop = new AbortController();
  // Waits end immediately when the user stops the run.
  const stopped = new Promise<void>((wake) => stop.signal.addEventListener('abort', () => wake()));
  let signals = 0;
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.on(signal, () => {
      signals += 1;
      if (signals > 1) process.exit(code);
      stop.abort(code);
      // A prompt ends immediately, so it needs no such message.
      const word = '\nStopping after the current calls. Press Ctrl-C again to exit immediately.\n';
      setTimeout(() => process.stderr.write(word), SOON_MS).unref();
    });
  }
  // Calls already sent to the account are finished, even if their output can no longer be written.
  process.stderr.on('error', () => {});
  let unsaid: string | undefined;
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    // A reader that closes early, such as head, is not an error.
    if (code === 'EPIPE' || unsaid) return;
    unsaid = `aws-baseline: could not write the result to stdout (${code})\n`;
    process.stderr.write(unsaid);
  });
  // Treated as not set; otherwise the folder would be the current folder.
  if (process.env.HOME === '') delete process.env.HOME;
  const world: World = {
    argv: process.argv.slice(2),
    env: process.env,
    cwd: process.cwd(),
    home: homedir(),
    version: VERSION,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    terminal: {
      input: process.stdin.isTTY === true,
      output: process.stdout.isTTY === true,
      errors: process.stderr.isTTY === true,
      links: process.stdout.isTTY === true && createSupportsHyperlinks(process.stderr),
      columns: process.stderr.columns ?? 80,
      rows: process.stderr.rows ?? 24,
    },
    every(ms, tick) {
      const timer = setInterval(tick, ms);
      timer.unref();
      return () => clearInterval(timer);
    },
    keys,
    async readStdin() {
      const chunks: Buffer[] = [];
      let size = 0;
      for await (const chunk of process.stdin) {
        chunks.push(chunk as Buffer);
        size += (chunk as Buffer).length;
        // Config files and passwords are smaller; larger input is rejected.
        if (size > MOST_STDIN_BYTES) break;
      }
      return Buffer.concat(chunks).toString('utf8');
    },
    async prompter({ accessible, ascii, color }) {
      const given = { input: process.stdin, say: world.err, columns: world.terminal.columns, stop: stop.signal };
      if (accessible) return (await import('./cli/terminal/plain-prompter.ts')).plainPrompter(given);
      // inquirer uses Node's own text styles as soon as it is loaded, and this is the only switch for them.
      if (!color) process.env.NO_COLOR = '1';
      return (await import('./cli/terminal/inquirer.ts')).inquirerPrompter({ ascii, stop: stop.signal });
    },
    async connect(...how) {
      await compileLess();
      // The SDK reads some profile settings, such as the sign-in endpoints, only if the variable names the profile.
      if (how[0].profile) process.env.AWS_PROFILE = how[0].profile;
      return (await import('./aws/real.ts')).connect(...how);
    },
    async fetch(url, { signal }) {
      const { headOf } = await import('./aws/network/transport.ts');
      const caBundle = caBundleOf(world);
      const headers = await headOf(url, signal, { env: process.env, ...(caBundle ? { caBundle } : {}) });
      return { headers: { get: (name) => headers[name] ?? null } };
    },
    async run(program, words) {
      const { spawn } = await import('node:child_process');
      return new Promise((resolve, reject) => {
        const child = spawn(program, words, { stdio: 'inherit' });
        child.on('error', reject);
        child.on('close', (code) => resolve(code ?? 1));
      });
    },
    clock: { ...realClock, sleep: (ms) => Promise.race([realClock.sleep(ms), stopped]) },
    stop: stop.signal,
  };
  const exitCode = await main(world);
  // Stream errors arrive after the write.
  await new Promise(setImmediate);
  process.exitCode = exitCode === 0 && unsaid ? 1 : exitCode;
  // Work that was given up, such as a credential process that never answers, must not delay the exit.
  setTimeout(() => process.exit(), 1_000).unref();
}

/** A run ends before compiling optimized code pays off; Node 22 and newer delay it on their own. */
async function compileLess(): Promise<void> {
  if (/^v20\./.test(process.version)) (await import('node:v8')).setFlagsFromString('--interrupt-budget=2000000');
}

/** Raw keys from this terminal; Ctrl-C keeps its meaning. */
function keys(onKey: (key: string) => void): () => void {
  const { stdin } = process;
  const hear = (typed: Buffer) => {
    const key = typed.toString('utf8');
    if (key.includes('\u0003')) process.kill(process.pid, 'SIGINT');
    else onKey(key);
  };
  stdin.setRawMode?.(true);
  stdin.resume();
  stdin.on('data', hear);
  return () => {
    stdin.off('data', hear);
    stdin.setRawMode?.(false);
    stdin.pause();
  };
}

await run();

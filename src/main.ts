import { homedir } from 'node:os';
import { connect } from './aws/real.ts';
import { main } from './cli/main.ts';
import type { World } from './cli/world.ts';
import { realClock } from './engine/clock.ts';

declare const VERSION: string;

/** The real world: this process, its terminal, AWS. */
async function run(): Promise<void> {
  const stop = new AbortController();
  // Waits end at once when the person stops.
  const stopped = new Promise<void>((wake) => stop.signal.addEventListener('abort', () => wake()));
  let signals = 0;
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.on(signal, () => {
      signals += 1;
      if (signals > 1) process.exit(code);
      process.stderr.write('\nStopping after what is under way. Once more to leave at once.\n');
      stop.abort(code);
    });
  }
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
      columns: process.stderr.columns ?? 80,
    },
    async readStdin() {
      const chunks: Buffer[] = [];
      for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks).toString('utf8');
    },
    async prompter(options) {
      return (await import('./cli/inquirer.ts')).inquirerPrompter(options);
    },
    connect,
    clock: { ...realClock, sleep: (ms) => Promise.race([realClock.sleep(ms), stopped]) },
    stop: stop.signal,
  };
  process.exitCode = await main(world);
}

await run();

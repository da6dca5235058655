import type { Account } from '../aws/account.ts';
import type { Ask } from '../aws/network/clock-skew.ts';
import type { Connection } from '../aws/real.ts';
import type { Clock } from '../engine/clock.ts';
import type { Prompter, PromptStyle } from './terminal/prompter.ts';

/** Everything outside the program that it uses, passed in, so that a test can replace it. */
export interface World {
  /** Without node and the script. */
  argv: string[];
  env: Record<string, string | undefined>;
  cwd: string;
  home: string;
  version: string;
  /** The result, and nothing else. */
  out(text: string): void;
  /** Progress, prompts, hints. */
  err(text: string): void;
  terminal: {
    input: boolean;
    output: boolean;
    errors: boolean;
    /** Whether it makes OSC 8 links clickable. */
    links: boolean;
    columns: number;
    rows: number;
  };
  /** Calls repeatedly until the returned function is called. */
  every(ms: number, tick: () => void): () => void;
  /** Passes on single keys, without Enter, until the returned function is called. */
  keys(onKey: (key: string) => void): () => void;
  readStdin(): Promise<string>;
  prompter(options: PromptStyle): Promise<Prompter>;
  /** `meanwhile` receives the account while AWS reports who is signed in (see src/aws/real.ts). */
  connect(connection: Connection, meanwhile?: (account: Account) => unknown): Promise<Account>;
  /** Only for the time on AWS's clock; everything else goes through the account. */
  fetch: Ask;
  /** Runs a program on this terminal; its exit code. Without it, what would run is printed. */
  run?(program: string, words: string[]): Promise<number>;
  clock: Clock;
  /** Aborted by Ctrl-C or SIGTERM; the reason is the exit code, 130 or 143. */
  stop: AbortSignal;
}

import type { Account } from '../aws/account.ts';
import type { Ask } from '../aws/network/clock-skew.ts';
import type { Connection } from '../aws/real.ts';
import type { Clock } from '../engine/clock.ts';
import type { Prompter, PromptStyle } from './terminal/prompter.ts';

/** Everything outside that the program touches, handed in, so that a test can be the world. */
export interface World {
  /** Without node and the script. */
  argv: string[];
  env: Record<string, string | undefined>;
  cwd: string;
  home: string;
  version: string;
  /** The result, and nothing else. */
  out(text: string): void;
  /** Progress, questions, hints. */
  err(text: string): void;
  terminal: {
    input: boolean;
    output: boolean;
    errors: boolean;
    /** Whether it makes links of OSC 8 clickable. */
    links: boolean;
    columns: number;
    rows: number;
  };
  /** Calls again and again until the function given back is called. */
  every(ms: number, tick: () => void): () => void;
  /** Hands on single keys, without Enter, until the function given back is called. */
  keys(onKey: (key: string) => void): () => void;
  readStdin(): Promise<string>;
  prompter(options: PromptStyle): Promise<Prompter>;
  /** `meanwhile` is handed somebody's account while AWS is asked who is signed in (see src/aws/real.ts). */
  connect(connection: Connection, meanwhile?: (account: Account) => unknown): Promise<Account>;
  /** Only for the time that AWS's clock shows; everything else goes through the account. */
  fetch: Ask;
  clock: Clock;
  /** Aborted by Ctrl-C or SIGTERM; the reason is the exit code, 130 or 143. */
  stop: AbortSignal;
}

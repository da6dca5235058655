import type { Flags } from '../answers/gather.ts';

/** How to run, as far as it is no answer about the account. */
export interface Options {
  /** True: a rehearsal in memory; a text: kept in that file. */
  rehearse?: true | string;
  /** The kind of account that a new rehearsal is, as it was typed. */
  rehearseAs?: string;
  /** A path, or - for stdin. */
  config?: string;
  useConfig: boolean;
  input: boolean;
  yes: boolean;
  output: 'text' | 'json' | 'ndjson';
  quiet: boolean;
  verbose: boolean;
  debug: boolean;
  color: boolean;
  ascii: boolean;
  accessible: boolean;
  exitCode: boolean;
  confirm?: string;
  deleteData: boolean;
  diff: boolean;
}

/** A command line as it was understood. */
export interface Invocation {
  command:
    | 'init'
    | 'apply'
    | 'plan'
    | 'status'
    | 'verify'
    | 'undo'
    | 'policy show'
    | 'explain'
    | 'doctor'
    | 'config show'
    | 'config validate'
    | 'config schema'
    | 'completion';
  /** The word that was typed: `root` is `init --steps root`. */
  typed: string;
  flags: Flags;
  options: Options;
  /** Of explain. */
  topic?: string;
  /** Of completion. */
  shell?: string;
  /** Of config validate. */
  file?: string;
  policy?: { topic: string; accountId?: string; partition?: string; explain: boolean };
}

import type { BenchmarkId } from '../../steps/benchmarks/ids.ts';
import type { Flags } from '../answers/gather.ts';

/** Options that control a run, apart from settings of the account. */
export interface Options {
  /** True: a rehearsal in memory; a text: stored in that file. */
  rehearse?: true | string;
  /** The kind of a new rehearsal's account, as typed. */
  rehearseAs?: string;
  /** A path, or - for stdin. */
  config?: string;
  useConfig: boolean;
  input: boolean;
  yes: boolean;
  output: 'text' | 'json' | 'ndjson' | 'junit' | 'sarif';
  quiet: boolean;
  verbose: boolean;
  debug: boolean;
  color: boolean;
  ascii: boolean;
  accessible: boolean;
  exitCode: boolean;
  /** The benchmark by which status and verify judge the account. */
  benchmark?: BenchmarkId;
  confirm?: string;
  deleteData: boolean;
  diff: boolean;
}

/** A parsed command line. */
export interface Invocation {
  command:
    | 'init'
    | 'apply'
    | 'plan'
    | 'status'
    | 'verify'
    | 'undo'
    | 'try'
    | 'costs'
    | 'brake lift'
    | 'ec2 list'
    | 'ec2 start'
    | 'ec2 stop'
    | 'ec2 terminate'
    | 'ec2 connect'
    | 'policy show'
    | 'explain'
    | 'doctor'
    | 'config show'
    | 'config validate'
    | 'config schema'
    | 'completion';
  /** The command as typed: `root` is `init --steps root`. */
  typed: string;
  flags: Flags;
  options: Options;
  /** The argument of explain, try or a command on an instance. */
  topic?: string;
  /** The argument of completion. */
  shell?: string;
  /** The argument of config validate. */
  file?: string;
  policy?: { topic: string; accountId?: string; partition?: string; explain: boolean };
}

/** Whether an output format is one of pipelines, which has test cases instead of a report. */
export function isForPipelines(output: Options['output']): output is 'junit' | 'sarif' {
  return output === 'junit' || output === 'sarif';
}

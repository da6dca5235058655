import { relative } from 'node:path';
import type { World } from '../world.ts';

/** Where a value comes from. `ambient` is a variable of AWS's own, which CloudShell and many shells always set. */
export type Source =
  | { by: 'flag' | 'variable' | 'ambient' | 'profile'; name: string }
  | { by: 'file'; path: string; line: number }
  | { by: 'you' | 'kept' | 'sample' | 'account' | 'baseline' | 'project' | 'stand-in' | 'command' | 'default' };

const WORDS = {
  you: 'you',
  kept: 'your previous answers',
  sample: 'a sample answer',
  account: 'the account',
  baseline: 'the existing baseline',
  project: 'the project, selected by AWS',
  // Until the project's own Region is found.
  'stand-in': 'the Regions of projects',
  command: 'the command',
  default: 'the default',
};

/** A source as a noun: "--name", "AWS_REGION", "aws-baseline.yaml line 3". */
export function sourceWords(source: Source): string {
  if ('path' in source) return `${source.path} line ${source.line}`;
  if ('name' in source) return source.by === 'profile' ? `profile ${source.name}` : source.name;
  return WORDS[source.by];
}

/** A source in words: "from --name", "from AWS_REGION", "./aws-baseline.yaml line 3". */
export function inWords({ cwd }: Pick<World, 'cwd'>, source: Source): string {
  return 'path' in source
    ? sourceWords({ ...source, path: shortPath(cwd, source.path) })
    : `from ${sourceWords(source)}`;
}

/** A path as a user would type it: relative if it is below the current folder, otherwise in full. */
export function shortPath(cwd: string, path: string): string {
  const below = relative(cwd, path);
  return path.startsWith('/') && !below.startsWith('..') ? `./${below}` : path;
}

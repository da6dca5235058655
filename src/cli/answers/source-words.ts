import { relative } from 'node:path';
import type { World } from '../world.ts';

/** A source in words: "from --name", "from AWS_REGION", "./aws-baseline.yaml line 3". */
export function inWords({ cwd }: Pick<World, 'cwd'>, source: string): string {
  const [, path, line] = /^(.+) (line \d+)$/.exec(source) ?? [];
  return path ? `${shortPath(cwd, path)} ${line}` : `from ${source}`;
}

/** A path as a user would type it: relative if it is below the current folder, otherwise in full. */
export function shortPath(cwd: string, path: string): string {
  const below = relative(cwd, path);
  return path.startsWith('/') && !below.startsWith('..') ? `./${below}` : path;
}

import { DEFAULT_CONFIG } from '../../answers/config-file.ts';
import { gather } from '../../answers/gather.ts';
import { configOf } from '../../answers/read-given.ts';
import { shortPath } from '../../answers/source-words.ts';
import type { Invocation } from '../../arguments/options.ts';
import { cleanJson } from '../../terminal/clean.ts';
import type { Teller } from '../../terminal/tell.ts';
import { EXIT, type ExitCode, usage } from '../../trouble.ts';
import type { World } from '../../world.ts';

/** Checks a config file: exit 0, or a usage error (exit 2) with the line and the likely intended key. */
export async function configValidate(world: World, tell: Teller, { options, file }: Invocation): Promise<ExitCode> {
  const named = file ?? options.config;
  const found = await configOf(world, {
    ...options,
    useConfig: true,
    ...(named === undefined ? {} : { config: named }),
  });
  if (!found) throw usage(`${DEFAULT_CONFIG} does not exist in this folder`, 'aws-baseline config validate FILE');
  const keys = [...gather(new Map(), {}, found).values.keys()];
  const path = shortPath(world.cwd, found.path);
  if (options.output === 'text') tell.page(`${path} is valid: ${keys.length} ${keys.length === 1 ? 'key' : 'keys'}`);
  else {
    const report = { schema: 1, command: 'config validate', result: 'done', exitCode: EXIT.done, file: path, keys };
    tell.result(cleanJson(report, options.output === 'json' ? 1 : undefined));
  }
  return EXIT.done;
}

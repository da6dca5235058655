import { SETTINGS } from '../../../steps/settings/all.ts';
import { EVERY } from '../../../steps/settings/every.ts';
import { valueIn } from '../../../steps/settings/setting.ts';
import { type ConfigFile, DEFAULT_CONFIG } from '../../answers/config-file.ts';
import { gather } from '../../answers/gather.ts';
import type { Given } from '../../answers/given.ts';
import { configOf, fillRegion } from '../../answers/read-given.ts';
import { inWords, shortPath } from '../../answers/source-words.ts';
import type { Invocation } from '../../arguments/options.ts';
import { EXIT, Trouble } from '../../trouble.ts';
import type { World } from '../../world.ts';
import { broken, type Check, ok } from './check.ts';

/**
 * The valid values from flags, variables and the config file, and checks for the invalid ones. Throws usage for an
 * invalid flag.
 */
export async function answerChecks(world: World, invocation: Invocation): Promise<{ given: Given; checks: Check[] }> {
  const { flags, options } = invocation;
  gather(flags, {}, undefined);
  const { file, check: config } = await configCheck(world, options);
  const { wrong, checks: variables } = variableChecks(world, flags);
  const env = Object.fromEntries(Object.entries(world.env).filter(([name]) => !wrong.has(name)));
  const given = gather(flags, env, file);
  const region = regionCheck(world, given);
  const isSaid = variables.some(({ id }) => id === 'region');
  return { given, checks: [config, ...variables, ...(isSaid ? [] : [region])] };
}

async function configCheck(world: World, options: Invocation['options']): Promise<{ file?: ConfigFile; check: Check }> {
  if (!options.useConfig) return { check: ok('config', 'config file not read (--no-config)') };
  const file = await triedAsync(() => configOf(world, options));
  if (file instanceof Trouble) return { check: wrongFile(file) };
  if (!file) return { check: ok('config', `no ./${DEFAULT_CONFIG} (optional)`) };
  const values = tried(() => gather(new Map(), {}, file).values);
  if (values instanceof Trouble) return { check: wrongFile(values) };
  return { file, check: ok('config', `config file ${shortPath(world.cwd, file.path)} is valid (${values.size} keys)`) };
}

function wrongFile(trouble: Trouble): Check {
  const fix = 'fix it, then run: aws-baseline config validate (or ignore the file with --no-config)';
  return broken('config', EXIT.usage, trouble.message, fix);
}

// A variable overridden by a flag is never read.
function variableChecks({ env }: World, flags: Invocation['flags']): { wrong: Set<string>; checks: Check[] } {
  const wrong = new Set<string>();
  const checks: Check[] = [];
  for (const setting of SETTINGS) {
    const name = setting.env?.find((one) => env[one]);
    if (!name || flags.has(setting.key)) continue;
    const values = tried(() => gather(new Map(), { [name]: env[name] }, undefined));
    if (!(values instanceof Trouble)) continue;
    wrong.add(name);
    const isRegion = setting === EVERY.region;
    const fix = isRegion ? `export ${name}=ap-southeast-2 (or your Region)` : `unset ${name}, or correct it`;
    checks.push(
      broken(isRegion ? 'region' : `variable/${name}`, isRegion ? EXIT.signIn : EXIT.usage, values.message, fix),
    );
  }
  return { wrong, checks };
}

function regionCheck(world: World, given: Given): Check {
  const wrong = tried(() => fillRegion(world, given));
  if (wrong instanceof Trouble)
    return broken('region', EXIT.signIn, wrong.message, 'aws configure set region ap-southeast-2 (or your Region)');
  const region = valueIn(given.values, EVERY.region);
  const source = given.sources.get(EVERY.region.key);
  if (source?.by === 'stand-in') return ok('region', 'Region: the one that AWS selected for the project');
  if (region && source) return ok('region', `Region ${region}, ${inWords(world, source)}`);
  return broken(
    'region',
    EXIT.signIn,
    'no Region: not set by a flag, a variable, the config file or a profile',
    'add --region ap-southeast-2, or export AWS_REGION=ap-southeast-2 (or your Region)',
  );
}

function tried<T>(make: () => T): T | Trouble {
  try {
    return make();
  } catch (error) {
    if (error instanceof Trouble) return error;
    throw error;
  }
}

async function triedAsync<T>(make: () => Promise<T>): Promise<T | Trouble> {
  try {
    return await make();
  } catch (error) {
    if (error instanceof Trouble) return error;
    throw error;
  }
}

import { resolve } from 'node:path';
import type { Discovered } from '../steps/discover.ts';
import { flagName, type Setting } from '../steps/setting.ts';
import { type ConfigFile, DEFAULT_CONFIG, parseConfig, readConfigFile } from './config-file.ts';
import { asMissing, type Given, gather, missing, SAMPLE } from './gather.ts';
import { several } from './one-baseline.ts';
import type { Invocation } from './options.ts';
import { parse } from './parse.ts';
import { regionOfProfile } from './region.ts';
import { SETTINGS } from './settings.ts';
import type { Teller } from './tell.ts';
import { EXIT, Trouble } from './trouble.ts';
import { mustFitTogether } from './unfit.ts';
import type { World } from './world.ts';

/** The config file that was named by a flag or a variable, or the default one where it is there. */
export async function configOf(
  world: World,
  { config, useConfig }: Invocation['options'],
): Promise<ConfigFile | undefined> {
  const path = config ?? world.env.AWS_BASELINE_CONFIG;
  if (!useConfig) return undefined;
  if (path === '-') return parseConfig(await world.readStdin(), 'stdin');
  const name = path ?? DEFAULT_CONFIG;
  const file = await readConfigFile(resolve(world.cwd, name), path !== undefined);
  // What people are told is the name they know it by.
  return file && { ...file, path: name };
}

/** What flags, variables and the config file say, with the profile's Region; `forgives` as in `gather`. */
export async function readGiven(world: World, { flags, options }: Invocation, forgives = false): Promise<Given> {
  const file = await configOf(world, options);
  const given = gather(flags, world.env, file, forgives);
  fillRegion(world, given);
  if (!forgives) mustFitTogether(given);
  return given;
}

/** Takes the Region of the profile where nobody has said another one. */
export function fillRegion(world: World, given: Given): void {
  if (given.values.has('region')) return;
  const found = regionOfProfile(world, given.values.get('profile') as string | undefined);
  if (found) fill(given, 'region', found.region, found.source);
}

/** Takes a value for a key that nobody has answered yet. */
export function fill(given: Given, key: string, value: unknown, source: string): void {
  const setting = SETTINGS.find((one) => one.key === key);
  if (!setting || given.values.has(key)) return;
  given.values.set(key, parse(setting, value, source));
  given.sources.set(key, source);
}

/** Sample answers for what is missing (of `keys`), so that somebody who has made up no name yet sees the whole way. */
export function fillSamples(given: Given, tell: Teller, keys?: string[]): void {
  const filled = stillMissing(given, keys);
  for (const setting of filled) fill(given, setting.key, setting.sample, SAMPLE);
  if (filled.length === 0) return;
  tell.line(`Sample answers: ${filled.map((one) => `${flagName(one)} ${one.sample}`).join(' ')}`);
}

/** What is not answered yet (of `keys`) and has no default. */
export function stillMissing(given: Given, keys?: string[]): Setting[] {
  return missing(given).filter(({ key }) => keys === undefined || keys.includes(key));
}

/** Throws Trouble naming the flags of what is missing (of `only`): exit 2, or 3 when it is only the Region. */
export function mustBeThere(given: Given, only?: string[]): void {
  const open = stillMissing(given, only);
  if (open.length === 0) return;
  const flags = open.map((setting) => flagName(setting)).join(', ');
  const keys = open.map(({ key }) => `"${key}"`).join(', ');
  const example = open.map((setting) => `${flagName(setting)} ${setting.sample}`).join(' ');
  const exitCode = open.every(({ key }) => key === 'region') ? EXIT.signIn : EXIT.usage;
  throw new Trouble(
    exitCode,
    `something is missing, and there is nobody to ask: ${flags} (or ${keys} in aws-baseline.yaml)`,
    {
      missing: asMissing(open),
      next: `add ${example}`,
    },
  );
}

/** Takes what the account itself tells about its baseline; throws Trouble (exit 2) when there are several and it must be one. */
export function takeDiscovered(given: Given, found: Map<string, Discovered>, must: boolean): void {
  const names = [...found.keys()];
  const name = (given.values.get('name') as string | undefined) ?? (names.length === 1 ? names[0] : undefined);
  if (name === undefined && names.length > 1 && must) throw several(names, `add --name ${names[0]}`);
  for (const [key, value] of found.get(name ?? '') ?? []) fill(given, key, value, 'the account');
}

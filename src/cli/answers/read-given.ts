import { resolve } from 'node:path';
import type { Discovered } from '../../steps/discovery/discover.ts';
import { settingOf } from '../../steps/settings/all.ts';
import { EVERY } from '../../steps/settings/every.ts';
import { flagName, type Setting, valueIn } from '../../steps/settings/setting.ts';
import { several } from '../account/one-baseline.ts';
import type { Invocation } from '../arguments/options.ts';
import type { Teller } from '../terminal/tell.ts';
import { EXIT, Trouble } from '../trouble.ts';
import type { World } from '../world.ts';
import { type ConfigFile, DEFAULT_CONFIG, parseConfig, readConfigFile } from './config-file.ts';
import { asMissing, gather, missing } from './gather.ts';
import { type Given, SAMPLE, take } from './given.ts';
import { parse } from './parse.ts';
import { regionOfProfile } from './profile-region.ts';
import { mustFitTogether } from './unfit.ts';

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
  if (given.values.has(EVERY.region.key)) return;
  const found = regionOfProfile(world, valueIn(given.values, EVERY.profile));
  if (found) fill(given, EVERY.region, found.region, found.source);
}

/** Takes a value for a setting that nobody has answered yet. */
export function fill(given: Given, setting: Setting, value: unknown, source: string): void {
  if (!given.values.has(setting.key)) take(given, setting, parse(setting, value, source), source);
}

/** Sample answers for what is missing (of `only`), so that somebody who has made up no name yet sees the whole way. */
export function fillSamples(given: Given, tell: Teller, only?: Setting[]): void {
  const filled = stillMissing(given, only);
  for (const setting of filled) fill(given, setting, setting.sample, SAMPLE);
  if (filled.length === 0) return;
  tell.line(`Sample answers: ${filled.map((one) => `${flagName(one)} ${one.sample}`).join(' ')}`);
}

/** What is not answered yet (of `only`) and has no default. */
export function stillMissing(given: Given, only?: Setting[]): Setting[] {
  return missing(given).filter((setting) => only?.includes(setting) ?? true);
}

/** Throws Trouble naming the flags of what is missing (of `only`): exit 2, or 3 when it is only the Region. */
export function mustBeThere(given: Given, only?: Setting[]): void {
  const open = stillMissing(given, only);
  if (open.length === 0) return;
  const flags = open.map((setting) => flagName(setting)).join(', ');
  const keys = open.map(({ key }) => `"${key}"`).join(', ');
  const example = open.map((setting) => `${flagName(setting)} ${setting.sample}`).join(' ');
  const exitCode = open.every((setting) => setting === EVERY.region) ? EXIT.signIn : EXIT.usage;
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
  const name = valueIn(given.values, EVERY.name) ?? (names.length === 1 ? names[0] : undefined);
  if (name === undefined && names.length > 1 && must) throw several(names, `add --name ${names[0]}`);
  for (const [key, value] of found.get(name ?? '') ?? []) fill(given, settingOf(key), value, 'the account');
}

import { resolve } from 'node:path';
import { SELECTED_REGIONS } from '../../aws/account-kind.ts';
import type { Discovered } from '../../steps/discovery/discover.ts';
import { settingOf } from '../../steps/settings/all.ts';
import { chosenSteps, EVERY } from '../../steps/settings/every.ts';
import { flagName, type Setting, valueIn } from '../../steps/settings/setting.ts';
import { TRY, USUAL_IMAGE } from '../../steps/try/settings.ts';
import { TRIALS, TRIALS_KEY } from '../../steps/try/trials.ts';
import { several } from '../account/one-baseline.ts';
import type { Invocation } from '../arguments/options.ts';
import type { Teller } from '../terminal/tell.ts';
import { EXIT, Trouble, usage } from '../trouble.ts';
import type { World } from '../world.ts';
import { type ConfigFile, DEFAULT_CONFIG, parseConfig, readConfigFile } from './config-file.ts';
import { asMissing, gather, missing } from './gather.ts';
import { type Given, sourceText, take } from './given.ts';
import { parse } from './parse.ts';
import { regionOfProfile, signsInToProject } from './profile-region.ts';
import { type Source, sourceWords } from './source-words.ts';
import { mustFitTogether } from './unfit.ts';
import { readUserData } from './user-script.ts';

/** The config file from a flag or a variable, or the default one if it exists. */
export async function configOf(
  world: World,
  { config, useConfig }: Invocation['options'],
): Promise<ConfigFile | undefined> {
  const path = config ?? world.env.AWS_BASELINE_CONFIG;
  if (!useConfig) return undefined;
  if (path === '-') return parseConfig(await world.readStdin(), 'stdin');
  const name = path ?? DEFAULT_CONFIG;
  const file = await readConfigFile(resolve(world.cwd, name), path !== undefined);
  // Messages use the path as the user gave it.
  return file && { ...file, path: name };
}

/** The values from flags, variables and the config file, with the profile's Region; `forgives` as in `gather`. */
export async function readGiven(world: World, invocation: Invocation, forgives = false): Promise<Given> {
  const { flags, options } = invocation;
  const file = await configOf(world, options);
  const given = gather(flags, world.env, file, forgives);
  fillRegion(world, given);
  if (invocation.command === 'try') takeTrial(given, invocation.topic ?? '');
  else if (/^(init|apply|plan)$/.test(invocation.command)) mustNotTry(given);
  if (!forgives) mustFitTogether(given);
  if (launches(invocation.command, given)) readUserData(world, given);
  return given;
}

// Other commands launch nothing, and the file may be gone.
function launches(command: string, { values }: Given): boolean {
  return /^(init|apply|plan)$/.test(command) && chosenSteps(values).includes('ec2');
}

function mustNotTry(given: Given): void {
  if (valueIn(given.values, EVERY.steps)?.includes('try'))
    throw usage(
      `step try (${sourceText(given, EVERY.steps)}) is no part of a baseline`,
      `aws-baseline try ${TRIALS.join('|')}`,
    );
}

// Only the command names what to try; its steps are no answer of the user.
function takeTrial(given: Given, trial: string): void {
  given.values.set(TRIALS_KEY, [trial]);
  take(given, EVERY.steps, ['try'], { by: 'command' });
  if (trial === 'container') fillIfMissing(given, TRY.image, USUAL_IMAGE, { by: 'default' });
}

/**
 * Uses the profile's Region if no other is given. A project needs none: its Region is found once the account is open, and
 * until then, one of those that AWS selects from stands in.
 */
export function fillRegion(world: World, given: Given): void {
  if (given.values.has(EVERY.region.key)) return;
  const profile = valueIn(given.values, EVERY.profile);
  const found = regionOfProfile(world, profile);
  if (found) fillIfMissing(given, EVERY.region, found.region, found.source);
  else if (signsInToProject(world, profile))
    fillIfMissing(given, EVERY.region, SELECTED_REGIONS[2], { by: 'stand-in' });
}

/** Sets a setting that has no value yet. */
export function fillIfMissing(given: Given, setting: Setting, value: unknown, source: Source): void {
  if (!given.values.has(setting.key)) take(given, setting, parse(setting, value, sourceWords(source)), source);
}

/** Sample answers for missing values (of `only`), so that a rehearsal works without a name. */
export function fillSamples(given: Given, tell: Teller, only?: Setting[]): void {
  const filled = stillMissing(given, only);
  for (const setting of filled) fillIfMissing(given, setting, setting.sample, { by: 'sample' });
  if (filled.length === 0) return;
  tell.line(`Sample answers: ${filled.map((one) => `${flagName(one)} ${one.sample}`).join(' ')}`);
}

/** The settings (of `only`) without a value or a default. */
export function stillMissing(given: Given, only?: Setting[]): Setting[] {
  return missing(given).filter((setting) => only?.includes(setting) ?? true);
}

/** Throws Trouble with the flags of the missing values (of `only`): exit 2, or 3 if only the Region is missing. */
export function requireAnswers(given: Given, only?: Setting[]): void {
  const open = stillMissing(given, only);
  if (open.length === 0) return;
  const flags = open.map((setting) => flagName(setting)).join(', ');
  const keys = open.map(({ key }) => `"${key}"`).join(', ');
  const example = open.map((setting) => `${flagName(setting)} ${setting.sample}`).join(' ');
  const exitCode = open.every((setting) => setting === EVERY.region) ? EXIT.signIn : EXIT.usage;
  throw new Trouble(exitCode, `missing required values: ${flags} (or ${keys} in aws-baseline.yaml)`, {
    missing: asMissing(open),
    next: `add ${example}`,
  });
}

/**
 * Takes the values from the account's baseline; throws Trouble (exit 2) if there are several and the command needs one.
 */
export function takeDiscovered(given: Given, found: Map<string, Discovered>, must: boolean): void {
  const names = [...found.keys()];
  const name = valueIn(given.values, EVERY.name) ?? (names.length === 1 ? names[0] : undefined);
  if (name === undefined && names.length > 1 && must) throw several(names, `add --name ${names[0]}`);
  for (const [key, value] of found.get(name ?? '') ?? []) {
    // Trials are no setting: they are looked at and deleted, but never made by another command.
    if (key !== TRIALS_KEY) fillIfMissing(given, settingOf(key), value, { by: 'account' });
    else if (must && !given.values.has(key)) given.values.set(key, value);
  }
}

import { resolve } from 'node:path';
import type { Account } from '../aws/account.ts';
import type { Work } from '../engine/carry-out.ts';
import type { AnyFact } from '../engine/fact.ts';
import type { Answers, StepId } from '../steps/answers.ts';
import { type Discovered, discover } from '../steps/discover.ts';
import { factsOf } from '../steps/index.ts';
import { flagName, type Setting } from '../steps/setting.ts';
import { askSetting } from './ask.ts';
import { complete } from './complete.ts';
import { DEFAULT_CONFIG, parseConfig, readConfigFile } from './config-file.ts';
import { asMissing, type Given, gather, missing, parse } from './gather.ts';
import { type Opened, openAccount } from './open.ts';
import type { Invocation } from './options.ts';
import type { Prompter } from './prompter.ts';
import { regionOfProfile } from './region.ts';
import { chosenSteps, SETTINGS } from './settings.ts';
import type { Teller } from './tell.ts';
import { EXIT, Trouble } from './trouble.ts';
import type { World } from './world.ts';

/** A command that has its answers and its account, and may begin. */
export interface Session extends Opened {
  world: World;
  tell: Teller;
  invocation: Invocation;
  given: Given;
  answers: Answers;
  facts: AnyFact[];
  stepOf: Map<string, StepId>;
  /** Undefined where nobody can be asked. */
  prompter: Prompter | undefined;
}

/** Which settings a command needs answered: all that the steps require, or only what tells where to look. */
export type Needs = 'all' | 'place';

/** Whether somebody sits there to answer: a terminal both ways, and nobody forbade it. */
export function canAsk({ terminal, env }: World, { options }: Invocation): boolean {
  const forbidden = env.AWS_BASELINE_NO_INPUT || (env.CI && env.CI !== 'false');
  return options.input && !forbidden && terminal.input && terminal.errors;
}

/** What flags, variables and the config file say, with the Region and the rehearsal's sample answers filled in. */
export async function readGiven(world: World, { flags, options }: Invocation): Promise<Given> {
  const { config, useConfig } = options;
  const path = config ?? world.env.AWS_BASELINE_CONFIG;
  let file: Awaited<ReturnType<typeof readConfigFile>>;
  if (useConfig && path === '-') file = await parseConfig(await world.readStdin(), 'stdin');
  else if (useConfig) file = await readConfigFile(resolve(world.cwd, path ?? DEFAULT_CONFIG), path !== undefined);
  const given = gather(flags, world.env, file);
  if (!given.values.has('region')) {
    const found = regionOfProfile(world, given.values.get('profile') as string | undefined);
    if (found) fill(given, 'region', found.region, found.source);
  }
  return given;
}

function fill(given: Given, key: string, value: unknown, source: string): void {
  const setting = SETTINGS.find((one) => one.key === key);
  if (!setting || given.values.has(key)) return;
  given.values.set(key, parse(setting, value, source));
  given.sources.set(key, source);
}

/** Gathers answers, asks for what is missing where somebody can answer, opens the account and makes the facts. */
export async function openSession(world: World, tell: Teller, invocation: Invocation, needs: Needs): Promise<Session> {
  const { options } = invocation;
  const given = await readGiven(world, invocation);
  const prompter = canAsk(world, invocation) ? await world.prompter({ accessible: options.accessible }) : undefined;
  if (options.rehearse && (options.yes || !prompter)) fillSamples(given, tell);
  mustBeThere(given, needs, prompter !== undefined);
  await regionMustBeThere(given, prompter, tell);

  const opened = await openAccount(world, options, wish(given));
  introduce(opened.account, given, tell);
  const everyQuestion = invocation.command === 'init' && !options.yes;
  if (needs === 'place' || everyQuestion) takeDiscovered(given, await discover(opened.account), needs === 'place');
  if (prompter) await askTheRest(given, prompter, tell, everyQuestion);
  mustBeThere(given, needs === 'place' ? 'name' : needs, false);

  const answers = complete(given.values, opened.account.identity, options.deleteData);
  return { ...opened, world, tell, invocation, given, answers, prompter, ...factsOf(answers, world.clock.now) };
}

/** Asks for the home Region where nothing tells it; throws Trouble (exit 3) where nobody can be asked. */
export async function regionMustBeThere(given: Given, prompter: Prompter | undefined, tell: Teller): Promise<void> {
  if (given.values.has('region')) return;
  if (prompter) await ask('region', given, prompter, tell);
  else mustBeThere(given, 'place', false);
}

export function wish({ values }: Given): { region: string; profile?: string; expected?: string } {
  const [profile, expected] = [values.get('profile'), values.get('account')];
  return {
    region: String(values.get('region')),
    ...(profile ? { profile: String(profile) } : {}),
    ...(expected ? { expected: String(expected) } : {}),
  };
}

// A rehearsal shows the whole way, also to somebody who has not made up any name yet.
function fillSamples(given: Given, tell: Teller): void {
  const filled = missing(given);
  for (const setting of filled) fill(given, setting.key, setting.sample, 'a sample answer');
  if (filled.length === 0) return;
  tell.line(`Sample answers for this rehearsal: ${filled.map((one) => `${flagName(one)} ${one.sample}`).join(' ')}`);
}

function mustBeThere(given: Given, needs: Needs | 'name', canBeAsked: boolean): void {
  if (canBeAsked) return;
  const place = needs === 'place' ? ['region'] : needs === 'name' ? ['name', 'region'] : undefined;
  const open = missing(given).filter(({ key }) => place === undefined || place.includes(key));
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

export function introduce({ kind, identity }: Account, given: Given, tell: Teller): void {
  const who = identity.kind === 'root' ? 'the root user' : `${identity.kind} ${identity.name}`;
  const region = `${given.values.get('region')} (from ${given.sources.get('region')})`;
  tell.event({ event: 'run.start', account: identity.accountId, as: identity.arn, region: given.values.get('region') });
  if (kind === 'rehearsal') tell.line('Rehearsal: an account in memory. Nothing here touches AWS.');
  tell.line(`Account ${identity.accountId}, signed in as ${who}, Region ${region}`);
}

function takeDiscovered(given: Given, found: Map<string, Discovered>, must: boolean): void {
  const names = [...found.keys()];
  const name = (given.values.get('name') as string | undefined) ?? (names.length === 1 ? names[0] : undefined);
  if (name === undefined && names.length > 1 && must) {
    throw new Trouble(EXIT.usage, `there are several baselines in this account: ${names.join(', ')}`, {
      missing: [{ key: 'name', flag: '--name' }],
      next: `add --name ${names[0]}`,
    });
  }
  for (const [key, value] of found.get(name ?? '') ?? []) fill(given, key, value, 'the account');
}

async function ask(key: string, given: Given, prompter: Prompter, tell: Teller): Promise<void> {
  const setting = SETTINGS.find((one) => one.key === key);
  if (setting) await askSetting(setting, given, prompter, tell);
}

// The wizard asks every question that no flag has answered; other commands only what they cannot do without.
async function askTheRest(given: Given, prompter: Prompter, tell: Teller, everyQuestion: boolean): Promise<void> {
  for (const setting of SETTINGS) {
    if (isOpen(setting, given, everyQuestion)) await askSetting(setting, given, prompter, tell);
  }
}

function isOpen(setting: Setting, given: Given, everyQuestion: boolean): boolean {
  if (!setting.ask || setting.ask.when?.(given.values) === false) return false;
  if (setting.step !== 'every' && !chosenSteps(given.values).includes(setting.step)) return false;
  const source = given.sources.get(setting.key);
  const settled = given.values.has(setting.key) && source !== 'the account';
  if (settled) return false;
  return everyQuestion ? true : missing(given).includes(setting);
}

/** What the engine needs for a run that writes. */
export function workOf(session: Omit<Session, 'answers'>, secretOf: Work['secretOf']): Work {
  const { account, journal, world, tell, stepOf } = session;
  return {
    account,
    journal,
    clock: world.clock,
    secretOf,
    tell: tell.onEvent,
    stepOf: (id) => stepOf.get(id) ?? '',
    stop: world.stop,
  };
}

import { Command, CommanderError, Option } from 'commander';
import type { StepId } from '../steps/answers.ts';
import { STEPS } from '../steps/index.ts';
import type { Setting } from '../steps/setting.ts';
import { clean } from './clean.ts';
import { EXAMPLES } from './help.ts';
import type { Invocation, Options } from './options.ts';
import { GLOBAL_SETTINGS } from './settings.ts';
import { usage } from './trouble.ts';
import type { World } from './world.ts';

type Raw = Record<string, unknown>;

/** Reads the command line. Undefined when help or the version was asked for and printed; throws Trouble (exit 2). */
export function readArguments(world: World): Invocation | undefined {
  let chosen: Invocation | undefined;
  const program = new Command('aws-baseline');
  program
    .description('Takes a new AWS account to a secure, usable baseline in five steps.')
    .version(world.version, '--version', 'print the version')
    .exitOverride()
    .configureOutput({ writeOut: world.out, writeErr: () => {}, getOutHelpWidth: () => 80, getErrHelpWidth: () => 80 })
    .addHelpText('before', `${EXAMPLES.program}\n`)
    .showSuggestionAfterError(true)
    .helpCommand(false);

  const add = (
    name: string,
    group: string,
    description: string,
    settings: Setting[],
    more: Option[],
    command: Invocation['command'],
  ) => {
    const sub = program.command(name).helpGroup(group).description(description).exitOverride();
    sub.configureOutput({
      writeOut: world.out,
      writeErr: () => {},
      getOutHelpWidth: () => 80,
      getErrHelpWidth: () => 80,
    });
    sub.addHelpText('before', `${EXAMPLES[name] ?? ''}\n`);
    for (const setting of settings) sub.addOption(optionOf(setting));
    for (const option of [...more, ...runOptions(command)]) sub.addOption(option);
    sub.action(() => {
      chosen = understood(sub, command, name, settings);
    });
    return sub;
  };

  const all = [...GLOBAL_SETTINGS, ...STEPS.flatMap(({ settings }) => settings)];
  const START = 'Start here:';
  const SCRIPTS = 'Scripts:';
  const AFTER = 'Afterwards:';
  add('init', START, 'wizard: look, ask what is missing, review, apply', all, [], 'init');
  for (const { id, title, settings } of STEPS)
    add(id, START, `only this step as a wizard: ${title}`, [...stepless(), ...settings], [], 'init');
  add('status', START, 'what is in the account now (read only)', all, [exitCodeOption()], 'status');
  add('plan', SCRIPTS, 'what apply would do, as AWS CLI lines (read only)', all, [exitCodeOption()], 'plan');
  add('apply', SCRIPTS, 'do it; needs --yes or a terminal', all, [], 'apply');
  add('undo', AFTER, 'take steps back; asks you to type the account id', GLOBAL_SETTINGS, undoOptions(), 'undo');
  addPolicy(program, world, (invocation) => {
    chosen = invocation;
  });

  try {
    program.parse(world.argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return undefined;
    if (error.code === 'commander.help') return outputHelp(program);
    throw usage(clean(error.message.replace(/^error: /, '')), 'aws-baseline --help');
  }
  return chosen;
}

function outputHelp(program: Command): undefined {
  program.outputHelp();
  throw usage('say what to do, for example: aws-baseline init');
}

function addPolicy(program: Command, world: World, choose: (invocation: Invocation) => void): void {
  const settings = GLOBAL_SETTINGS.filter(({ key }) => ['name', 'region'].includes(key)).concat(bucketSettings());
  const policy = program
    .command('policy')
    .helpGroup('Afterwards:')
    .description('the policies as JSON; needs no credentials')
    .exitOverride();
  const show = policy
    .command('show')
    .argument('<policy>', 'admin, engineer, analyst or require-mfa')
    .description('print one policy')
    .exitOverride();
  for (const command of [policy, show]) {
    command.configureOutput({
      writeOut: world.out,
      writeErr: () => {},
      getOutHelpWidth: () => 80,
      getErrHelpWidth: () => 80,
    });
  }
  show.addHelpText('before', `${EXAMPLES['policy show']}\n`);
  for (const setting of settings) show.addOption(optionOf(setting));
  show.option('--account-id <id>', 'the 12 digits of the account');
  show.option('--partition <partition>', 'aws, aws-us-gov or aws-cn (else from the Region)');
  for (const option of runOptions('policy show')) show.addOption(option);
  show.action((topic: string) => {
    const { accountId, partition } = show.opts<Raw>();
    const more = {
      ...(accountId ? { accountId: String(accountId) } : {}),
      ...(partition ? { partition: String(partition) } : {}),
    };
    choose({ ...understood(show, 'policy show', 'policy show', settings), policy: { topic, ...more } });
  });
}

function bucketSettings(): Setting[] {
  return STEPS.flatMap(({ settings }) => settings).filter(({ key }) => /^buckets\.(landing|analysis|names)$/.test(key));
}

function stepless(): Setting[] {
  return GLOBAL_SETTINGS.filter(({ key }) => key !== 'steps' && key !== 'skip');
}

function optionOf(setting: Setting): Option {
  const isMany = ['texts', 'numbers', 'pairs'].includes(setting.kind) && !/<list>/.test(setting.flag);
  const shown =
    setting.default === undefined || typeof setting.default === 'boolean' || String(setting.default) === ''
      ? ''
      : ` (default: ${[setting.default].flat().join(', ')})`;
  const choices = setting.choices && !/<list>/.test(setting.flag) ? `: ${setting.choices.join(', ')}` : '';
  const option = new Option(
    setting.flag,
    `${setting.help}${choices}${typeof setting.default === 'object' && !Array.isArray(setting.default) ? '' : shown}`,
  );
  if (isMany) option.argParser((text: string, before: unknown) => [...(Array.isArray(before) ? before : []), text]);
  return option;
}

function runOptions(command: Invocation['command']): Option[] {
  const offline = command === 'policy show';
  const writes = command === 'init' || command === 'apply';
  return [
    ...(offline
      ? []
      : [new Option('--rehearse [file]', 'an account in memory instead of AWS; kept in FILE with --rehearse=FILE')]),
    new Option('--config <file>', 'answers from this file, or - for stdin (default: ./aws-baseline.yaml)'),
    new Option('--no-config', 'read no config file'),
    ...(offline ? [] : [new Option('--no-input', 'never ask; what is missing is an error')]),
    ...(writes
      ? [new Option('-y, --yes', 'do not ask for agreement')]
      : command === 'undo'
        ? [new Option('-y, --yes', 'has no effect here: undo wants --confirm').hideHelp()]
        : []),
    ...(offline
      ? []
      : [
          new Option('--json', 'one JSON object on stdout'),
          new Option('--output <form>', 'text, json or ndjson').env('AWS_BASELINE_OUTPUT'),
        ]),
    new Option('-q, --quiet', 'only the result'),
    new Option('-v, --verbose', 'say more'),
    new Option('--debug', 'name every request to AWS, without its content'),
    new Option('--no-color', 'no colors'),
    new Option('--ascii', 'no colors and only ASCII'),
    new Option('--accessible', 'numbered choices and words instead of marks'),
  ];
}

function exitCodeOption(): Option {
  return new Option('--exit-code', 'exit 5 when something is to do');
}

function undoOptions(): Option[] {
  return [
    new Option('--confirm <account-id>', 'agree without being asked'),
    new Option('--keep-data', 'keep buckets that hold objects (the default)'),
    new Option('--delete-data', 'delete buckets with everything in them'),
  ];
}

function understood(sub: Command, command: Invocation['command'], typed: string, settings: Setting[]): Invocation {
  const raw = sub.opts<Raw>();
  const flags = new Map<string, string | string[] | boolean>();
  for (const setting of settings) {
    const name = optionOf(setting).attributeName();
    if (sub.getOptionValueSource(name) === 'cli') flags.set(setting.key, raw[name] as string | string[] | boolean);
  }
  const step = STEPS.find(({ id }) => id === typed)?.id as StepId | undefined;
  if (step) flags.set('steps', step);
  const output = raw.json ? 'json' : String(raw.output ?? 'text');
  if (!/^(text|json|ndjson)$/.test(output))
    throw usage(`--output: "${clean(output)}" is not one of text, json, ndjson`);
  if (raw.keepData && raw.deleteData) throw usage('--keep-data and --delete-data exclude each other');
  const options: Options = {
    ...(raw.rehearse === undefined ? {} : { rehearse: raw.rehearse as true | string }),
    ...(typeof raw.config === 'string' ? { config: raw.config } : {}),
    ...(raw.confirm === undefined ? {} : { confirm: String(raw.confirm) }),
    useConfig: raw.config !== false,
    input: raw.input !== false,
    yes: raw.yes === true,
    output: output as Options['output'],
    quiet: raw.quiet === true,
    verbose: raw.verbose === true,
    debug: raw.debug === true,
    color: raw.color !== false,
    ascii: raw.ascii === true,
    accessible: raw.accessible === true,
    exitCode: raw.exitCode === true,
    deleteData: raw.deleteData === true,
    diff: false,
  };
  return { command, typed, flags, options };
}

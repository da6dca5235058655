import { Command, CommanderError, type Option } from 'commander';
import { STEPS } from '../steps/index.ts';
import type { Setting } from '../steps/setting.ts';
import { clean } from './clean.ts';
import { diffOption, exitCodeOption, optionOf, runOptions, undoOptions } from './flags.ts';
import { EXAMPLES } from './help.ts';
import type { Invocation } from './options.ts';
import { GLOBAL_SETTINGS } from './settings.ts';
import { usage } from './trouble.ts';
import { understood } from './understood.ts';
import type { World } from './world.ts';

type Raw = Record<string, unknown>;

/** Reads the command line. Undefined when help or the version was asked for and printed; throws Trouble (exit 2). */
export function readArguments(world: World): Invocation | undefined {
  let chosen: Invocation | undefined;
  const output = outputOf(world);
  const program = new Command('aws-baseline');
  program
    .description('Takes a new AWS account to a secure, usable baseline in five steps.')
    .version(world.version, '--version', 'print the version')
    .exitOverride()
    .configureOutput(output)
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
    sub.configureOutput(output);
    sub.addHelpText('before', `${EXAMPLES[name] ?? ''}\n`);
    for (const setting of settings) {
      const isOther =
        STEPS.some(({ id }) => id === name) &&
        ((setting.step !== name && setting.step !== 'every') || /^(steps|skip)$/.test(setting.key));
      sub.addOption(optionOf(setting).hideHelp(isOther));
    }
    for (const option of [...more, ...runOptions(command)]) sub.addOption(option);
    sub.action(() => {
      chosen = understood(world, sub, command, name, settings);
    });
    return sub;
  };

  const all = [...GLOBAL_SETTINGS, ...STEPS.flatMap(({ settings }) => settings)];
  const START = 'Start here:';
  const SCRIPTS = 'Scripts:';
  const AFTER = 'Afterwards:';
  add('init', START, 'wizard: look, ask what is missing, review, apply', all, [], 'init');
  // A step is init --steps STEP, so it takes the same flags; help shows those that are its own.
  for (const { id, title } of STEPS) add(id, START, `only this step as a wizard: ${title}`, all, [], 'init');
  add('status', START, 'what is in the account now (read only)', all, [exitCodeOption()], 'status');
  add(
    'plan',
    SCRIPTS,
    'what apply would do, as AWS CLI lines (read only)',
    all,
    [diffOption(), exitCodeOption()],
    'plan',
  );
  add('apply', SCRIPTS, 'do it; needs --yes or a terminal', all, [], 'apply');
  add(
    'verify',
    AFTER,
    'status, and proof that the policies do what they promise (read only)',
    all,
    [exitCodeOption()],
    'verify',
  );
  add('undo', AFTER, 'take steps back; asks you to type the account id', GLOBAL_SETTINGS, undoOptions(), 'undo');
  const explain = add(
    'explain',
    AFTER,
    'why each setting; policies; notes; exit codes; environment',
    [],
    [],
    'explain',
  );
  explain.argument('[topic]', 'leave it out to see what there is').action((topic: string | undefined) => {
    chosen = { ...understood(world, explain, 'explain', 'explain', []), ...(topic === undefined ? {} : { topic }) };
  });
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

// Help is a result; what is wrong is said by us.
function outputOf({ out }: World) {
  return { writeOut: out, writeErr: () => {}, getOutHelpWidth: () => 80, getErrHelpWidth: () => 80 };
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
    command.configureOutput(outputOf(world));
  }
  show.addHelpText('before', `${EXAMPLES['policy show']}\n`);
  for (const setting of settings) show.addOption(optionOf(setting));
  show.option('--account-id <id>', 'the 12 digits of the account');
  show.option('--explain', 'say in a sentence what each statement is for');
  show.option('--partition <partition>', 'aws, aws-us-gov or aws-cn (else from the Region)');
  for (const option of runOptions('policy show')) show.addOption(option);
  show.action((topic: string) => {
    const { accountId, partition, explain } = show.opts<Raw>();
    const more = {
      ...(accountId ? { accountId: String(accountId) } : {}),
      ...(partition ? { partition: String(partition) } : {}),
    };
    choose({
      ...understood(world, show, 'policy show', 'policy show', settings),
      policy: { topic, explain: explain === true, ...more },
    });
  });
}

function bucketSettings(): Setting[] {
  return STEPS.flatMap(({ settings }) => settings).filter(({ key }) => /^buckets\.(landing|analysis|names)$/.test(key));
}

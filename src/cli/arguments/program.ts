import { Command, CommanderError, Help, type Option } from 'commander';
import { STEPS } from '../../steps/index.ts';
import { GLOBAL_SETTINGS, SETTINGS } from '../../steps/settings/all.ts';
import { EVERY } from '../../steps/settings/every.ts';
import type { Setting } from '../../steps/settings/setting.ts';
import { clean } from '../terminal/clean.ts';
import { helpAsTyped } from '../terminal/typed-commands.ts';
import { usage } from '../trouble.ts';
import type { World } from '../world.ts';
import { addWorded } from './arguments.ts';
import {
  benchmarkOption,
  diffOption,
  exitCodeOption,
  optionOf,
  runOptions,
  undoOptions,
  withFlagsOnce,
} from './flags.ts';
import { EXAMPLES } from './help.ts';
import { aboutOf } from './help-about.ts';
import { invocationFrom } from './invocation.ts';
import type { Invocation } from './options.ts';
import { widthOf } from './width.ts';

/** Parses the command line. Undefined if help or the version was requested and printed; throws Trouble (exit 2). */
export function readArguments(world: World): Invocation | undefined {
  let chosen: Invocation | undefined;
  const [first, ...rest] = world.argv;
  const argv = first === 'help' ? [...rest, '--help'] : world.argv;
  const program = programOf(
    world,
    (invocation) => {
      chosen = invocation;
    },
    // Flags are created only for the command in use: creating hundreds of them takes longer than everything else here.
    (command) => world.argv.includes(command),
  );
  try {
    program.parse(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return undefined;
    if (error.code === 'commander.help') return outputHelp(program);
    const known = program.commands.find((command) => command.name() === first);
    throw usage(clean(error.message.replace(/^error: /, '')), `aws-baseline ${known ? `${first} ` : ''}--help`);
  }
  return chosen;
}

/** All commands; passes on the parsed invocation. `withFlags` leaves flags out. */
export function programOf(
  world: World,
  choose: (invocation: Invocation) => void,
  withFlags: (command: string) => boolean = () => true,
): Command {
  const output = outputOf(world);
  const program = new Command('aws-baseline');
  program
    .description('Sets up a secure baseline in a new AWS account in five steps.')
    .version(world.version, '--version', 'print the version')
    .exitOverride()
    .configureOutput(output)
    // Every command has options; commander would say so only of those whose flags have been made.
    .configureHelp({ subcommandTerm: (sub) => new Help().subcommandTerm(sub).replace(' [options]', '') })
    .addHelpText('before', EXAMPLES.program ?? '')
    .showSuggestionAfterError(true)
    .addHelpText('after', '\nMore: aws-baseline COMMAND --help, and the reasons: aws-baseline explain')
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
    sub.addHelpText('before', EXAMPLES[name] ?? '').addHelpText('after', aboutOf(name, widthOf(world)));
    if (withFlags(name)) {
      for (const setting of withFlagsOnce(settings))
        sub.addOption(optionOf(setting).hideHelp(!concerns(name, setting)));
      for (const option of [...more, ...runOptions(command)]) sub.addOption(option);
    }
    sub.action(() => {
      choose(invocationFrom(world, sub, command, name, settings));
    });
    return sub;
  };

  const START = 'Start here:';
  const SCRIPTS = 'Scripts:';
  const AFTER = 'Afterwards:';
  add('init', START, 'run the wizard: check, prompt, review, apply', SETTINGS, [], 'init');
  // A step is init --steps STEP and takes the same flags; its help shows only its own.
  for (const { id, title } of STEPS) add(id, START, `run the wizard for one step: ${title}`, SETTINGS, [], 'init');
  add('status', START, 'check the account (read-only)', SETTINGS, [benchmarkOption(), exitCodeOption()], 'status');
  add(
    'plan',
    SCRIPTS,
    'print what apply would do as AWS CLI commands (read-only)',
    SETTINGS,
    [diffOption(), exitCodeOption()],
    'plan',
  );
  add('apply', SCRIPTS, 'apply the changes; requires --yes or a terminal', SETTINGS, [], 'apply');
  add(
    'verify',
    AFTER,
    'status, and test the policies (read-only)',
    SETTINGS,
    [benchmarkOption(), exitCodeOption()],
    'verify',
  );
  add('undo', AFTER, 'undo steps; asks you to type the account ID', GLOBAL_SETTINGS, undoOptions(), 'undo');
  const entry = [EVERY.region, EVERY.profile, EVERY.account];
  add('doctor', AFTER, 'find problems in your environment, with fixes (read-only)', entry, [], 'doctor');
  add('costs', AFTER, 'list what AWS bills by the hour or GB in every Region (read-only)', entry, [], 'costs');
  addWorded(program, world, choose, withFlags);
  return program;
}

// Every command accepts every setting, so that one config file and one set of flags work for all; help shows those that
// matter to the command.
function concerns(command: string, setting: Setting): boolean {
  const { step, onlyForWriting } = setting;
  if (step === 'try') return command === 'config show';
  const isStep = STEPS.some(({ id }) => id === command);
  if (isStep) return (step === command || step === 'every') && setting !== EVERY.steps && setting !== EVERY.skip;
  return !(/^(status|verify|undo)$/.test(command) && onlyForWriting);
}

// Help is a result; the program prints errors itself.
function outputOf(world: World) {
  const width = () => widthOf(world);
  const writeOut = (text: string) => world.out(helpAsTyped(text, world.env));
  return { writeOut, writeErr: () => {}, getOutHelpWidth: width, getErrHelpWidth: width };
}

function outputHelp(program: Command): undefined {
  program.outputHelp();
  throw usage('no command given; try: aws-baseline init');
}

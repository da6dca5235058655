import { Command, CommanderError, Help, type Option } from 'commander';
import { STEPS } from '../../steps/index.ts';
import { GLOBAL_SETTINGS, SETTINGS } from '../../steps/settings/all.ts';
import { EVERY } from '../../steps/settings/every.ts';
import type { Setting } from '../../steps/settings/setting.ts';
import { clean } from '../terminal/clean.ts';
import { usage } from '../trouble.ts';
import type { World } from '../world.ts';
import { addWorded } from './arguments.ts';
import { diffOption, exitCodeOption, optionOf, runOptions, undoOptions, withFlagsOnce } from './flags.ts';
import { EXAMPLES } from './help.ts';
import { aboutOf } from './help-about.ts';
import { understood } from './invocation.ts';
import type { Invocation } from './options.ts';

/** Reads the command line. Undefined when help or the version was asked for and printed; throws Trouble (exit 2). */
export function readArguments(world: World): Invocation | undefined {
  let chosen: Invocation | undefined;
  const program = programOf(
    world,
    (invocation) => {
      chosen = invocation;
    },
    // A command's flags are made only when it may be the one: hundreds of them take longer than everything else here.
    (command) => world.argv.includes(command),
  );
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

/** All commands; hands on what was understood of the command line it is given to parse. `withFlags` leaves flags out. */
export function programOf(
  world: World,
  choose: (invocation: Invocation) => void,
  withFlags: (command: string) => boolean = () => true,
): Command {
  const output = outputOf(world);
  const program = new Command('aws-baseline');
  program
    .description('Takes a new AWS account to a secure, usable baseline in five steps.')
    .version(world.version, '--version', 'print the version')
    .exitOverride()
    .configureOutput(output)
    // Every command has options; commander would say so only of those whose flags have been made.
    .configureHelp({ subcommandTerm: (sub) => new Help().subcommandTerm(sub).replace(' [options]', '') })
    .addHelpText('before', `${EXAMPLES.program}\n`)
    .showSuggestionAfterError(true)
    .addHelpText('after', '\nMore: aws-baseline COMMAND --help; why things are so: aws-baseline explain')
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
    sub.addHelpText('before', `${EXAMPLES[name] ?? ''}\n`).addHelpText('after', aboutOf(name, widthOf(world)));
    if (withFlags(name)) {
      for (const setting of withFlagsOnce(settings))
        sub.addOption(optionOf(setting).hideHelp(!concerns(name, setting)));
      for (const option of [...more, ...runOptions(command)]) sub.addOption(option);
    }
    sub.action(() => {
      choose(understood(world, sub, command, name, settings));
    });
    return sub;
  };

  const START = 'Start here:';
  const SCRIPTS = 'Scripts:';
  const AFTER = 'Afterwards:';
  add('init', START, 'wizard: look, ask what is missing, review, apply', SETTINGS, [], 'init');
  // A step is init --steps STEP, so it takes the same flags; help shows those that are its own.
  for (const { id, title } of STEPS) add(id, START, `only this step as a wizard: ${title}`, SETTINGS, [], 'init');
  add('status', START, 'what is in the account now (read only)', SETTINGS, [exitCodeOption()], 'status');
  add(
    'plan',
    SCRIPTS,
    'what apply would do, as AWS CLI lines (read only)',
    SETTINGS,
    [diffOption(), exitCodeOption()],
    'plan',
  );
  add('apply', SCRIPTS, 'do it; needs --yes or a terminal', SETTINGS, [], 'apply');
  add(
    'verify',
    AFTER,
    'status, and proof that the policies do what they promise (read only)',
    SETTINGS,
    [exitCodeOption()],
    'verify',
  );
  add('undo', AFTER, 'take steps back; asks you to type the account id', GLOBAL_SETTINGS, undoOptions(), 'undo');
  const entry = [EVERY.region, EVERY.profile, EVERY.account];
  add('doctor', AFTER, 'what is wrong with your environment, and how to mend it (read only)', entry, [], 'doctor');
  addWorded(program, world, choose, withFlags);
  return program;
}

// Every command takes every answer, so that one config and one set of flags serve all; help shows those that matter to it.
function concerns(command: string, setting: Setting): boolean {
  const { step, onlyForWriting } = setting;
  const isStep = STEPS.some(({ id }) => id === command);
  if (isStep) return (step === command || step === 'every') && setting !== EVERY.steps && setting !== EVERY.skip;
  return !(/^(status|verify|undo)$/.test(command) && onlyForWriting);
}

// Help is a result; what is wrong is said by us.
function outputOf(world: World) {
  const width = () => widthOf(world);
  return { writeOut: world.out, writeErr: () => {}, getOutHelpWidth: width, getErrHelpWidth: width };
}

// Who only wants to know what commands there are has no terminal to show.
function widthOf({ terminal }: Partial<World>): number {
  return Math.min(terminal?.columns || 80, 80);
}

function outputHelp(program: Command): undefined {
  program.outputHelp();
  throw usage('say what to do, for example: aws-baseline init');
}

import { Argument, type Command } from 'commander';
import { policyTopics } from '../../policies/index.ts';
import { BUCKETS } from '../../steps/buckets/settings.ts';
import { EC2 } from '../../steps/ec2/settings.ts';
import { BRAKE } from '../../steps/root/brake-settings.ts';
import { GUARD } from '../../steps/root/guardrail-settings.ts';
import { SETTINGS } from '../../steps/settings/all.ts';
import { EVERY } from '../../steps/settings/every.ts';
import type { Setting } from '../../steps/settings/setting.ts';
import { STEP_IDS } from '../../steps/settings/step-ids.ts';
import { TRY } from '../../steps/try/settings.ts';
import { TRIALS } from '../../steps/try/trials.ts';
import type { World } from '../world.ts';
import { optionOf, runOptions, withFlagsOnce } from './flags.ts';
import { EXAMPLES } from './help.ts';
import { aboutOf } from './help-about.ts';
import { addVerbs } from './instance-verbs.ts';
import { invocationFrom } from './invocation.ts';
import type { Invocation } from './options.ts';
import { widthOf } from './width.ts';
import type { Worded } from './worded.ts';

/** The topics of `explain`. */
const EXPLAINED = [
  ...STEP_IDS,
  'try',
  ...['policies', 'roles', 'guardrails', 'kinds', 'identity', 'notes', 'partitions', 'permissions', 'exit-codes'],
  'environment',
];
/** The shells that `completion` supports. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

const AFTER = 'Afterwards:';
const TRIED: Setting[] = [
  ...[EVERY.name, EVERY.region, EVERY.profile, EVERY.account, EVERY.wait, EVERY.tags],
  ...[EC2.subnet, TRY.image, TRY.remindAfter],
];

/** The commands with an argument or subcommand: explain TOPIC, policy show, config, completion SHELL. */
export function addWorded(
  program: Command,
  world: World,
  choose: (invocation: Invocation) => void,
  withFlags: (command: string) => boolean,
): void {
  const add = (parent: Command, worded: Worded): void => {
    const { command, description, settings, argument, takes, about, isShown = () => true } = worded;
    const sub = parent.command(command.split(' ').at(-1) ?? command).description(description);
    sub.helpGroup(parent === program ? AFTER : 'Commands:');
    sub.addHelpText('before', EXAMPLES[command] ?? '');
    if (argument) sub.addArgument(argument);
    if (about) sub.addHelpText('after', about);
    if (withFlags(command.split(' ')[0] ?? '')) {
      for (const setting of withFlagsOnce(settings)) sub.addOption(optionOf(setting).hideHelp(!isShown(setting)));
      for (const option of runOptions(command)) sub.addOption(option);
    }
    sub.action((word: unknown) => {
      takeBefore(parent, sub);
      const more = takes && typeof word === 'string' ? { [takes]: word } : {};
      choose({ ...invocationFrom(world, sub, command, command, settings), ...more });
    });
  };
  const group = (name: string, description: string): Command => {
    const parent = program.command(name).helpGroup(AFTER).description(description).helpCommand(false);
    return parent.addHelpText('before', EXAMPLES[name] ?? EXAMPLES[`${name} show`] ?? '');
  };

  add(program, {
    command: 'try',
    description: 'try a first container, function or cluster; undo --steps try deletes it',
    settings: SETTINGS,
    argument: oneOf('<what>', 'what to try', TRIALS),
    takes: 'topic',
    about: aboutOf('try', widthOf(world)),
    isShown: (setting) => TRIED.includes(setting),
  });
  add(group('brake', 'the spending brake that --brake sets up'), {
    command: 'brake lift',
    description: 'let engineers and analysts start again what costs; asks first',
    settings: [EVERY.region, EVERY.profile, EVERY.account],
    about: aboutOf('brake lift', widthOf(world)),
  });
  addVerbs(program, (parent, worded) => add(parent, worded));
  add(program, {
    command: 'explain',
    description: 'explain settings, policies, permissions, exit codes, environment variables',
    settings: [EVERY.steps, EVERY.skip, GUARD.chosen, BRAKE.limit, EC2.scale],
    argument: oneOf('[topic]', 'omit it to list the topics', EXPLAINED),
    takes: 'topic',
  });
  addPolicyShow(group('policy', 'print the policies as JSON (no credentials needed)'), world, choose);
  const config = group('config', 'settings from flags, variables and aws-baseline.yaml');
  add(config, {
    command: 'config show',
    description: 'show every setting and its source',
    settings: SETTINGS,
  });
  add(config, {
    command: 'config validate',
    description: 'check a config file: exit 0, or 2 with the line',
    settings: [],
    argument: new Argument('[file]', 'or - for stdin (default: ./aws-baseline.yaml)'),
    takes: 'file',
  });
  add(config, {
    command: 'config schema',
    description: 'print the JSON Schema of the config file, for editors and CI',
    settings: [],
  });
  add(program, {
    command: 'completion',
    description: 'print a shell completion script',
    settings: [],
    argument: oneOf('<shell>', 'the shell', SHELLS),
    takes: 'shell',
  });
}

// Options before a verb count as those after it: ec2 --region REGION list.
function takeBefore(parent: Command, sub: Command): void {
  for (const option of sub.options) {
    const name = option.attributeName();
    const isSaid = parent.getOptionValueSource(name) === 'cli' && sub.getOptionValueSource(name) !== 'cli';
    if (isSaid) sub.setOptionValueWithSource(name, parent.getOptionValue(name), 'cli');
  }
}

// The command itself reports an unknown word, with the likely intended one.
function oneOf(name: string, description: string, words: readonly string[]): Argument {
  const argument = new Argument(name, description);
  argument.argChoices = [...words];
  return argument;
}

function addPolicyShow(policy: Command, world: World, choose: (invocation: Invocation) => void): void {
  const settings: Setting[] = [EVERY.name, EVERY.region, BUCKETS.names, BUCKETS.landing, BUCKETS.analysis];
  const show = policy.command('show').description('print one policy');
  show.addArgument(oneOf('<policy>', 'the policy', policyTopics));
  show.addHelpText('before', EXAMPLES['policy show'] ?? '');
  for (const setting of settings) show.addOption(optionOf(setting));
  show.option('--account-id <id>', 'the 12-digit account ID');
  show.option('--explain', 'explain each statement in one sentence');
  show.option('--partition <partition>', 'aws, aws-us-gov or aws-cn (default: from the Region)');
  for (const option of runOptions('policy show')) show.addOption(option);
  show.action((topic: string) => {
    const { accountId, partition, explain } = show.opts<Record<string, unknown>>();
    const more = {
      ...(accountId ? { accountId: String(accountId) } : {}),
      ...(partition ? { partition: String(partition) } : {}),
    };
    choose({
      ...invocationFrom(world, show, 'policy show', 'policy show', settings),
      policy: { topic, explain: explain === true, ...more },
    });
  });
}

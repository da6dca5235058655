import { Argument, type Command } from 'commander';
import { EVERY } from '../../steps/settings/every.ts';
import type { Worded } from './worded.ts';

const SETTINGS = [EVERY.name, EVERY.region, EVERY.profile, EVERY.account];
const ID = new Argument('[instance]', 'the ID of the instance (default: the only one)');

const VERBS: [Worded['command'], string][] = [
  ['ec2 list', 'list the instances of aws-baseline (read-only)'],
  ['ec2 start', 'start an instance'],
  ['ec2 stop', 'stop an instance; its disk stays and is charged'],
  ['ec2 terminate', 'terminate an instance and delete its disk; asks first'],
  ['ec2 connect', 'open a Session Manager session, or print the command for it'],
];

/** The commands on our own instances, under the step's own command, which stays its wizard. */
export function addVerbs(program: Command, add: (parent: Command, worded: Worded) => void): void {
  const step = program.commands.find((one) => one.name() === 'ec2');
  if (!step) return;
  // What comes after the verb is the verb's.
  step.enablePositionalOptions();
  for (const [command, description] of VERBS)
    add(step, {
      ...{ command, description, settings: SETTINGS },
      ...(command === 'ec2 list' ? {} : { argument: ID, takes: 'topic' as const }),
    });
}

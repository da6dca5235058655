import type { Command, Option } from 'commander';
import { wordsOf } from '../flags.ts';

/** A flag as a shell sees it. */
export interface Flag {
  long: string;
  short?: string;
  description: string;
  /** Whether a value follows; `maybe` only behind "=". */
  takes: 'nothing' | 'a value' | 'maybe a value';
  /** The values there are, where they can be counted. */
  words: readonly string[];
  /** Several values with commas between. */
  isList: boolean;
  isFile: boolean;
  mayRepeat: boolean;
}

/** A command as a shell sees it: what may follow the words of its path. */
export interface Outline {
  /** `['policy', 'show']`; empty for the program itself. */
  path: string[];
  description: string;
  flags: Flag[];
  /** Words that may come next: commands, or what an argument may be. */
  next: { word: string; description: string }[];
  /** An argument that is a file. */
  takesFile: boolean;
}

/** The program and all its commands, outermost first, as far as --help shows them. */
export function outlineOf(command: Command, path: string[] = []): Outline[] {
  const help = command.createHelp();
  const commands = help.visibleCommands(command);
  const words = command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []);
  const own: Outline = {
    path,
    description: command.description(),
    flags: help.visibleOptions(command).map(flagOf),
    next: [
      ...commands.map((sub) => ({ word: sub.name(), description: sub.description() })),
      ...words.map((word) => ({ word, description: '' })),
    ],
    takesFile: command.registeredArguments.some((argument) => argument.name() === 'file'),
  };
  return [own, ...commands.flatMap((sub) => outlineOf(sub, [...path, sub.name()]))];
}

function flagOf(option: Option): Flag {
  const { long, short, required, optional, description, flags, parseArg } = option;
  return {
    long: long ?? '',
    ...(short ? { short } : {}),
    description,
    takes: required ? 'a value' : optional ? 'maybe a value' : 'nothing',
    words: wordsOf(option),
    isList: flags.includes('<list>'),
    isFile: /[<[]file[\]>]/.test(flags),
    mayRepeat: parseArg !== undefined,
  };
}

/** How a shell may be told to load the script, as comment lines. */
export function heading(shell: string, ...install: string[]): string[] {
  return [
    `# ${shell} completion of aws-baseline, made from its commands by: aws-baseline completion ${shell}`,
    '# To install it:',
    ...install.map((line) => `#   ${line}`),
  ];
}

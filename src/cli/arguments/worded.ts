import type { Argument } from 'commander';
import type { Setting } from '../../steps/settings/setting.ts';
import type { Invocation } from './options.ts';

/** A command with an argument or subcommand. */
export interface Worded {
  command: Invocation['command'];
  description: string;
  settings: Setting[];
  argument?: Argument;
  /** The field of the invocation that the word sets. */
  takes?: 'topic' | 'shell' | 'file';
  /** The end of its help. */
  about?: string;
  /** The settings in its help; it takes the others as well. */
  isShown?(setting: Setting): boolean;
}

import { Option } from 'commander';
import { ACCOUNT_KINDS } from '../../aws/account-kind.ts';
import { SETTINGS } from '../../steps/settings/all.ts';
import { flagName, type Setting, takesCommas } from '../../steps/settings/setting.ts';
import type { Invocation } from './options.ts';

const FORMS = ['text', 'json', 'ndjson'];
/** The kinds of account that can be rehearsed. */
export const REHEARSED = ACCOUNT_KINDS.filter((kind) => kind !== 'unknown');

/** One setting for each flag, though `--done` gives several. */
export function withFlagsOnce(settings: Setting[]): Setting[] {
  return settings.filter(({ flag }, i) => settings.findIndex((one) => one.flag === flag) === i);
}

/** A setting as commander's option. */
export function optionOf(setting: Setting): Option {
  const isMany = ['texts', 'numbers', 'pairs'].includes(setting.kind) && !takesCommas(setting);
  const shown =
    setting.default === undefined || typeof setting.default === 'boolean' || String(setting.default) === ''
      ? ''
      : ` (default: ${[setting.default].flat().join(', ')})`;
  const choices = setting.choices && !takesCommas(setting) ? `: ${setting.choices.join(', ')}` : '';
  const option = new Option(
    setting.flag,
    `${setting.help}${choices}${typeof setting.default === 'object' && !Array.isArray(setting.default) ? '' : shown}`,
  );
  if (isMany) option.argParser((text: string, before: unknown) => [...(Array.isArray(before) ? before : []), text]);
  return option;
}

/** The words that an option takes, where they can be counted; a shell completes them. */
export function wordsOf({ long }: Option): readonly string[] {
  if (long === '--output') return FORMS;
  if (long === '--rehearse-as') return REHEARSED;
  const settings = SETTINGS.filter((setting) => flagName(setting) === long);
  return settings[0]?.byKey ? settings.map(({ key }) => key) : (settings[0]?.choices ?? []);
}

/** The options that say how to run. */
export function runOptions(command: Invocation['command']): Option[] {
  const offline = /^(policy|explain|config|completion)\b/.test(command);
  const writes = command === 'init' || command === 'apply';
  return [
    ...(offline
      ? []
      : [
          new Option('--rehearse [file]', 'an account in memory instead of AWS; kept in FILE with --rehearse=FILE'),
          new Option('--rehearse-as <kind>', `a rehearsal as ${REHEARSED.join(', ')}`),
        ]),
    new Option('--config <file>', 'answers from this file, or - for stdin (default: ./aws-baseline.yaml)'),
    new Option('--no-config', 'read no config file'),
    ...(offline ? [] : [new Option('--no-input', 'never ask; what is missing is an error')]),
    ...(writes
      ? [new Option('-y, --yes', 'do not ask for agreement')]
      : command === 'undo'
        ? [new Option('-y, --yes', 'has no effect here: undo wants --confirm').hideHelp()]
        : []),
    new Option('--json', 'one JSON object on stdout'),
    new Option('--output <form>', 'text, json or ndjson'),
    new Option('-q, --quiet', 'only the result'),
    new Option('-v, --verbose', 'show each call as it is sent'),
    new Option('--debug', 'name every request to AWS, without its content'),
    new Option('--no-color', 'no colors'),
    new Option('--ascii', 'no colors and only ASCII'),
    new Option('--accessible', 'numbered choices and words instead of marks'),
  ];
}

/** For policies that are there already and say something else. */
export function diffOption(): Option {
  return new Option('--diff', 'show by statement how policies would change, and what that takes away');
}

export function exitCodeOption(): Option {
  return new Option('--exit-code', 'exit 5 when something is to do');
}

export function undoOptions(): Option[] {
  return [
    new Option('--confirm <account-id>', 'agree without being asked'),
    new Option('--keep-data', 'keep buckets that hold objects (the default)'),
    new Option('--delete-data', 'delete buckets with everything in them'),
  ];
}

import { Option } from 'commander';
import { ACCOUNT_KINDS } from '../../aws/account-kind.ts';
import { BENCHMARK_IDS } from '../../steps/benchmarks/ids.ts';
import { SETTINGS } from '../../steps/settings/all.ts';
import { flagName, type Setting, takesCommas } from '../../steps/settings/setting.ts';
import type { Invocation } from './options.ts';

const FORMS = ['text', 'json', 'ndjson'];

/** The word for a rehearsal of a standalone account on the Free plan; the others are on the Paid plan. */
export const ON_FREE_PLAN = 'free-plan';

/** The output formats of a command; those of pipelines only where there are results to judge. */
export function formsOf(command: Invocation['command']): string[] {
  return /^(status|verify)$/.test(command) ? [...FORMS, 'junit', 'sarif'] : FORMS;
}

/** The kinds of account that a rehearsal supports. */
export const REHEARSED = [...ACCOUNT_KINDS.filter((kind) => kind !== 'unknown'), ON_FREE_PLAN] as const;

/** One setting per flag; `--done` sets several. */
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

/** The fixed words that an option accepts, for shell completion. */
export function wordsOf({ long, description }: Option): readonly string[] {
  if (long === '--output') return /sarif/.test(description) ? formsOf('status') : FORMS;
  if (long === '--benchmark') return BENCHMARK_IDS;
  if (long === '--rehearse-as') return REHEARSED;
  const settings = SETTINGS.filter((setting) => flagName(setting) === long);
  return settings[0]?.byKey ? settings.map(({ key }) => key) : (settings[0]?.choices ?? []);
}

/** The options that control a run. */
export function runOptions(command: Invocation['command']): Option[] {
  const offline = /^(policy|explain|config|completion)\b/.test(command);
  const writes = /^(init|apply|try|brake lift|ec2 terminate)$/.test(command);
  return [
    ...(offline
      ? []
      : [
          new Option('--rehearse [file]', 'use an account in memory instead of AWS; --rehearse=FILE stores it'),
          new Option('--rehearse-as <kind>', `kind of the rehearsed account: ${REHEARSED.join(', ')}`),
        ]),
    new Option('--config <file>', 'read settings from this file, or - for stdin (default: ./aws-baseline.yaml)'),
    new Option('--no-config', 'do not read a config file'),
    ...(offline ? [] : [new Option('--no-input', 'never prompt; fail if a required value is missing')]),
    ...(writes
      ? [new Option('-y, --yes', 'do not ask for confirmation')]
      : command === 'undo'
        ? [new Option('-y, --yes', 'no effect: undo requires --confirm').hideHelp()]
        : []),
    new Option('--json', 'print one JSON object to stdout'),
    new Option('--output <form>', `output format: ${formsOf(command).join(', ')}`),
    new Option('-q, --quiet', 'print only the result'),
    new Option('-v, --verbose', 'print each API call as it is sent'),
    new Option('--debug', 'log every AWS request, without its content'),
    new Option('--no-color', 'no colors'),
    new Option('--ascii', 'no colors, ASCII characters only'),
    new Option('--accessible', 'numbered choices, and words instead of marks'),
  ];
}

/** For existing policies with different content. */
export function diffOption(): Option {
  return new Option('--diff', 'show policy changes by statement, including permissions removed');
}

/** Of status and verify. */
export function benchmarkOption(): Option {
  return new Option('--benchmark <name>', `judge the account by a benchmark: ${BENCHMARK_IDS.join(', ')}`);
}

export function exitCodeOption(): Option {
  return new Option('--exit-code', 'exit 5 if changes are needed');
}

export function undoOptions(): Option[] {
  return [
    new Option('--confirm <account-id>', 'confirm without a prompt'),
    new Option('--keep-data', 'keep buckets that contain objects (default)'),
    new Option('--delete-data', 'delete buckets and all objects in them'),
  ];
}

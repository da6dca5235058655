import { SETTINGS } from '../../steps/settings/all.ts';
import { EVERY } from '../../steps/settings/every.ts';
import { flagName, isKeptIn, type Setting, takesCommas, type Value, valueIn } from '../../steps/settings/setting.ts';
import type { Given } from '../answers/given.ts';
import type { Invocation } from '../arguments/options.ts';
import { wrap } from '../terminal/wrap.ts';

/** The flags that give the same answers without prompts; default values are left out. */
export function answerFlags({ values }: Given, those: (setting: Setting) => boolean = () => true): string[] {
  return SETTINGS.filter((one) => values.has(one.key) && isKeptIn('command', one) && those(one)).flatMap((setting) =>
    words(setting, values.get(setting.key)!),
  );
}

/** The flag of the profile, if one chose it: without it, the same command would go to another account. */
export function profileFlag({ values, sources }: Given): string[] {
  const isByFlag = sources.get(EVERY.profile.key)?.by === 'flag';
  return isByFlag ? words(EVERY.profile, values.get(EVERY.profile.key)!) : [];
}

/** What decides what is looked at: a flag that adds or leaves out facts, or an amount without a default. */
const isExtra = ({ kind, default: usual, onlyForWriting }: Setting): boolean =>
  !onlyForWriting && (kind === 'boolean' || (kind === 'number' && usual === undefined));

function words(setting: Setting, value: Value): string[] {
  if (JSON.stringify(value) === JSON.stringify(setting.default)) return [];
  const flag = flagName(setting);
  if (setting.byKey) return [`${flag} ${setting.key}`];
  if (typeof value === 'boolean') return [flag];
  if (Array.isArray(value) && takesCommas(setting)) return [`${flag} ${value.join(',')}`];
  if (Array.isArray(value)) return value.map((one) => `${flag} ${quoted(String(one))}`);
  if (typeof value === 'object') return Object.entries(value).map(([key, one]) => `${flag} ${quoted(`${key}=${one}`)}`);
  return [`${flag} ${quoted(String(value))}`];
}

function quoted(text: string): string {
  return /^[A-Za-z0-9_./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A command over several lines with `\` at the end of each, none wider than `width` if its words allow it. */
export function brokenCommand(words: string[], width: number): string[] {
  const lines: string[] = [];
  let line = `  ${words[0] ?? ''}`;
  for (const word of words.slice(1)) {
    if (`${line} ${word} \\`.length > width) {
      lines.push(`${line} \\`);
      line = `    ${word}`;
    } else line = `${line} ${word}`;
  }
  return [...lines, line];
}

/**
 * "Next:" with what to do. A command that does not fit beside it breaks only at a line continuation, because users paste
 * commands.
 */
export function nextLines(next: string, width: number): string[] {
  const isOneCommand = /^(?:npx )?aws-baseline [^,;:]+$/.test(next) && !next.includes('. ');
  if (!isOneCommand || `Next: ${next}`.length <= width) return [wrap(`Next: ${next}`, width)];
  return ['Next:', ...brokenCommand(next.split(/ (?=--)/), width)];
}

/** A command for the same account: in a rehearsal, for that one. */
export function commandLine({ options: { rehearse } }: Invocation, command: string, words: string[]): string {
  const where = rehearse === true ? ['--rehearse'] : rehearse ? [`--rehearse=${quoted(rehearse)}`] : [];
  return [`aws-baseline ${command}`, ...where, ...words].join(' ');
}

/**
 * A command for the same account and baseline; `full` repeats every answer. Without it, a command that only looks repeats
 * what it would not look at otherwise.
 */
export function again(
  { invocation, given }: { invocation: Invocation; given: Given },
  command: string,
  full = false,
): string {
  const said = [EVERY.name, EVERY.region].filter(({ key }) => given.values.has(key));
  const place = said.map((setting) => `${flagName(setting)} ${valueIn(given.values, setting)}`);
  const extra = /^(status|plan)$/.test(command) ? answerFlags(given, isExtra) : [];
  return commandLine(invocation, command, [
    ...profileFlag(given),
    ...(full ? answerFlags(given) : [...place, ...extra]),
  ]);
}

import { type Flag, heading, type Outline } from './outline.ts';

/** The script for fish 3 and newer. */
export function fishScript(outlines: Outline[]): string {
  return [
    ...heading('fish', 'aws-baseline completion fish > ~/.config/fish/completions/aws-baseline.fish'),
    '# Whether the line begins with exactly these commands.',
    'function __aws_baseline_at',
    '    set -l typed (commandline -opc)',
    '    set -e typed[1]',
    '    set -l count (count $argv)',
    '    if test $count -eq 0',
    '        test (count $typed) -eq 0',
    '        return',
    '    end',
    '    test "$typed[1..$count]" = "$argv"',
    'end',
    'complete -c aws-baseline -f',
    ...outlines.flatMap((outline) => linesOf(outline, outlines)),
  ].join('\n');
}

function linesOf({ path, flags, next, takesFile }: Outline, outlines: Outline[]): string[] {
  const inner = outlines.filter(
    (one) => one.path.length === path.length + 1 && path.every((word, i) => one.path[i] === word),
  );
  const here = ['__aws_baseline_at', ...path].join(' ');
  const notDeeper = path.length === 0 ? [] : inner.map((one) => `not __aws_baseline_at ${one.path.join(' ')}`);
  const at = `complete -c aws-baseline -n ${quoted([here, ...notDeeper].join('; and '))}`;
  return [
    ...next.map(({ word, description }) => `${at} -a ${word}${description ? ` -d ${quoted(description)}` : ''}`),
    ...(takesFile ? [`${at} -F`] : []),
    ...flags.map((flag) => `${at} ${flagWords(flag)} -d ${quoted(flag.description)}`),
  ];
}

function flagWords({ long, short, takes, words, isList, isFile }: Flag): string {
  const names = `${short ? `-s ${short.slice(1)} ` : ''}-l ${long.slice(2)}`;
  if (takes !== 'a value') return names;
  if (isList) return `${names} -x -a ${quoted(`(__fish_append , ${words.join(' ')})`)}`;
  if (words.length > 0) return `${names} -x -a ${quoted(words.join(' '))}`;
  return isFile ? `${names} -r -F` : `${names} -x`;
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

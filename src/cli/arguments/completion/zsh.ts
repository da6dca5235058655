import { type Flag, heading, type Outline } from './outline.ts';

/** The script for zsh; works from a file in $fpath and when sourced. */
export function zshScript(outlines: Outline[]): string {
  const [program, ...commands] = outlines;
  return [
    '#compdef aws-baseline',
    ...heading(
      'zsh',
      'mkdir -p ~/.zfunc && aws-baseline completion zsh > ~/.zfunc/_aws-baseline',
      'and in ~/.zshrc: fpath+=~/.zfunc; autoload -Uz compinit && compinit',
    ),
    '_aws_baseline() {',
    '  local -a next',
    '  local typed="$words[2]"',
    '  if (( CURRENT == 2 )); then',
    ...(program ? following(program).map((line) => `  ${line}`) : []),
    '    return',
    '  fi',
    '  shift words; (( CURRENT-- ))',
    ...groupsOf(commands).flatMap((group) => [
      `  if [[ "$typed" == ${group.path[0]} ]]; then`,
      '    if (( CURRENT == 2 )); then',
      ...following(group).map((line) => `    ${line}`),
      '      return',
      '    fi',
      '    if [[ "$words[2]" != -* ]]; then typed="$typed $words[2]"; shift words; (( CURRENT-- )); fi',
      '  fi',
    ]),
    '  case "$typed" in',
    ...commands.filter((one) => one.flags.length > 0 || !groupsOf(commands).includes(one)).flatMap(branch),
    '  esac',
    '}',
    'if [[ "$funcstack[1]" == "_aws-baseline" ]]; then _aws_baseline "$@"; else compdef _aws_baseline aws-baseline; fi',
  ].join('\n');
}

function groupsOf(commands: Outline[]): Outline[] {
  const nested = new Set(commands.filter(({ path }) => path.length === 2).map(({ path }) => path[0]));
  return commands.filter(({ path }) => path.length === 1 && nested.has(path[0]));
}

function following({ next, flags }: Outline): string[] {
  return [
    '  next=(',
    ...[...next, ...flags.map(({ long, description }) => ({ word: long, description }))].map(
      ({ word, description }) => `    ${quoted(`${word}:${description}`)}`,
    ),
    '  )',
    "  _describe 'command' next",
  ];
}

function branch({ path, flags, next, takesFile }: Outline): string[] {
  const words = next.map(({ word }) => word).join(' ');
  const specs = [
    ...flags.map(specOf),
    ...(words ? [quoted(`1:word:(${words})`)] : []),
    ...(takesFile ? [quoted('1:file:_files')] : []),
  ];
  return [
    `    ${quoted(path.join(' '))})`,
    '      _arguments \\',
    ...specs.map((spec, i) => `        ${spec}${i < specs.length - 1 ? ' \\' : ''}`),
    '      ;;',
  ];
}

function specOf(flag: Flag): string {
  const { long, short, description, takes, mayRepeat } = flag;
  const said = `[${description.replace(/[\\[\]:]/g, '\\$&')}]${afterName(flag)}`;
  const equals = takes === 'a value' ? '=' : takes === 'maybe a value' ? '=-' : '';
  const once = mayRepeat ? '*' : '';
  if (!short) return quoted(`${once}${long}${equals}${said}`);
  return `${quoted(`(${short} ${long})`)}{${short},${long}}${quoted(said)}`;
}

function afterName({ takes, words, isList, isFile }: Flag): string {
  if (takes === 'nothing') return '';
  const colon = takes === 'maybe a value' ? '::' : ':';
  if (isList) return `${colon}list:_values -s , list ${words.join(' ')}`;
  if (words.length > 0) return `${colon}value:(${words.join(' ')})`;
  return isFile ? `${colon}file:_files` : `${colon}value: `;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

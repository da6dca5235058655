// biome-ignore-all lint/suspicious/noTemplateCurlyInString: bash variables
import { type Flag, heading, type Outline } from './outline.ts';

/** The script for bash 3.2 (macOS) and newer; does not need the package bash-completion. */
export function bashScript(outlines: Outline[]): string {
  const groups = outlines.filter(({ path }) => path.length === 2).map(({ path }) => path[0]);
  return [
    ...heading(
      'bash',
      'eval "$(aws-baseline completion bash)"     # this shell only; for every shell, add the line to ~/.bashrc',
      'or, if the package bash-completion is installed:',
      'aws-baseline completion bash > ~/.local/share/bash-completion/completions/aws-baseline',
    ),
    '_aws_baseline() {',
    '  local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" equals=""',
    '  local path="" words="" kind="words"',
    '  COMPREPLY=()',
    '  # bash splits --flag=value into three words.',
    '  if [[ "$word" == "=" ]]; then word="" equals=1',
    '  elif [[ "$before" == "=" ]]; then before="${COMP_WORDS[COMP_CWORD-2]}" equals=1; fi',
    '  if (( COMP_CWORD > 1 )); then path="${COMP_WORDS[1]}"; fi',
    `  case "$path" in ${unique(groups).join('|')}) if (( COMP_CWORD > 2 )) && [[ "\${COMP_WORDS[2]}" != -* ]]; then path="$path \${COMP_WORDS[2]}"; fi ;; esac`,
    '  case "$path" in',
    ...outlines.flatMap(branch),
    '  esac',
    '  case "$kind" in',
    '    nothing) return ;;',
    '    files)',
    "      local IFS=$'\\n'",
    '      compopt -o filenames 2>/dev/null',
    '      COMPREPLY=($(compgen -f -- "$word")) ;;',
    '    list)',
    '      local begun=""',
    '      if [[ "$word" == *,* ]]; then begun="${word%,*},"; fi',
    '      COMPREPLY=($(compgen -P "$begun" -W "$words" -- "${word##*,}")) ;;',
    '    *) COMPREPLY=($(compgen -W "$words" -- "$word")) ;;',
    '  esac',
    '}',
    'complete -F _aws_baseline aws-baseline',
  ].join('\n');
}

function branch({ path, flags, next, takesFile }: Outline): string[] {
  const words = [...next.map(({ word }) => word), ...flags.flatMap(namesOf)].join(' ');
  const values = new Map<string, string[]>();
  for (const flag of flags.filter(({ takes }) => takes !== 'nothing'))
    values.set(afterName(flag), [...(values.get(afterName(flag)) ?? []), ...namesOf(flag)]);
  const cases = [...values].map(([then, names]) => `        ${names.join('|')}) ${then} ;;`);
  const file = takesFile ? ['      if [[ "$word" != -?* && "$kind" == words ]]; then kind="files"; fi'] : [];
  return [
    `    "${path.join(' ')}")`,
    `      words="${words}"`,
    ...(cases.length > 0 ? ['      case "$before" in', ...cases, '      esac'] : []),
    ...file,
    '      ;;',
  ];
}

function namesOf({ long, short }: Flag): string[] {
  return [long, ...(short ? [short] : [])];
}

function afterName({ takes, words, isList, isFile }: Flag): string {
  if (takes === 'maybe a value') return 'if [[ -n "$equals" ]]; then kind="files"; fi';
  if (words.length > 0) return `kind="${isList ? 'list' : 'words'}" words="${words.join(' ')}"`;
  return `kind="${isFile ? 'files' : 'nothing'}"`;
}

function unique(words: (string | undefined)[]): string[] {
  return [...new Set(words.filter((word) => word !== undefined))];
}

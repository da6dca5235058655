import { Chalk, type ChalkInstance } from 'chalk';
import type { Event } from '../engine/carry-out.ts';
import type { Finding, State } from '../engine/finding.ts';
import { clean, cleanJson } from './clean.ts';
import type { Options } from './options.ts';
import type { World } from './world.ts';

const MARKS: Record<State, string> = {
  ok: 'ok',
  created: 'ok',
  changed: 'ok',
  removed: 'ok',
  todo: '+ ',
  'by-hand': '! ',
  unknown: '? ',
  waiting: '..',
  failed: 'XX',
};
const WORDS: Record<State, string> = {
  ok: 'ok',
  created: 'created',
  changed: 'changed',
  removed: 'removed',
  todo: 'to do',
  'by-hand': 'by hand',
  unknown: 'unknown',
  waiting: 'waiting',
  failed: 'failed',
};

/** Where the program speaks: progress and hints to stderr, the result to stdout. */
export interface Teller {
  paint: ChalkInstance;
  /** A line of progress; left out with --quiet. Long ones are wrapped to the terminal's width. */
  line(text?: string): void;
  /** A line that must be seen even with --quiet. */
  must(text: string): void;
  result(text: string): void;
  event(event: Record<string, unknown>): void;
  onEvent(event: Event): void;
  mark(state: State): string;
}

export function teller(world: World, options: Options): Teller {
  const paint = new Chalk({ level: colorLevel(world, options) });
  const width = Math.max(20, Math.min(world.terminal.columns || 80, 100));
  const must = (text: string) => world.err(`${wrap(text, width)}\n`);
  const line = (text = '') => {
    if (!options.quiet) must(text);
  };
  const mark = (state: State) => {
    if (options.accessible) return `${WORDS[state]}:`;
    const colored = {
      ok: paint.green,
      '+ ': paint.cyan,
      '! ': paint.yellow,
      '? ': paint.yellow,
      '..': paint.yellow,
      XX: paint.red,
    };
    return colored[MARKS[state] as keyof typeof colored](MARKS[state]);
  };
  const event = (given: Record<string, unknown>) => {
    if (options.output === 'ndjson')
      world.out(`${cleanJson({ schema: 1, at: new Date(world.clock.now()).toISOString(), ...given })}\n`);
  };
  const onEvent = (given: Event) => {
    const { finding } = given;
    const ms = 'ms' in given ? { ms: Math.round(given.ms) } : {};
    const why = 'why' in given ? { why: given.why } : {};
    event({
      event: given.event,
      fact: finding.fact.id,
      title: finding.fact.title,
      ...ms,
      ...why,
      ...(finding.error ? { error: finding.error } : {}),
    });
    if (given.event === 'action.done')
      line(
        `  ${mark('ok')}  ${clean(finding.fact.title)}${finding.to === null ? ': removed' : ''}${seconds(given.ms)}`,
      );
    if (given.event === 'action.failed') line(`  ${mark(finding.state)}  ${clean(finding.fact.title)}`);
    if (given.event === 'wait.tick')
      line(
        `  ${mark('waiting')}  ${clean(finding.fact.title)}: still waiting${seconds(given.ms)} (${clean(given.why)})`,
      );
  };
  return { paint, line, must, result: (text) => world.out(`${text}\n`), event, onEvent, mark };
}

function colorLevel({ env, terminal }: World, { color, ascii }: Options): 0 | 1 {
  if (!color || env.NO_COLOR || env.TERM === 'dumb' || ascii) return env.FORCE_COLOR && color && !env.NO_COLOR ? 1 : 0;
  return terminal.errors || env.FORCE_COLOR ? 1 : 0;
}

function seconds(ms: number): string {
  return ms < 1_000 ? '' : `  ${(ms / 1_000).toFixed(1)} s`;
}

/** Breaks lines at spaces so that none is wider than the terminal; what hangs over is indented like its line. */
export function wrap(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => wrapLine(line, width))
    .join('\n');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: our own colors take no room
const plain = (text: string) => text.replace(/\u001b\[\d+m/g, '');

function wrapLine(line: string, width: number): string {
  const lengthOf = (text: string) => plain(text).length;
  if (lengthOf(line) <= width) return line;
  const indent = /^ */.exec(line)?.[0] ?? '';
  // Under a mark, text goes on where it began.
  const hanging = ' '.repeat((/^ *(?:ok|XX|\.\.|[+~=!?-]) +/.exec(plain(line))?.[0] ?? indent).length);
  const lines: string[] = [];
  let current = indent;
  for (const word of line.trimStart().split(/(?<=\S) (?=\S)/)) {
    const longer = current.trim() === '' ? `${current}${word}` : `${current} ${word}`;
    if (lengthOf(longer) <= width || current.trim() === '') current = longer;
    else {
      lines.push(current);
      current = `${hanging}${word}`;
    }
  }
  return [...lines, current].join('\n');
}

/** One finding as lines for a person: the sentence, then what to do about it. */
export function findingLines(finding: Finding, tell: Teller): string[] {
  const { fact, state, why, how, link, error, next, now } = finding;
  const head = `  ${tell.mark(state)}  ${clean(fact.title)}`;
  const after = '      ';
  const type = (now as { InstanceType?: string } | null)?.InstanceType;
  return [
    type ? `${head} (${clean(type)})` : head,
    ...(how ? [`${after}${clean(how)}`] : []),
    // A link stands alone on its line, so that it can be clicked and copied.
    ...(link ? [`${after}${link}`] : []),
    ...(error ? [`${after}AWS said: ${clean(error)}`] : []),
    ...(why ? [`${after}${clean(why)}`] : []),
    ...(next ? [`${after}${next}`] : []),
  ];
}

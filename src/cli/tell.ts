import { Chalk, type ChalkInstance } from 'chalk';
import { cliLine } from '../aws/cli-line.ts';
import type { Event } from '../engine/carry-out.ts';
import type { Finding, State } from '../engine/finding.ts';
import { clean, cleanJson } from './clean.ts';
import type { Options } from './options.ts';
import type { World } from './world.ts';
import { wrap } from './wrap.ts';

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
  /** A line of a result that a person reads: wrapped like the rest. */
  page(text: string): void;
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
    if (given.event === 'action.start' && options.verbose)
      for (const each of finding.calls ?? []) line(`      ${clean(cliLine(each))}`);
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
  return {
    paint,
    line,
    must,
    result: (text) => world.out(`${text}\n`),
    page: (text) => world.out(`${wrap(text, width)}\n`),
    event,
    onEvent,
    mark,
  };
}

function colorLevel({ env, terminal }: World, { color, ascii }: Options): 0 | 1 {
  if (!color || env.NO_COLOR || env.TERM === 'dumb' || ascii) return env.FORCE_COLOR && color && !env.NO_COLOR ? 1 : 0;
  return terminal.errors || env.FORCE_COLOR ? 1 : 0;
}

function seconds(ms: number): string {
  return ms < 1_000 ? '' : `  ${(ms / 1_000).toFixed(1)} s`;
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

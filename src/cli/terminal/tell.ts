import { Chalk, type ChalkInstance } from 'chalk';
import { cliLineAt } from '../../aws/cli-line.ts';
import type { Finding, State } from '../../engine/finding.ts';
import type { Event } from '../../engine/work.ts';
import type { Options } from '../arguments/options.ts';
import type { World } from '../world.ts';
import { clean, cleanJson } from './clean.ts';
import { liveLine } from './live-line.ts';
import { markOf } from './state-marks.ts';
import { asTyped } from './typed-commands.ts';
import { fittingRemarks, wrap } from './wrap.ts';

const SLOW_MS = 2_000;

/** The program's output: progress and hints to stderr, the result to stdout. */
export interface Teller {
  paint: ChalkInstance;
  /** The columns of a line. */
  width: number;
  /** A line of progress; left out with --quiet. Long ones are wrapped to the terminal's width. */
  line(text?: string): void;
  /** A line that is printed even with --quiet. */
  must(text: string): void;
  result(text: string): void;
  /** A line of a result in text form: wrapped like the rest. */
  page(text: string): void;
  /** A command as this user can paste it. Lines and pages have it so; only whoever breaks a command needs it first. */
  typed(command: string): string;
  event(event: Record<string, unknown>): void;
  /** The listener for the engine's events; the live line counts the known number of actions. */
  listener(total: () => number, region: string): (event: Event) => void;
  /** Shows the current work in the live line; undefined removes it. */
  live(text: string | undefined): void;
  mark(state: State): string;
  /** A URL, clickable if the terminal supports it; on its own line, so that it can be copied. */
  link(address: string): string;
}

export function teller(world: World, options: Options): Teller {
  const paint = new Chalk({ level: colorLevel(world, options) });
  const hasLinks = world.terminal.links && paint.level > 0;
  const width = Math.max(20, Math.min(world.terminal.columns || 80, 100));
  const bottom = liveLine(world, options, width);
  const typed = (text: string) => asTyped(text, world.env);
  const must = (text: string) => bottom.write(`${wrap(typed(text), width)}\n`);
  const line = (text = '') => {
    if (!options.quiet) must(text);
  };
  const mark = (state: State) => markOf(state, paint, options.accessible);
  const event = (given: Record<string, unknown>) => {
    const stamped = { schema: 1, at: new Date(world.clock.now()).toISOString(), ...given };
    if (options.output === 'ndjson') world.out(`${cleanJson(stamped)}\n`);
  };
  const live = (text: string | undefined) => (text === undefined ? bottom.clear() : bottom.show(text));
  const listener = (total: () => number, region: string) => {
    const underWay = new Map<string, { title: string; since: number; told: boolean }>();
    let done = 0;
    const kept = new Map<string, string[]>();
    // The SDK retries automatically; a long wait is reported even without a live line.
    const slow = () => {
      for (const one of underWay.values()) {
        const ms = world.clock.now() - one.since;
        if (ms < SLOW_MS || one.told) continue;
        one.told = true;
        line(`  ${mark('waiting')}  ${one.title}: waiting for AWS${seconds(ms)}`);
      }
    };
    let stop: (() => void) | undefined;
    return (given: Event) => {
      const { finding } = given;
      event(eventJson(given));
      if (given.event === 'action.start') {
        underWay.set(finding.fact.id, { title: clean(finding.fact.title), since: world.clock.now(), told: false });
        stop ??= world.every(SLOW_MS / 2, slow);
      }
      if (given.event === 'action.start' && options.verbose) {
        for (const each of finding.calls ?? []) line(`      ${clean(cliLineAt(each, region))}`);
      }
      if (given.event === 'action.done' || given.event === 'action.failed') {
        underWay.delete(finding.fact.id);
        done += 1;
      }
      const told = lineOf(given, mark, width);
      const name =
        given.event === 'action.done' && finding.to === finding.fact.want ? finding.fact.together : undefined;
      if (name && told && !options.verbose) kept.set(name, [...(kept.get(name) ?? []), told]);
      else if (told) line(told);
      const [latest] = [...underWay.values()].slice(-1);
      live(latest ? `  ..  ${done} of ${total()} done: ${latest.title}` : undefined);
      if (latest) return;
      // What shares a line is told once nothing is under way.
      for (const [each, all] of kept)
        line(all.length === 1 ? String(all[0]) : `  ${mark('ok')}  ${all.length} ${each}`);
      kept.clear();
      stop?.();
      stop = undefined;
    };
  };
  return {
    paint,
    width,
    line,
    must,
    result: (text) => world.out(`${text}\n`),
    page: (text) => world.out(`${wrap(typed(text), width)}\n`),
    typed,
    event,
    listener,
    live,
    mark,
    link: (address) => (hasLinks ? `\u001b]8;;${address}\u001b\\${address}\u001b]8;;\u001b\\` : address),
  };
}

function eventJson(given: Event): Record<string, unknown> {
  const { event, finding } = given;
  const { fact, error } = finding;
  const ms = 'ms' in given ? { ms: Math.round(given.ms) } : {};
  const said = 'why' in given ? given.why : event === 'action.done' ? finding.why : undefined;
  const why = said ? { why: said } : {};
  return { event, fact: fact.id, title: fact.title, ...ms, ...why, ...(error ? { error } : {}) };
}

function lineOf(given: Event, mark: (state: State) => string, width: number): string | undefined {
  const { finding } = given;
  const title = clean(finding.fact.title);
  switch (given.event) {
    case 'action.start':
      return undefined;
    case 'action.done': {
      // Such as that an instance has no way out, or was launched in another zone.
      const remarks = fittingRemarks(clean(finding.why ?? ''), width - 6);
      const remark = remarks ? `\n      ${remarks}` : '';
      return `  ${mark('ok')}  ${doneTitle(finding)}${seconds(given.ms)}${remark}`;
    }
    case 'action.failed':
      // If AWS is not ready, the wait is reported instead.
      if (finding.state === 'waiting') return undefined;
      return `  ${mark(finding.state)}  not done yet: ${title}${finding.code ? ` (${clean(finding.code)})` : ''}`;
    case 'wait.tick':
      return `  ${mark('waiting')}  ${title}: still waiting${seconds(given.ms)} (${clean(given.why)})`;
  }
}

// After undo, the title alone would say the opposite.
function doneTitle({ fact, to }: Finding): string {
  if (to === undefined || to === fact.want) return clean(fact.title);
  const isGone = to === null && !fact.wholeAccount;
  return isGone ? `${clean(fact.thing ?? fact.title)}: removed` : `${clean(fact.title)}: as it was before`;
}

function colorLevel({ env, terminal }: World, { color, ascii, accessible }: Options): 0 | 1 {
  if (!color || ascii || accessible || env.NO_COLOR) return 0;
  if (env.FORCE_COLOR && env.FORCE_COLOR !== '0') return 1;
  return terminal.errors && terminal.output && env.TERM !== 'dumb' ? 1 : 0;
}

function seconds(ms: number): string {
  return ms < 1_000 ? '' : `  ${(ms / 1_000).toFixed(1)} s`;
}

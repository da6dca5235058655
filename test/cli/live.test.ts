import { expect, it } from 'vitest';
import type { Options } from '../../src/cli/arguments/options.ts';
import { liveLine } from '../../src/cli/terminal/live-line.ts';
import type { World } from '../../src/cli/world.ts';

/** A terminal whose time is moved by hand. */
function terminal(options: Partial<Options>, env: Record<string, string> = {}, errors = true) {
  let now = 0;
  let shown = '';
  const timers = new Map<() => void, { ms: number; since: number }>();
  const world = {
    env,
    terminal: { errors },
    clock: { now: () => now },
    err(text: string) {
      shown += text;
    },
    every(ms: number, tick: () => void) {
      timers.set(tick, { ms, since: now });
      return () => void timers.delete(tick);
    },
  } as unknown as World;
  const line = liveLine(world, { output: 'text', ...options } as Options, 40);
  const pass = (seconds: number) => {
    for (let i = 0; i < seconds; i++) {
      now += 1_000;
      for (const [tick, { ms, since }] of timers) if ((now - since) % ms === 0) tick();
    }
  };
  return { line, pass, shown: () => shown };
}

it('one line is redrawn, says how long it takes, and is taken away', () => {
  const { line, pass, shown } = terminal({});
  line.show('  ..  checking');
  pass(3);
  expect(shown()).toBe(
    '\r\u001b[K  ..  checking\r\u001b[K  ..  checking\r\u001b[K  ..  checking  2 s\r\u001b[K  ..  checking  3 s',
  );
  line.write('  ok  done\n');
  expect(shown().endsWith('\r\u001b[K  ok  done\n\r\u001b[K  ..  checking  3 s')).toBe(true);
  line.clear();
  pass(60);
  expect(shown().endsWith('\r\u001b[K')).toBe(true);
});

it.each([
  ['--accessible', { accessible: true }, {}],
  ['a dumb terminal', {}, { TERM: 'dumb' }],
])('%s redraws nothing and says every 30 seconds what is still under way', (_what, options, env) => {
  const { line, pass, shown } = terminal(options, env as Record<string, string>);
  line.show('  ..  waiting for the mail');
  pass(29);
  expect(shown()).toBe('');
  pass(1);
  expect(shown()).toBe('Still working: ..  waiting for the mail\n');
  line.show('  ..  1 of 3 done');
  pass(60);
  expect(shown().split('\n').slice(1)).toEqual([
    'Still working: ..  1 of 3 done',
    'Still working: ..  1 of 3 done',
    '',
  ]);
  line.clear();
  pass(60);
  expect(shown()).not.toContain('\u001b');
  expect(shown().split('\n')).toHaveLength(4);
});

it.each([
  ['a pipe', {}, false],
  ['--quiet', { quiet: true }, true],
  ['--json', { output: 'json' as const }, true],
])('%s gets no line that changes', (_what, options, errors) => {
  const { line, pass, shown } = terminal(options, {}, errors);
  line.show('  ..  checking');
  pass(61);
  line.clear();
  expect(shown()).toBe('');
});

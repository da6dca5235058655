import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Life, lifeOf } from './life.ts';

// Only AWS takes time here: a disk is at once as safe as it gets.
vi.mock('node:fs', async (original) => ({
  ...(await original<typeof import('node:fs')>()),
  fsync: (_file: number, done: (error: null) => void) => done(null),
}));

const { WEATHER_SEED, WEATHER_SEEDS = '500', WEATHER_FROM = '1' } = process.env;
const FIRST = Number(WEATHER_SEED ?? WEATHER_FROM);
const LAST = WEATHER_SEED ? FIRST : FIRST + Number(WEATHER_SEEDS) - 1;

// Of the thousands of refusals nobody reads where they came from.
const { stackTraceLimit } = Error;
beforeAll(() => {
  Error.stackTraceLimit = WEATHER_SEED ? stackTraceLimit : 0;
});
afterAll(() => {
  Error.stackTraceLimit = stackTraceLimit;
});

const replay = (seed: number, { plot, kinds, chapters, wrong, log }: Life): string =>
  [
    `WEATHER_SEED=${seed} npx vitest run test/weather: ${wrong[0]}`,
    ...(WEATHER_SEED
      ? [plot, ...kinds, ...chapters.map(({ name, code }) => `${name}: ${code}`), ...log, ...wrong]
      : []),
  ].join('\n  ');

test.each(['project', 'member'] as const)(
  'so does a %s in a few weathers',
  async (kind) => {
    const failed: string[] = [];
    for (let seed = FIRST; seed < FIRST + 12; seed++) {
      const life = await lifeOf(seed, kind);
      if (life.wrong.length > 0) failed.push(replay(seed, life));
    }
    expect(failed.join('\n')).toBe('');
  },
  3_600_000,
);

test(
  `in the weather of seeds ${FIRST} to ${LAST}, an account ends as it should or the report says how it is`,
  async () => {
    const failed: string[] = [];
    const tally = new Map<string, number>();
    for (let seed = FIRST; seed <= LAST; seed++) {
      const life = await lifeOf(seed);
      if (life.wrong.length > 0) failed.push(replay(seed, life));
      for (const { name, code } of life.chapters) tally.set(`${name} ${code}`, (tally.get(`${name} ${code}`) ?? 0) + 1);
    }
    if (process.env.WEATHER_TALLY) process.stderr.write(`${JSON.stringify([...tally].sort())}\n`);
    expect(failed.join('\n')).toBe('');
  },
  24 * 3_600_000,
);

import { describe, expect, test } from 'vitest';
import { waitBefore } from '../../src/engine/clock.ts';
import { needsOf } from '../../src/engine/fact.ts';
import { sameJson } from '../../src/engine/same.ts';
import { fakeClock, toyChore, toyFact, within } from './toy.ts';

test.each<[unknown, unknown, boolean]>([
  [null, null, true],
  [null, {}, false],
  [1, '1', false],
  ['a', 'a', true],
  [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
  [{ a: 1, b: undefined }, { a: 1 }, true],
  [{ a: 1 }, { a: 1, b: null }, false],
  [[1, 2], [2, 1], false],
  [[{ a: 1, b: [{ c: 1, d: 2 }] }], [{ b: [{ d: 2, c: 1 }], a: 1 }], true],
  [[], {}, false],
  [true, false, false],
])('%j and %j: %s', (a, b, same) => {
  expect(sameJson(a, b)).toBe(same);
  expect(sameJson(b, a)).toBe(same);
});

test('waits grow to eight seconds and are jittered by half at most', () => {
  const clock = { ...fakeClock(), random: () => 0 };
  const waits = (random: number) => [0, 1, 4, 5, 20].map((n) => waitBefore(n, { ...clock, random: () => random }));
  expect(waits(1)).toEqual([250, 500, 4000, 8000, 8000]);
  expect(waits(0)).toEqual([125, 250, 2000, 4000, 4000]);
});

describe('needs', () => {
  const a = toyFact('a');
  const b = toyFact('b');
  test.each([
    ['none', toyFact('x'), []],
    ['what it lies within comes first', toyFact('x', { ...within(a), needs: [b] }), ['a', 'b']],
    ['a chore has them too', toyChore('x', { needs: [b] }), ['b']],
  ])('%s', (_what, fact, ids) => expect(needsOf(fact).map(({ id }) => id)).toEqual(ids));
});

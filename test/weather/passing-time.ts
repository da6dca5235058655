import type { Clock } from '../../src/engine/clock.ts';

// Whatever follows from an answer without waiting for more has happened after so many turns of the event loop.
const QUIET_TURNS = 3;

/**
 * A clock without a real second in it: when everybody waits, time jumps to whoever wakes first. Several requests and
 * sleeps at once therefore end in the order in which they would, and the same order each time.
 */
export function passingTime(random: () => number): Clock {
  let now = Date.parse('2026-11-24T10:00:00Z');
  let waiting: { until: number; wake(): void }[] = [];
  let isTurning = false;

  const turn = (quiet: number): void => {
    if (quiet < QUIET_TURNS) return void setImmediate(turn, quiet + 1);
    const next = waiting.reduce((first, other) => (other.until < first.until ? other : first));
    waiting = waiting.filter((one) => one !== next);
    now = Math.max(now, next.until);
    next.wake();
    isTurning = waiting.length > 0;
    if (isTurning) setImmediate(turn, 1);
  };
  return {
    now: () => now,
    random,
    sleep(ms) {
      return new Promise((wake) => {
        waiting.push({ until: now + ms, wake });
        if (!isTurning) setImmediate(turn, 1);
        isTurning = true;
      });
    },
  };
}

/** Random numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The clock of a run, in milliseconds; tests use their own. */
export interface Clock {
  now(): number;
  sleep(ms: number): Promise<void>;
  /** 0 to 1, for jitter. */
  random(): number;
}

/** The system clock. */
export const realClock: Clock = {
  now: () => Date.now(),
  sleep: (ms) => new Promise((wake) => setTimeout(wake, ms)),
  random: Math.random,
};

/** A clock that never waits, for a rehearsal: a sleep returns at once and only moves the time forward. */
export function withoutWaiting(clock: Clock): Clock {
  let ahead = 0;
  return {
    now: () => clock.now() + ahead,
    async sleep(ms) {
      ahead += ms;
    },
    random: () => clock.random(),
  };
}

/** The n-th wait (from 0) between attempts: exponential with jitter, at most 8 seconds. */
export function waitBefore(attempt: number, clock: Clock): number {
  return Math.min(250 * 2 ** attempt, 8_000) * (0.5 + clock.random() / 2);
}

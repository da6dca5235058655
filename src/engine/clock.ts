/** Time as it is handed in, so that tests have their own. Milliseconds. */
export interface Clock {
  now(): number;
  sleep(ms: number): Promise<void>;
  /** 0 to 1, for jitter. */
  random(): number;
}

/** The time there is. */
export const realClock: Clock = {
  now: () => Date.now(),
  sleep: (ms) => new Promise((wake) => setTimeout(wake, ms)),
  random: Math.random,
};

/** Where nothing takes time, as in a rehearsal: nobody is kept waiting, and time goes on by what a wait would have taken. */
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

/** The n-th wait (from 0) between tries: growing, jittered, at most 8 seconds. */
export function waitBefore(attempt: number, clock: Clock): number {
  return Math.min(250 * 2 ** attempt, 8_000) * (0.5 + clock.random() / 2);
}

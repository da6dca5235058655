import type { Finding } from '../../../engine/finding.ts';
import type { Session } from '../../session.ts';

/** What nobody but the person can know: told by a key, and not waited for in a script. */
export function canBeSaid({ fact, state, now }: Finding): boolean {
  return state === 'by-hand' && (now ?? null) === null && fact.saidBy !== undefined;
}

/** How long and how to wait. */
export interface Pace {
  /** In milliseconds of the clock. */
  until: number;
  /** The ids of what is left for later. */
  later: ReadonlySet<string>;
  pause(ms: number): Promise<unknown>;
  /** The ids of what the person says is done. */
  done: ReadonlySet<string>;
  /** Told what is waited for, the first one first. */
  show(open: Finding[]): void;
}

/** The person's keys: s, q and d end a pause at once, anything else is left alone. */
export function atTheKeys({ world, playPerson }: Session, open: Finding[]): { pace: Pace; goes(): void } {
  const later = new Set<string>();
  const done = new Set<string>();
  let shown = open;
  let wake = () => {};
  const goes = world.keys((key) => {
    const [first] = shown;
    if (/^d$/i.test(key) && first && canBeSaid(first)) {
      done.add(first.fact.id);
      shown = shown.slice(1);
      wake();
    }
    const left = /^q$/i.test(key) ? shown : /^s$/i.test(key) ? shown.slice(0, 1) : [];
    for (const { fact } of left) later.add(fact.id);
    shown = shown.filter(({ fact }) => !later.has(fact.id));
    if (left.length > 0) wake();
  });
  const pace: Pace = {
    until: Number.POSITIVE_INFINITY,
    later,
    done,
    async pause(ms) {
      await Promise.race([world.clock.sleep(ms), new Promise<void>((go) => (wake = go))]);
      if (shown[0]) playPerson?.(shown[0].fact);
    },
    show(now) {
      shown = now;
    },
  };
  return { pace, goes };
}

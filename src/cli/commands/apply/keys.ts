import type { Finding } from '../../../engine/finding.ts';
import type { Session } from '../../session.ts';

/** A manual step that only the user can confirm, with a key; scripts do not wait for it. */
export function canBeConfirmed({ fact, state, now }: Finding): boolean {
  return state === 'by-hand' && (now ?? null) === null && fact.saidBy !== undefined;
}

/** How long and how to wait. */
export interface Pace {
  /** In milliseconds of the clock. */
  until: number;
  /** The ids of skipped steps. */
  later: ReadonlySet<string>;
  pause(ms: number): Promise<unknown>;
  /** The ids of steps that the user marked as done. */
  done: ReadonlySet<string>;
  /** Receives the facts that the run waits for, the first one first. */
  show(open: Finding[]): void;
}

/** The user's keys: s, q and d end a pause immediately; other keys are ignored. */
export function waitKeys({ world, playPerson }: Session, open: Finding[]): { pace: Pace; goes(): void } {
  const later = new Set<string>();
  const done = new Set<string>();
  let shown = open;
  let wake = () => {};
  const goes = world.keys((key) => {
    const [first] = shown;
    if (/^d$/i.test(key) && first && canBeConfirmed(first)) {
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
      // What nobody can play, because no API shows it, must not hold up the rest of a rehearsal.
      const playable = shown.find(({ fact }) => fact.play);
      if (playable) playPerson?.(playable.fact);
    },
    show(now) {
      shown = now;
    },
  };
  return { pace, goes };
}

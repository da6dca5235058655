import { codeOf } from '../errors.ts';
import type { ServiceName } from '../services.ts';

type Next = (args: unknown) => Promise<unknown>;

const SECOND = 1000;
// So long at least for each lesson: the refusals of one moment say the same thing, and a short count says little.
const LESSON_MS = 500;
const MEASURED_MS = 10 * SECOND;
// Below what was measured, so that the bucket fills a little; then faster by a fifth each second, until AWS refuses.
const BELOW = 0.9;
const FASTER = 0.2;
// AWS is not believed to allow less than this: what is refused all the same is left to the SDK's own waiting.
const SLOWEST = 2;
// A bucket that ran empty refuses after many good answers, or most of what comes. Refusals strewn among the good
// answers (S3's SlowDown while it grows) have another reason, and going slower would not help.
const MANY = 10;

/** AWS was asked too often; the names are those that the SDK itself knows. */
export function isThrottled(error: unknown): boolean {
  return /^(Throttling|Throttled|RequestThrottled|TooManyRequests|RequestLimitExceeded|SlowDown|BandwidthLimitExceeded|EC2Throttled)$/.test(
    codeOf(error),
  );
}

/** When the requests of one service may be sent, and what their answers teach about that. */
export interface Pace {
  /** Resolves when the next request may be sent. */
  turn(): Promise<void>;
  wasLetThrough(): void;
  /** `sentAt`, by `performance.now`: one that was sent before the last lesson was heeded teaches nothing. */
  wasRefused(sentAt: number): void;
}

/**
 * As fast as can be until AWS first refuses, then as fast as AWS let requests through between two refusals.
 * `random` is between 0 and 1.
 */
export function pace(random: () => number = Math.random): Pace {
  let rate = Number.POSITIVE_INFINITY;
  let isGuess = false;
  let lesson = Number.NEGATIVE_INFINITY;
  let next = 0;
  let queue = Promise.resolve();
  let answers: { at: number; good: boolean }[] = [];
  let goodInARow = 0;

  const slot = async (): Promise<void> => {
    for (let now = performance.now(); now < next; now = performance.now())
      await new Promise((ready) => setTimeout(ready, next - now));
    // Runs side by side must not keep step with each other.
    next = performance.now() + (SECOND / rate) * (0.9 + 0.2 * random());
    rate += FASTER;
  };

  const isFree = () => rate === Number.POSITIVE_INFINITY;
  const learn = (now: number, refusesMost: boolean) => {
    const since = Math.max(lesson, now - (isFree() ? SECOND : MEASURED_MS));
    const through = answers.filter(({ at, good }) => good && at > since).length / ((now - since) / SECOND);
    // What went through before the first refusal was mostly saved up, so half of it is a guess, until the next one.
    // A count in which we had little to send is too low.
    const least = refusesMost ? SLOWEST : Math.max(SLOWEST, rate / 2);
    rate = isFree() ? Math.max(SLOWEST, through / 2) : Math.max(least, Math.min(rate, through * BELOW));
  };

  return {
    turn() {
      if (isFree()) return queue;
      queue = queue.then(slot);
      return queue;
    },
    wasLetThrough() {
      answers.push({ at: performance.now(), good: true });
      goodInARow += 1;
    },
    wasRefused(sentAt) {
      const now = performance.now();
      const wereMany = goodInARow >= MANY;
      goodInARow = 0;
      answers.push({ at: now, good: false });
      if (sentAt < lesson || now < lesson + LESSON_MS) return;
      const refusesMost = answers.slice(-2 * MANY).filter(({ good }) => !good).length >= MANY;
      if (!wereMany && !refusesMost && !isGuess) return;
      isGuess = isFree();
      learn(now, refusesMost);
      answers = [];
      lesson = now;
      next = Math.max(next, now + SECOND / rate);
    },
  };
}

/** The SDK middleware that keeps each service's pace, over all its clients; it is handed each try by itself. */
export function paces(): (service: ServiceName) => (next: Next) => Next {
  const all = new Map<ServiceName, Pace>();
  return (service) => {
    const its = all.get(service) ?? pace();
    all.set(service, its);
    return (next) => async (args) => {
      await its.turn();
      const sentAt = performance.now();
      try {
        const answer = await next(args);
        its.wasLetThrough();
        return answer;
      } catch (error) {
        if (isThrottled(error)) its.wasRefused(sentAt);
        else its.wasLetThrough();
        throw error;
      }
    };
  };
}

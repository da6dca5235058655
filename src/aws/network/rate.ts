import { codeOf } from '../errors.ts';
import type { ServiceName } from '../services.ts';

type Next = (args: unknown) => Promise<unknown>;

const SECOND = 1000;
// The minimum time between adjustments: concurrent refusals have the same reason, and a short sample is not reliable.
const LESSON_MS = 500;
const MEASURED_MS = 10 * SECOND;
// Slower than measured, so that the token bucket refills; then faster by a fifth each second, until AWS refuses.
const BELOW = 0.9;
const FASTER = 0.2;
// The lowest rate; requests that are still refused are left to the SDK's retries.
const SLOWEST = 2;
// An empty token bucket refuses after many good answers, or refuses most requests. Scattered refusals (S3's SlowDown
// while it scales) have another reason, and a lower rate would not help.
const MANY = 10;

/** AWS throttled the request; the codes are those of the SDK. */
export function isThrottled(error: unknown): boolean {
  return /^(Throttling|Throttled|RequestThrottled|TooManyRequests|RequestLimitExceeded|SlowDown|BandwidthLimitExceeded|EC2Throttled)$/.test(
    codeOf(error),
  );
}

/** When the requests of one service may be sent, adjusted by their answers. */
export interface Pace {
  /** Resolves when the next request may be sent. */
  turn(): Promise<void>;
  wasLetThrough(): void;
  /** `sentAt`, by `performance.now`: a request sent before the last adjustment is ignored. */
  wasRefused(sentAt: number): void;
}

/**
 * Unlimited until AWS first refuses, then at the rate that AWS accepted between two refusals.
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
    // Concurrent runs must not synchronize.
    next = performance.now() + (SECOND / rate) * (0.9 + 0.2 * random());
    rate += FASTER;
  };

  const isFree = () => rate === Number.POSITIVE_INFINITY;
  const learn = (now: number, refusesMost: boolean) => {
    const since = Math.max(lesson, now - (isFree() ? SECOND : MEASURED_MS));
    const through = answers.filter(({ at, good }) => good && at > since).length / ((now - since) / SECOND);
    // Most requests before the first refusal used saved tokens, so half of that rate is the first guess. A sample with few
    // requests is too low.
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

/** The SDK middleware that limits the rate of each service, over all its clients; it sees each attempt. */
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

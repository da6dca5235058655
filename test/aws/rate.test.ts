import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isThrottled, pace } from '../../src/aws/network/rate.ts';
import { tokenBucket } from '../contract/faults.ts';

const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));
const ROUND_TRIP = 60;
const AT_ONCE = 16;

interface Outcome {
  seconds: number;
  refused: number;
  /** The most often that one request was refused. */
  most: number;
}

/** Sends requests at a service that refuses some, 16 at once, with the SDK's waiting between tries. Time is faked. */
async function sendAll(requests: number, refuses: () => boolean): Promise<Outcome> {
  let seed = 1;
  const random = () => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const its = pace(random);
  let left = requests;
  let refused = 0;
  let most = 0;
  const began = performance.now();
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      for (let tries = 0; ; tries++) {
        await its.turn();
        const sentAt = performance.now();
        await sleep(ROUND_TRIP / 2);
        const isRefused = refuses();
        await sleep(ROUND_TRIP / 2);
        if (!isRefused) {
          its.wasLetThrough();
          break;
        }
        refused += 1;
        most = Math.max(most, tries + 1);
        its.wasRefused(sentAt);
        await sleep(Math.min(20_000, random() * 500 * 2 ** tries));
      }
    }
  };
  let isDone = false;
  const all = Promise.all(Array.from({ length: AT_ONCE }, worker)).then(() => {
    isDone = true;
  });
  while (!isDone) await vi.advanceTimersByTimeAsync(5);
  await all;
  return { seconds: (performance.now() - began) / 1000, refused, most };
}

describe('the pace of a service', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each([
    { rate: 20, burst: 40, requests: 230 },
    { rate: 20, burst: 40, requests: 830 },
    { rate: 5, burst: 20, requests: 120 },
    { rate: 2, burst: 10, requests: 70 },
    { rate: 100, burst: 100, requests: 2000 },
    { rate: 10, burst: 200, requests: 400 },
  ])('$requests requests into a bucket of $burst with $rate a second', async ({ rate, burst, requests }) => {
    const bucket = tokenBucket({ rate, burst });
    const { seconds, refused, most } = await sendAll(requests, () => !bucket(performance.now()));
    const forced = (requests - burst) / rate;
    expect(seconds / forced).toBeLessThan(1.1);
    expect(refused).toBeLessThan(4 * AT_ONCE);
    expect(most).toBeLessThan(6);
  });

  it.each([3, 4, 7])('every %i. request refused: going slower would not help, and it does not', async (every) => {
    let seen = 0;
    const { seconds } = await sendAll(200, () => ++seen % every === 0);
    expect(seconds).toBeLessThan(9);
  });

  it('nothing refused: nothing waits', async () => {
    const { seconds } = await sendAll(AT_ONCE * 10, () => false);
    expect(seconds).toBeCloseTo((10 * ROUND_TRIP) / 1000, 1);
  });
});

it('knows by which words the services say that they are asked too often', () => {
  const named = (name: string) => Object.assign(new Error('Rate exceeded'), { name });
  for (const name of [
    'Throttling',
    'ThrottlingException',
    'SlowDown',
    'RequestLimitExceeded',
    'TooManyRequestsException',
  ])
    expect(isThrottled(named(name)), name).toBe(true);
  for (const name of ['LimitExceeded', 'AccessDenied', 'ServiceUnavailable', 'InternalFailure'])
    expect(isThrottled(named(name)), name).toBe(false);
});

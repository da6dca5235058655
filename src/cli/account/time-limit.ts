import type { World } from '../world.ts';

/** An operation that got no answer in time. */
export class TooSlow extends Error {
  override name = 'TooSlow';
}

/** The promised value, or TooSlow after the given milliseconds, because some answers never come. */
export async function withTimeLimit<T>({ every }: World, ms: number, promised: Promise<T>): Promise<T> {
  let stop = () => {};
  const late = new Promise<never>((_, reject) => {
    stop = every(ms, () => reject(new TooSlow(`no answer within ${ms / 1_000} seconds`)));
  });
  try {
    return await Promise.race([promised, late]);
  } finally {
    stop();
  }
}

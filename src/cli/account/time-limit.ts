import type { World } from '../world.ts';

/** Something of which no answer came in time. */
export class TooSlow extends Error {
  override name = 'TooSlow';
}

/** What is promised, or TooSlow after so many milliseconds: nobody shall wait for what may never answer. */
export async function within<T>({ every }: World, ms: number, promised: Promise<T>): Promise<T> {
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

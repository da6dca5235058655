import type { World } from '../world.ts';

const TYPED_AHEAD_MS = 50;

/** Drops the keys that were typed before the next question could be read: they agree to nothing. */
export async function forgetKeys({ keys, clock }: World): Promise<void> {
  const heard = keys(() => {});
  await clock.sleep(TYPED_AHEAD_MS);
  heard();
}

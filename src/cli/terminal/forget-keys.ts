import type { World } from '../world.ts';

const TYPED_AHEAD_MS = 50;

/** Drops keys that were typed before the next prompt was visible: they confirm nothing. */
export async function forgetKeys({ keys, clock }: World): Promise<void> {
  const heard = keys(() => {});
  await clock.sleep(TYPED_AHEAD_MS);
  heard();
}

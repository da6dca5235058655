import type { World } from '../world.ts';

/** The columns of help. Listing the commands needs no terminal. */
export function widthOf({ terminal }: Partial<World>): number {
  return Math.min(terminal?.columns || 80, 80);
}

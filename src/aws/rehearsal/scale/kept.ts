import { type Context, here } from '../context.ts';
import type { ScaleState } from './state.ts';

const NONE = (): ScaleState => ({ launchTemplates: [], groups: [], loadBalancers: [], targetGroups: [], leaving: [] });

/** What is there of these services in the Region of the request. */
export function scaleIn(context: Context): ScaleState {
  return here(context).scale ?? NONE();
}

/** Changes a part of it; a Region in which nothing is left is as if there had never been anything. */
export function keep(context: Context, part: Partial<ScaleState>): void {
  const region = here(context);
  const next = { ...scaleIn(context), ...part };
  if (Object.values(next).some((list: unknown[]) => list.length > 0)) region.scale = next;
  else delete region.scale;
}

import type { Owner } from '../../engine/about.ts';
import { ByHand } from '../../engine/fact.ts';

/** The name of the launch template, the Auto Scaling group, the load balancer and its target group. */
export const SCALE_NAME = 'aws-baseline';

/**
 * Throws ByHand if a resource with our name carries none of our marks: changing a group or a load balancer of somebody else
 * would change what runs there. `madeByUs`: the journal shows that this program created it.
 */
export function mustBeOurs(thing: string, owner: Owner | undefined, madeByUs: boolean | undefined): void {
  if (madeByUs || !owner || owner.whose === 'ours' || owner.whose === 'partly') return;
  throw new ByHand(
    `${thing} exists, and aws-baseline did not create it, so it stays as it is: delete it if it is not needed, or leave out --scale. If it is yours to manage with aws-baseline, add ${owner.marks}`,
  );
}

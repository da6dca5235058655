import { ownerBy, type Tag } from '../tags.ts';

/** What a read returns for one of somebody else that works. */
export const ANOTHER = 'ANOTHER';

/** Whether a value says that it works, ours or another one. */
export function isOn(value: string | null): boolean {
  return value === 'ENABLED' || value === ANOTHER;
}

/** The state of what a Region has once: one that works and has none of the marks in `wanted` is somebody else's. */
export function stateOf(state: string, found: Tag[], wanted: Tag[]): string {
  const isTheirs = /^(unmarked|theirs)$/.test(ownerBy(found, wanted).whose);
  return state === 'ENABLED' && isTheirs ? ANOTHER : state;
}

import type { Chore } from '../engine/fact.ts';

/**
 * A manual step that no API shows: it is done once the user confirms it, with `d` or `--done KEY`. `saidBy` is the KEY, and
 * `done` are the keys that were confirmed.
 */
export function confirmedBy(
  done: readonly string[],
  chore: Omit<Chore<boolean>, 'want' | 'read'> & { saidBy: string },
): Chore<boolean> {
  return { ...chore, want: true, read: async () => done.includes(chore.saidBy) || null };
}

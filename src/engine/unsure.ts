import type { Clock } from './clock.ts';
import { type Journal, lastChanges } from './journal.ts';

// A look this soon after a change may show what was there before it (IAM page "Troubleshoot IAM", "Changes that I make are
// not always immediately visible"; EC2 page "Eventual consistency in the Amazon EC2 API").
const UNSURE_MS = 35_000;

/** Tells of a fact's id whether we changed it within the last minute, so that a look may still show what was before that. */
export function unsureOf(journal: Journal, clock: Clock): (id: string) => boolean {
  const changed = lastChanges(journal);
  return (id) => {
    const age = clock.now() - (changed.get(id) ?? Number.NEGATIVE_INFINITY);
    return age >= 0 && age < UNSURE_MS;
  };
}

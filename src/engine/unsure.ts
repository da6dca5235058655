import type { Clock } from './clock.ts';
import { type Journal, lastChanges } from './journal.ts';

// A read this soon after a change may return the earlier state (IAM page "Troubleshoot IAM", "Changes that I make are not
// always immediately visible"; EC2 page "Eventual consistency in the Amazon EC2 API").
const UNSURE_MS = 35_000;

/** Whether the fact with an id was changed so recently that a read may still return the earlier state. */
export function unsureOf(journal: Journal, clock: Clock): (id: string) => boolean {
  const changed = lastChanges(journal);
  return (id) => {
    const age = clock.now() - (changed.get(id) ?? Number.NEGATIVE_INFINITY);
    return age >= 0 && age < UNSURE_MS;
  };
}

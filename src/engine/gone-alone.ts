import type { Account } from '../aws/account.ts';
import { type AnyFact, type Fact, isChore } from './fact.ts';
import type { Finding } from './finding.ts';
import { watched } from './look.ts';
import type { Seen } from './why-left.ts';

/**
 * The parts that undo deletes although the resource is kept, as `Fact.goesAlone` says. `told` is what undo does with the
 * rest, and `found` is where that comes from.
 */
export async function goneAlone(
  facts: AnyFact[],
  found: Seen[],
  told: Finding[],
  account: Account,
): Promise<Finding[]> {
  const kept = new Set(found.filter(({ fate }) => fate === 'stays').map(({ finding }) => finding.fact.id));
  for (const { fact, state } of told) if (state === 'by-hand') kept.add(fact.id);
  const known = new Set(told.map(({ fact }) => fact.id));
  const parts = facts.filter(
    (fact): fact is Fact =>
      !isChore(fact) && !!fact.goesAlone && kept.has(fact.within?.id ?? '') && !known.has(fact.id),
  );
  const findings = await Promise.all(parts.map((part) => gone(part, account)));
  // What belongs to somebody else cannot be read as ours: the resource names it.
  return findings.filter(({ state }) => state === 'todo' || state === 'denied');
}

function gone(fact: Fact, account: Account): Promise<Finding> {
  return watched(fact, account, async (watching) => {
    const now = await fact.read(watching);
    if (now === null) return { fact, state: 'ok', now };
    return { fact, state: 'todo', now, to: null, calls: await fact.calls(null, now, watching) };
  });
}

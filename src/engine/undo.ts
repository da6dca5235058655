import { carryOut } from './carry-out.ts';
import { type AnyFact, isChore, needsOf } from './fact.ts';
import { type Finding, isSame } from './finding.ts';
import { stamp } from './note.ts';
import { settle } from './settle.ts';
import { unsureOf } from './unsure.ts';
import type { Change, Work } from './work.ts';

export { lookBack } from './look-back.ts';

/**
 * Undoes what `lookBack` found, the latest first, and marks it as undone in the journal, together with those of `facts`
 * that were deleted with their resource.
 */
export async function undo(findings: Finding[], facts: AnyFact[], work: Work): Promise<Finding[]> {
  const todo = findings.filter(({ state }) => state === 'todo');
  const isYoung = unsureOf(work.journal, work.clock);
  const after = laterThan(facts, todo);
  const changes: Change[] = todo.map((finding) => ({
    fact: finding.fact,
    finding,
    after: after(finding.fact),
    late: true,
    mayLookOld: () => isYoung(finding.fact.id),
  }));
  const settled = await settle(await carryOut(changes, work), work);
  const outcome = new Map(settled.map((finding) => [finding.fact.id, finding]));
  const results = findings.map((finding) => outcome.get(finding.fact.id) ?? finding);
  const undone = undoneIn(results, facts);
  if (undone.length > 0) await work.journal.append(...undone.map((id) => ({ at: stamp(work), undone: id })));
  return results;
}

// A resource is marked together with its parts: once it is deleted, or once all of them are restored.
function undoneIn(results: Finding[], facts: AnyFact[]): string[] {
  const thingOf = ({ fact }: Finding) => (isChore(fact) ? undefined : fact.within?.id);
  const isDone = ({ state }: Finding) => /^(ok|removed|changed|created)$/.test(state);
  const halfDone = new Set(results.filter((result) => !isDone(result)).map(thingOf));
  const gone = new Set(results.filter(({ state }) => state === 'removed').map(({ fact }) => fact.id));
  const within = facts.filter((fact) => !isChore(fact) && fact.within && gone.has(fact.within.id));
  const done = results.filter((result) => isDone(result) && !halfDone.has(result.fact.id)).map(({ fact }) => fact);
  return [...done, ...within].map(({ id }) => id);
}

// Facts that need a fact, or a part of it, come first: they themselves, or the resource that they are part of.
function laterThan(facts: AnyFact[], todo: Finding[]): (fact: AnyFact) => string[] {
  const changing = new Set(todo.map(({ fact }) => fact.id));
  const before = new Map<string, string[]>();
  for (const other of facts) {
    const it = changing.has(other.id) || isChore(other) ? other.id : other.within?.id;
    if (it === undefined || !changing.has(it)) continue;
    for (const need of needsOf(other)) {
      const thing = isChore(need) ? undefined : need.within?.id;
      for (const id of thing ? [need.id, thing] : [need.id]) before.set(id, [...(before.get(id) ?? []), it]);
    }
  }
  return ({ id }) => (before.get(id) ?? []).filter((other) => other !== id);
}

/** True if undoing it makes the account less secure, rather than just deleting a resource: confirmed separately. */
export function weakens({ fact, state, to }: Finding): boolean {
  if (state !== 'todo' || isChore(fact) || !fact.protects) return false;
  const goesAway = (to ?? null) === null && fact.owner !== undefined;
  return !goesAway && !isSame(fact, to ?? null, fact.want);
}

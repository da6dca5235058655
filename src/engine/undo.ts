import type { Account } from '../aws/account.ts';
import { readOnly, remembering } from '../aws/views.ts';
import { type Change, carryOut, type Work } from './carry-out.ts';
import { type AnyFact, type Fact, isChore, type Json, needsOf } from './fact.ts';
import { type Finding, isSame } from './finding.ts';
import { beforeUs, type Journal } from './journal.ts';
import { isPartOfNothing, watched } from './look.ts';
import { stamp } from './make.ts';
import { settle } from './settle.ts';

/**
 * What undo would do: each fact that the journal says we changed goes back to what it was; where the journal is
 * silent, a thing that carries our tags goes away. Everything else is left alone and not in the list.
 */
export async function lookBack(facts: AnyFact[], account: Account, journal: Journal): Promise<Finding[]> {
  const view = remembering(readOnly(account));
  const before = beforeUs(journal);
  const theirs = new Set<string>();
  const seen = await Promise.all(
    facts.map((fact) =>
      isChore(fact) ? undefined : watched(fact, view, (watching) => back(fact, watching, before, theirs)),
    ),
  );
  const found = seen.filter((finding) => finding !== undefined);
  const going = new Set(found.filter((finding) => goesAway(finding, before)).map(({ fact }) => fact.id));
  return found.filter(({ fact, state, permission }) => {
    const thing = isChore(fact) ? undefined : fact.within?.id;
    if (thing !== undefined && theirs.has(thing)) return false;
    // It goes with its thing; that nobody may look at it is told all the same.
    if (thing !== undefined && going.has(thing)) return permission !== undefined;
    return state !== 'ok' || before.has(fact.id);
  });
}

// Also what holds data and is kept, or of ours and not seen now: its protections stay on as long as it does.
function goesAway({ fact, state, to }: Finding, before: Map<string, Json>): boolean {
  if (/^(unknown|denied|waiting)$/.test(state)) return before.get(fact.id) === null;
  return (state === 'todo' && to === null) || (state === 'by-hand' && !isChore(fact));
}

async function back(fact: Fact, view: Account, before: Map<string, Json>, theirs: Set<string>): Promise<Finding> {
  const nothing: Finding = { fact, state: 'ok' };
  if (!before.has(fact.id) && !fact.ours) return nothing;
  const now = (await isPartOfNothing(fact, view)) ? null : await fact.read(view);
  if (!before.has(fact.id)) {
    if (now === null || !(await fact.ours?.(view))) return nothing;
    return { fact, state: 'todo', now, to: null, calls: await fact.calls(null, now, view) };
  }
  const to = before.get(fact.id) ?? null;
  if (isSame(fact, now, to)) return nothing;
  // Somebody may have removed our thing and made one of the same name since.
  if (to === null && fact.ours && (await fact.ours(view)) === false) {
    theirs.add(fact.id);
    return nothing;
  }
  return { fact, state: 'todo', now, to, calls: await fact.calls(to, now, view) };
}

/**
 * Takes back what `lookBack` found, what was built last first, and marks it in the journal as undone, together with
 * those of `facts` that went away with their thing.
 */
export async function undo(findings: Finding[], facts: AnyFact[], work: Work): Promise<Finding[]> {
  const todo = findings.filter(({ state }) => state === 'todo');
  const changes: Change[] = todo.map((finding) => ({
    fact: finding.fact,
    finding,
    after: laterThan(finding.fact, facts, todo),
    late: true,
  }));
  const settled = await settle(await carryOut(changes, work), work);
  const outcome = new Map(settled.map((finding) => [finding.fact.id, finding]));
  const results = findings.map((finding) => outcome.get(finding.fact.id) ?? finding);
  const gone = new Set(results.filter(({ state }) => state === 'removed').map(({ fact }) => fact.id));
  const within = facts.filter((fact) => !isChore(fact) && fact.within && gone.has(fact.within.id));
  const undone = results.filter(({ state }) => /^(ok|removed|changed|created)$/.test(state)).map(({ fact }) => fact);
  if (undone.length > 0)
    await work.journal.append(...[...undone, ...within].map(({ id }) => ({ at: stamp(work), undone: id })));
  return results;
}

// What needs a fact, or something that goes away with it, goes first: it itself, or the thing that it goes away with.
function laterThan(fact: AnyFact, facts: AnyFact[], todo: Finding[]): string[] {
  const changing = new Set(todo.map((finding) => finding.fact.id));
  const parts = facts.filter((other) => other.id === fact.id || (!isChore(other) && other.within?.id === fact.id));
  const first = facts
    .filter((other) => needsOf(other).some(({ id }) => parts.some((part) => part.id === id)))
    .map((other) => (changing.has(other.id) || isChore(other) ? other.id : other.within?.id));
  return first.filter((id) => id !== undefined && id !== fact.id && changing.has(id)) as string[];
}

/** True where going back leaves the account less safe than it is, and not just without the thing: asked about separately. */
export function weakens({ fact, state, to }: Finding): boolean {
  if (state !== 'todo' || isChore(fact) || !fact.protects) return false;
  const goesAway = (to ?? null) === null && fact.ours !== undefined;
  return !goesAway && !isSame(fact, to ?? null, fact.want);
}

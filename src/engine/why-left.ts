import type { User } from './about.ts';
import { type AnyFact, isChore, needsOf } from './fact.ts';
import type { Finding } from './finding.ts';

import type { Standing } from './owner.ts';

const UNDO_AGAIN = 'then run undo again';

/** Why undo keeps a setting of the whole account if no journal has its earlier value. */
export const OF_THE_ACCOUNT = {
  why: 'Kept: it is a setting of the whole account, and this computer has no journal with its earlier value',
  how: 'Run undo on the computer that applied it, or change the setting yourself',
};

/** Why undo keeps an existing resource, and what the user can do about it. */
export function whyLeft({ is, marks, sign }: Standing, isInJournal: boolean): Pick<Finding, 'why' | 'how'> {
  switch (is) {
    case 'lost':
      return {
        why: `Kept: aws-baseline created one with this name, but this one no longer has ${marks}`,
        how: `If you want to delete it, run "aws-baseline apply" to restore them, ${UNDO_AGAIN}; or delete it yourself`,
      };
    case 'taken':
      return {
        why: `Kept: aws-baseline created one with this name, but ${sign} shows that another tool or person manages this one`,
        how: `Check with that owner. If you may delete it, replace that with ${marks}, ${UNDO_AGAIN}`,
      };
    case 'another':
      return {
        why: 'Kept: the one that aws-baseline created no longer exists, and another tool or person created this one',
        how: 'Delete it yourself if it is not needed',
      };
    default:
      return {
        why: `Kept: it does not have ${sign ? `${marks} but ${sign}` : marks}, and ${
          isInJournal ? 'its marks cannot be read' : 'no journal on this computer shows that aws-baseline created it'
        }`,
        how: `If aws-baseline created it, add ${marks}, ${UNDO_AGAIN}. Otherwise there is nothing to do`,
      };
  }
}

/**
 * The resources that would be deleted but are used by one that is kept: they are kept as well, with the reason. By fact
 * id. `found` covers all facts, parts included.
 */
export function heldBack(found: Seen[], facts: AnyFact[]): Map<string, Finding> {
  const seen = new Map(found.map((one) => [one.finding.fact.id, one]));
  const held = new Map<string, Finding>();
  const todo: AnyFact[] = found.filter(({ fate }) => fate === 'stays').map(({ finding }) => finding.fact);
  const hold = (id: string, user: string) => {
    const finding = seen.get(id)?.finding;
    if (held.has(id) || finding?.state !== 'todo' || finding.to !== null) return;
    const { calls: _, to: __, ...rest } = finding;
    const why = `Kept, because it is in use: ${user}`;
    held.set(id, { ...rest, state: 'by-hand', why, how: `Resolve that first, ${UNDO_AGAIN}` });
    todo.push(finding.fact);
  };
  // Facts that are undone, or deleted with their resource, no longer use anything.
  const ends = (id: string): boolean => {
    const finding = seen.get(id)?.finding;
    if (!finding || held.has(id)) return false;
    return finding.state === 'todo' || (thingOf(finding.fact) !== id && ends(thingOf(finding.fact)));
  };
  const rounds = () => {
    for (let user = todo.pop(); user; user = todo.pop())
      for (const need of usedBy(user, facts, seen)) hold(need, user.title);
    for (const { finding, users = [] } of found) {
      const user = users.find(({ id }) => !ends(id));
      if (user) hold(finding.fact.id, user.title);
    }
    return todo.length > 0;
  };
  while (rounds());
  return held;
}

const thingOf = (fact: AnyFact): string => (isChore(fact) ? undefined : fact.within?.id) ?? fact.id;

// The resources that a fact and its existing parts need.
function usedBy(user: AnyFact, facts: AnyFact[], seen: Map<string, Seen>): string[] {
  if (!isChore(user) && user.holdsNothing) return [];
  const parts = facts.filter((fact) => fact.id !== user.id && thingOf(fact) === thingOf(user));
  const there = parts.filter(({ id }) => (seen.get(id)?.finding.now ?? null) !== null);
  return [user, ...there]
    .flatMap((one) => needsOf(one).filter((need) => !one.needsOnce?.includes(need)))
    .map(thingOf)
    .filter((id) => id !== thingOf(user));
}

/** What undo does with a resource: already gone, deleted, kept, or restored because it existed before. */
export type Fate = 'gone' | 'goes' | 'stays' | 'before';

/** What undo found about one fact. */
export interface Seen {
  finding: Finding;
  fate: Fate;
  users?: User[];
}

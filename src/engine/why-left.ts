import type { User } from './about.ts';
import { type AnyFact, isChore, needsOf } from './fact.ts';
import type { Finding } from './finding.ts';

import type { Standing } from './owner.ts';

const UNDO_AGAIN = 'then run undo again';

/** Why undo leaves what belongs to the account as a whole, where no journal tells what it was. */
export const OF_THE_ACCOUNT = {
  why: 'Left as it is: it belongs to the account as a whole, and no journal on this machine says what it was before',
  how: 'Run undo on the machine that applied it, or set it yourself as you want it',
};

/** Why undo leaves a thing that is there, and what a person can do about it. */
export function whyLeft({ is, marks, sign }: Standing, isInJournal: boolean): Pick<Finding, 'why' | 'how'> {
  switch (is) {
    case 'lost':
      return {
        why: `Left as it is: aws-baseline made one of this name, and this one no longer carries ${marks}`,
        how: `If it is yours to remove, run "aws-baseline apply", which puts them back, ${UNDO_AGAIN}; or remove it yourself`,
      };
    case 'taken':
      return {
        why: `Left as it is: aws-baseline made one of this name, and ${sign} says that somebody else looks after this one`,
        how: `Ask whoever that is. If it is yours to remove, put ${marks} on it instead, ${UNDO_AGAIN}`,
      };
    case 'another':
      return {
        why: 'Left as it is: what aws-baseline made is gone, and somebody else made this one under the same name',
        how: 'Remove it yourself if nobody needs it',
      };
    default:
      return {
        why: `Left as it is: it does not carry ${sign ? `${marks} but ${sign}` : marks}, and ${
          isInJournal ? 'its marks cannot be read' : 'no journal on this machine says that aws-baseline made it'
        }`,
        how: `If aws-baseline made it, put ${marks} on it, ${UNDO_AGAIN}. Otherwise there is nothing to do`,
      };
  }
}

/**
 * Of what would go away, whatever is used by something that stays: it stays as well, and is told so. By fact id.
 * `found` is what was seen of all facts, parts included.
 */
export function heldBack(found: Seen[], facts: AnyFact[]): Map<string, Finding> {
  const seen = new Map(found.map((one) => [one.finding.fact.id, one]));
  const held = new Map<string, Finding>();
  const todo: AnyFact[] = found.filter(({ fate }) => fate === 'stays').map(({ finding }) => finding.fact);
  const hold = (id: string, user: string) => {
    const finding = seen.get(id)?.finding;
    if (held.has(id) || finding?.state !== 'todo' || finding.to !== null) return;
    const { calls: _, to: __, ...rest } = finding;
    const why = `Left as it is, because something that stays uses it: ${user}`;
    held.set(id, { ...rest, state: 'by-hand', why, how: `Settle that first, ${UNDO_AGAIN}` });
    todo.push(finding.fact);
  };
  // Whatever is taken back, or goes with its thing, uses nothing any more.
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

// The things that a fact and its parts need, as far as those parts are there.
function usedBy(user: AnyFact, facts: AnyFact[], seen: Map<string, Seen>): string[] {
  const parts = facts.filter((fact) => fact.id !== user.id && thingOf(fact) === thingOf(user));
  const there = parts.filter(({ id }) => (seen.get(id)?.finding.now ?? null) !== null);
  return [user, ...there]
    .flatMap(needsOf)
    .map(thingOf)
    .filter((id) => id !== thingOf(user));
}

/** What becomes of a thing: it is gone, it goes away, it stays as ours or as nobody knows whose, or was there before us. */
export type Fate = 'gone' | 'goes' | 'stays' | 'before';

/** What was seen of one fact on the way back. */
export interface Seen {
  finding: Finding;
  fate: Fate;
  users?: User[];
}

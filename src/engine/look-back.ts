import type { Account } from '../aws/account.ts';
import { readOnly, remembering } from '../aws/views.ts';
import { type AnyFact, type Fact, isChore, needsOf, type User } from './fact.ts';
import { type Finding, isSame } from './finding.ts';
import { type Journal, type Memory, madeByUs, memoryOf } from './journal.ts';
import { ownerOf, watched } from './look.ts';
import { isThing, type Standing, standingOf } from './owner.ts';
import { heldBack, whyLeft } from './why-left.ts';

/** What becomes of a thing: it is gone, it goes away, it stays as ours or as nobody knows whose, or was there before us. */
export type Fate = 'gone' | 'goes' | 'stays' | 'before';

/** What was seen of one fact on the way back. */
export interface Seen {
  finding: Finding;
  fate: Fate;
  users?: User[];
}

/**
 * What undo would do. A thing that carries our marks goes away, and its parts with it. One that was there before us gets
 * back what the journal says. Every other thing that is there stays, with its parts as they are, and is told with the
 * reason; so does whatever it uses.
 */
export async function lookBack(facts: AnyFact[], account: Account, journal: Journal): Promise<Finding[]> {
  const view = remembering(readOnly(account));
  const memory = memoryOf(journal);
  const whole = facts.filter((fact): fact is Fact => !isChore(fact) && !fact.within);
  const things = new Map(whole.map((fact) => [fact.id, backAt(fact, view, memory)]));
  const seen = await Promise.all(
    facts.map(async (fact) => {
      if (isChore(fact)) return undefined;
      const thing = fact.within ? await things.get(fact.within.id) : undefined;
      return fact.within ? backOfPart(fact, thing, view, memory) : things.get(fact.id);
    }),
  );
  const found = seen.filter((one) => one !== undefined);
  const held = heldBack(found, facts);
  return found
    .filter(({ finding, fate }) => isTold(finding, fate, memory))
    .map(({ finding }) => held.get(finding.fact.id) ?? finding);
}

// What goes with its thing, or stays with it, is told with it; that nobody may look at it is told all the same.
function isTold({ fact, state, permission }: Finding, fate: Fate, { before }: Memory): boolean {
  const isPart = !isChore(fact) && fact.within !== undefined;
  if (isPart && (fate === 'goes' || fate === 'stays')) return permission !== undefined;
  return state !== 'ok' || before.has(fact.id);
}

async function backAt(fact: Fact, view: Account, memory: Memory): Promise<Seen> {
  let standing: Standing | undefined;
  let users: User[] | undefined;
  const finding = await watched(fact, view, async (watching): Promise<Finding> => {
    if (!isThing(fact)) return memory.before.has(fact.id) ? asBefore(fact, watching, memory) : { fact, state: 'ok' };
    const owner = ownerOf(fact, watching);
    const now = await fact.read(watching);
    if (now === null) return { fact, state: 'ok', now };
    standing = standingOf(fact, await owner(), memory);
    if (goesAway(standing, fact, memory)) {
      users = await fact.usedBy?.(watching);
      return { fact, state: 'todo', standing, now, to: null, calls: await fact.calls(null, now, watching) };
    }
    if (standing.is === 'before') return { ...(await asBefore(fact, watching, memory)), standing };
    return { fact, state: 'by-hand', standing, now, ...whyLeft(standing, memory.before.has(fact.id)) };
  });
  return { finding, fate: fateOf(finding, standing), ...(users ? { users } : {}) };
}

function fateOf({ state, now, to }: Finding, standing: Standing | undefined): Fate {
  // Also what holds data and is kept, or cannot be seen now: its protections stay on as long as it does.
  if (/^(unknown|denied|waiting|by-hand)$/.test(state)) return 'stays';
  if (standing?.is === 'before') return 'before';
  if (state === 'todo' && to === null) return 'goes';
  return (now ?? null) === null ? 'gone' : 'before';
}

function goesAway({ is }: Standing, fact: Fact, memory: Memory): boolean {
  return is === 'ours' || is === 'drifted' || (is === 'untold' && madeByUs(fact.id, memory));
}

async function asBefore(fact: Fact, view: Account, { before }: Memory): Promise<Finding> {
  const now = await fact.read(view);
  const to = before.get(fact.id);
  if (to === undefined || isSame(fact, now, to)) return { fact, state: 'ok', now };
  return { fact, state: 'todo', now, to, calls: await fact.calls(to, now, view) };
}

async function backOfPart(fact: Fact, thing: Seen | undefined, view: Account, memory: Memory): Promise<Seen> {
  const fate = thing?.fate ?? 'before';
  if (fate === 'gone') return { finding: { fact, state: 'ok', now: null }, fate };
  // What a part uses matters as long as it may stay.
  const matters = memory.before.has(fact.id) || (fate !== 'before' && needsOf(fact).length > 1);
  if (!matters) return { finding: { fact, state: 'ok' }, fate: 'gone' };
  const finding = await watched(fact, view, async (watching): Promise<Finding> => {
    if (fate === 'before') return asBefore(fact, watching, memory);
    return { fact, state: 'ok', now: await fact.read(watching) };
  });
  return { finding, fate };
}

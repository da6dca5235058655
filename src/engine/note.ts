import { type AnyFact, isChore } from './fact.ts';
import type { Finding } from './finding.ts';
import { type Entry, type Journal, memoryOf } from './journal.ts';
import { isOurs } from './owner.ts';
import type { Work } from './work.ts';

/** What a run writes into the journal while it makes things. */
export interface Notes {
  /** Whether an earlier run wrote it down. */
  isKnown(factId: string): boolean;
  /** Writes down what is about to be changed, and of a part also its thing where that was there before us. */
  before(found: Finding, thing?: Finding): Promise<void>;
  /** Writes down AWS's id of a thing that was just made; nobody has to wait for it. */
  made(factId: string, id: string): void;
  /** Resolves when all of it is safe from a crash. */
  written(): Promise<void>;
}

/** Keeps the journal of one run. What begins at the same moment is written together: each safe write takes a disk some milliseconds. */
export function keepingJournal(facts: AnyFact[], work: Work): Notes {
  const known = memoryOf(work.journal).before;
  const things = new Set<string>();
  let page: Entry[] = [];
  let written: Promise<void> | undefined;
  const write = async () => {
    await new Promise(setImmediate);
    const entries = page;
    page = [];
    written = undefined;
    await work.journal.append(...entries);
  };
  const note = (...entries: Entry[]): Promise<void> => {
    page.push(...entries);
    written ??= write();
    return written;
  };
  const line = ({ fact, now, standing }: Finding): Entry => {
    // Of what is ours we know that it was not there before, also where another machine made it.
    const was = isOurs(standing) ? null : (now ?? null);
    return { at: stamp(work), fact: fact.id, step: work.stepOf(fact.id), was };
  };
  const keptLine = (thing: Finding): Entry => ({ ...line(thing), kept: true });
  // What was there before us is known as such from now on: undo then gives back its parts, and leaves it alone.
  const ofThing = (thing: Finding | undefined): Entry[] => {
    const id = thing?.fact.id ?? '';
    if (!thing || (thing.now ?? null) === null || !thing.standing || isOurs(thing.standing) || things.has(id))
      return [];
    things.add(id);
    if (thing.standing.is === 'another' && thing.state === 'ok') return [...goneWith(id), keptLine(thing)];
    return known.has(id) || thing.standing.is === 'untold' ? [] : [keptLine(thing)];
  };
  // What we made is gone, and its parts with it: what is written of them is about the thing of the same name before.
  const goneWith = (id: string): Entry[] =>
    [id, ...facts.filter((fact) => !isChore(fact) && fact.within?.id === id).map((part) => part.id)]
      .filter((each) => known.has(each))
      .map((each) => ({ at: stamp(work), undone: each }));
  return {
    isKnown: (id) => known.has(id),
    async before(found, thing) {
      const lines =
        found.standing?.is === 'another' ? [...goneWith(found.fact.id), line(found)] : [...ofThing(thing), line(found)];
      await note(...lines).catch((error: unknown) => {
        if (!isPartOfOurs(found, work.journal)) throw error;
      });
    },
    made: (id, given) => void note({ at: stamp(work), made: id, id: given }).catch(() => {}),
    written: async () => written?.catch(() => {}),
  };
}

// What a run has made goes away with all its parts: those need no line, and it must not stay without its protections.
function isPartOfOurs({ fact }: Finding, journal: Journal): boolean {
  return !isChore(fact) && fact.within !== undefined && memoryOf(journal).before.get(fact.within.id) === null;
}

/** The time of a journal line, in UTC. */
export function stamp({ clock }: Pick<Work, 'clock'>): string {
  return new Date(clock.now()).toISOString();
}

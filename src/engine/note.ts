import { type AnyFact, isChore } from './fact.ts';
import type { Finding } from './finding.ts';
import { type Entry, type Journal, memoryOf } from './journal.ts';
import { isOurs } from './owner.ts';
import type { Work } from './work.ts';

/** What a run writes to the journal while it makes changes. */
interface Notes {
  /** Whether an earlier run has an entry for it. */
  isKnown(factId: string): boolean;
  /** Records the value before a change; for a part, also its resource if that existed before. */
  before(found: Finding, thing?: Finding): Promise<void>;
  /** Records the id that AWS assigned to a new resource, without waiting for the disk. */
  made(factId: string, id: string): void;
  /** Resolves when all entries are on disk. */
  written(): Promise<void>;
}

/** Keeps the journal of one run. Changes that start together are written together, because each safe write takes milliseconds. */
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
    // A resource of ours did not exist before, even if another computer created it.
    const was = isOurs(standing) ? null : (now ?? null);
    return { at: stamp(work), fact: fact.id, step: work.stepOf(fact.id), was };
  };
  const keptLine = (thing: Finding): Entry => ({ ...line(thing), kept: true });
  // Records that the resource existed before: undo then restores its parts and keeps the resource.
  const ofThing = (thing: Finding | undefined): Entry[] => {
    const id = thing?.fact.id ?? '';
    if (!thing || (thing.now ?? null) === null || !thing.standing || isOurs(thing.standing) || things.has(id))
      return [];
    things.add(id);
    if (thing.standing.is === 'another' && thing.state === 'ok') return [...goneWith(id), keptLine(thing)];
    return known.has(id) || thing.standing.is === 'untold' ? [] : [keptLine(thing)];
  };
  // The resource we created no longer exists: earlier entries about it and its parts do not apply to the new one.
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

// A resource that a run created is deleted with all its parts. They need no entry, and the resource must get its
// protections even if the journal cannot be written.
function isPartOfOurs({ fact }: Finding, journal: Journal): boolean {
  return !isChore(fact) && fact.within !== undefined && memoryOf(journal).before.get(fact.within.id) === null;
}

/** The time of a journal line, in UTC. */
export function stamp({ clock }: Pick<Work, 'clock'>): string {
  return new Date(clock.now()).toISOString();
}

import { readOnly, remembering } from '../aws/views.ts';
import { carryingOut } from './carry-out.ts';
import { isChore, needsOf } from './fact.ts';
import type { Finding } from './finding.ts';
import { islandsOf } from './islands.ts';
import type { Sight } from './look.ts';
import { keepingJournal, stamp } from './note.ts';
import { choresAgain, settle } from './settle.ts';
import type { Change, Work } from './work.ts';

/**
 * Carries out the findings with state `todo` in the order of their needs, and checks the result. Returns all findings;
 * those that were carried out are created, changed, waiting or failed.
 */
export async function make(findings: Finding[], work: Work): Promise<Finding[]> {
  return makeAsSeen(
    findings.map((finding) => ({ fact: finding.fact, finding: Promise.resolve(finding) })),
    work,
  );
}

/** The same while the check is still running: each change starts as soon as it and its needs have been read. */
export async function makeAsSeen(sights: Sight[], work: Work): Promise<Finding[]> {
  const notes = keepingJournal(
    sights.map(({ fact }) => fact),
    work,
  );
  const found = new Map(sights.map(({ fact, finding }) => [fact.id, finding]));
  const changes: Change[] = sights.map(({ fact, finding }) => ({
    fact,
    finding,
    after: needsOf(fact)
      .filter((need) => !isChore(need))
      .map(({ id }) => id),
    first: async (change) => notes.before(change, await (isChore(fact) ? undefined : found.get(fact.within?.id ?? ''))),
    made: (id) => notes.made(fact.id, id),
    // The entry of an earlier run's change stays in the journal, whatever the result of this one.
    ...(notes.isKnown(fact.id) ? {} : { untouched: () => markUntouched(fact.id, work) }),
  }));
  const carrying = carryingOut(changes, work);
  // Each is awaited below; a rejection before that must not end the process.
  for (const one of carrying) one.catch(() => {});
  const lookedAgain = async (places: number[]): Promise<Finding[]> => {
    const carried = await Promise.all(places.map((place) => carrying[place]!));
    const view = remembering(readOnly(work.account));
    const [settled, chores] = await Promise.all([settle(carried, work, view), choresAgain(carried, view)]);
    return settled.map((finding) => chores.get(finding.fact.id) ?? finding);
  };
  try {
    // Finished islands are checked again while independent ones are still running.
    const islands = islandsOf(await Promise.all(sights.map(({ finding }) => finding)));
    const results = new Map((await Promise.all(islands.map(lookedAgain))).flat().map((one) => [one.fact.id, one]));
    return sights.map(({ fact }) => results.get(fact.id)!);
  } finally {
    // Changes that have started are finished even if an error ends the run.
    await Promise.allSettled(carrying);
    await notes.written();
  }
}

// Another run on this computer may also have an entry for it, and may have changed it.
async function markUntouched(id: string, work: Work): Promise<void> {
  const entries = work.journal.entries();
  const since = entries.findLastIndex((entry) => 'undone' in entry && entry.undone === id);
  const lines = entries.slice(since + 1).filter((entry) => 'fact' in entry && entry.fact === id);
  if (lines.length === 1) await work.journal.append({ at: stamp(work), undone: id });
}

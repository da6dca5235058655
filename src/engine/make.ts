import type { Account } from '../aws/account.ts';
import { readOnly, remembering } from '../aws/views.ts';
import { type Change, carryingOut, type Work } from './carry-out.ts';
import { waitBefore } from './clock.ts';
import { isChore, needsOf } from './fact.ts';
import { type Finding, isSame } from './finding.ts';
import { islandsOf } from './islands.ts';
import { beforeUs, type Entry } from './journal.ts';
import { lookAt, type Sight, watched } from './look.ts';

const SETTLE_MS = 30_000;

/**
 * Makes true what the findings say is to do, along their needs, and looks again at what was written. Gives back
 * all findings, the made ones as created, changed, waiting or failed.
 */
export async function make(findings: Finding[], work: Work): Promise<Finding[]> {
  return makeAsSeen(
    findings.map((finding) => ({ fact: finding.fact, finding: Promise.resolve(finding) })),
    work,
  );
}

/** The same while the look is still going on: each change begins as soon as it and what it needs have been seen. */
export async function makeAsSeen(sights: Sight[], work: Work): Promise<Finding[]> {
  const writeDown = notebook(work);
  const known = beforeUs(work.journal);
  const changes: Change[] = sights.map(({ fact, finding }) => ({
    fact,
    finding,
    after: needsOf(fact)
      .filter((need) => !isChore(need))
      .map(({ id }) => id),
    first: writeDown,
    // What an earlier run changed stays written down, whatever becomes of this one.
    ...(known.has(fact.id) ? {} : { untouched: () => work.journal.append({ at: stamp(work), undone: fact.id }) }),
  }));
  const carrying = carryingOut(changes, work);
  // Each is awaited below; one that fails before that is not forgotten by anybody.
  for (const one of carrying) one.catch(() => {});
  const lookedAgain = async (places: number[]): Promise<Finding[]> => {
    const carried = await Promise.all(places.map((place) => carrying[place]!));
    const view = remembering(readOnly(work.account));
    const [settled, chores] = await Promise.all([settle(carried, work, view), choresAgain(carried, view)]);
    return settled.map((finding) => chores.get(finding.fact.id) ?? finding);
  };
  try {
    // What is done is looked at again while others, which have nothing to do with it, are still under way.
    const islands = islandsOf(await Promise.all(sights.map(({ finding }) => finding)));
    const results = new Map((await Promise.all(islands.map(lookedAgain))).flat().map((one) => [one.fact.id, one]));
    return sights.map(({ fact }) => results.get(fact.id)!);
  } finally {
    // What was begun is finished, also when something ends the run.
    await Promise.allSettled(carrying);
  }
}

// What begins at the same moment is written down together: to make it safe takes a disk some milliseconds each time.
function notebook(work: Work): (found: Finding) => Promise<void> {
  let page: Entry[] = [];
  let written: Promise<void> | undefined;
  const write = async () => {
    await new Promise(setImmediate);
    const entries = page;
    page = [];
    written = undefined;
    work.journal.append(...entries);
  };
  return ({ fact, now }) => {
    page.push({ at: stamp(work), fact: fact.id, step: work.stepOf(fact.id), was: now ?? null });
    written ??= write();
    return written;
  };
}

/** The time of a journal line, in UTC. */
export function stamp({ clock }: Pick<Work, 'clock'>): string {
  return new Date(clock.now()).toISOString();
}

// Only what was carried out has an aim and is ok.
const wasCarriedOut = ({ state, to }: Finding): boolean => state === 'ok' && to !== undefined;

/**
 * Looks again at what was carried out until the account shows it: IAM's answers can be old for some seconds.
 * `view` is for the first look, when others look at the same time.
 */
export async function settle(carried: Finding[], work: Work, view?: Account): Promise<Finding[]> {
  const results = new Map(carried.map((finding) => [finding.fact.id, finding]));
  let open = carried.filter(wasCarriedOut);
  const began = work.clock.now();
  for (let attempt = 0; open.length > 0; attempt++) {
    const shared = (attempt === 0 && view) || remembering(readOnly(work.account));
    const seen = await Promise.all(open.map((finding) => seenAgain(finding, shared)));
    const still: Finding[] = [];
    for (const [i, finding] of open.entries()) {
      const { now = null, state, why, permission } = seen[i]!;
      // Whoever may write but not look is told so at once: waiting shows nothing more.
      if (permission) results.set(finding.fact.id, { ...finding, state: 'failed', error: `${why}`, permission });
      else if (state !== 'unknown' && isSame(finding.fact, now, finding.to ?? null))
        results.set(finding.fact.id, { ...finding, state: madeState(finding), now });
      else still.push({ ...finding, ...(why ? { why } : {}) });
    }
    open = still;
    if (open.length === 0 || work.clock.now() - began > SETTLE_MS) break;
    await work.clock.sleep(waitBefore(attempt, work.clock));
  }
  for (const finding of open) {
    const error = finding.why ?? 'AWS accepted the change, but the account does not show it yet';
    results.set(finding.fact.id, { ...finding, state: 'failed', error });
  }
  return carried.map(({ fact }) => results.get(fact.id)!);
}

// Only read: the calls to what is wanted are not asked for, and on the way back may not even be possible.
async function seenAgain(finding: Finding, view: Account): Promise<Finding> {
  const { fact, to = null, seen } = finding;
  if (seen !== undefined) return { fact, state: 'ok', now: seen };
  return watched(fact, view, async (account) => {
    // A thing that was not there is as it was made, once it is there.
    const isThere = isNew(finding) && !isChore(fact) ? fact.there : undefined;
    if (isThere) return { fact, state: 'ok', now: (await isThere(account)) ? to : null };
    return { fact, state: 'ok', now: await fact.read(account) };
  });
}

const isNew = ({ now = null, to = null }: Finding): boolean => now === null && to !== null;

function madeState(finding: Finding): Finding['state'] {
  if ((finding.to ?? null) === null) return 'removed';
  return isNew(finding) ? 'created' : 'changed';
}

// What only a person can do may look otherwise once what it needs is made: an e-mail that is now subscribed.
async function choresAgain(carried: Finding[], view: Account): Promise<Map<string, Finding>> {
  const done = new Set(carried.filter(wasCarriedOut).map(({ fact }) => fact.id));
  const chores = carried.filter(
    ({ fact, state }) => state === 'by-hand' && isChore(fact) && needsOf(fact).some(({ id }) => done.has(id)),
  );
  const seen = await Promise.all(chores.map(({ fact }) => lookAt(fact, view)));
  return new Map(seen.map((finding) => [finding.fact.id, finding]));
}

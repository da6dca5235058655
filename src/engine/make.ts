import { readOnly, remembering } from '../aws/views.ts';
import { type Change, carryOut, type Work } from './carry-out.ts';
import { waitBefore } from './clock.ts';
import { type AnyFact, isChore, needsOf } from './fact.ts';
import { type Finding, isSame } from './finding.ts';
import { beforeUs } from './journal.ts';
import { look, watched } from './look.ts';

const SETTLE_MS = 30_000;

/**
 * Makes true what the findings say is to do, along their needs, and looks again at what was written. Gives back
 * all findings, the made ones as created, changed, waiting or failed.
 */
export async function make(findings: Finding[], work: Work): Promise<Finding[]> {
  const todo = findings.filter(({ state }) => state === 'todo');
  const unseen = new Set(
    findings
      .filter(({ fact, state }) => state === 'unknown' || (state === 'by-hand' && !isChore(fact)))
      .map(({ fact }) => fact.id),
  );
  const open = new Set(todo.map(({ fact }) => fact.id));
  const blindSpot = (fact: AnyFact): AnyFact | undefined => {
    for (const need of needsOf(fact).filter((one) => !isChore(one))) {
      const found = unseen.has(need.id) ? need : open.has(need.id) ? blindSpot(need) : undefined;
      if (found) return found;
    }
    return undefined;
  };
  const known = beforeUs(work.journal);
  const changes: Change[] = [];
  const held: Finding[] = [];
  for (const finding of todo) {
    const blind = blindSpot(finding.fact);
    if (blind) held.push({ ...finding, why: `not begun, because this is not so yet: ${blind.title}` });
    else {
      const after = needsOf(finding.fact).map(({ id }) => id);
      const { id } = finding.fact;
      // What an earlier run changed stays written down, whatever becomes of this one.
      const untouched = known.has(id) ? {} : { untouched: () => work.journal.append({ at: stamp(work), undone: id }) };
      changes.push({ finding, after, first: () => writeDown(finding, work), ...untouched });
    }
  }
  const carried = await carryOut(changes, work);
  const [settled, chores] = await Promise.all([settle(carried, work), choresAgain(findings, carried, work)]);
  const outcome = new Map([...settled, ...held].map((finding) => [finding.fact.id, finding]));
  return findings.map((finding) => outcome.get(finding.fact.id) ?? chores.get(finding.fact.id) ?? finding);
}

function writeDown({ fact, now }: Finding, work: Work): void {
  work.journal.append({ at: stamp(work), fact: fact.id, step: work.stepOf(fact.id), was: now ?? null });
}

/** The time of a journal line, in UTC. */
export function stamp({ clock }: Pick<Work, 'clock'>): string {
  return new Date(clock.now()).toISOString();
}

/**
 * Looks again at what was carried out until the account shows it: IAM's answers can be old for some seconds.
 */
export async function settle(carried: Finding[], work: Work): Promise<Finding[]> {
  const results = new Map(carried.map((finding) => [finding.fact.id, finding]));
  let open = carried.filter(({ state }) => state === 'ok');
  const began = work.clock.now();
  for (let attempt = 0; open.length > 0; attempt++) {
    const view = remembering(readOnly(work.account));
    // Only read: the calls to what is wanted are not asked for, and on the way back may not even be possible.
    const seen = await Promise.all(
      open.map(({ fact }) =>
        watched(fact, view, async (account) => ({ fact, state: 'ok', now: await fact.read(account) })),
      ),
    );
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

function madeState({ now, to }: Finding): Finding['state'] {
  if ((to ?? null) === null) return 'removed';
  return (now ?? null) === null ? 'created' : 'changed';
}

// What only a person can do may look otherwise once what it needs is made: an e-mail that is now subscribed.
async function choresAgain(findings: Finding[], carried: Finding[], work: Work): Promise<Map<string, Finding>> {
  const done = new Set(carried.filter(({ state }) => state === 'ok').map(({ fact }) => fact.id));
  const chores = findings.filter(
    ({ fact, state }) => state === 'by-hand' && needsOf(fact).some(({ id }) => done.has(id)),
  );
  const seen = await look(
    chores.map(({ fact }) => fact),
    work.account,
  );
  return new Map(seen.map((finding) => [finding.fact.id, finding]));
}

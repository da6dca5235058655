import type { Account } from '../aws/account.ts';
import { readOnly, remembering } from '../aws/views.ts';
import { waitBefore } from './clock.ts';
import { isChore, needsOf } from './fact.ts';
import { endedBy, type Finding, isSame } from './finding.ts';
import { lookAt, watched } from './look.ts';
import { lacksMarks, missingMarks } from './owner.ts';
import type { Work } from './work.ts';

// If AWS terminates a new instance, it does so within seconds.
const GLANCE_MS = 2_000;
// After a delete, minutes are common.
const SETTLE_MS = 120_000;
const TELL_AFTER_MS = 2_000;
const NOT_SHOWN = 'AWS accepted the change, but does not return it yet';

// Only a finding that was carried out has `to` and is ok.
const wasCarriedOut = ({ state, to }: Finding): boolean => state === 'ok' && to !== undefined;

/**
 * Checks the changes until AWS returns them: IAM's answers can be stale for some seconds. `view` is for the first check,
 * to share its answers with others.
 */
export async function settle(carried: Finding[], work: Work, view?: Account): Promise<Finding[]> {
  const results = new Map(carried.map((finding) => [finding.fact.id, finding]));
  let open: Open[] = carried.filter(wasCarriedOut);
  const began = work.clock.now();
  let isTold = false;
  for (let attempt = 0; open.length > 0; attempt++) {
    const shared = (attempt === 0 && view) || remembering(readOnly(work.account));
    const seen = await Promise.all(
      open.map((finding) => seenAgain(finding, shared).catch((error: unknown) => unseen(finding, error))),
    );
    const still: Finding[] = [];
    for (const [i, finding] of open.entries()) {
      const again = seen[i]!;
      const end = ended(finding, again) ?? (await lossOf(finding, shared));
      if (end) results.set(finding.fact.id, end);
      else still.push(stillOpen(finding, again));
    }
    open = still;
    const waited = work.clock.now() - began;
    if (waited > TELL_AFTER_MS && !isTold) {
      isTold = true;
      for (const { again, ...finding } of open)
        work.tell({ event: 'wait.tick', finding, why: again?.why ?? NOT_SHOWN, ms: waited });
    }
    if (open.length === 0 || work.stop?.aborted || waited > SETTLE_MS) break;
    await work.clock.sleep(waitBefore(attempt, work.clock));
  }
  for (const finding of open) results.set(finding.fact.id, notShown(finding));
  await glanceAgain(results, work);
  return carried.map(({ fact }) => results.get(fact.id)!);
}

// The final result of a change, if this check shows it. Only a successful read shows the state of the account.
function ended(finding: Finding, again: Finding): Finding | undefined {
  const { state, now = null, why, permission, next, unsupported } = again;
  if (state === 'denied') return { ...finding, ...again };
  // An endpoint that cannot be asked does not show it later either.
  if (state === 'failed' || unsupported) return again;
  // A caller who may write but not read gets the error at once: waiting does not help.
  if (permission) return { ...finding, state: 'failed', error: `${why}`, permission, ...(next ? { next } : {}) };
  if (state !== 'ok' || !isSame(finding.fact, now, finding.to ?? null)) return undefined;
  return { ...finding, state: madeState(finding), now };
}

// Once, and only for resources of this run that may still terminate at once.
async function glanceAgain(results: Map<string, Finding>, work: Work): Promise<void> {
  const mayEnd = [...results.values()].filter(
    ({ fact, state, now }) => state === 'created' && !isChore(fact) && fact.mayEnd?.(now),
  );
  if (mayEnd.length === 0 || work.stop?.aborted) return;
  await work.clock.sleep(GLANCE_MS);
  const view = remembering(readOnly(work.account));
  for (const finding of mayEnd) {
    const lost = await lossOf(finding, view);
    if (lost) results.set(finding.fact.id, lost);
  }
}

// A lost resource does not show up, however long the run waits.
async function lossOf(finding: Finding, view: Account): Promise<Finding | undefined> {
  const { fact, to, calls = [] } = finding;
  if (isChore(fact) || (to ?? null) === null) return undefined;
  const loss = await fact.lost?.(view, calls).catch(() => undefined);
  return loss && { ...finding, state: 'failed', isAwsAnswer: true, ...loss };
}

type Open = Finding & { again?: Finding };

const stillOpen = ({ again: _before, ...finding }: Open, again: Finding): Open => ({
  ...finding,
  ...(again.state === 'ok' ? {} : { again }),
});

// A failed read is a failure; a read that AWS was not ready for is not.
function notShown({ again, ...finding }: Open): Finding {
  if (again && again.state !== 'waiting') return { ...finding, state: 'failed', error: `${again.why ?? again.how}` };
  const { why = NOT_SHOWN, next = 'run the same command again in a few minutes' } = again ?? {};
  return { ...finding, state: 'waiting', why, next };
}

// The credentials have expired: the changes are reported all the same.
const unseen = (finding: Finding, error: unknown): Finding => ({
  ...finding,
  ...endedBy(error, 'done, but not verified: '),
});

// Only reads: the calls to the wanted value are not needed, and in undo they may not be possible.
async function seenAgain(finding: Finding, view: Account): Promise<Finding> {
  const { fact, to = null, seen } = finding;
  if (seen !== undefined) return { fact, state: 'ok', now: seen };
  return watched(fact, view, async (account) => {
    if (!isChore(fact) && to !== null && lacksMarks(finding.standing) && (await missingMarks(fact, account)).length > 0)
      return { fact, state: 'unknown', why: `AWS accepted ${finding.standing?.marks}, but does not return them yet` };
    // A new resource has the wanted value as soon as it exists.
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

/** Chores may change once their needs are done, such as the confirmation of a new subscription. By id. */
export async function choresAgain(carried: Finding[], view: Account): Promise<Map<string, Finding>> {
  const done = new Set(carried.filter(wasCarriedOut).map(({ fact }) => fact.id));
  const chores = carried.filter(
    ({ fact, state }) => state === 'by-hand' && isChore(fact) && needsOf(fact).some(({ id }) => done.has(id)),
  );
  const seen = await Promise.all(
    chores.map(({ fact }) => lookAt(fact, view).catch((error: unknown) => unseen({ fact, state: 'by-hand' }, error))),
  );
  return new Map(seen.map((finding) => [finding.fact.id, finding]));
}

import { isSignedOut } from '../aws/errors.ts';
import { doIt } from './do-it.ts';
import { type AnyFact, isChore } from './fact.ts';
import { type Finding, isSame } from './finding.ts';
import type { Change, Work } from './work.ts';

/** Carries out all changes. Never throws for a single one. */
export async function carryOut(changes: Change[], work: Work): Promise<Finding[]> {
  const all = carryingOut(changes, work);
  // Changes that have started are finished even if an error ends the run.
  await Promise.allSettled(all);
  return Promise.all(all);
}

/**
 * Sends the calls of all changes, each as soon as those before it are done, and returns the result of each. Findings
 * without a change are returned as they are.
 */
export function carryingOut(changes: Change[], work: Work): Promise<Finding>[] {
  const begun = new Map<string, Promise<Finding>>();
  const byId = new Map(changes.map((change) => [change.fact.id, change]));
  // The fact that could not be read or made, by the id of each fact that depends on it.
  const blind = new Map<string, AnyFact>();
  const answers = new Map<string, unknown>();
  let beginning: Promise<void> | undefined;
  let signedOut = false;

  const begin = (change: Change): Promise<Finding> => {
    const { id } = change.fact;
    const already = begun.get(id);
    if (already) return already;
    const running = Promise.resolve().then(() => run(change));
    begun.set(id, running);
    return running;
  };

  const run = async (change: Change): Promise<Finding> => {
    const { fact } = change;
    const found = await Promise.resolve(change.finding).catch((error: unknown) => {
      signedOut = true;
      throw error;
    });
    if (found.state !== 'todo' || isChore(fact)) {
      // A resource that exists as wanted but does not work blocks no other change.
      const isThere = found.now !== undefined && isSame(fact, found.now, fact.want);
      const isLeft = found.state === 'by-hand' && !isChore(fact) && !isThere;
      if (isLeft || /^(unknown|denied|waiting)$/.test(found.state)) blind.set(fact.id, fact);
      return found;
    }
    const first = change.after.map((id) => byId.get(id)).filter((other) => other !== undefined);
    const before = await Promise.all(first.map(begin));
    const unseen = first.map((other) => blind.get(other.fact.id)).find((other) => other !== undefined);
    if (unseen) {
      blind.set(fact.id, unseen);
      return { ...found, why: `skipped: depends on "${unseen.title}"` };
    }
    const broken = before.find((finding) => finding.state !== 'ok');
    if (broken) return { ...found, why: `skipped: depends on "${broken.fact.title}"` };
    await work.fits;
    const isStopped = () => signedOut || work.stop?.aborted;
    if (!isStopped()) {
      // Once for all changes; if it fails, no change starts.
      beginning ??= Promise.resolve().then(() => work.begin?.());
      await beginning;
    }
    if (isStopped()) return { ...found, why: 'skipped: the run was stopped' };
    const done: Finding & { cause?: unknown } = await doIt({ ...change, finding: found }, fact, work, answers);
    if (isSignedOut(done.cause)) signedOut = true;
    return done;
  };

  return changes.map(begin);
}

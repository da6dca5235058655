import { isSignedOut } from '../aws/errors.ts';
import { doIt } from './do-it.ts';
import { type AnyFact, isChore } from './fact.ts';
import { type Finding, isSame } from './finding.ts';
import type { Change, Work } from './work.ts';

/** Carries out all changes. Never throws for a single one. */
export async function carryOut(changes: Change[], work: Work): Promise<Finding[]> {
  const all = carryingOut(changes, work);
  // What was begun is finished, also when something ends the run.
  await Promise.allSettled(all);
  return Promise.all(all);
}

/**
 * Sends the calls of all that is to do, each as soon as what it comes after is done, and gives back what becomes of each;
 * what is not to do stays as it was found.
 */
export function carryingOut(changes: Change[], work: Work): Promise<Finding>[] {
  const begun = new Map<string, Promise<Finding>>();
  const byId = new Map(changes.map((change) => [change.fact.id, change]));
  // What could not be seen, by the id of each fact that builds on it and is held up therefore.
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
      // What is there as it should be, and does not do its job, keeps nothing from being made.
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
      return { ...found, why: `not begun, because this is not so yet: ${unseen.title}` };
    }
    const broken = before.find((finding) => finding.state !== 'ok');
    if (broken) return { ...found, why: `not begun, because this comes first: ${broken.fact.title}` };
    await work.fits;
    const isStopped = () => signedOut || work.stop?.aborted;
    if (!isStopped()) {
      // Once for all; where it cannot be, nothing begins.
      beginning ??= Promise.resolve().then(() => work.begin?.());
      await beginning;
    }
    if (isStopped()) return { ...found, why: 'not begun, the run was stopped' };
    const done: Finding & { cause?: unknown } = await doIt({ ...change, finding: found }, fact, work, answers);
    if (isSignedOut(done.cause)) signedOut = true;
    return done;
  };

  return changes.map(begin);
}

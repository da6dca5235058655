import type { Account } from '../aws/account.ts';
import { isSignedOut } from '../aws/errors.ts';
import type { Clock } from './clock.ts';
import { doIt } from './do-it.ts';
import { type AnyFact, isChore } from './fact.ts';
import { type Finding, isSame } from './finding.ts';
import type { Journal } from './journal.ts';

/** What happens while changes are carried out, as it happens; `ms` is how long it took or has taken so far. */
export type Event =
  | { event: 'action.start'; finding: Finding }
  | { event: 'action.done'; finding: Finding; ms: number }
  | { event: 'action.failed'; finding: Finding }
  | { event: 'wait.tick'; finding: Finding; why: string; ms: number };

/** What a run hands to the engine. */
export interface Work {
  account: Account;
  journal: Journal;
  clock: Clock;
  /** The secret that a call asks for by its key; the same key gives the same secret for the whole run. */
  secretOf(key: string): Promise<string>;
  tell(event: Event): void;
  stepOf(factId: string): string;
  /** Aborted when the person stops: calls under way are finished, no new one is begun. */
  stop?: AbortSignal;
  /** Awaited before the first change is begun: what keeps everything from being written rejects it. */
  fits?: Promise<unknown>;
  /** Awaited once, when the first change is begun. */
  begin?(): Promise<void>;
}

/** What is known of a fact, now or soon: where it is to do, its calls are sent once all changes named in `after` are done. */
export interface Change {
  fact: AnyFact;
  finding: Finding | Promise<Finding>;
  after: string[];
  /** Look again first: for changes whose calls depend on what other changes did. */
  late?: boolean;
  /** Awaited right before the first call is sent: the journal's moment. */
  first?(finding: Finding): Promise<void>;
  /** Hears of the id that AWS gave the thing that was just made. */
  made?(id: string): void;
  /** Runs when it failed and AWS had refused every call, so that nothing has changed. */
  untouched?(): Promise<void>;
}

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

import { type Account, namesSomebody } from '../aws/account.ts';
import type { AnyCall } from '../aws/call.ts';
import { endsTheLook, isDenied, messageOf } from '../aws/errors.ts';
import { refusedPermission } from '../aws/permissions.ts';
import { type Answered, readOnly, remembering, through } from '../aws/views.ts';
import { type AnyFact, ByHand, isChore, Misfit, Obstacle } from './fact.ts';
import { byHand, type Finding, isSame } from './finding.ts';

/** A fact, and what looking at it will have found. */
export interface Sight {
  fact: AnyFact;
  finding: Promise<Finding>;
}

/**
 * Looks at all facts side by side and tells of each what is there and which calls would lead to what is wanted.
 * Never writes. A refused read is a finding; only lost credentials and a Region that is off end the look.
 */
export async function look(facts: AnyFact[], account: Account): Promise<Finding[]> {
  return Promise.all(looking(facts, account).map(({ finding }) => finding));
}

/** The same look, for whoever goes on with one fact while others are still looked at. `ahead` was asked before. */
export function looking(facts: AnyFact[], account: Account, ahead?: Answered): Sight[] {
  const view = remembering(readOnly(account), ahead);
  return facts.map((fact) => {
    const finding = lookAt(fact, view);
    // Whoever waits for it hears of lost credentials; where nobody waits any more, nobody has to.
    finding.catch(() => {});
    return { fact, finding };
  });
}

/**
 * Asks, before it is known who is signed in, what a look at such facts asks first whoever that is. Nothing is made of
 * the answers: they wait for the look itself. `account` is somebody's (`somebody`), and so are the facts.
 */
export function lookAhead(facts: AnyFact[], account: Account): Answered {
  const answers: Answered = new Map();
  const view = remembering(readOnly(account), answers);
  const asking = through(account, (given) => {
    if (!namesSomebody(given)) view.send(given as never).catch(() => {});
    // What comes next depends on who it is, so nobody goes on from here.
    return new Promise(() => {});
  });
  for (const fact of facts) void lookAt(fact, asking);
  return answers;
}

/** Looks at one fact. `account` may be a view shared with other looks. */
export async function lookAt(fact: AnyFact, account: Account): Promise<Finding> {
  return watched(fact, account, async (watching) => {
    const now = (await isPartOfNothing(fact, account)) ? null : await fact.read(watching);
    if (isSame(fact, now, fact.want)) {
      const why = fact.instead?.(now);
      return { fact, state: 'ok', now, ...(why ? { why } : {}) };
    }
    if (isChore(fact)) return byHand(fact, now);
    const differs = { fact, now, to: fact.want };
    try {
      return { ...differs, state: 'todo', calls: await fact.calls(fact.want, now, watching) };
    } catch (error) {
      if (error instanceof ByHand) return { ...differs, state: 'by-hand', how: error.message };
      throw error;
    }
  });
}

/** What is within a thing that is not there is not there either, and AWS need not be asked about it. */
export async function isPartOfNothing(fact: AnyFact, account: Account): Promise<boolean> {
  const thing = isChore(fact) ? undefined : fact.within;
  if (!thing) return false;
  try {
    return thing.there ? !(await thing.there(account)) : (await thing.read(account)) === null;
  } catch {
    // Whatever keeps the thing from being seen is told by its own finding; the part is asked about for itself.
    return false;
  }
}

/** Turns what a read may throw into a finding. */
export async function watched(
  fact: AnyFact,
  account: Account,
  looking: (account: Account) => Promise<Finding>,
): Promise<Finding> {
  let refused: AnyCall | undefined;
  const watching = through(account, (given) =>
    account.send(given as never).catch((error: unknown) => {
      if (isDenied(error)) refused = given;
      throw error;
    }),
  );
  try {
    return await looking(watching);
  } catch (error) {
    if (endsTheLook(error)) throw error;
    if (error instanceof ByHand) return { fact, state: 'by-hand', how: error.message };
    if (error instanceof Misfit) return { fact, state: 'unknown', why: error.message, misfit: error.key };
    if (error instanceof Obstacle) return { fact, state: 'unknown', why: error.message };
    if (isDenied(error) && refused) {
      const permission = refusedPermission(error, refused);
      return { fact, state: 'unknown', permission, why: `you may not look: ${permission} is not allowed` };
    }
    return { fact, state: 'unknown', why: messageOf(error) };
  }
}

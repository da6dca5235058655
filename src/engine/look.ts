import { type Account, namesSomebody } from '../aws/account.ts';
import type { AnyCall } from '../aws/call.ts';
import { endsTheLook, isUnsupported } from '../aws/errors.ts';
import { type Answered, readOnly, remembering, through } from '../aws/views.ts';
import type { Owner } from './about.ts';
import { type AnyFact, ByHand, isChore, Misfit, Obstacle } from './fact.ts';
import { byHand, type Finding, isSame, leftToPerson } from './finding.ts';
import { type Memory, NO_MEMORY } from './journal.ts';
import { isThing, lacksMarks, type Standing, standingOf } from './owner.ts';
import { refusedLook } from './refused.ts';

/** A fact, and what looking at it will have found. */
export interface Sight {
  fact: AnyFact;
  finding: Promise<Finding>;
}

/**
 * Looks at all facts side by side and tells of each what is there and which calls would lead to what is wanted.
 * Never writes. A refused read is a finding; only lost credentials and a Region that is off end the look. `memory` is
 * what the journal says.
 */
export async function look(facts: AnyFact[], account: Account, memory?: Memory): Promise<Finding[]> {
  return Promise.all(looking(facts, account, undefined, memory).map(({ finding }) => finding));
}

/** The same look, for whoever goes on with one fact while others are still looked at. `ahead` was asked before. */
export function looking(facts: AnyFact[], account: Account, ahead?: Answered, memory?: Memory): Sight[] {
  const view = remembering(readOnly(account), ahead);
  return facts.map((fact) => {
    const finding = lookAt(fact, view, memory);
    // Whoever waits for it hears of lost credentials; where nobody waits any more, nobody has to.
    finding.catch(() => {});
    return { fact, finding };
  });
}

/**
 * Asks, before it is known who is signed in, what a look at such facts asks first whoever that is. Nothing is made of
 * the answers: they wait for the look itself. `account` is somebody's (`somebody`), and so are the facts. `besides` asks
 * for whoever wants to know more than the facts do.
 */
export function lookAhead(
  facts: AnyFact[],
  account: Account,
  besides?: (account: Account) => Promise<unknown>,
): Answered {
  const answers: Answered = new Map();
  const view = remembering(readOnly(account), answers);
  const asking = through(account, (given) => {
    if (!namesSomebody(given)) view.send(given).catch(() => {});
    // What comes next depends on who it is, so nobody goes on from here.
    return new Promise(() => {});
  });
  for (const fact of facts) void lookAt(fact, asking);
  void besides?.(asking);
  return answers;
}

/** Looks at one fact. `account` may be a view shared with other looks. */
export async function lookAt(fact: AnyFact, account: Account, memory: Memory = NO_MEMORY): Promise<Finding> {
  return watched(fact, account, async (watching) => {
    const owner = ownerOf(fact, watching);
    const now = (await isPartOfNothing(fact, account)) ? null : await fact.read(watching);
    const whoseIsIt = await owner();
    const standing = isThing(fact) && now !== null ? standingOf(fact, whoseIsIt, memory) : undefined;
    const whose = standing ? { standing } : {};
    const differs = { fact, now, to: fact.want, ...whose };
    if (standing?.is === 'taken') return { ...differs, state: 'by-hand', ...taken(standing) };
    const isRight = isSame(fact, now, fact.want);
    const unmarked = !isChore(fact) && fact.mark !== undefined && lacksMarks(standing);
    const remarks = [fact.remark?.(now), unmarked ? `it no longer carries ${standing?.marks}` : undefined];
    if (isRight && !unmarked) {
      const beside = await besideIt(fact, watching);
      if (beside instanceof ByHand) return { fact, state: 'by-hand', now, ...whose, ...leftToPerson(beside) };
      return { fact, state: 'ok', now, ...whose, ...reason([...remarks, beside]) };
    }
    const why = reason(remarks);
    if (isChore(fact)) return byHand(fact, now);
    try {
      const calls = isRight ? [] : await fact.calls(fact.want, now, watching, unmarked);
      const marks = unmarked ? ((await fact.mark?.(watching)) ?? []) : [];
      return { ...differs, ...why, state: 'todo', calls: [...calls, ...marks] };
    } catch (error) {
      if (error instanceof ByHand) return { ...differs, state: 'by-hand', ...leftToPerson(error) };
      throw error;
    }
  });
}

function reason(remarks: (string | undefined)[]): Pick<Finding, 'why'> {
  const said = remarks.filter((one) => one !== undefined);
  return said.length > 0 ? { why: said.join('; ') } : {};
}

// What keeps it from doing its job, or what a person should know.
async function besideIt(fact: AnyFact, account: Account): Promise<string | ByHand | undefined> {
  try {
    return await fact.works?.(account);
  } catch (error) {
    if (error instanceof ByHand) return error;
    throw error;
  }
}

/** Asks whose a thing is together with the thing itself, so that no answer is waited for twice. */
export function ownerOf(fact: AnyFact, account: Account): () => Promise<Owner | undefined> {
  const asking = (isThing(fact) ? fact.owner(account) : Promise.resolve(undefined)).catch((error: unknown) => {
    // Not every endpoint that speaks like AWS knows tags; then the journal alone tells.
    if (isUnsupported(error)) return undefined;
    throw error;
  });
  asking.catch(() => {});
  return () => asking;
}

function taken({ sign, marks }: Standing): Pick<Finding, 'why' | 'how'> {
  return {
    why: `aws-baseline made it, but now its mark ${sign} says that somebody else looks after it`,
    how: `Nothing here changes it any more. To have it back, take that mark off and put on ${marks}`,
  };
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
  const refused = new Map<unknown, AnyCall>();
  const watching = through(account, (given) =>
    account.send(given).catch((error: unknown) => {
      refused.set(error, given);
      throw error;
    }),
  );
  try {
    return await looking(watching);
  } catch (error) {
    if (endsTheLook(error)) throw error;
    if (error instanceof ByHand) return { fact, state: 'by-hand', ...leftToPerson(error) };
    if (error instanceof Misfit) return { fact, state: 'unknown', why: error.message, misfit: error.key };
    if (error instanceof Obstacle) return { fact, state: 'unknown', why: error.message };
    return { fact, ...refusedLook(error, refused.get(error), account.identity) };
  }
}

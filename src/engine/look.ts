import { type Account, namesSomebody } from '../aws/account.ts';
import type { AnyCall } from '../aws/call.ts';
import { endsTheLook, isUnsupported } from '../aws/errors.ts';
import { type Answered, readOnly, remembering, through } from '../aws/views.ts';
import type { Owner } from './about.ts';
import { type AnyFact, ByHand, isChore, Misfit, Obstacle } from './fact.ts';
import { byHand, type Finding, isSame, leftToPerson } from './finding.ts';
import { type Memory, NO_MEMORY } from './journal.ts';
import { isPartOfOurs, isThing, lacksMarks, type Standing, standingOf } from './owner.ts';
import { refusedLook } from './refused.ts';

/** A fact, and the finding of its check. */
export interface Sight {
  fact: AnyFact;
  finding: Promise<Finding>;
}

/**
 * Checks all facts in parallel and returns for each the current value and the calls that lead to the wanted one. Never
 * writes. A denied read is a finding; only lost credentials and a Region that is not enabled end the check. `memory` is
 * the content of the journal.
 */
export async function look(facts: AnyFact[], account: Account, memory?: Memory): Promise<Finding[]> {
  return Promise.all(looking(facts, account, undefined, memory).map(({ finding }) => finding));
}

/** The same check, for a caller that continues with one fact while others are still being read. `ahead` are earlier answers. */
export function looking(facts: AnyFact[], account: Account, ahead?: Answered, memory?: Memory): Sight[] {
  const view = remembering(readOnly(account), ahead);
  return facts.map((fact) => {
    const finding = lookAt(fact, view, memory);
    // Callers that await it get the error of lost credentials; without a caller, the rejection must not end the process.
    finding.catch(() => {});
    return { fact, finding };
  });
}

/**
 * Sends the first reads of a check before it is known who is signed in, as far as they do not depend on that. The answers
 * are kept for the check itself. `account` has the placeholder identity of `somebody`, and so do the facts. `besides` sends
 * reads that do not belong to a fact.
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
    // The next reads depend on the identity, so this never resolves.
    return new Promise(() => {});
  });
  for (const fact of facts) void lookAt(fact, asking);
  void besides?.(asking);
  return answers;
}

/** Checks one fact. `account` may be a view shared with other checks. */
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
    const remarks = [fact.remark?.(now), unmarked ? `it no longer has ${standing?.marks}` : undefined];
    if (isRight && !unmarked) {
      const beside = await besideIt(fact, watching);
      if (beside instanceof ByHand) return { fact, state: 'by-hand', now, ...whose, ...leftToPerson(beside) };
      return { fact, state: 'ok', now, ...whose, ...reason([...remarks, beside]) };
    }
    if (isChore(fact)) return byHand(fact, now);
    try {
      const calls = isRight ? [] : await fact.calls(fact.want, now, watching, unmarked || isPartOfOurs(fact, memory));
      const marks = unmarked ? ((await fact.mark?.(watching)) ?? []) : [];
      const why = reason([...remarks, ...(calls.length > 0 ? (fact.foretold?.() ?? []) : [])]);
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

// What keeps it from working, or a remark for the user.
async function besideIt(fact: AnyFact, account: Account): Promise<string | ByHand | undefined> {
  try {
    return await fact.works?.(account);
  } catch (error) {
    if (error instanceof ByHand) return error;
    throw error;
  }
}

/** Reads the owner of a resource in parallel with the resource itself. */
export function ownerOf(fact: AnyFact, account: Account): () => Promise<Owner | undefined> {
  const asking = (isThing(fact) ? fact.owner(account) : Promise.resolve(undefined)).catch((error: unknown) => {
    // Not every AWS-compatible endpoint supports tags; then only the journal counts.
    if (isUnsupported(error)) return undefined;
    throw error;
  });
  asking.catch(() => {});
  return () => asking;
}

function taken({ sign, marks }: Standing): Pick<Finding, 'why' | 'how'> {
  return {
    why: `aws-baseline created it, but ${sign} shows that another tool or person manages it now`,
    how: `aws-baseline no longer changes it. To have aws-baseline manage it again, remove ${sign} and add ${marks}`,
  };
}

/** Whether the fact is part of a resource that does not exist, so that AWS need not be asked. */
async function isPartOfNothing(fact: AnyFact, account: Account): Promise<boolean> {
  const thing = isChore(fact) ? undefined : fact.within;
  if (!thing) return false;
  try {
    return thing.there ? !(await thing.there(account)) : (await thing.read(account)) === null;
  } catch {
    // The finding of the resource reports the error; the part is read on its own.
    return false;
  }
}

/** Turns an error of a read into a finding. */
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

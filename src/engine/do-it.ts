import { type AnyCall, answerTo, isRead, resolveCall, valueAt } from '../aws/call.ts';
import { causeOf, patienceWith } from '../aws/causes/causes.ts';
import {
  attemptsOf,
  codeOf,
  isDenied,
  isPending,
  isRefusal,
  isSignedOut,
  messageOf,
  partialFailure,
} from '../aws/errors.ts';
import { readOnly, remembering, through } from '../aws/views.ts';
import { waitBefore } from './clock.ts';
import { ByHand, type Fact, type Json } from './fact.ts';
import { type Finding, isSame, leftToPerson } from './finding.ts';
import { lacksMarks, missingMarks } from './owner.ts';
import { refusedChange } from './refused.ts';
import type { Change, Work } from './work.ts';

const TELL_AFTER_MS = 2_000;
const UNSEEN_MS = 30_000;

/**
 * Sends the calls of one change, and tries again while AWS may still be settling. `answers` takes what AWS answered, by
 * fact and operation, for calls that ask about it later. Never throws; `cause` is the error of a change that failed.
 */
export async function doIt(
  change: Change & { finding: Finding },
  fact: Fact,
  work: Work,
  answers: Map<string, unknown>,
): Promise<Finding & { cause?: unknown }> {
  // What the look remarked is said of what was there before.
  const { why: _remark, ...finding } = change.finding;
  const { account, clock } = work;
  const to = finding.to ?? null;
  const marked = to !== null && lacksMarks(finding.standing);
  const isNew = to !== null && (finding.now ?? null) === null;
  const began = clock.now();
  let calls = finding.calls ?? [];
  let latest: AnyCall | undefined;
  let instead: { error: unknown; times: number } | undefined;

  const send = (given: AnyCall) => {
    latest = given;
    return account.send(given);
  };
  let seen: { seen?: Json } = {};
  const lookAgain = async (): Promise<boolean> => {
    const view = remembering(readOnly(through(account, send)));
    const now = await fact.read(view);
    // What a try of ours has made whose answer was lost may still lack its marks; what was there before us gets none.
    const marks = (marked || (mayBeOurs && isNew)) && now !== null ? await missingMarks(fact, view) : [];
    const isRight = isSame(fact, now, to);
    if (isRight && marks.length === 0) {
      seen = { seen: now };
      return true;
    }
    calls = [...(isRight ? [] : await fact.calls(to, now, view, marked)), ...marks];
    if (instead) calls = fact.instead?.(instead.error, calls, instead.times) ?? calls;
    return false;
  };
  let exists = false;
  let mayBeOurs = false;
  let wasRepeated = false;
  let isTouched = false;
  let isAnswered = false;
  let isWritten = false;
  const isTold = () =>
    fact.toldBy?.every(({ of = fact, operation }) => answers.has(answerTo(of.id, operation))) ?? false;
  const done = (): Finding => {
    if (isTold()) seen = { seen: to };
    const finished: Finding = { ...finding, state: 'ok', ...seen, ...(exists ? { doubt: true } : {}) };
    work.tell({ event: 'action.done', finding: finished, ms: clock.now() - began });
    return finished;
  };

  work.tell({ event: 'action.start', finding });
  for (let attempt = 0; ; attempt++) {
    try {
      // Without a call it comes with something else, which has been made by now.
      if (calls.length === 0 && isTold()) return done();
      const planned = calls;
      if ((change.late || calls.length === 0 || attempt > 0) && (await lookAgain())) {
        // A moment ago it was not so, and AWS has taken nothing since, or nobody knows whether it has: one of the two looks
        // may be old. The calls tell.
        const isOld = (!isTouched && attempt === 0) || (!isAnswered && change.mayLookOld?.());
        if (!isOld || planned.length === 0) return done();
        calls = planned;
        seen = {};
      }
      if (!isWritten) await change.first?.(finding);
      isWritten = true;
      for (const given of calls) {
        const answer = await send(await resolveCall(given, send, work.secretOf, answers));
        isTouched = true;
        isAnswered = true;
        const left = partialFailure(answer);
        if (left) throw left;
        answers.set(answerTo(fact.id, given.operation), answer);
        const [making, path] = fact.madeAs ?? [];
        const id = given.operation === making && path ? valueAt(answer, path) : undefined;
        if (typeof id === 'string') change.made?.(id);
      }
      // Whoever was first has taken it away again.
      exists = false;
      return done();
    } catch (error) {
      const times = (instead?.times ?? 0) + 1;
      if (!work.stop?.aborted && fact.instead?.(error, calls, times)) {
        instead = { error, times };
        continue;
      }
      const waited = clock.now() - began;
      isTouched ||= !isRefusal(error);
      // Also a try before this one may have made it, where its answer was lost or the SDK had to send it again.
      mayBeOurs ||= !isRefusal(error) && latest !== undefined && !isRead(latest);
      exists ||= codeOf(error) === 'EntityAlreadyExists' && !mayBeOurs;
      // A no to a later try says nothing of the first, and what that has made is not shown at once.
      // Nor does a look that may be older than a request whose fate nobody knows.
      wasRepeated ||= attemptsOf(error) > 1 || (mayBeOurs && !isAnswered && (change.mayLookOld?.() ?? false));
      const isClearNo = isDenied(error) || isSignedOut(error);
      const patience = Math.max(patienceWith(error, latest), wasRepeated && !isClearNo ? UNSEEN_MS : 0);
      if (waited >= patience || work.stop?.aborted) {
        const failed =
          error instanceof ByHand
            ? byHandInstead(finding, error)
            : { ...finding, ...refusedChange(error, latest, account.identity) };
        // A try whose answer was lost, or another run, may have done the work.
        const mayBeDone = !isClearNo && !isPending(error) && !(error instanceof ByHand);
        if (mayBeDone && (await lookAgain().catch(() => false))) return done();
        if (!isTouched) await change.untouched?.();
        work.tell({ event: 'action.failed', finding: failed });
        return { ...failed, cause: error } as Finding;
      }
      if (waited > TELL_AFTER_MS) {
        const why = causeOf(error, { call: latest })?.why ?? messageOf(error);
        work.tell({ event: 'wait.tick', finding, why, ms: waited });
      }
      await clock.sleep(waitBefore(attempt, clock));
    }
  }
}

const byHandInstead = (finding: Finding, error: ByHand): Finding => ({
  ...finding,
  state: 'by-hand',
  ...leftToPerson(error),
});

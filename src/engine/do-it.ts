import { type AnyCall, answerTo, isRead, resolveCall, valueAt } from '../aws/call.ts';
import { causeOf, patienceWith } from '../aws/causes/causes.ts';
import {
  attemptsOf,
  codeOf,
  isDenied,
  isPending,
  isRefusal,
  isSignedOut,
  isUnsupported,
  messageOf,
  partialFailure,
} from '../aws/errors.ts';
import { readOnly, remembering, through } from '../aws/views.ts';
import { waitBefore } from './clock.ts';
import { ByHand, type Fact, type Json } from './fact.ts';
import { type Finding, isSame, leftToPerson } from './finding.ts';
import { lacksMarks, missingMarks } from './owner.ts';
import { refusedChange } from './refused.ts';
import { untilGone } from './until-gone.ts';
import type { Change, Work } from './work.ts';

const TELL_AFTER_MS = 2_000;
const UNSEEN_MS = 30_000;

/**
 * Sends the calls of one change, and retries while AWS may not be consistent yet. `answers` collects AWS's answers by
 * fact and operation, for later calls that need them. Never throws; `cause` is the error of a failed change.
 */
export async function doIt(
  change: Change & { finding: Finding },
  fact: Fact,
  work: Work,
  answers: Map<string, unknown>,
): Promise<Finding & { cause?: unknown }> {
  // The remark of the check is about the state before the change.
  const { why: _remark, ...finding } = change.finding;
  const { account, clock } = work;
  const to = finding.to ?? null;
  const marked = to !== null && lacksMarks(finding.standing);
  const isNew = to !== null && (finding.now ?? null) === null;
  const began = clock.now();
  let calls = finding.calls ?? [];
  let latest: AnyCall | undefined;
  // What AWS refused for good and was replaced, in the order of the refusals.
  const replaced: { error: unknown; why?: string | undefined }[] = [];

  const send = (given: AnyCall) => {
    latest = given;
    return account.send(given);
  };
  let seen: { seen?: Json } = {};
  const lookAgain = async (): Promise<boolean> => {
    const view = remembering(readOnly(through(account, send)));
    const now = await fact.read(view);
    // A resource from an attempt whose answer was lost may still lack its marks; one that existed before gets none.
    const marks = (marked || (mayBeOurs && isNew)) && now !== null ? await missingMarks(fact, view) : [];
    const isRight = isSame(fact, now, to);
    if (isRight && marks.length === 0) {
      seen = { seen: now };
      return true;
    }
    calls = [...(isRight ? [] : await fact.calls(to, now, view, marked)), ...marks];
    for (const [i, { error }] of replaced.entries()) calls = fact.instead?.(error, calls, i + 1)?.calls ?? calls;
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
    if (isTold() || (fact.slow && isTouched)) seen = { seen: to };
    // What was foretold stays true: an instance in a subnet without a way out still has none.
    const foretold = to === fact.want ? (fact.foretold?.() ?? []) : [];
    const why = [...replaced.flatMap((one) => one.why ?? []), ...foretold].join('; ');
    const said = { ...seen, ...(exists ? { doubt: true } : {}), ...(why ? { why } : {}) };
    const finished: Finding = { ...finding, state: 'ok', ...said };
    work.tell({ event: 'action.done', finding: finished, ms: clock.now() - began });
    return finished;
  };

  work.tell({ event: 'action.start', finding });
  for (let attempt = 0; ; attempt++) {
    try {
      // No calls: the change was part of another one, which is done by now.
      if (calls.length === 0 && isTold()) return done();
      const planned = calls;
      if ((change.late || calls.length === 0 || attempt > 0) && (await lookAgain())) {
        // It was different a moment ago, and AWS has accepted nothing since, or it is unknown whether it has: one of the
        // two reads may be stale. The calls decide.
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
      if (to === null && fact.lingers) await untilGone(fact, fact.lingers, finding, work);
      // Another run created it first, but has deleted it again.
      exists = false;
      return done();
    } catch (error) {
      const waited = clock.now() - began;
      const other = work.stop?.aborted ? undefined : fact.instead?.(error, calls, replaced.length + 1);
      if (other) {
        replaced.push({ error, why: other.why });
        if (other.why) work.tell({ event: 'wait.tick', finding, why: other.why, ms: waited });
        continue;
      }
      isTouched ||= !isRefusal(error);
      // An earlier attempt may have created it, if its answer was lost or the SDK had to send it again.
      mayBeOurs ||= !isRefusal(error) && latest !== undefined && !isRead(latest);
      exists ||= codeOf(error) === 'EntityAlreadyExists' && !mayBeOurs;
      // A refusal of a later attempt does not mean that the first one failed, and its result is not visible at once. The
      // same is true of a read that may be older than a request with an unknown result.
      wasRepeated ||= attemptsOf(error) > 1 || (mayBeOurs && !isAnswered && (change.mayLookOld?.() ?? false));
      const isUnreadable = isUnsupported(error) && latest !== undefined && isRead(latest);
      const isClearNo = isDenied(error) || isSignedOut(error) || isUnreadable;
      const patience = Math.max(patienceWith(error, latest), wasRepeated && !isClearNo ? UNSEEN_MS : 0);
      if (waited >= patience || work.stop?.aborted) {
        const failed =
          error instanceof ByHand
            ? byHandInstead(finding, error)
            : { ...finding, ...refusedChange(error, latest, account.identity) };
        // An attempt whose answer was lost, or another run, may have made the change.
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

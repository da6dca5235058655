import { type AnyCall, isRead, resolveCall } from '../aws/call.ts';
import {
  attemptsOf,
  codeOf,
  isDenied,
  isPending,
  isRefusal,
  isSignedOut,
  messageOf,
  partialFailure,
  patienceWith,
} from '../aws/errors.ts';
import { refusedPermission } from '../aws/permissions.ts';
import { readOnly, remembering, through } from '../aws/views.ts';
import type { Change, Work } from './carry-out.ts';
import { waitBefore } from './clock.ts';
import { ByHand, type Fact, type Json } from './fact.ts';
import { type Finding, isSame } from './finding.ts';

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
  const { finding } = change;
  const { account, clock } = work;
  const to = finding.to ?? null;
  const began = clock.now();
  let calls = finding.calls ?? [];
  let latest: AnyCall | undefined;

  const send = (given: AnyCall) => {
    latest = given;
    return account.send(given as never);
  };
  let seen: { seen?: Json } = {};
  const lookAgain = async (): Promise<boolean> => {
    const view = remembering(readOnly(through(account, send)));
    const now = await fact.read(view);
    if (isSame(fact, now, to)) {
      seen = { seen: now };
      return true;
    }
    calls = await fact.calls(to, now, view);
    return false;
  };
  let exists = false;
  let mayBeOurs = false;
  let wasRepeated = false;
  let isTouched = false;
  let isWritten = false;
  const isTold = () => fact.toldBy?.every((call) => answers.has(call)) ?? false;
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
      if ((change.late || calls.length === 0 || attempt > 0) && (await lookAgain())) return done();
      if (!isWritten) await change.first?.(finding);
      isWritten = true;
      for (const given of calls) {
        const answer = await send(await resolveCall(given, send, work.secretOf, answers));
        isTouched = true;
        const left = partialFailure(answer);
        if (left) throw left;
        answers.set(`${fact.id} ${given.operation}`, answer);
      }
      // Whoever was first has taken it away again.
      exists = false;
      return done();
    } catch (error) {
      const waited = clock.now() - began;
      isTouched ||= !isRefusal(error);
      // Also a try before this one may have made it, where its answer was lost or the SDK had to send it again.
      mayBeOurs ||= !isRefusal(error) && latest !== undefined && !isRead(latest);
      exists ||= codeOf(error) === 'EntityAlreadyExists' && !mayBeOurs;
      // A no to a later try says nothing of the first, and what that has made is not shown at once.
      wasRepeated ||= attemptsOf(error) > 1;
      const isClearNo = isDenied(error) || isSignedOut(error);
      const patience = Math.max(patienceWith(error), wasRepeated && !isClearNo ? UNSEEN_MS : 0);
      if (waited >= patience || work.stop?.aborted) {
        const failed = failure(finding, error, latest);
        // A try whose answer was lost, or another run, may have done the work.
        const mayBeDone = !isClearNo && !isPending(error) && !(error instanceof ByHand);
        if (mayBeDone && (await lookAgain().catch(() => false))) return done();
        if (!isTouched) await change.untouched?.();
        work.tell({ event: 'action.failed', finding: failed });
        return { ...failed, cause: error } as Finding;
      }
      if (waited > TELL_AFTER_MS) work.tell({ event: 'wait.tick', finding, why: messageOf(error), ms: waited });
      await clock.sleep(waitBefore(attempt, clock));
    }
  }
}

function failure(finding: Finding, error: unknown, latest: AnyCall | undefined): Finding {
  const said = messageOf(error);
  if (error instanceof ByHand) return { ...finding, state: 'by-hand', how: said };
  if (isPending(error)) {
    const why = 'AWS is still checking the new account before its first instance (minutes to 4 hours)';
    return { ...finding, state: 'waiting', why, error: said, code: codeOf(error) };
  }
  const operation = latest ? `${latest.service} ${latest.operation}: ` : '';
  const permission = isDenied(error) && latest ? { permission: refusedPermission(error, latest) } : {};
  return { ...finding, state: 'failed', error: `${operation}${said}`, code: codeOf(error), ...permission };
}

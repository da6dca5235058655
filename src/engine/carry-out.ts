import type { Account } from '../aws/account.ts';
import { type AnyCall, resolveCall } from '../aws/call.ts';
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
import { type Clock, waitBefore } from './clock.ts';
import { ByHand, type Fact, isChore } from './fact.ts';
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
}

/** A finding whose calls are to be sent once all changes named in `after` are done. */
export interface Change {
  finding: Finding;
  after: string[];
  /** Look again first: for changes whose calls depend on what other changes did. */
  late?: boolean;
  /** Runs right before the first call is sent: the journal's moment. */
  first?(): void;
  /** Runs when it failed and AWS had refused every call, so that nothing has changed. */
  untouched?(): void;
}

const TELL_AFTER_MS = 2_000;

/** Sends the calls of all changes, each as soon as what it comes after is done. Never throws for a single change. */
export async function carryOut(changes: Change[], work: Work): Promise<Finding[]> {
  const begun = new Map<string, Promise<Finding>>();
  const byId = new Map(changes.map((change) => [change.finding.fact.id, change]));
  let signedOut = false;

  const begin = (change: Change): Promise<Finding> => {
    const { id } = change.finding.fact;
    const already = begun.get(id);
    if (already) return already;
    const running = Promise.resolve().then(() => run(change));
    begun.set(id, running);
    return running;
  };

  const run = async (change: Change): Promise<Finding> => {
    const first = change.after.map((id) => byId.get(id)).filter((other) => other !== undefined);
    const before = await Promise.all(first.map(begin));
    const broken = before.find((finding) => finding.state !== 'ok');
    const { fact } = change.finding;
    if (broken) return { ...change.finding, why: `not begun, because this comes first: ${broken.fact.title}` };
    if (signedOut || work.stop?.aborted) return { ...change.finding, why: 'not begun, the run was stopped' };
    if (isChore(fact)) return change.finding;
    const done: Finding & { cause?: unknown } = await doIt(change, fact, work);
    if (isSignedOut(done.cause)) signedOut = true;
    return done;
  };

  return Promise.all(changes.map(begin));
}

async function doIt(change: Change, fact: Fact, work: Work): Promise<Finding & { cause?: unknown }> {
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
  const lookAgain = async (): Promise<boolean> => {
    const view = remembering(readOnly(through(account, send)));
    const now = await fact.read(view);
    if (isSame(fact, now, to)) return true;
    calls = await fact.calls(to, now, view);
    return false;
  };
  let exists = false;
  let isTouched = false;
  const done = (): Finding => {
    const finished: Finding = { ...finding, state: 'ok', ...(exists ? { doubt: true } : {}) };
    work.tell({ event: 'action.done', finding: finished, ms: clock.now() - began });
    return finished;
  };

  work.tell({ event: 'action.start', finding });
  for (let attempt = 0; ; attempt++) {
    try {
      if ((change.late || attempt > 0) && (await lookAgain())) return done();
      if (attempt === 0) change.first?.();
      for (const given of calls) {
        const left = partialFailure(await send(await resolveCall(given, send, work.secretOf)));
        isTouched = true;
        if (left) throw left;
      }
      return done();
    } catch (error) {
      const waited = clock.now() - began;
      isTouched ||= !isRefusal(error);
      // Said to the very first try: then another run has made it, and not a try of ours whose answer was lost.
      exists ||= codeOf(error) === 'EntityAlreadyExists' && attemptsOf(error) === 1;
      if (waited >= patienceWith(error) || work.stop?.aborted) {
        const failed = failure(finding, error, latest);
        // A try whose answer was lost, or another run, may have done the work.
        const mayBeDone = !isDenied(error) && !isSignedOut(error) && !isPending(error) && !(error instanceof ByHand);
        if (mayBeDone && (await lookAgain().catch(() => false))) return done();
        if (!isTouched) change.untouched?.();
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

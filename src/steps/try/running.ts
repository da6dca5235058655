import type { Account } from '../../aws/account.ts';
import { type AnyCall, type Call, call } from '../../aws/call.ts';
import { causeOf, patienceWith } from '../../aws/causes/causes.ts';
import { isDenied, messageOf } from '../../aws/errors.ts';
import { refusedPermission } from '../../aws/permissions.ts';
import type { InputOf, OperationName, OutputOf, ServiceName } from '../../aws/services.ts';
import { type Clock, waitBefore } from '../../engine/clock.ts';
import type { AnyFact } from '../../engine/fact.ts';
import type { Finding } from '../../engine/finding.ts';
import { watched } from '../../engine/look.ts';
import { refusedChange } from '../../engine/refused.ts';

/** What the run of a trial works with. */
export interface Running {
  account: Account;
  clock: Clock;
  stop?: AbortSignal | undefined;
  /** How long to wait for AWS to finish, in milliseconds. */
  patience: number;
  /** Called while the run waits, with the reason in a few words. */
  tick(why: string): void;
}

/** The end of a trial's run: a finding for the report, lines for the screen, and fields for the JSON. */
export interface Ran {
  finding: Finding;
  lines: string[];
  json: Record<string, unknown>;
}

/** A run as a finding; `id` is its place in the report. */
export function ran(id: string, title: string, more: Omit<Finding, 'fact'>, rest: Partial<Ran> = {}): Ran {
  const fact: AnyFact = { id, title, want: true, read: async () => true, how: '' };
  return { finding: { fact, ...more }, lines: rest.lines ?? [], json: rest.json ?? {} };
}

/** The finding of a run that AWS refused. */
export function refusedRun(id: string, title: string, error: unknown, given: AnyCall, { account }: Running): Ran {
  return ran(id, title, refusedChange(error, given, account.identity));
}

/**
 * Runs, and turns the error of a read into a finding too: what was made stays in the report, and a missing permission is
 * named. Throws only if the credentials are lost.
 */
export async function watchedRun(
  id: string,
  title: string,
  running: Running,
  run: (running: Running) => Promise<Ran>,
): Promise<Ran> {
  let end = ran(id, title, { state: 'unknown' });
  const finding = await watched(end.finding.fact, running.account, async (account) => {
    end = await run({ ...running, account });
    return end.finding;
  });
  return { ...end, finding };
}

/** Sends a call, and again while AWS may not be consistent yet. Throws AWS's error. */
export async function sendPatiently<S extends ServiceName, O extends OperationName<S>>(
  given: Call<S, O>,
  { account, clock, stop, tick }: Running,
): Promise<OutputOf<S, O>> {
  const began = clock.now();
  for (let attempt = 0; ; attempt++) {
    try {
      return await account.send<S, O>(given);
    } catch (error) {
      if (stop?.aborted || clock.now() - began >= patienceWith(error, given as AnyCall)) throw error;
      tick(causeOf(error, { call: given as AnyCall })?.why ?? messageOf(error));
      await clock.sleep(waitBefore(attempt, clock));
    }
  }
}

/** Asks again every few seconds until there is an answer; undefined if the user stops or the time is over. */
export async function untilDone<T>(
  { clock, stop, patience }: Running,
  ask: () => Promise<T | undefined>,
  pause = 2_000,
): Promise<T | undefined> {
  const began = clock.now();
  for (;;) {
    const answer = await ask();
    if (answer !== undefined || stop?.aborted || clock.now() - began >= patience) return answer;
    await clock.sleep(pause);
  }
}

/** The most lines of a log that are shown. */
export const MOST_LINES = 100;

/**
 * The first events of a log stream, the oldest first, at most `MOST_LINES`; empty if there are none yet. A permission if
 * they may not be read.
 */
export async function logLines(
  input: Pick<InputOf<'logs', 'GetLogEvents'>, 'logGroupName' | 'logStreamName'>,
  running: Running,
): Promise<{ lines: string[]; permission?: string }> {
  const question = call('logs', 'GetLogEvents', { ...input, startFromHead: true, limit: MOST_LINES });
  const read = async () => {
    try {
      const { events = [] } = await running.account.send(question);
      return events.length > 0 ? { lines: events.map(({ message = '' }) => message.trimEnd()) } : undefined;
    } catch (error) {
      return isDenied(error) ? { lines: [], permission: refusedPermission(error, question) } : undefined;
    }
  };
  // Events show up some seconds after they are written.
  return (await untilDone({ ...running, patience: 6_000 }, read)) ?? { lines: [] };
}

import type { Account } from '../../src/aws/account.ts';
import { type AnyCall, isRead } from '../../src/aws/call.ts';
import { through } from '../../src/aws/views.ts';

/** An account on a clock of its own: it counts rounds, not seconds. */
export interface Rounds {
  account: Account;
  /** What was sent in each round, as `iam CreateUser`. */
  rounds: string[][];
  /** The same with what was asked, as JSON. */
  asked: string[][];
  requests(): number;
  writes(): string[];
  /** The round, from 1, in which the first write was sent. */
  firstWrite(): number;
}

/**
 * Answers a round only when everything is sent that does not wait for one of its answers. The number of rounds is
 * therefore the longest chain of requests that wait for each other.
 */
export function inRounds(given: Account): Rounds {
  const rounds: string[][] = [];
  const asked: string[][] = [];
  let pending: { call: AnyCall; answer(to: Promise<unknown>): void }[] = [];
  let quiet = 0;

  // Whatever follows from an answer without another request has happened after two quiet turns.
  const turn = async (): Promise<void> => {
    quiet += 1;
    if (quiet < 3) return void setImmediate(turn);
    const now = pending;
    pending = [];
    asked.push(now.map(({ call }) => JSON.stringify(call)));
    rounds.push(now.map(({ call: { service, operation } }) => `${service} ${operation}`));
    for (const { call, answer } of now) {
      const answered = given.send(call as never);
      await answered.catch(() => {});
      answer(answered);
    }
  };
  const account = through({ ...given, kind: 'aws' }, (call) => {
    quiet = 0;
    if (pending.length === 0) setImmediate(turn);
    return new Promise((resolve) => pending.push({ call, answer: resolve }));
  });
  const all = () => rounds.flat();
  const isWrite = (what: string) => !isRead({ operation: what.split(' ')[1] ?? '' });
  return {
    account,
    rounds,
    asked,
    requests: () => all().length,
    writes: () => all().filter(isWrite),
    firstWrite: () => rounds.findIndex((round) => round.some(isWrite)) + 1,
  };
}

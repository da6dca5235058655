import { type Account, GLOBAL_SERVICES } from './account.ts';
import { type AnyCall, isRead, sending } from './call.ts';

/** The account with all writes refused, for read-only code. */
export function readOnly(account: Account): Account {
  return through(account, async (given) => {
    if (!isRead(given)) throw new Error(`a check must not write: ${given.service} ${given.operation}`);
    return account.send(given);
  });
}

/** The answers of reads, pending or resolved, by the call. */
export type Answered = Map<string, Promise<unknown>>;

/** The account with each read sent once and its answer shared, for one check; `answers` are earlier ones. */
export function remembering(account: Account, answers: Answered = new Map()): Account {
  return through(account, (given) => {
    if (!isRead(given)) return account.send(given);
    const key = JSON.stringify(given);
    const answer = answers.get(key) ?? account.send(given);
    answers.set(key, answer);
    return answer;
  });
}

/** The account with another function to send calls. */
export function through(account: Account, send: (given: AnyCall) => Promise<unknown>): Account {
  return {
    kind: account.kind,
    identity: account.identity,
    homeRegion: account.homeRegion,
    ...(account.clockBehind ? { clockBehind: account.clockBehind } : {}),
    send: sending(send),
  };
}

/** The account with another home Region: calls without a Region go there, unless the service is global. */
export function inRegion(account: Account, homeRegion: string): Account {
  if (homeRegion === account.homeRegion) return account;
  const there = (given: AnyCall) => (GLOBAL_SERVICES.has(given.service) ? given : { region: homeRegion, ...given });
  return { ...through(account, (given) => account.send(there(given))), homeRegion };
}

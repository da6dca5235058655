import { type Account, GLOBAL_SERVICES } from './account.ts';
import { type AnyCall, isRead, sending } from './call.ts';

/** The account with every write refused: whatever only looks is handed this one. */
export function readOnly(account: Account): Account {
  return through(account, async (given) => {
    if (!isRead(given)) throw new Error(`a look must not write: ${given.service} ${given.operation}`);
    return account.send(given);
  });
}

/** What reads were answered or will be, by the read. */
export type Answered = Map<string, Promise<unknown>>;

/** The account with each read sent once and its answer shared, for the length of one look; `answers` are there already. */
export function remembering(account: Account, answers: Answered = new Map()): Account {
  return through(account, (given) => {
    if (!isRead(given)) return account.send(given);
    const key = JSON.stringify(given);
    const answer = answers.get(key) ?? account.send(given);
    answers.set(key, answer);
    return answer;
  });
}

/** The account with another way to send; everything else about it stays. */
export function through(account: Account, send: (given: AnyCall) => Promise<unknown>): Account {
  return {
    kind: account.kind,
    identity: account.identity,
    homeRegion: account.homeRegion,
    send: sending(send),
  };
}

/** The account with another home Region: every call that names no Region and goes to no global service is sent there. */
export function inRegion(account: Account, homeRegion: string): Account {
  if (homeRegion === account.homeRegion) return account;
  const there = (given: AnyCall) => (GLOBAL_SERVICES.has(given.service) ? given : { region: homeRegion, ...given });
  return { ...through(account, (given) => account.send(there(given))), homeRegion };
}

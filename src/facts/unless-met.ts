import type { Account } from '../aws/account.ts';
import type { Fact, Json } from '../engine/fact.ts';
import { sameJson } from '../engine/same.ts';

/** What a fact is while something else meets it and what it is about does not exist. */
type Met = { metBy: string };

/** A question about the account. */
export type Asked = (account: Account) => Promise<boolean>;

const isMet = (now: Json): now is Met => typeof now === 'object' && now !== null && 'metBy' in now;

/**
 * A fact that something else may meet as well, unless what the fact is about is there. `metElsewhere` says by what, as the
 * subject of a sentence; true if that is not worth a remark.
 */
export function unlessMet(
  given: Fact,
  isThere: Asked,
  metElsewhere: (account: Account) => Promise<string | boolean | undefined>,
): Fact {
  const within = given.within;
  async function metBy(account: Account): Promise<Met | undefined> {
    if (await isThere(account)) return undefined;
    const met = await metElsewhere(account);
    return met ? { metBy: met === true ? '' : met } : undefined;
  }
  // Where something else meets it, it is not missing either.
  const there = async (account: Account) => (await isThere(account)) || (await metBy(account)) !== undefined;
  return {
    ...given,
    optional: true,
    ...(within ? { within: { ...within, there } } : {}),
    read: async (account) => (await metBy(account)) ?? given.read(account),
    same: (a, b) => isMet(a) || isMet(b) || (given.same ?? sameJson)(a, b),
    isOthers: isMet,
    remark: (now) => (isMet(now) ? now.metBy && `${now.metBy} does this` : given.remark?.(now)) || undefined,
    works: async (account) => ((await isThere(account)) ? given.works?.(account) : undefined),
  };
}

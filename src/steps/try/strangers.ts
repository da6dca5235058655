import type { Account } from '../../aws/account.ts';
import { readOnly, remembering } from '../../aws/views.ts';
import { Obstacle } from '../../engine/fact.ts';
import type { Finding } from '../../engine/finding.ts';
import { isOurs, isThing } from '../../engine/owner.ts';

/**
 * Throws Obstacle if something of a trial's name belongs to somebody else. A baseline keeps and uses what exists; a trial
 * must not: it would run another's function, shorten the retention of another's logs, or wait for another's cluster.
 */
export async function mustBeOurs(seen: Finding[], account: Account): Promise<void> {
  const view = remembering(readOnly(account));
  const asked = seen.map(async ({ fact, standing }) => {
    if (!isThing(fact) || isOurs(standing)) return [];
    // What cannot be read is a finding already.
    const owner = await fact.owner(view).catch(() => undefined);
    return owner?.whose === 'unmarked' || owner?.whose === 'theirs'
      ? [{ thing: fact.thing ?? fact.title, ...owner }]
      : [];
  });
  const strangers = (await Promise.all(asked)).flat();
  const [first] = strangers;
  if (!first) return;
  const things = strangers.map(({ thing }) => thing);
  const isOne = things.length === 1;
  const they = isOne ? 'it' : 'them';
  const named = isOne ? things[0] : `${things.slice(0, -1).join(', ')} and ${things.at(-1)}`;
  throw new Obstacle(
    `${named} already ${isOne ? 'exists' : 'exist'} without ${first.marks}, so somebody else made ${they}: a trial leaves ${they} alone, and nothing was changed. Delete ${they} if nobody needs ${they}, or try in another account`,
  );
}

import type { Account } from '../aws/account.ts';
import type { AnyCall } from '../aws/call.ts';
import { isDenied } from '../aws/errors.ts';
import { permissionFor } from '../aws/permissions.ts';
import { through } from '../aws/views.ts';
import type { Chore } from '../engine/fact.ts';

/** The account, and which of its calls are refused while it is used. */
export function noticing(account: Account): { account: Account; refused: Map<string, AnyCall> } {
  const refused = new Map<string, AnyCall>();
  const watched = through(account, (given) =>
    account.send(given as never).catch((error: unknown) => {
      if (isDenied(error)) refused.set(permissionFor(given), given);
      throw error;
    }),
  );
  return { account: watched, refused };
}

/** What was left out of the search for baselines, as facts that cannot be seen: a status without them would look whole. */
export function blindSpots(refused: Map<string, AnyCall>): Chore<true>[] {
  return [...refused].map(([permission, given]) => ({
    id: `found/${permission}`,
    title: `all that was set up is found (${permission})`,
    want: true,
    how: 'look again',
    read: async (account) => {
      await account.send(given as never);
      return true;
    },
  }));
}

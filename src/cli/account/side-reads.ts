import type { Account } from '../../aws/account.ts';
import type { AnyCall } from '../../aws/call.ts';
import { isDenied } from '../../aws/errors.ts';
import { refusedPermission } from '../../aws/permissions.ts';
import { through } from '../../aws/views.ts';
import type { Chore } from '../../engine/fact.ts';
import type { Finding } from '../../engine/finding.ts';
import { refusedLook } from '../../engine/refused.ts';
import type { StepId } from '../../steps/settings/step-ids.ts';

/** What a command asks of AWS and offers besides its facts: nothing fails for it, and nothing of it is hidden. */
export interface Besides {
  /** The account, or a view of it, to be asked so that `what` holds: "the list price is known". */
  of(what: string, view?: Account): Account;
  /** What AWS did not allow, by the permission that was missing. */
  refused: Map<string, Refused>;
}

interface Refused {
  given: AnyCall;
  error: unknown;
  what: string;
}

/** `refused` is what was refused before, on another view of the same account. */
export function besides(account: Account, refused: Besides['refused'] = new Map()): Besides {
  return {
    refused,
    of: (what, view = account) =>
      through(view, (given) =>
        view.send(given).catch((error: unknown) => {
          if (isDenied(error)) refused.set(refusedPermission(error, given), { given, error, what });
          throw error;
        }),
      ),
  };
}

/** What was left out of a search, as facts that cannot be seen: a status without them would look whole. */
export function blindSpots({ refused }: Besides): Chore<true>[] {
  return [...refused].map(([permission, one]) => blindSpot(permission, one));
}

/** A session as far as it can be told what it was refused. */
interface Asking {
  account: Account;
  besides: Besides;
  answers: { steps: StepId[] };
  stepOf: Map<string, StepId>;
}

/** The same as findings, of what no finding names yet: for the end of a run that asks and offers until then. */
export function refusedBesides({ account, besides, answers, stepOf }: Asking, findings: Finding[]): Finding[] {
  const named = new Set(findings.filter(({ state }) => state !== 'ok').map(({ permission }) => permission));
  return [...besides.refused]
    .filter(([permission]) => !named.has(permission))
    .map(([permission, one]) => {
      const fact = blindSpot(permission, one);
      stepOf.set(fact.id, answers.steps[0] ?? 'root');
      return { fact, ...refusedLook(one.error, one.given, account.identity) };
    });
}

function blindSpot(permission: string, { given, what }: Refused): Chore<true> {
  return {
    id: `found/${permission}`,
    title: `${what} (${permission})`,
    want: true,
    how: 'look again',
    read: async (account) => {
      await account.send(given);
      return true;
    },
  };
}

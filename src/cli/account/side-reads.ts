import type { Account } from '../../aws/account.ts';
import type { AnyCall } from '../../aws/call.ts';
import { isDenied } from '../../aws/errors.ts';
import { refusedPermission } from '../../aws/permissions.ts';
import { through } from '../../aws/views.ts';
import type { Chore } from '../../engine/fact.ts';
import type { Finding } from '../../engine/finding.ts';
import { refusedLook } from '../../engine/refused.ts';
import type { StepId } from '../../steps/settings/step-ids.ts';

/** Reads besides a command's facts: a failed one does not fail the command, and a denied one is reported. */
export interface SideReads {
  /** The account, or a view of it, for the reads behind `what`: "the price of the instance is known". */
  of(what: string, view?: Account): Account;
  /** Denied reads, by the missing permission. */
  refused: Map<string, Refused>;
}

interface Refused {
  given: AnyCall;
  error: unknown;
  what: string;
}

/** `refused` are the reads denied earlier, on another view of the same account. */
export function sideReads(account: Account, refused: SideReads['refused'] = new Map()): SideReads {
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

/** The denied reads of a search, as facts with an unknown state: without them a status would look complete. */
export function blindSpots({ refused }: SideReads): Chore<true>[] {
  return [...refused].map(([permission, one]) => blindSpot(permission, one));
}

/** The part of a session that these reports need. */
interface Asking {
  account: Account;
  sideReads: SideReads;
  answers: { steps: StepId[] };
  stepOf: Map<string, StepId>;
}

/**
 * The same as findings, except for permissions that a finding already names: for the end of a run that keeps reading
 * until then.
 */
export function refusedSideReads({ account, sideReads, answers, stepOf }: Asking, findings: Finding[]): Finding[] {
  const named = new Set(findings.filter(({ state }) => state !== 'ok').map(({ permission }) => permission));
  return [...sideReads.refused]
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
    how: 'check again',
    read: async (account) => {
      await account.send(given);
      return true;
    },
  };
}

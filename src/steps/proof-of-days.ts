import type { Account } from '../aws/account.ts';
import type { Finding } from '../engine/finding.ts';
import { type DayJudgement, simulatedDays } from '../facts/iam/simulated-days.ts';
import { type Day, days, evaluate, forbiddenDays, type Place, policyDocuments } from '../policies/index.ts';
import { attachedGroups, type Promised } from './proof.ts';

/** A task that a member of a group does, or must not be able to do: the result of our documents, and of IAM's simulator. */
export interface ProvedDay extends DayJudgement {
  day: Day;
  expected: boolean;
  offline: boolean;
}

/** Every task, tested against the documents without IAM. `why` says why IAM is not used. */
export function daysOffline(place: Place, why: string): ProvedDay[] {
  const tasks = [
    ...days(place).map((day) => ({ day, expected: true })),
    ...forbiddenDays(place).map((day) => ({ day, expected: false })),
  ];
  return tasks.map(({ day, expected }) => {
    const documents = policyDocuments(day.group, place);
    const offline = day.calls.every((one) => evaluate(documents, one) === 'allow');
    return { day, expected, offline, decision: 'unknown', why };
  });
}

/**
 * The same, with the IAM policy simulator: on the existing groups, or on the documents if they are not attached yet. If it
 * answered none of the promises, it is not asked again.
 */
export async function daysByIam(
  place: Place,
  account: Account,
  findings: Finding[],
  promised: Promised[],
): Promise<ProvedDay[]> {
  if (promised.every(({ decision }) => decision === 'unknown')) {
    const [{ why, permission } = {}] = promised;
    return daysOffline(place, why ?? '').map((day) => ({ ...day, ...(permission ? { permission } : {}) }));
  }
  const tasks = daysOffline(place, '');
  const attached = await attachedGroups(account, findings);
  const judgements = await simulatedDays(
    tasks.map(({ day }) => day),
    place,
    attached,
    account,
  );
  return tasks.map(({ day, expected, offline }, i) => ({
    day,
    expected,
    offline,
    ...(judgements[i] ?? { decision: 'unknown' }),
  }));
}

/** A task that cannot be done, or one that must not be and can. Unknown, or denied by an organization, is not a denial. */
export function isBrokenDay({ expected, offline, decision, why }: ProvedDay): boolean {
  if (offline !== expected) return true;
  if (decision === 'unknown' || (decision === 'denied' && why)) return false;
  return (decision === 'allowed') !== expected;
}

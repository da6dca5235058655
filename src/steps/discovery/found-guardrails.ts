import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { CIS_PREFIX } from '../../facts/guardrails/cis-patterns.ts';
import { TRAIL_ROLE, TRAIL_ROLE_PATH } from '../../facts/guardrails/trail-logs.ts';
import { iamAccount } from '../../facts/iam/account.ts';
import { GUARDRAIL_IDS, type GuardrailId } from '../root/guardrail-list.ts';
import { GUARD } from '../root/guardrail-settings.ts';
import { type Value, valueIn } from '../settings/setting.ts';
import { signedOutOnly } from './tagged.ts';

// By the tag of a bucket that only this guardrail makes.
const OF_BUCKET: Record<string, GuardrailId> = {
  trail: 'trail',
  'access-logs': 'bucket-logs',
  'flow-logs': 'flow-logs',
  config: 'config',
};

/** The guardrail that made a bucket, by its tag; undefined for a bucket of step buckets. */
export function guardrailOfBucket(role: string | undefined): GuardrailId | undefined {
  return role !== undefined && Object.hasOwn(OF_BUCKET, role) ? OF_BUCKET[role] : undefined;
}

/** Adds a guardrail that is not one of the default ones; they are in the order of the list. */
export function addGuardrail(values: Map<string, Value>, id: GuardrailId): void {
  const said: readonly string[] = valueIn(values, GUARD.chosen) ?? [];
  values.set(GUARD.chosen.key, ['free', ...GUARDRAIL_IDS.filter((one) => one === id || said.includes(one))]);
}

/** Whether something of the alarms of CIS is there: an alarm, or the role with which CloudTrail writes to the log group. */
export async function hasCisAlarms(account: Account): Promise<boolean> {
  const question = call('cloudwatch', 'DescribeAlarms', { AlarmNamePrefix: CIS_PREFIX });
  const [alarms, role] = await Promise.all([
    orNothing(account.send(question)),
    orNothing(iamAccount(account).then(({ roles }) => roles.get(TRAIL_ROLE))),
  ]);
  return (alarms?.MetricAlarms ?? []).length > 0 || role?.Path === TRAIL_ROLE_PATH;
}

const orNothing = <T>(asked: Promise<T>): Promise<T | undefined> => asked.catch(signedOutOnly);

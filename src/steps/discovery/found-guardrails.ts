import { GUARDRAIL_IDS, type GuardrailId } from '../root/guardrail-list.ts';
import { GUARD } from '../root/guardrail-settings.ts';
import { type Value, valueIn } from '../settings/setting.ts';

// By the tag of a bucket that only this guardrail makes.
const OF_BUCKET: Record<string, GuardrailId> = { trail: 'trail', 'access-logs': 'bucket-logs' };

/** The guardrail that made a bucket, by its tag; undefined for a bucket of step buckets. */
export function guardrailOfBucket(role: string | undefined): GuardrailId | undefined {
  return role !== undefined && Object.hasOwn(OF_BUCKET, role) ? OF_BUCKET[role] : undefined;
}

/** Adds a guardrail that is not one of the default ones; they are in the order of the list. */
export function addGuardrail(values: Map<string, Value>, id: GuardrailId): void {
  const said: readonly string[] = valueIn(values, GUARD.chosen) ?? [];
  values.set(GUARD.chosen.key, ['free', ...GUARDRAIL_IDS.filter((one) => one === id || said.includes(one))]);
}

import type { GuardrailId } from '../root/guardrail-list.ts';
import { GUARD } from '../root/guardrail-settings.ts';
import { type Value, valueIn } from '../settings/setting.ts';

// By the tag of a bucket that only this guardrail makes.
const OF_BUCKET: Record<string, GuardrailId> = { trail: 'trail', 'access-logs': 'bucket-logs' };

/** The guardrail that made a bucket, by its tag; undefined for a bucket of step buckets. */
export function guardrailOfBucket(role: string | undefined): GuardrailId | undefined {
  return role !== undefined && Object.hasOwn(OF_BUCKET, role) ? OF_BUCKET[role] : undefined;
}

/** Adds a guardrail that is not one of the default ones. */
export function addGuardrail(values: Map<string, Value>, id: GuardrailId): void {
  values.set(GUARD.chosen.key, [...(valueIn(values, GUARD.chosen) ?? ['free']), id]);
}

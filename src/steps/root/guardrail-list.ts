import type { AccountKind } from '../../aws/account-kind.ts';
import { DETECTIVE_GUARDRAILS } from './detective-guardrails.ts';
import { FREE_GUARDRAILS } from './free-guardrails.ts';
import { GUARDRAIL_GROUPS, type Guardrail } from './guardrail.ts';
import { TRAIL_GUARDRAILS } from './trail-guardrails.ts';

/** Every guardrail, in the order of the screens. */
export const GUARDRAILS = [...FREE_GUARDRAILS, ...TRAIL_GUARDRAILS, ...DETECTIVE_GUARDRAILS] as const;

/** The id of a guardrail. */
export type GuardrailId = (typeof GUARDRAILS)[number]['id'];

/** The key of the setting that chooses among them. */
export const GUARDRAILS_KEY = 'guardrails';

/** All ids, in the order of the screens. */
export const GUARDRAIL_IDS: readonly GuardrailId[] = GUARDRAILS.map(({ id }) => id);

/** The guardrails that a list of ids and groups includes, in the order of the screens. */
export function includedIn(said: readonly string[]): GuardrailId[] {
  const widest = GUARDRAIL_GROUPS.findLastIndex((group) => said.includes(group));
  const groups: readonly string[] = GUARDRAIL_GROUPS.slice(0, widest + 1);
  const chosen = GUARDRAILS.filter(({ id, group }) => said.includes(id) || groups.includes(group)).map(({ id }) => id);
  const needed = chosen.flatMap((id) => guardrailOf(id).needs ?? []);
  return GUARDRAIL_IDS.filter((id) => chosen.includes(id) || needed.includes(id));
}

/** The guardrail of an id. */
export function guardrailOf(wanted: GuardrailId): Guardrail {
  return GUARDRAILS.find(({ id }) => id === wanted)!;
}

/** Why a guardrail is not planned in an account of this kind, with or without billing alarms; undefined if it is. */
export function leftOut(id: GuardrailId, kind: AccountKind, hasAlarms: boolean): string | undefined {
  const { not, alarms } = guardrailOf(id);
  if (not?.kinds.includes(kind)) return not.why;
  return alarms && !hasAlarms ? 'without billing alarms, there is nobody to notify' : undefined;
}

/** The chosen guardrails that AWS charges for. */
export function costlyGuardrails(kind: AccountKind, chosen: readonly GuardrailId[]): GuardrailId[] {
  return guardrailsFor(kind, chosen, true).filter((id) => !/^free\b/.test(guardrailOf(id).cost));
}

/** The chosen guardrails that an account of this kind can have. */
export function guardrailsFor(kind: AccountKind, chosen: readonly GuardrailId[], hasAlarms: boolean): GuardrailId[] {
  return chosen.filter((id) => leftOut(id, kind, hasAlarms) === undefined);
}

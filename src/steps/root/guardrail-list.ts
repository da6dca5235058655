import type { AccountKind } from '../../aws/account-kind.ts';
import { FREE_GUARDRAILS } from './free-guardrails.ts';
import { GUARDRAIL_GROUPS, type Guardrail } from './guardrail.ts';

/** Every guardrail, in the order of the screens. */
export const GUARDRAILS = [...FREE_GUARDRAILS] as const;

/** The id of a guardrail. */
export type GuardrailId = (typeof GUARDRAILS)[number]['id'];

/** All ids, in the order of the screens. */
export const GUARDRAIL_IDS: readonly GuardrailId[] = GUARDRAILS.map(({ id }) => id);

/** The guardrails that a list of ids and groups includes, in the order of the screens. */
export function includedIn(said: readonly string[]): GuardrailId[] {
  const widest = GUARDRAIL_GROUPS.findLastIndex((group) => said.includes(group));
  const groups: readonly string[] = GUARDRAIL_GROUPS.slice(0, widest + 1);
  return GUARDRAILS.filter(({ id, group }) => said.includes(id) || groups.includes(group)).map(({ id }) => id);
}

/** The guardrail of an id. */
export function guardrailOf(wanted: GuardrailId): Guardrail {
  return GUARDRAILS.find(({ id }) => id === wanted)!;
}

/** Why a guardrail is not planned in an account of this kind; undefined if it is. */
export function leftOut(id: GuardrailId, kind: AccountKind): string | undefined {
  const { not } = guardrailOf(id);
  return not?.kinds.includes(kind) ? not.why : undefined;
}

/** The chosen guardrails that an account of this kind can have. */
export function guardrailsFor(kind: AccountKind, chosen: readonly GuardrailId[]): GuardrailId[] {
  return chosen.filter((id) => leftOut(id, kind) === undefined);
}

import type { AccountKind } from '../../aws/account-kind.ts';

/** One guardrail, in words. What it sets is the title of its fact. */
export interface Guardrail {
  id: string;
  group: 'free';
  /** Why it is set. */
  why: string;
  /** What could stop working. */
  breaks: string;
  cost: string;
  /** The kinds of account in which it is not planned, and the reason. */
  not?: { kinds: readonly AccountKind[]; why: string };
}

const FREE = { group: 'free', cost: 'free' } as const;

/** Every guardrail, in the order of the screens. */
export const GUARDRAILS = [
  {
    ...FREE,
    id: 'password-policy',
    why: 'Without a policy, IAM accepts passwords of 8 characters and the reuse of old ones.',
    breaks: 'users choose a longer password at their next change; existing passwords stay valid',
  },
  {
    ...FREE,
    id: 'ebs-encryption',
    why: 'A volume or a snapshot that is copied or shared by mistake cannot be read without your KMS key.',
    breaks: 'instance types without support for encrypted volumes (of generations before 2014) no longer start',
  },
] as const satisfies Guardrail[];

/** The id of a guardrail. */
export type GuardrailId = (typeof GUARDRAILS)[number]['id'];

/** The guardrails of an account kind, of those that are chosen. */
export function guardrailsFor(kind: AccountKind, chosen: readonly GuardrailId[]): GuardrailId[] {
  return GUARDRAILS.filter(({ id }) => chosen.includes(id) && !leftOut(id, kind)).map(({ id }) => id);
}

/** Why a guardrail is not planned in an account of this kind; undefined if it is. */
export function leftOut(wanted: GuardrailId, kind: AccountKind): string | undefined {
  const { not }: Guardrail = GUARDRAILS.find(({ id }) => id === wanted)!;
  return not?.kinds.includes(kind) ? not.why : undefined;
}

import type { AccountKind } from '../../aws/account-kind.ts';

/** The groups: each includes the guardrails of those before it. */
export const GUARDRAIL_GROUPS = ['free', 'cents', 'all'] as const;

/** One guardrail, in words. What it sets is the title of its fact. */
export interface Guardrail {
  id: string;
  /** The smallest group that includes it. */
  group: (typeof GUARDRAIL_GROUPS)[number];
  /** Why it is set. */
  why: string;
  /** What could stop working. */
  breaks: string;
  cost: string;
  /** The flags that it needs: it is not made without one of them. */
  flags?: readonly string[];
  /** The guardrails that it stands on: they are chosen with it. */
  needs?: readonly string[];
  /** It writes to the alarm topic: without billing alarms, it is not planned. */
  alarms?: true;
  /** The kinds of account in which it is not planned, and the reason. */
  not?: { kinds: readonly AccountKind[]; why: string };
}

/** What a guardrail breaks that breaks nothing. */
export const NOTHING = 'nothing';

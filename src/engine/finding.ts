import type { AnyCall } from '../aws/call.ts';
import { causeOf, isAwsAnswer } from '../aws/causes/causes.ts';
import { codeOf, endsTheLook, messageOf } from '../aws/errors.ts';
import { type AnyFact, Broken, type ByHand, isChore, type Json, NeedsConsent } from './fact.ts';
import type { Standing } from './owner.ts';
import { sameJson } from './same.ts';

/** The first five are results of a check, as is `waiting` when AWS is not ready; the others are results of a change. */
export type State =
  | 'ok'
  | 'todo'
  | 'by-hand'
  | 'unknown'
  | 'denied'
  | 'created'
  | 'changed'
  | 'removed'
  | 'waiting'
  | 'failed';

/** The result of checking or changing one fact. */
export interface Finding {
  fact: AnyFact;
  state: State;
  now?: Json;
  /** The value that `calls` lead to: the wanted one or, for undo, the one before. */
  to?: Json;
  calls?: AnyCall[];
  /** After a change: the value that was read then, if any. */
  seen?: Json;
  /** The owner of an existing resource, by its marks and the journal. */
  standing?: Standing;
  /** The reason, as a sentence: of unknown, denied, waiting, and a skipped todo; of a check, the remark. */
  why?: string;
  /** Of unknown: the key of the answer that does not match what AWS offers. */
  misfit?: string;
  /** Of unknown: an AWS-compatible endpoint does not support the operation. */
  unsupported?: true;
  /** The IAM action that was denied. */
  permission?: string;
  how?: string;
  /** Of by-hand: done as soon as the user agrees with a flag. */
  consent?: true;
  /** Of by-hand: the existing resource does not work. */
  broken?: true;
  /** Of by-hand in undo: it is kept. */
  left?: boolean;
  link?: string;
  /** Of denied: the type of policy that denies it, of an organization or a boundary. */
  by?: string;
  /** The error of a failed fact; AWS's own words only with `isAwsAnswer`. */
  error?: string;
  isAwsAnswer?: boolean;
  /** Another run created it at the same time, as AWS's answer to our attempt showed. */
  doubt?: boolean;
  /** AWS's code of that error. */
  code?: string;
  /** What to do next. */
  next?: string;
}

/** The result when lost credentials or a Region that is not enabled end a check; any other error is thrown. */
export function endedBy(
  error: unknown,
  before = '',
): Pick<Finding, 'state' | 'error' | 'isAwsAnswer' | 'code' | 'next'> {
  if (!endsTheLook(error)) throw error;
  const next = causeOf(error)?.next;
  const theirs = before === '' && isAwsAnswer(error) ? { isAwsAnswer: true } : {};
  return {
    state: 'failed',
    error: `${before}${messageOf(error)}`,
    ...theirs,
    code: codeOf(error),
    ...(next ? { next } : {}),
  };
}

/** Whether two values of a fact are equal in all that matters to it. */
export function isSame(fact: AnyFact, a: Json, b: Json): boolean {
  return fact.same ? fact.same(a, b) : sameJson(a, b);
}

/** What the user is told about a fact that calls cannot make true. */
export function leftToPerson(error: ByHand): Pick<Finding, 'how' | 'consent' | 'broken'> {
  return {
    how: error.message,
    ...(error instanceof NeedsConsent ? { consent: true } : {}),
    ...(error instanceof Broken ? { broken: true } : {}),
  };
}

/** The finding of a chore that is not done. */
export function byHand(fact: AnyFact, now: Json): Finding {
  const how = isChore(fact) ? (typeof fact.how === 'function' ? fact.how(now) : fact.how) : '';
  const link = isChore(fact) ? fact.link : undefined;
  const broken = isChore(fact) && fact.isBroken?.(now) ? { broken: true as const } : {};
  return { fact, state: 'by-hand', now, how, ...broken, ...(link ? { link } : {}) };
}

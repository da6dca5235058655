import type { AnyCall } from '../aws/call.ts';
import { causeOf, isAwsAnswer } from '../aws/causes/causes.ts';
import { codeOf, endsTheLook, messageOf } from '../aws/errors.ts';
import { type AnyFact, Broken, type ByHand, isChore, type Json, NeedsConsent } from './fact.ts';
import type { Standing } from './owner.ts';
import { sameJson } from './same.ts';

/** The first five are what a look finds, and waiting where AWS is not ready; the others are what became of a change. */
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

/** What looking at one fact found, or what became of it. */
export interface Finding {
  fact: AnyFact;
  state: State;
  now?: Json;
  /** Where `calls` lead: what is wanted, or on the way back what was there before. */
  to?: Json;
  calls?: AnyCall[];
  /** Of a change that was carried out: what it looked like then, where that was already read. */
  seen?: Json;
  /** Of a thing that is there: whose it is, by its marks and the journal. */
  standing?: Standing;
  /** The reason in a sentence, of unknown, denied, waiting and todo that could not be begun; of a look, the remark. */
  why?: string;
  /** Of unknown: the key of the answer that does not fit what AWS offers. */
  misfit?: string;
  /** Of unknown: only an endpoint that speaks like AWS and does not know the operation keeps it from being seen. */
  unsupported?: true;
  /** The IAM action that was refused. */
  permission?: string;
  how?: string;
  /** Of by-hand: it is done as soon as somebody agrees with a flag. */
  consent?: true;
  /** Of by-hand: what is there does not do its job. */
  broken?: true;
  /** Of by-hand on the way back: undo leaves it as it is. */
  left?: boolean;
  link?: string;
  /** Of denied: what says no, an organization's policy or a boundary. */
  by?: string;
  /** What went wrong, of a fact that failed; AWS's own words only with `isAwsAnswer`. */
  error?: string;
  isAwsAnswer?: boolean;
  /** Of what another run has made at the same time, as AWS said when we tried. */
  doubt?: boolean;
  /** AWS's code of that error. */
  code?: string;
  /** The next thing to do about it. */
  next?: string;
}

/** What becomes of a fact whose look was ended by lost credentials or a Region that is off; any other error is thrown. */
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

/** Whether two of a fact's values are the same as far as the fact cares. */
export function isSame(fact: AnyFact, a: Json, b: Json): boolean {
  return fact.same ? fact.same(a, b) : sameJson(a, b);
}

/** What a person is told of what calls cannot do. */
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

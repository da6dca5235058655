import type { AnyCall } from '../aws/call.ts';
import { codeOf, endsTheLook, messageOf } from '../aws/errors.ts';
import { type AnyFact, isChore, type Json } from './fact.ts';
import type { Standing } from './owner.ts';
import { sameJson } from './same.ts';

/** The first four are what a look finds; the others are what became of a change. */
export type State = 'ok' | 'todo' | 'by-hand' | 'unknown' | 'created' | 'changed' | 'removed' | 'waiting' | 'failed';

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
  /** Of unknown, waiting and todo that could not be begun: the reason in a sentence. */
  why?: string;
  /** Of unknown: the key of the answer that does not fit what AWS offers. */
  misfit?: string;
  /** The IAM action that was refused. */
  permission?: string;
  how?: string;
  /** Of by-hand on the way back: undo leaves it as it is. */
  left?: boolean;
  link?: string;
  /** What AWS said, of a fact that failed. */
  error?: string;
  /** Of what another run has made at the same time, as AWS said when we tried. */
  doubt?: boolean;
  /** AWS's code of that error. */
  code?: string;
  /** The next thing to do about it. */
  next?: string;
}

/** What becomes of a fact whose look was ended by lost credentials or a Region that is off; any other error is thrown. */
export function endedBy(error: unknown, before = ''): Pick<Finding, 'state' | 'error' | 'code'> {
  if (!endsTheLook(error)) throw error;
  return { state: 'failed', error: `${before}${messageOf(error)}`, code: codeOf(error) };
}

/** Whether two of a fact's values are the same as far as the fact cares. */
export function isSame(fact: AnyFact, a: Json, b: Json): boolean {
  return fact.same ? fact.same(a, b) : sameJson(a, b);
}

/** The finding of a chore that is not done. */
export function byHand(fact: AnyFact, now: Json): Finding {
  const how = isChore(fact) ? (typeof fact.how === 'function' ? fact.how(now) : fact.how) : '';
  const link = isChore(fact) ? fact.link : undefined;
  return { fact, state: 'by-hand', now, how, ...(link ? { link } : {}) };
}

import type { AnyCall } from '../aws/call.ts';
import { codeOf, endsTheLook, messageOf } from '../aws/errors.ts';
import { type AnyFact, Broken, type ByHand, isChore, type Json, NeedsConsent } from './fact.ts';
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
  /** The reason in a sentence, of unknown, waiting and todo that could not be begun; of a look, the fact's remark. */
  why?: string;
  /** Of unknown: the key of the answer that does not fit what AWS offers. */
  misfit?: string;
  /** The IAM action that was refused. */
  permission?: string;
  how?: string;
  /** Of by-hand: it is done as soon as somebody agrees with a flag. */
  consent?: true;
  /** Of by-hand: what is there does not do its job. */
  broken?: true;
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

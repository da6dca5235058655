import type { Account } from '../aws/account.ts';
import type { AnyCall, Told } from '../aws/call.ts';
import type { About, Copy, Loss, Owner, User } from './about.ts';

/** What a fact's value may be: plain JSON, never a secret. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined };

/** A shape of AWS's as JSON, which is taken wherever AWS's own is. Of shapes without times. */
export type Plain<T> = T extends object ? { [K in keyof T]: Plain<T[K]> } : T;

interface Sentence<T> extends About<T> {
  /** Stable, for machines: `s3/acme-analysis/versioning`. */
  id: string;
  /** The sentence that should be true, for people: "bucket acme-analysis keeps versions". */
  title: string;
  /** A few words for the review screen, where the title alone leaves a question open. */
  note?: string;
  want: T;
  /** What is there now, or null for "not there". Throws Obstacle, ByHand or what AWS answered. */
  read(account: Account): Promise<T | null>;
  /** Compares what matters; without it, JSON equality. */
  same?(a: T | null, b: T | null): boolean;
  /** In a sentence, what a person should know of what is there: what is dead, what a change would take away. */
  remark?(now: T | null): string | undefined;
  /** Asked of what is there as it should be: what a person should know. Throws Broken where it cannot do its job. */
  works?(account: Account): Promise<string | undefined>;
  /** What must be so first. */
  needs?: AnyFact[];
  /** Whether looking at it may forbid every write (Misfit, or a home Region that is off): it is awaited before the first. */
  mayMisfit?: boolean;
}

/** One thing that should be true of the account, and the calls that make it so. */
export interface Fact<T extends Json = Json> extends Sentence<T> {
  /**
   * The calls from `now` to `to`: builds, mends, and takes away (`to` is then what was there before). `madeByUs`: the
   * journal says that we made it, whatever its marks say.
   */
  calls(to: T | null, now: T | null, account: Account, madeByUs?: boolean): AnyCall[] | Promise<AnyCall[]>;
  /** The thing this fact disappears with, as a bucket's settings go with the bucket. It is also a need. */
  // biome-ignore lint/suspicious/noExplicitAny: a thing of whatever value
  within?: Fact<any>;
  /** Whether the thing is there, where that is cheaper to tell than its whole value. */
  there?(account: Account): Promise<boolean>;
  /**
   * Calls of one run, of this fact where no other is named: when AWS has answered all of them, there is nothing left to
   * look at again, because it keeps this as it was sent, and nothing was there before.
   */
  toldBy?: Told[];
  /**
   * Whose the thing is, by its tags or path; undefined where it is not there or the endpoint cannot tell. Only for things
   * that undo removes.
   */
  owner?(account: Account): Promise<Owner | undefined>;
  /** What uses the thing and would lose it; undo takes it away only when all of that goes as well. */
  usedBy?(account: Account): Promise<User[]>;
  /** The calls that put our marks back, and leave other people's as they are. */
  mark?(account: Account): AnyCall[] | Promise<AnyCall[]>;
  /** Which answer to its making holds AWS's id of the thing, and where: `['CreateUser', 'User.UserId']`. */
  madeAs?: [operation: string, path: string];
  /** Asked when the account does not show what was made: why it never will, so that nobody waits. `sent` are its calls. */
  lost?(account: Account, sent: AnyCall[]): Promise<Loss | undefined>;
  /** Of what was just made: whether it may still end at once, so that one more look after some seconds is worth it. */
  mayEnd?(now: T): boolean;
  /** What carries our marks without being ours: undo leaves it, and names it. */
  copies?(account: Account): Promise<Copy[]>;
  /** The calls to send in place of `refused`, for the `times`-th time, where AWS will never take those. */
  instead?(error: unknown, refused: AnyCall[], times: number): AnyCall[] | undefined;
  /** True where going back to what was there before leaves the account less safe. */
  protects?: boolean;
}

/** A fact that only a person can make true. */
export interface Chore<T extends Json = Json> extends Sentence<T> {
  how: string | ((now: T | null) => string);
  /** Whether what is there is dead, and not only left undone so far. */
  isBroken?(now: T | null): boolean;
  /** A deep link into the console. */
  link?: string;
}

/** A fact or a chore, of whatever value. */
// biome-ignore lint/suspicious/noExplicitAny: lists hold facts of every value
export type AnyFact = Fact<any> | Chore<any>;

/** Whether only a person can make it true. */
// biome-ignore lint/suspicious/noExplicitAny: chores of every value
export function isChore(fact: AnyFact): fact is Chore<any> {
  return !('calls' in fact);
}

/** Keeps the type of a fact's value while it is written down. */
export function fact<T extends Json>(given: Fact<T>): Fact<T> {
  return given;
}

/** What must be so first: what it lies within, then its needs. */
export function needsOf(given: AnyFact): AnyFact[] {
  const within = isChore(given) ? undefined : given.within;
  return [...(within ? [within] : []), ...(given.needs ?? [])];
}

/** Something in the account stands in the way, and a person has to decide. The message says what and what to do. */
export class Obstacle extends Error {
  override name = 'Obstacle';
}

/** An answer does not fit what AWS offers: nothing may be written before it is mended. `key` is the setting's. */
export class Misfit extends Obstacle {
  readonly key: string;

  constructor(key: string, message: string) {
    super(message);
    this.key = key;
  }
}

/** The fact cannot be made or seen by calls in this account; the message says what a person does instead. */
export class ByHand extends Error {
  override name = 'ByHand';
}

/** What is there does not do its job, and a person decides about it. The message says what is dead and the way out. */
export class Broken extends ByHand {
  override name = 'Broken';
}

/** A person has to agree first, with the flag that the message names. */
export class NeedsConsent extends ByHand {
  override name = 'NeedsConsent';
}

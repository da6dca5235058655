import type { Account } from '../aws/account.ts';
import type { AnyCall, Told } from '../aws/call.ts';
import type { About, Copy, Loss, Owner, User } from './about.ts';

/** The value of a fact: plain JSON, never a secret. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined };

/** An SDK type as JSON, accepted wherever the SDK type is. For types without dates. */
export type Plain<T> = T extends object ? { [K in keyof T]: Plain<T[K]> } : T;

interface Sentence<T> extends About<T> {
  /** Stable, for machines: `s3/acme-analysis/versioning`. */
  id: string;
  /** The sentence that should be true, for people: "bucket acme-analysis has versioning enabled". */
  title: string;
  /** A few words for the review screen, if the title alone is not clear enough. */
  note?: string;
  want: T;
  /** The current value, or null if it does not exist. Throws Obstacle, ByHand or AWS's error. */
  read(account: Account): Promise<T | null>;
  /** Compares what matters; the default is JSON equality. */
  same?(a: T | null, b: T | null): boolean;
  /** A sentence about the current value: what does not work, or what a change would remove. */
  remark?(now: T | null): string | undefined;
  /** A remark on a value that is as wanted. Throws Broken if the resource does not work. */
  works?(account: Account): Promise<string | undefined>;
  /** The facts that must be true first. */
  needs?: AnyFact[];
  /** Those of its needs that matter only until it exists: undo may delete them although it is kept. */
  needsOnce?: AnyFact[];
  /** Whether reading it may block all writes (Misfit, or a home Region that is not enabled): it is read before the first write. */
  mayMisfit?: boolean;
}

/** A sentence that should be true of the account, and the calls that make it true. */
export interface Fact<T extends Json = Json> extends Sentence<T> {
  /**
   * The calls from `now` to `to`: create, change or delete; for undo, `to` is the value before. `madeByUs`: the journal
   * shows that this program created it (of a setting: its resource), regardless of the marks.
   */
  calls(to: T | null, now: T | null, account: Account, madeByUs?: boolean): AnyCall[] | Promise<AnyCall[]>;
  /** What the user should know before the calls of the latest check are sent. */
  foretold?(): string[];
  /** The resource that this fact is part of, such as the bucket of a bucket setting. It is also a need. */
  // biome-ignore lint/suspicious/noExplicitAny: a fact with any value
  within?: Fact<any>;
  /** Whether the resource exists, if that is cheaper to read than its value. */
  there?(account: Account): Promise<boolean>;
  /**
   * Calls of one run, of this fact unless another is named. Once AWS has answered all of them, no further read is
   * needed, because AWS stores the value as sent and nothing existed before.
   */
  toldBy?: Told[];
  /**
   * The owner of the resource, by its tags or path; undefined if it does not exist or the endpoint cannot tell. Only for
   * resources that undo deletes.
   */
  owner?(account: Account): Promise<Owner | undefined>;
  /** What it needs can be deleted without it: undo does not keep an instance for an alarm on it that is kept. */
  holdsNothing?: true;
  /** What uses the resource; undo deletes the resource only if it deletes all of its users as well. */
  usedBy?(account: Account): Promise<User[]>;
  /** Of a part that acts by itself: undo deletes it also where it keeps the resource that it is part of. */
  goesAlone?: true;
  /** Whether a value shows something of somebody else that does the same: undo neither deletes nor mentions it. */
  isOthers?(now: T): boolean;
  /**
   * AWS shows a change of it minutes later: its answer to the calls counts, and undo sends its calls whatever is read.
   */
  slow?: true;
  /** The calls that restore our marks and keep those of others. */
  mark?(account: Account): AnyCall[] | Promise<AnyCall[]>;
  /** How long AWS may take to delete it, in milliseconds, if that is minutes: undo waits before it deletes what it needs. */
  lingers?: number;
  /** The operation whose answer has the id of the new resource, and the path to it: `['CreateUser', 'User.UserId']`. */
  madeAs?: [operation: string, path: string];
  /** Called when a created resource does not show up: why it never will, to avoid waiting. `sent` are its calls. */
  lost?(account: Account, sent: AnyCall[]): Promise<Loss | undefined>;
  /** Whether a resource that was just created may still terminate at once, so one more check after a few seconds makes sense. */
  mayEnd?(now: T): boolean;
  /** Resources with our marks that are not ours: undo keeps and lists them. */
  copies?(account: Account): Promise<Copy[]>;
  /**
   * The calls to send in place of `refused`, for the `times`-th time, if AWS will never accept those; `why` is said if it
   * matters to the user. After another read, all replacements of a run are made again, one after the other.
   */
  instead?(error: unknown, refused: AnyCall[], times: number): { calls: AnyCall[]; why?: string } | undefined;
  /** True if undoing it makes the account less secure. */
  protects?: boolean;
}

/** A fact that only a person can make true. */
export interface Chore<T extends Json = Json> extends Sentence<T> {
  how: string | ((now: T | null) => string);
  /** Whether the current value does not work, as opposed to not done yet. */
  isBroken?(now: T | null): boolean;
  /** A deep link into the console. */
  link?: string;
}

/** A fact or a chore, with any value. */
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

/** The facts that must be true first: the one it is part of, then its needs. */
export function needsOf(given: AnyFact): AnyFact[] {
  const within = isChore(given) ? undefined : given.within;
  return [...(within ? [within] : []), ...(given.needs ?? [])];
}

/** Something in the account blocks the fact, and the user has to decide. The message says what it is and what to do. */
export class Obstacle extends Error {
  override name = 'Obstacle';
}

/** An answer does not match what AWS offers: nothing may be written until it is corrected. `key` is the setting's key. */
export class Misfit extends Obstacle {
  readonly key: string;

  constructor(key: string, message: string) {
    super(message);
    this.key = key;
  }
}

/** The fact cannot be changed or read by calls in this account; the message says what the user does instead. */
export class ByHand extends Error {
  override name = 'ByHand';
}

/** An existing resource does not work, and the user has to decide. The message says what is wrong and how to fix it. */
export class Broken extends ByHand {
  override name = 'Broken';
}

/** The user has to agree first, with the flag that the message names. */
export class NeedsConsent extends ByHand {
  override name = 'NeedsConsent';
}

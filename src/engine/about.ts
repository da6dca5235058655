import type { Person } from '../aws/rehearsal/person.ts';

/** What screens, undo and a rehearsal need to know about a fact, so that no code has to parse its id. */
export interface About<T> {
  /** The resource as a noun, if the title is a sentence about one: `user admin_acme`. */
  thing?: string;
  /**
   * A setting of the whole account, without tags: undo restores it only if the journal has the earlier value, and asks
   * once for all of them.
   */
  wholeAccount?: true;
  /** The run does not depend on it: if the caller may not read it, the exit code is as without it. */
  optional?: true;
  /** The word by which security benchmarks name what it does; several facts may share one. */
  control?: string;
  /** The name of a line that it may share with others on a screen. */
  together?: string;
  /** AWS does not support tags for it: it can be identified as ours, but not by baseline. */
  untagged?: true;
  /** The name of what AWS charges for by use, without saying how much in advance. */
  charges?: string;
  /** Holds user data, which is billed. */
  holdsData?: true;
  /** The IAM user that it is. */
  user?: string;
  /** The IAM user that gets a first password. */
  signsIn?: string;
  /** Of a managed policy: its name, and the document in a value. */
  policy?: { name: string; documentIn(value: T): unknown };
  /** A sentence about the consequences when undo deletes it. */
  undoing?: string;
  /** It stops or deletes something by itself, later: every review says so. */
  endsThings?: true;
  /** How to use it once it exists, as lines for the screen; `region` is the home Region. */
  use?(now: T, region: string): string[];
  /** The address at which a person sees that it works, once it exists. */
  opens?(now: T): string | undefined;
  /** Of a chore: the key of the answer that confirms it when no API can: `root.recovery`. */
  saidBy?: string;
  /** Of a chore: how a rehearsal does it. */
  play?(person: Person): void;
}

/** The owner of a resource, as far as the resource shows it. */
export interface Owner {
  /** `partly`: some of our marks and no others; `unmarked`: no marks; `theirs`: the marks of another owner. */
  whose: 'ours' | 'partly' | 'unmarked' | 'theirs';
  /** The other owner's mark, as it reads: `managed-by=terraform`. */
  sign?: string;
  /** The marks that would make it ours, in words: "the path /aws-baseline/". */
  marks: string;
  /** The id that AWS assigned: another resource of the same name has another one. Omitted if AWS assigns none. */
  id?: string;
}

/** What uses a resource: a fact's id, if it is one of ours, and a few words. */
export interface User {
  id: string;
  title: string;
}

/** A resource that only looks like ours; `id` has the form of a fact's id. */
export interface Copy {
  id: string;
  title: string;
  why: string;
  how: string;
}

/** Why a resource that was created no longer exists: AWS's message and code, and the next step for the user. */
export interface Loss {
  error: string;
  code: string;
  why: string;
  next: string;
}

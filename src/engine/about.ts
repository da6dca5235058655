import type { Person } from '../aws/rehearsal/person.ts';

/** What screens, undo and a rehearsal ask about a fact besides whether it is so; nobody has to read its id. */
export interface About<T> {
  /** The noun that stands for it, where its title is a sentence about a thing: `user admin_acme`. */
  thing?: string;
  /**
   * It belongs to the account as a whole and carries no tag: undo takes it back only where the journal says what it was
   * before, and asks once for all of them.
   */
  wholeAccount?: true;
  /** AWS lets it carry no tag: that it is ours can be told, and not of which baseline. */
  untagged?: true;
  /** Holds what people put there, which is billed. */
  holdsData?: true;
  /** The IAM user that it is. */
  user?: string;
  /** The IAM user whom it lets sign in, with a first password. */
  signsIn?: string;
  /** Of a managed policy: its name, and the document in a value. */
  policy?: { name: string; documentIn(value: T): unknown };
  /** What goes with it when undo takes it away: a sentence. */
  undoing?: string;
  /** What a person does with it once it is there, as lines for the screen; `region` is the home Region. */
  use?(now: T, region: string): string[];
  /** Done by a person: the key of the answer that says so where no API tells: `root.recovery`. */
  saidBy?: string;
  /** Done by a person: how a rehearsal plays that. */
  play?(person: Person): void;
}

/** Whose a thing is, as far as the thing itself tells. */
export interface Owner {
  /** `partly`: some of our marks and nobody else's; `unmarked`: nobody's marks; `theirs`: somebody else's. */
  whose: 'ours' | 'partly' | 'unmarked' | 'theirs';
  /** Of theirs: the mark that says so, as it reads: `managed-by=terraform`. */
  sign?: string;
  /** The marks that would make it ours, in words: "the path /aws-baseline/". */
  marks: string;
  /** AWS's own id of the thing: another thing of the same name has another one. Left out where AWS gives none. */
  id?: string;
}

/** What uses a thing: a fact's id, where it is one of ours, and a few words. */
export interface User {
  id: string;
  title: string;
}

/** Something that only looks like ours; `id` is like a fact's. */
export interface Copy {
  id: string;
  title: string;
  why: string;
  how: string;
}

/** What became of something that was made and is gone again: AWS's words and code, and what a person does next. */
export interface Loss {
  error: string;
  code: string;
  why: string;
  next: string;
}

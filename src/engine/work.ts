import type { Account } from '../aws/account.ts';
import type { Clock } from './clock.ts';
import type { AnyFact } from './fact.ts';
import type { Finding } from './finding.ts';
import type { Journal } from './journal.ts';

/** The events of a run as they happen; `ms` is the elapsed time. */
export type Event =
  | { event: 'action.start'; finding: Finding }
  | { event: 'action.done'; finding: Finding; ms: number }
  | { event: 'action.failed'; finding: Finding }
  | { event: 'wait.tick'; finding: Finding; why: string; ms: number };

/** What a run passes to the engine. */
export interface Work {
  account: Account;
  journal: Journal;
  clock: Clock;
  /** The secret for a key; the same key returns the same secret for the whole run. */
  secretOf(key: string): Promise<string>;
  tell(event: Event): void;
  stepOf(factId: string): string;
  /** Aborted when the user stops the run: calls in progress are finished, no new one starts. */
  stop?: AbortSignal;
  /** Awaited before the first change: it rejects if nothing may be written. */
  fits?: Promise<unknown>;
  /** Awaited once, when the first change starts. */
  begin?(): Promise<void>;
}

/** A fact and its finding; if its state is todo, its calls are sent once all changes in `after` are done. */
export interface Change {
  fact: AnyFact;
  finding: Finding | Promise<Finding>;
  after: string[];
  /** Check again first: for changes whose calls depend on the results of other changes. */
  late?: boolean;
  /** Whether a read may still return the state before an earlier change. */
  mayLookOld?(): boolean;
  /** Awaited right before the first call is sent, to write the journal. */
  first?(finding: Finding): Promise<void>;
  /** Called with the id that AWS assigned to the new resource. */
  made?(id: string): void;
  /** Called when AWS refused every call, so nothing has changed. */
  untouched?(): Promise<void>;
}

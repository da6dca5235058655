import type { Account } from '../aws/account.ts';
import type { Clock } from './clock.ts';
import type { AnyFact } from './fact.ts';
import type { Finding } from './finding.ts';
import type { Journal } from './journal.ts';

/** What happens while changes are carried out, as it happens; `ms` is how long it took or has taken so far. */
export type Event =
  | { event: 'action.start'; finding: Finding }
  | { event: 'action.done'; finding: Finding; ms: number }
  | { event: 'action.failed'; finding: Finding }
  | { event: 'wait.tick'; finding: Finding; why: string; ms: number };

/** What a run hands to the engine. */
export interface Work {
  account: Account;
  journal: Journal;
  clock: Clock;
  /** The secret that a call asks for by its key; the same key gives the same secret for the whole run. */
  secretOf(key: string): Promise<string>;
  tell(event: Event): void;
  stepOf(factId: string): string;
  /** Aborted when the person stops: calls under way are finished, no new one is begun. */
  stop?: AbortSignal;
  /** Awaited before the first change is begun: what keeps everything from being written rejects it. */
  fits?: Promise<unknown>;
  /** Awaited once, when the first change is begun. */
  begin?(): Promise<void>;
}

/** What is known of a fact, now or soon: where it is to do, its calls are sent once all changes named in `after` are done. */
export interface Change {
  fact: AnyFact;
  finding: Finding | Promise<Finding>;
  after: string[];
  /** Look again first: for changes whose calls depend on what other changes did. */
  late?: boolean;
  /** Whether a look may still show what was there before an earlier change of ours. */
  mayLookOld?(): boolean;
  /** Awaited right before the first call is sent: the journal's moment. */
  first?(finding: Finding): Promise<void>;
  /** Hears of the id that AWS gave the thing that was just made. */
  made?(id: string): void;
  /** Runs when it failed and AWS had refused every call, so that nothing has changed. */
  untouched?(): Promise<void>;
}

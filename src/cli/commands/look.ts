import { type Answered, readOnly, remembering } from '../../aws/views.ts';
import type { Finding } from '../../engine/finding.ts';
import { type Journal, type Memory, memoryOf, NO_MEMORY } from '../../engine/journal.ts';
import { looking, type Sight } from '../../engine/look.ts';
import { ALL_STEPS } from '../../steps/index.ts';
import type { StepId } from '../../steps/settings/step-ids.ts';
import type { Session } from '../session.ts';
import { stoppedCode, Trouble } from '../trouble.ts';
import { factJson } from './report.ts';

/** The maximum age of a check, in milliseconds, for its calls to be sent. */
export const FRESH_MS = 2_000;

/** Checks all facts of the session and sends each as an event, step by step. */
export async function lookAtAll(session: Session, begun: Looking = begunLook(session)): Promise<Finding[]> {
  const { sights, sameBaseline } = begun;
  // If the account has another home Region, this check is meaningless.
  await sameBaseline;
  const findings = await Promise.all(sights.map(({ finding }) => finding));
  if (session.world.stop.aborted) throw stoppedLooking(session);
  const telling = factTeller(session);
  for (const { id } of ALL_STEPS) findings.filter(({ fact }) => session.stepOf.get(fact.id) === id).forEach(telling);
  return findings;
}

/**
 * The same, for callers that continue with one fact while others are still being checked; each event is sent
 * immediately.
 */
export function lookingAtAll(session: Session): Looking {
  const begun = begunLook(session);
  const telling = factTeller(session);
  for (const { finding } of begun.sights) finding.then(telling, () => {});
  return begun;
}

/** A check in progress. */
export interface Looking {
  sights: Sight[];
  /** Rejects if the account has another baseline or another home Region: then nothing may be written. */
  sameBaseline: Promise<void>;
  /** The answers so far, for a check that sends some of the same requests. */
  answers: Answered;
}

/** Starts to check all facts of the session. */
export function begunLook(session: Session): Looking {
  const { facts, account, ahead, journal, tell, world } = session;
  // Not after a password prompt: by then the requests must be sent again.
  const isFresh = ahead !== undefined && world.clock.now() - ahead.at <= FRESH_MS;
  tell.line('Checking the account (read-only)');
  // Both send many of the same requests.
  const answers: Answered = isFresh ? ahead.answers : new Map();
  const sights = looking(facts, account, answers, remembered(journal));
  const view = remembering(readOnly(account), answers);
  const sameBaseline = (async () =>
    session.sameBaseline?.(session.sideReads.of('other baselines in the account can be read', view)))();
  // The caller that awaits it gets the error.
  sameBaseline.catch(() => {});
  return { sights, sameBaseline, answers };
}

/** What the journal says. A check does not need it; a run that writes reports an unreadable one. */
export function remembered(journal: Journal): Memory {
  try {
    return memoryOf(journal);
  } catch {
    return NO_MEMORY;
  }
}

function factTeller({ tell, stepOf, invocation, answers }: Session): (finding: Finding) => void {
  // The JSON of a thousand facts takes a while.
  if (invocation.options.output !== 'ndjson') return () => {};
  const begun = new Set<StepId>();
  return (finding) => {
    const step = stepOf.get(finding.fact.id);
    if (!step) return;
    if (!begun.has(step)) tell.event({ event: 'step.start', step });
    begun.add(step);
    tell.event({ event: 'fact', step, ...factJson(finding, answers.region) });
  };
}

/** The error for a run that was stopped before it wrote anything. */
export function stoppedLooking({ world }: Session): Trouble {
  return new Trouble(stoppedCode(world.stop), 'stopped while checking; no changes were made');
}

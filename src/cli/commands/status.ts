import { type Answered, readOnly, remembering } from '../../aws/views.ts';
import type { Finding } from '../../engine/finding.ts';
import { type Journal, type Memory, memoryOf, NO_MEMORY } from '../../engine/journal.ts';
import { looking, type Sight } from '../../engine/look.ts';
import { ALL_STEPS, stepsFor } from '../../steps/index.ts';
import { settingOf } from '../../steps/settings/all.ts';
import { flagName } from '../../steps/settings/setting.ts';
import type { StepId } from '../../steps/settings/step-ids.ts';
import type { Invocation } from '../arguments/options.ts';
import type { Session } from '../session.ts';
import { openSession } from '../session.ts';
import { clean } from '../terminal/clean.ts';
import { tellingDenialsOnce } from '../terminal/finding-lines.ts';
import type { Teller } from '../terminal/tell.ts';
import { inOneLine, together } from '../terminal/together.ts';
import { type ExitCode, stoppedCode, Trouble, usage } from '../trouble.ts';
import type { World } from '../world.ts';
import { again } from './command-line.ts';
import { countsText, end } from './end.ts';
import { exitCodeOf, factJson } from './report.ts';

/** The maximum age of a check, in milliseconds, for its calls to be sent. */
export const FRESH_MS = 2_000;

/** Checks the account. Never writes. */
export async function status(world: World, tell: Teller, invocation: Invocation): Promise<ExitCode> {
  const session = await openSession(world, tell, invocation, 'place');
  const findings = await lookAtAll(session);
  const exitCode = exitCodeOf(findings, { differs: invocation.options.exitCode });
  if (invocation.options.output === 'text') {
    for (const line of stepLines(session, findings)) tell.page(line);
    tell.result(`\n${countsText(findings)}`);
  }
  const open = findings.some(({ state }) => state === 'todo');
  return end(
    session,
    findings,
    exitCode,
    open ? [{ command: again(session, 'plan'), when: 'Show the changes as AWS CLI commands' }] : [],
  );
}

/** Checks all facts of the session and sends each as an event, step by step. */
export async function lookAtAll(session: Session): Promise<Finding[]> {
  const { sights, sameBaseline } = begunLook(session);
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
}

function begunLook(session: Session): Looking {
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
  return { sights, sameBaseline };
}

// A check does not need the journal; a run that writes reports an unreadable one.
function remembered(journal: Journal): Memory {
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

/** The findings by step, as lines of text. */
export function stepLines(session: Session, findings: Finding[]): string[] {
  const lines = tellingDenialsOnce(session.tell);
  return stepsFor(session.given.values).flatMap(({ id, title }, i) => {
    const mine = findings.filter(({ fact }) => session.stepOf.get(fact.id) === id);
    if (mine.length === 0) return [];
    const right = mine.filter(({ state }) => /^(ok|created|changed|removed)$/.test(state)).length;
    const head = `${i + 1} ${title}`.padEnd(30);
    // Each on its own line with -v.
    const shown = together(mine, ({ state }) => state === 'ok' && !session.invocation.options.verbose);
    const told = shown.flatMap((one) =>
      'one' in one ? lines(one.one) : [`  ${session.tell.mark('ok')}  ${inOneLine(one)}`],
    );
    return ['', `${head} ${right} of ${mine.length} ok`, ...told];
  });
}

/** Throws usage (exit 2) if an answer does not fit what AWS offers: then nothing may be written. */
export function mustFit(findings: Finding[]): void {
  const wrong = findings.find(({ misfit }) => misfit !== undefined);
  if (wrong) throw usage(`${flagName(settingOf(wrong.misfit ?? ''))}: ${clean(wrong.why ?? '')}`);
}

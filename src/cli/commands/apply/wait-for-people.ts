import { isSignedOutCode } from '../../../aws/errors.ts';
import { isChore } from '../../../engine/fact.ts';
import { endedBy, type Finding } from '../../../engine/finding.ts';
import { heldUpBy } from '../../../engine/held-up.ts';
import { look } from '../../../engine/look.ts';
import { make } from '../../../engine/make.ts';
import { milliseconds } from '../../../steps/settings/checks.ts';
import { EVERY } from '../../../steps/settings/every.ts';
import { valueIn } from '../../../steps/settings/setting.ts';
import { wordOf } from '../../../steps/settings/words-of-people.ts';
import { answer } from '../../answers/given.ts';
import type { Passwords } from '../../files/passwords.ts';
import { type Session, workOf } from '../../session.ts';
import { clean } from '../../terminal/clean.ts';
import { findingLines } from '../../terminal/finding-lines.ts';
import { forgetKeys } from '../../terminal/forget-keys.ts';
import { canBeConfirmed, type Pace, waitKeys } from './keys.ts';

const POLL_MS = 5_000;
// A user who has left, or is only rehearsing, is not waited for until a key is pressed.
const PATIENCE_MS = { real: 600_000, rehearsal: POLL_MS };

/** Whether waiting can help: a manual step whose state AWS reports, or AWS is not ready. */
export function canBeAwaited({ fact, state, now }: Finding): boolean {
  return state === 'waiting' || (state === 'by-hand' && isChore(fact) && (now ?? null) !== null);
}

/** The duration of --wait, in milliseconds. */
export function waitOf({ given }: Pick<Session, 'given'>): number {
  return milliseconds(valueIn(given.values, EVERY.wait) ?? '0') ?? 0;
}

/**
 * Waits for the user and for AWS: for the duration of --wait, and in the wizard until everything is done or the user
 * skips it. Each line changes to ok automatically.
 */
export async function waitForPeople(session: Session, findings: Finding[], secrets: Passwords): Promise<Finding[]> {
  const { invocation, prompter, tell, world } = session;
  const wait = waitOf(session);
  const isLive = prompter !== undefined && invocation.command === 'init' && !invocation.options.yes && wait === 0;
  const open = findings.filter((finding) => canBeAwaited(finding) || (isLive && canBeConfirmed(finding)));
  // A signed-out run would only get the same error again.
  const isSignedOut = findings.some(({ code = '' }) => isSignedOutCode(code));
  if (open.length === 0 || isSignedOut || (!isLive && wait === 0)) return findings;
  tell.event({ event: 'wait.start', facts: open.map(({ fact }) => fact.id), ms: wait });
  const count = open.length === 1 ? 'One item needs' : `${open.length} items need`;
  const isSaid = open.some(canBeConfirmed) ? '; for a "to check" item, press d when it is done' : '';
  tell.line(`\n${count} you or AWS. Each line changes to "ok" automatically${isSaid}.`);
  if (session.playPerson) tell.line('Rehearsal: there is nothing to click, and no e-mail is sent.');
  for (const finding of open) for (const line of findingLines(finding, tell)) tell.line(line);
  for (const { fact } of open) session.told.add(fact.id);
  if (!isLive) {
    const until = world.clock.now() + wait;
    // A script's rehearsal shows what a script would meet: no manual step is completed.
    return poll(session, findings, secrets, {
      until,
      later: new Set(),
      done: new Set(),
      pause: world.clock.sleep,
      show: () => {},
    });
  }
  tell.line('\n  s: skip this one   q: skip all');
  if (isSaid) tell.line('  d: this one is done');
  const person = waitKeys(session, open);
  try {
    return await poll(session, findings, secrets, person.pace);
  } finally {
    person.goes();
    tell.live(undefined);
    await forgetKeys(world);
  }
}

// The user's confirmation is an answer: stored, saved, and valid for the next run.
function saidDone(session: Session, finding: Finding): Finding {
  const word = wordOf(finding.fact.saidBy);
  if (finding.state !== 'by-hand' || word === undefined) return finding;
  answer(session.given, word, 'done');
  const ok: Finding = { fact: finding.fact, state: 'ok', now: finding.fact.want };
  session.tell.event({ event: 'wait.done', fact: finding.fact.id });
  for (const line of findingLines(ok, session.tell)) session.tell.line(line);
  return ok;
}

async function poll(session: Session, given: Finding[], secrets: Passwords, pace: Pace): Promise<Finding[]> {
  const { world, tell, account } = session;
  let findings = given;
  let quietSince: number | undefined;
  while (world.clock.now() < pace.until && !world.stop.aborted) {
    findings = findings.map((finding) => (pace.done.has(finding.fact.id) ? saidDone(session, finding) : finding));
    const isOpen = (finding: Finding) =>
      (canBeAwaited(finding) || (pace.until === Number.POSITIVE_INFINITY && canBeConfirmed(finding))) &&
      !pace.later.has(finding.fact.id);
    const open = findings.filter(isOpen);
    const [first] = open;
    if (!first) break;
    // If no remaining step can be detected, only a key can end the wait.
    quietSince = open.every(canBeConfirmed) ? (quietSince ?? world.clock.now()) : undefined;
    const patience = session.playPerson ? PATIENCE_MS.rehearsal : PATIENCE_MS.real;
    if (quietSince !== undefined && world.clock.now() - quietSince >= patience) break;
    pace.show(open);
    tell.event({ event: 'wait.tick', facts: open.map(({ fact }) => fact.id) });
    tell.live(`  ..  waiting for: ${clean(first.fact.title)}${open.length > 1 ? ` and ${open.length - 1} more` : ''}`);
    await pace.pause(Math.min(POLL_MS, pace.until - world.clock.now()));
    const awaited = open.filter((finding) => isOpen(finding) && !pace.done.has(finding.fact.id));
    if (awaited.length < open.length) continue;
    // Steps that depended on them continue as well.
    const still = [...awaited, ...heldUpBy(awaited, findings)];
    let made: Finding[];
    try {
      const seen = await look(
        still.map(({ fact }) => fact),
        account,
      );
      made = await make(
        seen,
        workOf(session, secrets.secretOf, () => 1),
      );
    } catch (error) {
      // Signed out while waiting: results and passwords are reported anyway.
      const ended = endedBy(error);
      return findings.map((finding) => (still.includes(finding) ? { ...finding, ...ended } : finding));
    }
    for (const finding of made.filter((one) => !canBeAwaited(one) && !canBeConfirmed(one) && one.state !== 'todo')) {
      tell.event({ event: 'wait.done', fact: finding.fact.id });
      for (const line of findingLines(finding, tell)) tell.line(line);
    }
    findings = findings.map((finding) => made[still.indexOf(finding)] ?? finding);
  }
  return findings;
}

import { isSignedOutCode } from '../../aws/errors.ts';
import { isChore } from '../../engine/fact.ts';
import { endedBy, type Finding } from '../../engine/finding.ts';
import { heldUpBy } from '../../engine/held-up.ts';
import { look } from '../../engine/look.ts';
import { make } from '../../engine/make.ts';
import { milliseconds } from '../../steps/checks.ts';
import { clean } from '../clean.ts';
import { findingLines } from '../finding-lines.ts';
import { forgetKeys } from '../forget-keys.ts';
import type { Passwords } from '../passwords.ts';
import { type Session, workOf } from '../session.ts';

const POLL_MS = 5_000;

/** What waiting can help: a chore whose state can be seen, or AWS that is not ready. */
export function canBeAwaited({ fact, state, now }: Finding): boolean {
  return state === 'waiting' || (state === 'by-hand' && isChore(fact) && (now ?? null) !== null);
}

/** How long --wait says, in milliseconds. */
export function waitOf({ given }: Pick<Session, 'given'>): number {
  return milliseconds(String(given.values.get('wait') ?? '0')) ?? 0;
}

/**
 * Waits for people and for AWS: as long as --wait says, and in the wizard until it is done or the person leaves it.
 * Each line turns to ok by itself.
 */
export async function waitForPeople(session: Session, findings: Finding[], secrets: Passwords): Promise<Finding[]> {
  const { invocation, prompter, tell, world } = session;
  const wait = waitOf(session);
  const isLive = prompter !== undefined && invocation.command === 'init' && !invocation.options.yes && wait === 0;
  const open = findings.filter(canBeAwaited);
  // Whoever is signed out would only be told so again and again.
  const isSignedOut = findings.some(({ code = '' }) => isSignedOutCode(code));
  if (open.length === 0 || isSignedOut || (!isLive && wait === 0)) return findings;
  tell.event({ event: 'wait.start', facts: open.map(({ fact }) => fact.id), ms: wait });
  const count = open.length === 1 ? 'One thing' : `${open.length} things`;
  tell.line(`\n${count} only you or AWS can do. Each line turns to "ok" by itself.`);
  if (session.playPerson) tell.line('A rehearsal: there is nothing to click, and no mail comes.');
  for (const finding of open) for (const line of findingLines(finding, tell)) tell.line(line);
  for (const { fact } of open) session.told.add(fact.id);
  if (!isLive) {
    const until = world.clock.now() + wait;
    // A script's rehearsal shows what a script would meet: nobody comes, so nobody plays.
    return poll(session, findings, secrets, { until, later: new Set(), pause: world.clock.sleep, show: () => {} });
  }
  tell.line('\n  Take your time.  s leave the first for later  q leave all');
  const person = atTheKeys(session, open);
  try {
    return await poll(session, findings, secrets, person.pace);
  } finally {
    person.goes();
    tell.live(undefined);
    await forgetKeys(world);
  }
}

/** How long and how to wait. */
interface Pace {
  /** In milliseconds of the clock. */
  until: number;
  /** The ids of what is left for later. */
  later: ReadonlySet<string>;
  pause(ms: number): Promise<unknown>;
  /** Told what is waited for, the first one first. */
  show(open: Finding[]): void;
}

// The person's keys: s and q end a pause at once, anything else is left alone.
function atTheKeys({ world, playPerson }: Session, open: Finding[]): { pace: Pace; goes(): void } {
  const later = new Set<string>();
  let shown = open.map(({ fact }) => fact.id);
  let wake = () => {};
  const goes = world.keys((key) => {
    const left = /^q$/i.test(key) ? shown : /^s$/i.test(key) ? shown.slice(0, 1) : [];
    for (const id of left) later.add(id);
    shown = shown.filter((id) => !later.has(id));
    if (left.length > 0) wake();
  });
  const pace: Pace = {
    until: Number.POSITIVE_INFINITY,
    later,
    async pause(ms) {
      await Promise.race([world.clock.sleep(ms), new Promise<void>((go) => (wake = go))]);
      if (shown[0] !== undefined) playPerson?.(shown[0]);
    },
    show(now) {
      shown = now.map(({ fact }) => fact.id);
    },
  };
  return { pace, goes };
}

async function poll(session: Session, given: Finding[], secrets: Passwords, pace: Pace): Promise<Finding[]> {
  const { world, tell, account } = session;
  let findings = given;
  while (world.clock.now() < pace.until && !world.stop.aborted) {
    const isOpen = (finding: Finding) => canBeAwaited(finding) && !pace.later.has(finding.fact.id);
    const open = findings.filter(isOpen);
    const [first] = open;
    if (!first) break;
    pace.show(open);
    tell.event({ event: 'wait.tick', facts: open.map(({ fact }) => fact.id) });
    tell.live(`  ..  waiting for: ${clean(first.fact.title)}${open.length > 1 ? ` and ${open.length - 1} more` : ''}`);
    await pace.pause(Math.min(POLL_MS, pace.until - world.clock.now()));
    const awaited = open.filter(isOpen);
    if (awaited.length < open.length) continue;
    // What could not begin because of them goes on with them.
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
      // Signed out while waiting: what was made, and its passwords, are told all the same.
      const ended = endedBy(error);
      return findings.map((finding) => (still.includes(finding) ? { ...finding, ...ended } : finding));
    }
    for (const finding of made.filter((one) => !canBeAwaited(one) && one.state !== 'todo')) {
      tell.event({ event: 'wait.done', fact: finding.fact.id });
      for (const line of findingLines(finding, tell)) tell.line(line);
    }
    findings = findings.map((finding) => made[still.indexOf(finding)] ?? finding);
  }
  return findings;
}

import { isChore } from '../../engine/fact.ts';
import type { Finding } from '../../engine/finding.ts';
import { look } from '../../engine/look.ts';
import { make } from '../../engine/make.ts';
import { milliseconds } from '../../steps/checks.ts';
import { clean } from '../clean.ts';
import { findingLines } from '../finding-lines.ts';
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
  if (open.length === 0 || (!isLive && wait === 0)) return findings;
  tell.event({ event: 'wait.start', facts: open.map(({ fact }) => fact.id), ms: wait });
  const count = open.length === 1 ? 'One thing' : `${open.length} things`;
  tell.line(`\n${count} only you or AWS can do. Each line turns to "ok" by itself.`);
  for (const finding of open) for (const line of findingLines(finding, tell)) tell.line(line);
  if (!isLive) return poll(session, findings, secrets, world.clock.now() + wait, () => false);

  tell.line('\n  Take your time.  s skip for now and go on');
  let skipped = false;
  let wake = () => {};
  const silence = world.keys((key) => {
    if (/^[sq\r\n]$/i.test(key)) skipped = true;
    if (skipped) wake();
  });
  const pause = (ms: number) => Promise.race([world.clock.sleep(ms), new Promise<void>((go) => (wake = go))]);
  try {
    return await poll(session, findings, secrets, Number.POSITIVE_INFINITY, () => skipped, pause, true);
  } finally {
    silence();
    tell.live(undefined);
  }
}

async function poll(
  session: Session,
  given: Finding[],
  secrets: Passwords,
  until: number,
  isOver: () => boolean,
  pause: (ms: number) => Promise<unknown> = session.world.clock.sleep,
  // A script's rehearsal shows what a script would meet: nobody comes.
  plays = false,
): Promise<Finding[]> {
  const { world, tell, account } = session;
  let findings = given;
  while (world.clock.now() < until && !isOver() && !world.stop.aborted) {
    const open = findings.filter(canBeAwaited);
    const [first] = open;
    if (!first) break;
    tell.event({ event: 'wait.tick', facts: open.map(({ fact }) => fact.id) });
    tell.live(`  ..  waiting for: ${clean(first.fact.title)}${open.length > 1 ? ` and ${open.length - 1} more` : ''}`);
    await pause(Math.min(POLL_MS, until - world.clock.now()));
    if (isOver()) break;
    if (plays) session.playPerson?.(first.fact.id);
    const seen = await look(
      open.map(({ fact }) => fact),
      account,
    );
    const made = await make(
      seen,
      workOf(session, secrets.secretOf, () => 1),
    );
    for (const finding of made.filter((one) => !canBeAwaited(one))) {
      tell.event({ event: 'wait.done', fact: finding.fact.id });
      for (const line of findingLines(finding, tell)) tell.line(line);
    }
    findings = findings.map((finding) => made[open.indexOf(finding)] ?? finding);
  }
  return findings;
}

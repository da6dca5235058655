import type { Json } from '../../engine/fact.ts';
import type { Finding } from '../../engine/finding.ts';
import { make, stamp } from '../../engine/make.ts';
import { withAdvice } from '../advice.ts';
import { costAsker } from '../cost.ts';
import type { Invocation } from '../options.ts';
import type { Passwords } from '../passwords.ts';
import { openSession, type Session, workOf } from '../session.ts';
import type { Teller } from '../tell.ts';
import { EXIT, type ExitCode } from '../trouble.ts';
import type { World } from '../world.ts';
import { again, end } from './end.ts';
import { passwordPlan, tellPasswords } from './first-passwords.ts';
import { handOver } from './hand-over.ts';
import { waitForPeople } from './people.ts';
import { askConsent, askMisfits, changeOrStop } from './review.ts';
import { review } from './review-screen.ts';
import { lookAtAll, mustFit } from './status.ts';

// How old a look may be, in milliseconds, and its calls still be sent.
const FRESH_MS = 2_000;

/** `apply` and `init`: look, ask what is missing, review, do it, look again, hand over. */
export async function apply(world: World, tell: Teller, invocation: Invocation): Promise<ExitCode> {
  const { options, command } = invocation;
  const session = await openSession(world, tell, invocation, 'all');
  const plan = await passwordPlan(session);
  let findings = await lookAtAll(session);
  let lookedAt = world.clock.now();
  const costOf = costAsker(session);
  while (!options.yes && session.prompter) {
    if (await askMisfits(session, findings)) {
      findings = await lookAtAll(session);
      lookedAt = world.clock.now();
      continue;
    }
    await review(session, findings, costOf(findings));
    if (await askConsent(session, findings)) {
      findings = await lookAtAll(session);
      lookedAt = world.clock.now();
      continue;
    }
    if (!findings.some(({ state }) => state === 'todo')) break;
    const choice = await changeOrStop(session, findings, command === 'init');
    if (choice === 'apply') break;
    if (choice === 'stop') return stopped(session, findings);
    findings = await lookAtAll(session);
    lookedAt = world.clock.now();
  }
  // Somebody may have changed the account while a person read and typed.
  if (world.clock.now() - lookedAt > FRESH_MS) findings = await lookAtAll(session);
  mustFit(findings);
  plan.check(findings);
  if (!findings.some(({ state }) => state === 'todo')) tell.line('\nNothing to do: all that calls can make is made.');
  findings = await carriedOut(session, findings, plan.passwords);
  findings = await waitForPeople(session, findings, plan.passwords);
  return handOver(session, findings.map(withAdvice), plan.passwords);
}

async function carriedOut(session: Session, findings: Finding[], secrets: Passwords): Promise<Finding[]> {
  if (!findings.some(({ state }) => state === 'todo')) return findings;
  const { tell, journal, answers } = session;
  const work = workOf(session, secrets.secretOf, findings.filter(({ state }) => state === 'todo').length);
  tell.line('\nApplying');
  // Undo on this machine then needs no flags to know what was set up.
  journal.append({ at: stamp(work), answers: answers as unknown as Json });
  try {
    return await make(findings, work);
  } catch (error) {
    // Signed out in mid-run: what was made is there, and its passwords must not be lost.
    tell.live(undefined);
    await tellPasswords(session, secrets, []);
    throw error;
  } finally {
    tell.live(undefined);
  }
}

function stopped(session: Session, findings: Finding[]): ExitCode {
  session.tell.line('Stopped. Nothing was changed.');
  return end(session, findings, EXIT.done, [{ command: again(session, 'init'), when: 'Go on' }]);
}

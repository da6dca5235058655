import { endedBy, type Finding } from '../../../engine/finding.ts';
import type { Sight } from '../../../engine/look.ts';
import { makeAsSeen } from '../../../engine/make.ts';
import { stamp } from '../../../engine/note.ts';
import type { Work } from '../../../engine/work.ts';
import type { Invocation } from '../../arguments/options.ts';
import { makeRoom } from '../../files/append.ts';
import { openSession, type Session, workOf } from '../../session.ts';
import type { Teller } from '../../terminal/tell.ts';
import { EXIT, type ExitCode } from '../../trouble.ts';
import type { World } from '../../world.ts';
import { again } from '../command-line.ts';
import { end } from '../end.ts';
import { FRESH_MS, type Looking, lookAtAll, lookingAtAll, mustFit, stoppedLooking } from '../status.ts';
import { costAsker } from './cost.ts';
import { tellPasswords } from './first-passwords.ts';
import { handOver } from './hand-over.ts';
import { givenPassword, type PasswordPlanning, passwordPlan } from './password-plan.ts';
import { askConsent, askMisfits, changeOrStop } from './review.ts';
import { review } from './review-screen.ts';
import { waitForPeople } from './wait-for-people.ts';

/** `apply` and `init`: look, ask what is missing, review, do it, look again, hand over. */
export async function apply(world: World, tell: Teller, invocation: Invocation): Promise<ExitCode> {
  const opened = await openSession(world, tell, invocation, 'all');
  const password = await givenPassword(opened);
  const reviewed = invocation.options.yes ? undefined : await lookedAtTogether(opened);
  const { session } = reviewed ?? { session: opened };
  if (reviewed?.stop) return stopped(session, reviewed.findings);
  const plan = passwordPlan(session, password);
  const looking = reviewed ? asLooking(reviewed.findings) : lookingAtAll(session);
  let findings = await carriedOut(session, looking, plan);
  findings = await waitForPeople(session, findings, plan.passwords);
  return handOver(session, findings, plan.passwords);
}

const asLooking = (findings: Finding[]): Looking => ({
  sights: findings.map((finding) => ({ fact: finding.fact, finding: Promise.resolve(finding) })),
  isTheOne: Promise.resolve(),
});

// Looks and asks until the person agrees to what would be done, or stops.
async function lookedAtTogether(opened: Session): Promise<{ session: Session; findings: Finding[]; stop?: true }> {
  const { clock } = opened.world;
  const costOf = costAsker(opened);
  for (let session = opened; ; ) {
    const findings = await lookAtAll(session);
    // What was asked ahead is good for one look.
    session = { ...session, ahead: undefined };
    const lookedAt = clock.now();
    const choice = await agreedOn(session, findings, costOf);
    if (choice === 'stop') return { session, findings, stop: true };
    if (choice !== 'apply') {
      session = choice;
      continue;
    }
    // Somebody may have changed the account while a person read and typed.
    if (clock.now() - lookedAt <= FRESH_MS) return { session, findings };
    const fresh = await lookAtAll(session);
    const agreed = new Set(findings.filter(({ state }) => state === 'todo').map(({ fact }) => fact.id));
    if (!fresh.some(({ fact, state }) => state === 'todo' && !agreed.has(fact.id))) return { session, findings: fresh };
    session.tell.line('\nMeanwhile the account has changed, and there is more to do.');
  }
}

// A session is one with other answers.
async function agreedOn(
  session: Session,
  findings: Finding[],
  costOf: ReturnType<typeof costAsker>,
): Promise<'apply' | 'stop' | Session> {
  if (!session.prompter) return 'apply';
  const fitting = await askMisfits(session, findings);
  if (fitting) return fitting;
  const inShort = await review(session, findings, costOf(findings));
  const consenting = await askConsent(session, findings);
  if (consenting) return consenting;
  return findings.some(({ state }) => state === 'todo') ? changeOrStop(session, findings, inShort) : 'apply';
}

// What is seen is made at once, while the rest is still looked at, unless something may yet forbid every write.
async function carriedOut(session: Session, { sights, isTheOne }: Looking, plan: PasswordPlanning): Promise<Finding[]> {
  const { tell, journal, answers, world } = session;
  const first = plan.mayForbid() ? sights : sights.filter(({ fact }) => fact.mayMisfit);
  let actions = 0;
  for (const { finding } of sights) {
    finding.then(
      (found) => {
        if (found.state === 'todo') actions += 1;
        plan.seen(found);
      },
      () => {},
    );
  }
  let hasBegun = false;
  const work: Work = {
    ...workOf(session, plan.passwords.secretOf, () => actions),
    fits: isTheOne
      .then(() => Promise.all(first.map(({ finding }) => finding)))
      .then((found) => {
        mustFit(found);
        return plan.check(found);
      }),
    async begin() {
      if (session.folder) await makeRoom(session.folder);
      hasBegun = true;
      tell.line('\nApplying');
      // Undo on this machine then needs no flags to know what was set up.
      await journal.append({ at: stamp(world), answers });
    },
  };
  // Once something is made, the end of the look must not hide it.
  const toldAllTheSame = ({ fact, finding }: Sight): Sight => ({
    fact,
    finding: finding.catch((error: unknown) => {
      if (!hasBegun) throw error;
      return { fact, ...endedBy(error) };
    }),
  });
  try {
    const [made] = await Promise.all([makeAsSeen(sights.map(toldAllTheSame), work), work.fits]);
    if (!hasBegun && world.stop.aborted) throw stoppedLooking(session);
    if (actions === 0) tell.line('\nNothing to do: everything that this program makes is there.');
    return made;
  } catch (error) {
    // Signed out in mid-run: what was made is there, and its passwords must not be lost.
    tell.live(undefined);
    // Nothing may be told after the end.
    await Promise.allSettled(sights.map(({ finding }) => finding));
    if (hasBegun) await tellPasswords(session, plan.passwords, []);
    // In the wrong Region much else may go wrong; this is the reason.
    else await isTheOne;
    throw error;
  } finally {
    tell.live(undefined);
  }
}

function stopped(session: Session, findings: Finding[]): ExitCode {
  session.tell.line('Stopped. Nothing was changed.');
  return end(session, findings, EXIT.done, [{ command: again(session, 'init', true), when: 'Go on' }]);
}

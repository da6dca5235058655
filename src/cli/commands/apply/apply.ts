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
import { FRESH_MS, type Looking, lookAtAll, lookingAtAll, stoppedLooking } from '../look.ts';
import { planLimits } from '../plan-limits.ts';
import { mustFit } from '../status.ts';
import { costAsker } from './cost.ts';
import { tellPasswords } from './first-passwords.ts';
import { handOver } from './hand-over.ts';
import { givenPassword, type PasswordPlanning, passwordPlan } from './password-plan.ts';
import { askConsent, askMisfits, changeOrStop } from './review.ts';
import { review } from './review-screen.ts';
import { waitForPeople } from './wait-for-people.ts';

/** `apply` and `init`: check, prompt for missing values, review, apply, check again, hand over. */
export async function apply(world: World, tell: Teller, invocation: Invocation): Promise<ExitCode> {
  const opened = await openSession(world, tell, invocation, 'all');
  const password = await givenPassword(opened);
  const reviewed = invocation.options.yes ? undefined : await reviewedTogether(opened);
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
  sameBaseline: Promise.resolve(),
  answers: new Map(),
});

// Checks and prompts until the user agrees to the changes or stops.
async function reviewedTogether(opened: Session): Promise<{ session: Session; findings: Finding[]; stop?: true }> {
  const { clock } = opened.world;
  const costOf = costAsker(opened);
  for (let session = opened; ; ) {
    const findings = await lookAtAll(session);
    // Requests sent in advance are valid for one check.
    session = { ...session, ahead: undefined };
    const lookedAt = clock.now();
    const choice = await agreedOn(session, findings, costOf);
    if (choice === 'stop') return { session, findings, stop: true };
    if (choice !== 'apply') {
      session = choice;
      continue;
    }
    // Someone else may have changed the account during the review.
    if (clock.now() - lookedAt <= FRESH_MS) return { session, findings };
    const fresh = await lookAtAll(session);
    const agreed = new Set(findings.filter(({ state }) => state === 'todo').map(({ fact }) => fact.id));
    if (!fresh.some(({ fact, state }) => state === 'todo' && !agreed.has(fact.id))) return { session, findings: fresh };
    session.tell.line('\nThe account has changed since the review, and there is more to do.');
  }
}

// A session means changed answers.
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

// Each fact is applied as soon as it is checked, while others are still being checked, unless a check may still forbid
// every write.
async function carriedOut(
  session: Session,
  { sights, sameBaseline }: Looking,
  plan: PasswordPlanning,
): Promise<Finding[]> {
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
    fits: sameBaseline
      .then(() => Promise.all(first.map(({ finding }) => finding)))
      .then((found) => {
        mustFit(found);
        return plan.check(found);
      })
      .then(() => limitsOf(session, sights)),
    async begin() {
      if (session.folder) await makeRoom(session.folder);
      hasBegun = true;
      tell.line('\nApplying');
      // With this entry, undo on this computer needs no flags to know what was set up.
      await journal.append({ at: stamp(world), answers });
    },
  };
  // After the first write, a failed check must not hide what was done.
  const keepingErrors = ({ fact, finding }: Sight): Sight => ({
    fact,
    finding: finding.catch((error: unknown) => {
      if (!hasBegun) throw error;
      return { fact, ...endedBy(error) };
    }),
  });
  try {
    const [made] = await Promise.all([makeAsSeen(sights.map(keepingErrors), work), work.fits]);
    if (!hasBegun && world.stop.aborted) throw stoppedLooking(session);
    if (actions === 0) tell.line('\nNothing to do: everything is up to date.');
    return made;
  } catch (error) {
    // Signed out during the run: resources already exist, and their passwords must not be lost.
    tell.live(undefined);
    // Nothing may be printed after the end.
    await Promise.allSettled(sights.map(({ finding }) => finding));
    if (hasBegun) await tellPasswords(session, plan.passwords, []);
    // In the wrong Region much else may fail; the Region is the actual cause.
    else await sameBaseline;
    throw error;
  } finally {
    tell.live(undefined);
  }
}

// In a review, they are said there. On another plan than the Free plan, no fact is waited for.
async function limitsOf(session: Session, sights: Sight[]): Promise<void> {
  const { invocation, accountPlan, tell } = session;
  if (!invocation.options.yes || (await accountPlan)?.type !== 'FREE') return;
  const found = await Promise.allSettled(sights.map(({ finding }) => finding));
  const seen = found.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  for (const line of await planLimits(session, seen)) tell.must(line);
}

async function stopped(session: Session, findings: Finding[]): Promise<ExitCode> {
  session.tell.line('Stopped. No changes were made.');
  return end(session, findings, EXIT.done, [{ command: again(session, 'init', true), when: 'Continue' }]);
}

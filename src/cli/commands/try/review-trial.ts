import { readOnly, remembering } from '../../../aws/views.ts';
import type { Finding } from '../../../engine/finding.ts';
import { costBefore, type TrialCost, trialCost } from '../../../steps/try/cost.ts';
import type { Trial } from '../../../steps/try/trials.ts';
import { withTimeLimit } from '../../account/time-limit.ts';
import type { Session } from '../../session.ts';
import { forgetKeys } from '../../terminal/forget-keys.ts';
import { callLines } from '../apply/review.ts';
import { reviewLines } from '../apply/review-screen.ts';

// A price is not worth a longer wait.
const LATE_MS = 2_000;

/** The list price of a trial, if AWS answers in time. */
export function costOfTrial(trial: Trial, { sideReads, world }: Session): Promise<TrialCost | undefined> {
  const view = remembering(readOnly(sideReads.of('the price of the trial is known')));
  return trialCost(trial, view, (asked) => withTimeLimit(world, LATE_MS, asked));
}

const THEN: Record<Trial, string> = {
  container: 'Then the container runs once; each further "try container" runs it again and creates nothing new.',
  function: 'Then the function runs once; each further "try function" runs it again and creates nothing new.',
  cluster: 'Creating the cluster takes AWS 10 to 15 minutes. Nothing is deleted by itself.',
};

/** Shows what will be created and what it costs, and asks, unless --yes was given. Nothing is written before. */
export async function agreedTo(
  trial: Trial,
  session: Session,
  findings: Finding[],
  cost: TrialCost | undefined,
): Promise<boolean> {
  const { tell, prompter, invocation, answers, world } = session;
  tell.line(`\n${tell.paint.bold('Review')}   No changes until you agree.`);
  for (const line of reviewLines(session, findings)) tell.line(line);
  tell.line(`\n  ${THEN[trial]}`);
  tell.line(`  ${costBefore(trial, cost, answers.region)}`);
  if (invocation.options.yes || !prompter) return true;
  await forgetKeys(world);
  for (;;) {
    const choice = await prompter.choose({
      message: 'What next?',
      choices: [
        { value: 'apply', label: 'Apply' },
        { value: 'show', label: 'Show every API call' },
        { value: 'stop', label: 'Stop, change nothing' },
      ],
      offer: 'apply',
      help() {
        tell.line('  Apply creates what is listed above and runs it. Undo deletes all of it: undo --steps try.');
      },
    });
    if (choice !== 'show') return choice === 'apply';
    for (const line of callLines(findings, answers.region)) tell.line(line);
  }
}

import type { Finding } from '../../../engine/finding.ts';
import { make } from '../../../engine/make.ts';
import { stamp } from '../../../engine/note.ts';
import { flagName } from '../../../steps/settings/setting.ts';
import { readyFor } from '../../../steps/try/before.ts';
import { costAfter, type TrialCost } from '../../../steps/try/cost.ts';
import type { Ran } from '../../../steps/try/running.ts';
import { ONLY_FOR } from '../../../steps/try/settings.ts';
import { mustBeOurs } from '../../../steps/try/strangers.ts';
import { TRIALS, type Trial } from '../../../steps/try/trials.ts';
import type { Invocation } from '../../arguments/options.ts';
import { makeRoom } from '../../files/append.ts';
import { openSession, type Session, workOf } from '../../session.ts';
import { clean } from '../../terminal/clean.ts';
import { openLines } from '../../terminal/open-lines.ts';
import type { Teller } from '../../terminal/tell.ts';
import { EXIT, type ExitCode, nearest, stoppedCode, usage } from '../../trouble.ts';
import type { World } from '../../world.ts';
import { again } from '../command-line.ts';
import { end } from '../end.ts';
import { lookAtAll, stoppedLooking } from '../look.ts';
import { exitCodeOf } from '../report.ts';
import { mustFit } from '../status.ts';
import { agreedTo, costOfTrial } from './review-trial.ts';
import { asUsage, noSecrets, rolesOfRehearsal, runTrial } from './run-trial.ts';

/** `try container|function|cluster`: check, review with the cost, create, run, show the result. */
export async function tryOut(world: World, tell: Teller, invocation: Invocation): Promise<ExitCode> {
  const trial = trialNamed(invocation.topic ?? '');
  mustHave(trial, invocation);
  const session = await openSession(world, tell, { ...invocation, typed: `try ${trial}` }, 'trial');
  if (invocation.options.rehearse === true) await rolesOfRehearsal(session);
  const network = await asUsage(session.account, (account) => readyFor(trial, session.answers, account));
  const seen = await lookAtAll(session);
  mustFit(seen);
  await asUsage(session.account, (account) => mustBeOurs(seen, account));
  // What cannot be read could not be finished: nothing is made that would be left half done.
  if (seen.some(({ state, unsupported }) => state === 'unknown' && !unsupported))
    return finish(session, trial, seen, undefined, undefined);
  const cost = await costOfTrial(trial, session);
  if (!(await agreedTo(trial, session, seen, cost))) {
    tell.line('Stopped. No changes were made.');
    return end(session, seen, EXIT.done);
  }
  if (world.stop.aborted) throw stoppedLooking(session);
  const made = await carriedOut(session, seen);
  const isMade = made.every(({ state }) => /^(ok|created|changed)$/.test(state));
  const result = isMade && !world.stop.aborted ? await runTrial(trial, session, network) : undefined;
  tell.live(undefined);
  return finish(session, trial, made, cost, result);
}

function trialNamed(word: string): Trial {
  const trial = TRIALS.find((one) => one === word);
  if (trial) return trial;
  const meant = nearest(word, TRIALS);
  throw usage(`try: "${clean(word)}" is not one of ${TRIALS.join(', ')}${meant ? `; did you mean ${meant}?` : ''}`);
}

// A flag that another trial has would be lost without a word.
function mustHave(trial: Trial, { flags }: Invocation): void {
  for (const [setting, only] of ONLY_FOR)
    if (only !== trial && flags.has(setting.key))
      throw usage(`try ${trial}: ${flagName(setting)} belongs to try ${only}`);
}

async function carriedOut(session: Session, seen: Finding[]): Promise<Finding[]> {
  const { tell, journal, world, answers, folder } = session;
  const count = seen.filter(({ state }) => state === 'todo').length;
  try {
    return await make(seen, {
      ...workOf(session, noSecrets, () => count),
      async begin() {
        if (folder) await makeRoom(folder);
        tell.line('\nApplying');
        // With this entry, undo on this computer needs no flags to know what was set up.
        await journal.append({ at: stamp(world), answers });
      },
    });
  } finally {
    tell.live(undefined);
  }
}

async function finish(
  session: Session,
  trial: Trial,
  made: Finding[],
  cost: TrialCost | undefined,
  result: Ran | undefined,
): Promise<ExitCode> {
  const { tell, invocation, world, answers, stepOf } = session;
  const findings = [...made, ...(result ? [result.finding] : [])];
  if (result) stepOf.set(result.finding.fact.id, 'try');
  const { seconds } = result?.json ?? {};
  const after = trial === 'container' ? costAfter(seconds as number | undefined, cost, answers.region) : [];
  const say = invocation.options.output === 'text' ? tell.page : tell.line;
  if (result && result.lines.length > 0) say('');
  for (const line of [...(result?.lines ?? []), ...after]) say(clean(line));
  const isStopped = world.stop.aborted;
  const open = openLines(findings, tell, session.told);
  if (open.length > 0)
    tell.line(`\n${isStopped ? 'Stopped. Everything marked "ok" is in the account and stays there. ' : ''}Still to do`);
  for (const line of open) tell.line(line);
  const exitCode = isStopped ? stoppedCode(world.stop) : exitCodeOf(findings, { waited: true, applied: true });
  const isKept =
    invocation.options.rehearse !== true && findings.some(({ state }) => /^(ok|created|changed)$/.test(state));
  const next = isKept ? [{ command: `${again(session, 'undo')} --steps try`, when: 'Delete the trial' }] : [];
  return end(session, findings, exitCode, next, { trial: { what: trial, cost: cost ?? null, ...result?.json } });
}

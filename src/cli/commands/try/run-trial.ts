import type { Account } from '../../../aws/account.ts';
import { isDenied } from '../../../aws/errors.ts';
import { refusedPermission } from '../../../aws/permissions.ts';
import { through } from '../../../aws/views.ts';
import { Obstacle } from '../../../engine/fact.ts';
import { look } from '../../../engine/look.ts';
import { make } from '../../../engine/make.ts';
import { factsOf } from '../../../steps/index.ts';
import { milliseconds } from '../../../steps/settings/checks.ts';
import { EVERY } from '../../../steps/settings/every.ts';
import { valueIn } from '../../../steps/settings/setting.ts';
import type { readyFor } from '../../../steps/try/before.ts';
import { awaitCluster } from '../../../steps/try/run-cluster.ts';
import { runContainer } from '../../../steps/try/run-container.ts';
import { runFunction } from '../../../steps/try/run-function.ts';
import type { Ran, Running } from '../../../steps/try/running.ts';
import type { Trial } from '../../../steps/try/trials.ts';
import { type Session, workOf } from '../../session.ts';
import { clean } from '../../terminal/clean.ts';
import { EXIT, Trouble, usage } from '../../trouble.ts';

/** For work that creates no passwords. */
export const noSecrets = async (): Promise<string> => {
  throw new Error('a trial creates no passwords');
};

/** A rehearsal in memory starts without a baseline, so it first gets step groups, whose roles a trial uses. */
export async function rolesOfRehearsal(session: Session): Promise<void> {
  const { account, answers, world, tell } = session;
  tell.line('This rehearsal starts after step groups, because a trial uses its roles.');
  const { facts } = factsOf({ ...answers, steps: ['groups'] }, world.clock.now);
  await make(await look(facts, account), { ...workOf(session, noSecrets), tell() {} });
}

/**
 * What AWS lacks for a trial is an error of usage, and what must not be read is denied: nothing was made, and the message
 * has the way out.
 */
export async function asUsage<T>(account: Account, ask: (account: Account) => Promise<T>): Promise<T> {
  let permission = '';
  const noting = through(account, (given) =>
    account.send(given).catch((error: unknown) => {
      if (isDenied(error)) permission = refusedPermission(error, given);
      throw error;
    }),
  );
  try {
    return await ask(noting);
  } catch (error) {
    if (error instanceof Obstacle) throw usage(clean(error.message));
    if (!isDenied(error)) throw error;
    const next = `ask an administrator to allow ${clean(permission)}`;
    throw new Trouble(EXIT.denied, `you are not allowed to read this: ${clean(permission)} is missing`, { next });
  }
}

// A container and a function take a minute at most, so they are always waited for.
const SHORT_MS = 300_000;

// A person at a terminal waits for it, and may stop at any time; a script as long as it says.
const CLUSTER_MS = 1_800_000;
function clusterPatience({ prompter, given }: Session): number {
  const said = milliseconds(valueIn(given.values, EVERY.wait) ?? '');
  return said ?? (prompter ? CLUSTER_MS : 0);
}

/** Runs what was made, with progress in the live line, and returns its end. */
export async function runTrial(
  trial: Trial,
  session: Session,
  network: Awaited<ReturnType<typeof readyFor>>,
): Promise<Ran> {
  const { tell, account, world, answers } = session;
  const { clock } = workOf(session, noSecrets);
  const began = clock.now();
  let latest = '';
  const running: Running = {
    account,
    clock,
    stop: world.stop,
    patience: SHORT_MS,
    tick(why) {
      const seconds = Math.round((clock.now() - began) / 1_000);
      tell.live(`  ..  ${clean(why)}, ${seconds} s`);
      if (why !== latest) tell.event({ event: 'wait.tick', step: 'try', why, ms: clock.now() - began });
      latest = why;
    },
  };
  const runs: Record<Trial, () => Promise<Ran>> = {
    container: () => runContainer(network, running),
    function: () => runFunction(running),
    cluster: () => awaitCluster({ ...running, patience: clusterPatience(session) }, answers.try.remindAfter),
  };
  tell.line(trial === 'cluster' ? '\nWaiting for the cluster' : `\nRunning the ${trial}`);
  tell.event({ event: 'wait.start', step: 'try', what: trial });
  const result = await runs[trial]();
  tell.event({ event: 'wait.done', step: 'try', what: trial, ms: clock.now() - began });
  return result;
}

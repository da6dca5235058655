import type { Finding } from '../../engine/finding.ts';
import { endOfPlan, wordsOfPlan } from '../../steps/account-plan.ts';
import { stepsFor } from '../../steps/index.ts';
import { settingOf } from '../../steps/settings/all.ts';
import { flagName } from '../../steps/settings/setting.ts';
import { type Invocation, isForPipelines } from '../arguments/options.ts';
import type { Session } from '../session.ts';
import { openSession } from '../session.ts';
import { clean } from '../terminal/clean.ts';
import { tellingDenialsOnce } from '../terminal/finding-lines.ts';
import type { Teller } from '../terminal/tell.ts';
import { inOneLine, together } from '../terminal/together.ts';
import { type ExitCode, usage } from '../trouble.ts';
import type { World } from '../world.ts';
import { again } from './command-line.ts';
import { countsText, end } from './end.ts';
import { begunLook, lookAtAll } from './look.ts';
import { exitCodeOf } from './report.ts';

/** Checks the account, by a benchmark too if one is named. Never writes. */
export async function status(world: World, tell: Teller, invocation: Invocation): Promise<ExitCode> {
  const session = await openSession(world, tell, invocation, 'place');
  const { benchmark: id, exitCode: differs, output } = invocation.options;
  const begun = begunLook(session);
  const looked = lookAtAll(session, begun);
  if (id !== undefined) {
    looked.catch(() => {});
    const { statusBy } = await import('./judging.ts');
    await tellPlan(session);
    return statusBy(session, id, begun.answers, looked);
  }
  const findings = await looked;
  const exitCode = exitCodeOf(findings, { differs });
  await tellPlan(session);
  if (output === 'text') {
    for (const line of stepLines(session, findings)) tell.page(line);
    tell.result(`\n${countsText(findings)}`);
  }
  if (isForPipelines(output)) (await import('./judging.ts')).printStatus(session, output, findings);
  const open = findings.some(({ state }) => state === 'todo');
  return end(
    session,
    findings,
    exitCode,
    open ? [{ command: again(session, 'plan'), when: 'Show the changes as AWS CLI commands' }] : [],
  );
}

// On stderr, so that a script that reads the result is warned too.
async function tellPlan({ accountPlan, tell }: Session): Promise<void> {
  const plan = await accountPlan;
  if (!plan) return;
  tell.line(`Plan: ${wordsOfPlan(plan)}`);
  const end = endOfPlan(plan);
  if (end) tell.must(`${tell.mark('by-hand')}  ${end}`);
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

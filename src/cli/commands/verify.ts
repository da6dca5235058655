import { partitionOf } from '../../aws/account.ts';
import type { Place } from '../../policies/index.ts';
import { bucketNames } from '../../steps/buckets/settings.ts';
import {
  type BorrowedRoles,
  isAboutOwnUser,
  isBroken,
  type Promised,
  provedByIam,
  provedOffline,
  rolesToWatch,
  type Unknown,
  unknownToPolicies,
} from '../../steps/proof.ts';
import { daysByIam, daysOffline, isBrokenDay } from '../../steps/proof-of-days.ts';
import { EVERY } from '../../steps/settings/every.ts';
import { type Setting, valueIn } from '../../steps/settings/setting.ts';
import type { Given } from '../answers/given.ts';
import { readGiven } from '../answers/read-given.ts';
import { type Invocation, isForPipelines } from '../arguments/options.ts';
import { openSession, type Session } from '../session.ts';
import { clean, cleanJson } from '../terminal/clean.ts';
import type { Teller } from '../terminal/tell.ts';
import { EXIT, type ExitCode, SignedOut, Trouble } from '../trouble.ts';
import type { World } from '../world.ts';
import { countsText } from './end.ts';
import { begunLook, lookAtAll } from './look.ts';
import { exitCodeOf, reportJson } from './report.ts';
import { stepLines } from './status.ts';
import { dayJson, dayLines } from './verify-days.ts';
import { borrowedLines, matrixLines, rowJson } from './verify-matrix.ts';

/** Status, and a test of what the policies allow and deny: offline, and with IAM if permitted. Never writes. */
export async function verify(world: World, tell: Teller, invocation: Invocation): Promise<ExitCode> {
  const session = await signedIn(world, tell, invocation);
  const judging = await import('./judging.ts');
  const given = session?.given ?? (await readGiven(world, invocation));
  const place = placeOf(session, given);
  const begun = session && begunLook(session);
  const looked = session ? lookAtAll(session, begun) : Promise.resolve([]);
  const judgement = session && begun ? judging.judgedByAll(session, begun.answers, looked) : Promise.resolve([]);
  // It is awaited after the proof, which asks IAM meanwhile.
  judgement.catch(() => {});
  const findings = await looked;
  if (session) tell.line('Running the IAM policy simulator (read-only)');
  const rows = session ? await provedByIam(place, session.account, findings) : provedOffline(place, 'not signed in');
  const tasks = session ? await daysByIam(place, session.account, findings, rows) : daysOffline(place, 'not signed in');
  const borrowed: BorrowedRoles = session ? await rolesToWatch(session.account) : { found: [], unseen: [] };
  const unknown = session ? await unknownToPolicies(session.account) : [];
  const exceptFor = (row: Promised): Unknown[] =>
    isAboutOwnUser(row, place) ? unknown.filter(({ group }) => group === row.capability.group) : [];
  const fails = (row: Promised) => isBroken(row) || exceptFor(row).length > 0;
  const broken = rows.filter(fails);
  const brokenTasks = tasks.filter(isBrokenDay);
  const seen = exitCodeOf(findings, { differs: invocation.options.exitCode });
  // A test without permission is not a proof.
  const mayNot = [...rows, ...tasks, ...borrowed.unseen].some(({ permission }) => permission !== undefined);
  const exitCode =
    broken.length + brokenTasks.length > 0 ? EXIT.failed : mayNot && seen !== EXIT.signIn ? EXIT.denied : seen;

  const { output, benchmark: id, accessible } = invocation.options;
  const judged = await judgement;
  const chosen = judged.find(({ benchmark }) => benchmark.id === id);
  if (output === 'text') {
    if (session) for (const line of stepLines(session, findings)) tell.page(line);
    const residual = borrowedLines(borrowed, session !== undefined);
    for (const line of [...matrixLines(rows, tell, exceptFor), ...dayLines(tasks, tell), ...residual]) tell.page(line);
    if (session) {
      const items = chosen ? ['', ...judging.benchmarkLines(chosen, tell, accessible)] : [];
      for (const line of [...items, ...judging.summaryLines(judged)]) tell.page(line);
    }
    tell.page(
      `\n${session ? `${countsText(findings)}; ` : ''}${rows.length - broken.length} of ${rows.length} policy tests pass; ${tasks.length - brokenTasks.length} of ${tasks.length} tasks`,
    );
    return exitCode;
  }
  if (isForPipelines(output)) {
    const suites = judging.verifySuites(findings, chosen, rows, tasks, exceptFor);
    judging.printSuites(world, tell, output, place.accountId, suites);
    return exitCode;
  }
  const stepOf = session?.stepOf ?? new Map();
  const report = reportJson({
    command: 'verify',
    account: place.accountId,
    region: place.region,
    exitCode,
    findings,
    stepOf,
    missing: [],
    next: [],
  });
  const capabilities = rows.map((row) => rowJson(row, exceptFor(row)));
  const summaries = session ? { benchmarks: judging.summariesJson(judged) } : {};
  const items = chosen ? { benchmark: judging.benchmarkJson(chosen) } : {};
  const whole = { ...report, ...items, ...summaries, capabilities, days: tasks.map(dayJson), borrowedRoles: borrowed };
  if (output === 'json') tell.result(cleanJson(whole, 1));
  else tell.event({ event: 'run.end', ...whole });
  return exitCode;
}

// Not signed in, or no Region: the policy documents can still be tested.
async function signedIn(world: World, tell: Teller, invocation: Invocation): Promise<Session | undefined> {
  try {
    return await openSession(world, tell, invocation, 'proof');
  } catch (error) {
    const noRegion = error instanceof Trouble && error.missing.some(({ key }) => key === EVERY.region.key);
    if (!(error instanceof SignedOut) && !noRegion) throw error;
    tell.line(`Not signed in, so the policy documents are tested offline only: ${clean(error.message)}.`);
    return undefined;
  }
}

function placeOf(session: Session | undefined, given: Given): Place {
  const value = (setting: Setting<string>) => valueIn(given.values, setting) ?? setting.sample ?? '';
  const region = value(EVERY.region);
  const accountId = session?.account.identity.accountId ?? value(EVERY.account);
  const values = new Map(given.values).set(EVERY.name.key, value(EVERY.name)).set(EVERY.region.key, region);
  const { landing, analysis } = bucketNames(values, accountId);
  const partition = session?.account.identity.partition ?? partitionOf(region);
  return { name: value(EVERY.name), accountId, region, partition, landingBucket: landing, analysisBucket: analysis };
}

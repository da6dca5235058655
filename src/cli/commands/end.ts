import type { Finding } from '../../engine/finding.ts';
import { kindIn } from '../../steps/kinds.ts';
import { EVERY } from '../../steps/settings/every.ts';
import { valueIn } from '../../steps/settings/setting.ts';
import type { Session } from '../session.ts';
import { cleanJson } from '../terminal/clean.ts';
import type { ExitCode } from '../trouble.ts';
import { brokenCommand } from './command-line.ts';
import { type Next, type Report, reportJson, summary } from './report.ts';

/** The part of a session that the end of a run needs. */
export type Ending = Pick<Session, 'account' | 'accountPlan' | 'invocation' | 'given' | 'stepOf' | 'tell'>;

/** The end of a run: JSON on stdout if requested; the text is the caller's. */
export async function end(
  session: Ending,
  findings: Finding[],
  exitCode: ExitCode,
  next: Next[] = [],
  more: Pick<Report, 'benchmark' | 'cost' | 'trial' | 'instances'> = {},
): Promise<ExitCode> {
  const { account, invocation, given, stepOf, tell } = session;
  const region = valueIn(given.values, EVERY.region);
  const report: Report = {
    command: invocation.command,
    account: account.identity.accountId,
    ...(region === undefined ? {} : { region }),
    accountKind: kindIn(given.values),
    accountPlan: invocation.options.output === 'text' ? undefined : await session.accountPlan,
    exitCode,
    findings,
    stepOf,
    missing: [],
    next,
    ...more,
  };
  if (invocation.options.output === 'json') tell.result(cleanJson(reportJson(report), 1));
  if (invocation.options.output === 'ndjson') tell.event({ event: 'run.end', ...reportJson(report) });
  for (const { command, when } of next) {
    tell.line(`\n${when}`);
    // Users paste commands, so they break only at a line continuation.
    for (const line of brokenCommand(tell.typed(command).split(/ (?=--)/), tell.width)) tell.line(line);
  }
  return exitCode;
}

/** "36 ok, 2 created, 1 by hand": only counts above zero. */
export function countsText(findings: Finding[]): string {
  const { ok, todo, created, changed, removed, byHand, unknown, denied, waiting, failed } = summary(findings);
  const parts: [number, string][] = [
    [ok, 'ok'],
    [created, 'created'],
    [changed, 'changed'],
    [removed, 'removed'],
    [todo, 'to do'],
    [byHand, 'by hand'],
    [unknown, 'unknown'],
    [denied, 'denied'],
    [waiting, 'waiting'],
    [failed, 'failed'],
  ];
  return (
    parts
      .filter(([count]) => count > 0)
      .map(([count, word]) => `${count} ${word}`)
      .join(', ') || 'nothing'
  );
}

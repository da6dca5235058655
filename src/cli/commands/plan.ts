import { isSecret } from '../../aws/call.ts';
import { secretFile } from '../../aws/cli-line.ts';
import { type Before, guardedLines, UNLESS } from '../../aws/guarded-line.ts';
import { isChore, needsOf } from '../../engine/fact.ts';
import type { Finding } from '../../engine/finding.ts';
import { launchIn, startsIn } from '../../steps/ec2/cost.ts';
import { triedOut } from '../../steps/ec2/dry-run.ts';
import { refusedSideReads } from '../account/side-reads.ts';
import type { Invocation } from '../arguments/options.ts';
import { openSession } from '../session.ts';
import { clean } from '../terminal/clean.ts';
import { tellingDenialsOnce } from '../terminal/finding-lines.ts';
import type { Teller } from '../terminal/tell.ts';
import type { ExitCode } from '../trouble.ts';
import type { World } from '../world.ts';
import { costAsker, costText } from './apply/cost.ts';
import { policyChanges } from './apply/policy-changes.ts';
import { again } from './command-line.ts';
import { countsText, end } from './end.ts';
import { lookAtAll } from './look.ts';
import { planLimits } from './plan-limits.ts';
import { exitCodeOf } from './report.ts';
import { mustFit } from './status.ts';

/** Prints what apply would do, as a shell script of AWS CLI commands. Never writes. */
export async function plan(world: World, tell: Teller, invocation: Invocation): Promise<ExitCode> {
  const session = await openSession(world, tell, invocation, 'all');
  const looked = await lookAtAll(session);
  mustFit(looked);
  const seen = await triedOut(looked, session.account);
  const todo = seen.filter(({ state }) => state === 'todo');
  const cost = await costAsker(session)(todo);
  const findings = [...seen, ...refusedSideReads(session, seen)];
  if (invocation.options.output === 'text') {
    const { accountId } = session.account.identity;
    const { diff } = invocation.options;
    tell.result(script(todo, { accountId, region: session.answers.region, diff }).trimEnd());
    const others = findings.filter(({ state }) => /^(by-hand|unknown|denied|waiting)$/.test(state));
    if (others.length > 0) tell.line('\nNot in the plan:');
    const lines = tellingDenialsOnce(tell);
    for (const finding of others) {
      for (const line of [...lines(finding), ...(diff ? policyChanges(finding) : [])]) tell.line(line);
    }
    tell.line(`\n${countsText(findings)}`);
    if (startsIn(todo) || todo.some(({ fact }) => fact.charges)) tell.line(costText(todo, cost));
    for (const line of await planLimits(session, looked)) tell.must(line);
  }
  const next = todo.length > 0 ? [{ command: again(session, 'apply', true), when: 'Apply' }] : [];
  return end(session, findings, exitCodeOf(findings, { differs: invocation.options.exitCode }), next, {
    cost: cost ?? null,
  });
}

/**
 * The plan as a POSIX shell script: each fact as a comment, then its calls, dependencies first. It can be run twice.
 */
export function script(
  todo: Finding[],
  { accountId, region, diff }: { accountId: string; region: string; diff: boolean },
): string {
  if (todo.length === 0) return `# Nothing to do in account ${accountId}, ${region}.`;
  const secrets = new Set(
    todo
      .flatMap(({ calls }) => calls ?? [])
      .flatMap(({ input }) => Object.values(input as object).filter(isSecret))
      .map(({ $secret }) => $secret),
  );
  return [
    '#!/bin/sh',
    `# What aws-baseline would do in account ${accountId}, ${region}, as AWS CLI commands.`,
    'set -eu',
    `export AWS_PAGER="" AWS_REGION=${region} AWS_DEFAULT_REGION=${region}`,
    ...UNLESS,
    `[ "$(aws sts get-caller-identity --query Account --output text)" = ${accountId} ]`,
    ...[...secrets].flatMap((key) => [
      '',
      `# a first password for ${key}, in a file that only you can read`,
      makeSecret(secretFile(key)),
    ]),
    ...inOrder(todo).flatMap((finding) => [
      '',
      `# ${clean(finding.fact.title)}`,
      ...(saysMore(finding) && finding.why ? [`# ${clean(finding.why)}`] : []),
      ...(diff ? policyChanges(finding).map((line) => `# ${line}`) : []),
      ...(finding.calls?.length
        ? finding.calls.map((given) => guardedLines(given, beforeOf(finding)))
        : ['# created by the commands above']),
    ]),
    '',
  ].join('\n');
}

// What should be known before a launch, or before what says so itself.
const saysMore = (finding: Finding): boolean =>
  launchIn([finding]) !== undefined || (!isChore(finding.fact) && finding.fact.foretold !== undefined);

// The versions that a policy has before a new one is added, after those that make room for it are deleted.
function beforeOf({ now, calls = [] }: Finding): Before {
  const others = (now as { others?: unknown } | null | undefined)?.others;
  const gone = calls.filter(({ operation }) => operation === 'DeletePolicyVersion').length;
  return Array.isArray(others) ? { policyVersions: 1 + others.length - gone } : {};
}

function makeSecret(file: string): string {
  return `[ -e ${file} ] || (umask 077; printf 'Aa1!%s' "$(head -c 18 /dev/urandom | base64)" > ${file})`;
}

function inOrder(todo: Finding[]): Finding[] {
  const byId = new Map(todo.map((finding) => [finding.fact.id, finding]));
  const sorted = new Set<Finding>();
  const place = (finding: Finding): void => {
    for (const { id } of needsOf(finding.fact)) {
      const need = byId.get(id);
      if (need && !sorted.has(need)) place(need);
    }
    sorted.add(finding);
  };
  for (const finding of todo) place(finding);
  return [...sorted];
}

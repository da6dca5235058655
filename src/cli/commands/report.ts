import type { AccountKind } from '../../aws/account-kind.ts';
import { cliLine, cliLineAt } from '../../aws/cli-line.ts';
import { isSignedOutCode } from '../../aws/errors.ts';
import { isChore } from '../../engine/fact.ts';
import type { Finding, State } from '../../engine/finding.ts';
import type { AccountPlan } from '../../steps/account-plan.ts';
import type { Cost } from '../../steps/ec2/cost.ts';
import { ALL_STEPS } from '../../steps/index.ts';
import type { StepId } from '../../steps/settings/step-ids.ts';
import { EXIT, type ExitCode, type Missing } from '../trouble.ts';
import { policyDifference } from './apply/policy-changes.ts';

export interface Next {
  command: string;
  when: string;
}

/** The result of a run, before it becomes text or JSON. */
export interface Report {
  command: string;
  account?: string;
  region?: string;
  accountKind?: AccountKind;
  /** Undefined if AWS does not tell it. */
  accountPlan?: AccountPlan | undefined;
  exitCode: ExitCode;
  findings: Finding[];
  stepOf: ReadonlyMap<string, StepId>;
  missing: Missing[];
  next: Next[];
  /** For a plan: the price of the instance that it would launch; null if it launches none or the price is unknown. */
  cost?: Cost | null;
  /** For `try`: what ran, and how it ended. */
  trial?: Record<string, unknown>;
  /** For `ec2 list`. */
  instances?: object[];
  /** For `status --benchmark` and `verify --benchmark`. */
  benchmark?: Record<string, unknown>;
  /** For a run that ended early. */
  error?: string;
}

const RESULTS: Record<number, string> = {
  [EXIT.done]: 'done',
  [EXIT.failed]: 'failed',
  [EXIT.usage]: 'usage',
  [EXIT.signIn]: 'signed_out',
  [EXIT.denied]: 'denied',
  [EXIT.differs]: 'differs',
  [EXIT.waiting]: 'waiting',
  [EXIT.stopped]: 'stopped',
  143: 'stopped',
};

/** The number of facts in each state. */
export function summary(findings: Finding[]) {
  const count = (...states: State[]) => findings.filter(({ state }) => states.includes(state)).length;
  return {
    ok: count('ok'),
    todo: count('todo'),
    created: count('created'),
    changed: count('changed'),
    removed: count('removed'),
    byHand: count('by-hand'),
    unknown: count('unknown'),
    denied: count('denied'),
    waiting: count('waiting'),
    failed: count('failed'),
  };
}

/** The JSON of a report; `schema` 1 only ever gains fields. */
export function reportJson(report: Report) {
  const { command, account, accountKind, accountPlan, region, exitCode } = report;
  const { findings, stepOf, missing, next, cost, trial, instances, benchmark, error } = report;
  return {
    schema: 1,
    command,
    account,
    accountKind,
    ...(accountPlan ? { accountPlan } : {}),
    region,
    result: missing.length > 0 ? 'input_required' : (RESULTS[exitCode] ?? 'failed'),
    exitCode,
    summary: summary(findings),
    steps: ALL_STEPS.map(({ id }) => ({
      id,
      facts: findings.filter(({ fact }) => stepOf.get(fact.id) === id).map((finding) => factJson(finding, region)),
    })).filter(({ facts }) => facts.length > 0),
    missing,
    next,
    ...(cost === undefined ? {} : { cost }),
    ...(trial === undefined ? {} : { trial }),
    ...(instances === undefined ? {} : { instances }),
    ...(benchmark === undefined ? {} : { benchmark }),
    ...(error ? { error } : {}),
  };
}

/** One finding as the JSON of a fact; its calls are for the home Region. */
export function factJson(finding: Finding, region?: string) {
  const { fact, state, now, to, calls, why, by, permission, how, error, code, next } = finding;
  const link = finding.link ?? (now ? fact.opens?.(now) : undefined);
  const changes = policyDifference(finding);
  const lines = (calls ?? []).map((given) => (region === undefined ? cliLine(given) : cliLineAt(given, region)));
  const planned = state === 'todo' ? { now: now ?? null, want: to ?? null, calls: lines } : {};
  return {
    id: fact.id,
    title: fact.title,
    state,
    ...planned,
    ...(changes.length > 0 ? { changes } : {}),
    why,
    by,
    permission,
    how,
    link,
    error,
    code,
    next,
  };
}

/**
 * A setting that only AWS's endpoint reports, not an emulator's, or an optional one that the caller may not read: nothing is
 * missing or different. A finding with calls was read, so that only its change was refused. Undo depends on it: what it
 * changed, it has to read again.
 */
export function isUntold({ fact, unsupported, state, calls, permission }: Finding, isUndo: boolean): boolean {
  const isDenied = state === 'denied' || (state === 'unknown' && permission !== undefined);
  if (fact.optional && !isUndo && isDenied) return calls === undefined;
  return unsupported === true && !isChore(fact) && (fact.within !== undefined || fact.optional === true);
}

/** The exit code for the findings; the worst one decides. */
export function exitCodeOf(
  all: Finding[],
  {
    waited = false,
    differs = false,
    applied = false,
    isUndo = false,
    canBeAwaited = (_finding: Finding): boolean => true,
  } = {},
): ExitCode {
  const findings = all.filter((finding) => !isUntold(finding, isUndo));
  const some = (test: (finding: Finding) => boolean) => findings.some(test);
  if (some(({ code = '', state }) => state === 'failed' && isSignedOutCode(code))) return EXIT.signIn;
  if (some(({ state }) => state === 'denied')) return EXIT.denied;
  if (some(({ permission, state }) => permission !== undefined && /unknown|failed/.test(state))) return EXIT.denied;
  if (some(({ state }) => state === 'failed' || state === 'unknown')) return EXIT.failed;
  if (some(({ state }) => state === 'waiting')) return EXIT.waiting;
  if (waited && some((finding) => finding.state === 'by-hand' && canBeAwaited(finding))) return EXIT.waiting;
  // Changes that only need consent are not done, and the same command with the consent makes them.
  if (applied && some(({ consent }) => consent === true)) return EXIT.waiting;
  if (differs && some(({ state, broken }) => state === 'todo' || broken === true)) return EXIT.differs;
  return EXIT.done;
}

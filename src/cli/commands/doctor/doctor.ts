import { EVERY } from '../../../steps/settings/every.ts';
import { valueIn } from '../../../steps/settings/setting.ts';
import { wish } from '../../account/open.ts';
import type { Invocation } from '../../arguments/options.ts';
import { clean, cleanJson } from '../../terminal/clean.ts';
import type { Teller } from '../../terminal/tell.ts';
import { EXIT, type ExitCode } from '../../trouble.ts';
import type { World } from '../../world.ts';
import { reportJson } from '../report.ts';
import { answerChecks } from './answers.ts';
import type { Check } from './check.ts';
import { journalCheck, nodeCheck, placeCheck, terminalCheck } from './environment.ts';
import { networkChecks } from './network.ts';
import { permissionChecks } from './permissions.ts';
import { clockCheck, signInChecks } from './sign-in.ts';

// STS and IAM answer from there for any Region, so that a user without a Region sees the identity, too.
const ANYWHERE = 'us-east-1';
const MARKS = { ok: 'ok', warning: 'by-hand', broken: 'failed', unknown: 'unknown' } as const;
const WORST_FIRST = [EXIT.signIn, EXIT.usage, EXIT.denied, EXIT.failed];

/** Finds problems in the environment, with fixes. Works without any settings, never waits long, never writes. */
export async function doctor(world: World, tell: Teller, invocation: Invocation): Promise<ExitCode> {
  const { options } = invocation;
  tell.line('Checking your environment (read-only)');
  const { given, checks: answers } = await answerChecks(world, invocation);
  if (options.rehearse !== undefined && !given.values.has(EVERY.region.key)) takeSample(answers, given.values);
  const hasRegion = given.values.has(EVERY.region.key);
  const place = { ...wish(given), region: String(valueIn(given.values, EVERY.region) ?? ANYWHERE) };
  const isReal = options.rehearse === undefined;
  const [{ account, accountKind = 'unknown', accountPlan, checks: signIn }, clock] = await Promise.all([
    signInChecks(world, options, place, tell),
    isReal ? clockCheck(world, place).then((one) => [one]) : [],
  ]);
  const checks = [
    nodeCheck(),
    placeCheck(world),
    ...answers,
    ...signIn,
    ...(isReal ? networkChecks(world, place) : []),
    ...clock,
    ...(account ? await permissionChecks(world, account, accountKind, hasRegion) : []),
    journalCheck(world),
    terminalCheck(world, tell, invocation),
  ].map(harmless);
  const exitCode = WORST_FIRST.find((code) => checks.some((check) => check.exitCode === code)) ?? EXIT.done;
  tellChecks(checks, exitCode, tell, invocation);
  if (options.output !== 'text') {
    const {
      schema,
      command,
      account: id,
      accountKind: itsKind,
      region,
      result,
    } = reportJson({
      command: 'doctor',
      ...(account ? { account: account.identity.accountId, accountKind } : {}),
      ...(hasRegion ? { region: place.region } : {}),
      exitCode,
      findings: [],
      stepOf: new Map(),
      missing: [],
      next: [],
    });
    const plan = accountPlan ? { accountPlan } : {};
    const report = { schema, command, account: id, accountKind: itsKind, ...plan, region, result, exitCode, checks };
    if (options.output === 'json') tell.result(cleanJson(report, 1));
    else tell.event({ event: 'run.end', ...report });
  }
  return exitCode;
}

// As other commands do in a rehearsal.
function takeSample(answers: Check[], values: Map<string, unknown>): void {
  const region = EVERY.region.sample ?? ANYWHERE;
  values.set(EVERY.region.key, region);
  const at = answers.findIndex(({ id }) => id === 'region');
  answers[at] = { id: 'region', state: 'ok', title: `Region ${region}, a sample answer of the rehearsal` };
}

// Error texts come from AWS; they are shown without whole key ids and without control characters.
function harmless(check: Check): Check {
  const shown = (text: string) => clean(text).replace(/\bA[KS]IA[A-Z0-9]{8,}(?=[A-Z0-9]{4}\b)/g, '...');
  return { ...check, title: shown(check.title), ...(check.fix ? { fix: shown(check.fix) } : {}) };
}

function tellChecks(checks: Check[], exitCode: ExitCode, tell: Teller, { options }: Invocation): void {
  for (const check of checks) tell.event({ event: 'check', ...check });
  if (options.output !== 'text') return;
  const allowed = checks.filter(({ id, state }) => id.startsWith('look/') && state === 'ok');
  for (const check of checks) {
    if (check === allowed[0]) {
      const names = allowed.map(({ id }) => id.replace('look/', ''));
      const services = [...new Set(names.map((name) => name.split(':')[0]))].join(', ');
      tell.page(
        line({ ...check, title: `can read ${services} (${names.length} actions allowed)` }, tell, options.accessible),
      );
    } else if (!allowed.includes(check)) tell.page(line(check, tell, options.accessible));
  }
  const wrong = checks.filter(({ state }) => state === 'broken').length;
  const odd = checks.filter(({ state }) => state === 'warning').length;
  const what = wrong === 0 ? 'No problems found' : `${wrong} ${wrong === 1 ? 'problem' : 'problems'} to fix`;
  tell.page(
    `\n${what}${odd > 0 ? `, ${odd} ${odd === 1 ? 'warning' : 'warnings'} (!)` : ''}.${exitCode === 0 ? '' : ` Exit code ${exitCode}.`}`,
  );
}

function line({ state, title, fix }: Check, tell: Teller, accessible: boolean): string {
  const mark = accessible ? `${state}:` : tell.mark(MARKS[state]);
  return `  ${mark}  ${title}${fix ? `\n      ${fix}` : ''}`;
}

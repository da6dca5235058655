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
import { lookChecks } from './looks.ts';
import { clockCheck, signInChecks } from './sign-in.ts';
import { journalCheck, nodeCheck, placeCheck, terminalCheck } from './surroundings.ts';
import { wayChecks } from './way.ts';

// STS and IAM answer from there for any Region, so that somebody without a Region is told who they are, too.
const ANYWHERE = 'us-east-1';
const MARKS = { ok: 'ok', warning: 'by-hand', broken: 'failed', unknown: 'unknown' } as const;
const WORST_FIRST = [EXIT.signIn, EXIT.usage, EXIT.denied, EXIT.failed];

/** What is wrong with the surroundings, and how to mend it. Works with nothing at all, never waits long, never writes. */
export async function doctor(world: World, tell: Teller, invocation: Invocation): Promise<ExitCode> {
  const { options } = invocation;
  tell.line('Looking at your environment. Nothing is changed.');
  const { given, checks: answers } = await answerChecks(world, invocation);
  if (options.rehearse !== undefined && !given.values.has(EVERY.region.key)) takeSample(answers, given.values);
  const hasRegion = given.values.has(EVERY.region.key);
  const place = { ...wish(given), region: String(valueIn(given.values, EVERY.region) ?? ANYWHERE) };
  const isReal = options.rehearse === undefined;
  const [{ account, accountKind = 'unknown', checks: signIn }, clock] = await Promise.all([
    signInChecks(world, options, place, tell),
    isReal ? clockCheck(world, place).then((one) => [one]) : [],
  ]);
  const checks = [
    nodeCheck(),
    placeCheck(world),
    ...answers,
    ...signIn,
    ...(isReal ? wayChecks(world, place) : []),
    ...clock,
    ...(account ? await lookChecks(world, account, accountKind, hasRegion) : []),
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
    const report = { schema, command, account: id, accountKind: itsKind, region, result, exitCode, checks };
    if (options.output === 'json') tell.result(cleanJson(report, 1));
    else tell.event({ event: 'run.end', ...report });
  }
  return exitCode;
}

// As every other command does it in a rehearsal.
function takeSample(answers: Check[], values: Map<string, unknown>): void {
  const region = EVERY.region.sample ?? ANYWHERE;
  values.set(EVERY.region.key, region);
  const at = answers.findIndex(({ id }) => id === 'region');
  answers[at] = { id: 'region', state: 'ok', title: `Region ${region}, a sample answer of the rehearsal` };
}

// Error texts are AWS's own; no key id in them is shown whole, and no control character.
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
      tell.page(line({ ...check, title: `may look at ${services} (${names.length} reads)` }, tell, options.accessible));
    } else if (!allowed.includes(check)) tell.page(line(check, tell, options.accessible));
  }
  const wrong = checks.filter(({ state }) => state === 'broken').length;
  const odd = checks.filter(({ state }) => state === 'warning').length;
  const what = wrong === 0 ? 'Nothing is broken' : `${wrong} to mend`;
  tell.page(`\n${what}${odd > 0 ? `, ${odd} to know (!)` : ''}.${exitCode === 0 ? '' : ` Exit code ${exitCode}.`}`);
}

function line({ state, title, fix }: Check, tell: Teller, accessible: boolean): string {
  const mark = accessible ? `${state}:` : tell.mark(MARKS[state]);
  return `  ${mark}  ${title}${fix ? `\n      ${fix}` : ''}`;
}

import type { Finding } from '../../../engine/finding.ts';
import type { Session } from '../../session.ts';
import type { Teller } from '../../terminal/tell.ts';
import type { World } from '../../world.ts';
import type { Judged } from '../benchmark/benchmark.ts';
import { type Suite, suiteOfBenchmark, suiteOfFacts, suiteOfProof } from './cases.ts';
import { junit } from './junit.ts';
import { failedSarif, sarif } from './sarif.ts';

/** Prints the findings of the steps, or a judged benchmark, in the format that was requested. */
export function printStatus(session: Session, output: 'junit' | 'sarif', what: Finding[] | Judged): void {
  const { world, tell, account } = session;
  const suite = Array.isArray(what) ? suiteOfFacts(what) : suiteOfBenchmark(what);
  printSuites(world, tell, output, account.identity.accountId, [suite]);
}

/** The suites of verify: the facts, a benchmark if one is named, and the tests of the policies. */
export function verifySuites(
  findings: Finding[],
  judged: Judged | undefined,
  ...proof: Parameters<typeof suiteOfProof>
): Suite[] {
  return [suiteOfFacts(findings), ...(judged ? [suiteOfBenchmark(judged)] : []), suiteOfProof(...proof)];
}

/** Prints suites in a format of pipelines. */
export function printSuites(
  world: World,
  tell: Teller,
  output: 'junit' | 'sarif',
  accountId: string,
  suites: Suite[],
): void {
  const at = new Date(world.clock.now());
  tell.result(output === 'junit' ? junit(suites, at) : sarif(suites, { accountId, version: world.version }));
}

/** The result of a run that ended early, in a format of pipelines. */
export function failedForm(output: 'junit' | 'sarif', message: string, world: World): string {
  if (output === 'sarif') return failedSarif(message, world.version);
  const cases = [{ id: 'run', title: 'the command ends', verdict: 'error' as const, message }];
  return junit([{ id: 'run', name: 'run', cases }], new Date(world.clock.now()));
}

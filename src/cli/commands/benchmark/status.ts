import type { Answered } from '../../../aws/views.ts';
import type { Finding } from '../../../engine/finding.ts';
import type { BenchmarkId } from '../../../steps/benchmarks/ids.ts';
import { BENCHMARKS, benchmarkOf } from '../../../steps/benchmarks/index.ts';
import { isForPipelines } from '../../arguments/options.ts';
import type { Session } from '../../session.ts';
import { EXIT, type ExitCode } from '../../trouble.ts';
import { end } from '../end.ts';
import { printStatus } from '../forms/forms.ts';
import { exitCodeOf } from '../report.ts';
import { benchmarkJson, type Judged, judgedBy } from './benchmark.ts';
import { gathered } from './evidence.ts';
import { benchmarkLines, nextFor } from './screen.ts';

/** The account, judged by every benchmark. `answers` and `looked` are those of the check of the session's own facts. */
export async function judgedByAll(session: Session, answers: Answered, looked: Promise<Finding[]>): Promise<Judged[]> {
  const evidence = await gathered(session, answers, looked);
  return BENCHMARKS.map((one) => judgedBy(one, evidence));
}

/** Status by a benchmark: its items instead of the facts of the steps, which only the JSON has besides. */
export async function statusBy(
  session: Session,
  id: BenchmarkId,
  answers: Answered,
  looked: Promise<Finding[]>,
): Promise<ExitCode> {
  const { invocation, tell } = session;
  const { output, accessible, exitCode: differs } = invocation.options;
  const [findings, evidence] = await Promise.all([looked, gathered(session, answers, looked)]);
  const judged = judgedBy(benchmarkOf(id), evidence);
  const isOpen = judged.judgements.some(({ state }) => state === 'open');
  const seen = exitCodeOf(findings, { differs });
  const exitCode = differs && isOpen && seen === EXIT.done ? EXIT.differs : seen;
  if (output === 'text') for (const line of benchmarkLines(judged, tell, accessible)) tell.page(line);
  if (isForPipelines(output)) printStatus(session, output, judged);
  const next = nextFor(session, judged.judgements, evidence);
  return end(session, findings, exitCode, next, { benchmark: benchmarkJson(judged) });
}

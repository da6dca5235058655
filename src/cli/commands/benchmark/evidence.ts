import { isProject } from '../../../aws/account-kind.ts';
import { call } from '../../../aws/call.ts';
import { isDenied, isSignedOut, messageOf } from '../../../aws/errors.ts';
import { refusedPermission } from '../../../aws/permissions.ts';
import { type Answered, readOnly, remembering } from '../../../aws/views.ts';
import type { Finding } from '../../../engine/finding.ts';
import { looking, type Sight } from '../../../engine/look.ts';
import { factsToJudge } from '../../../steps/benchmarks/facts-to-judge.ts';
import type { Evidence } from '../../../steps/benchmarks/judge.ts';
import type { Session } from '../../session.ts';
import { clean } from '../../terminal/clean.ts';
import { remembered } from '../look.ts';

/** What was read for benchmarks, and in which Regions. */
export interface Gathered extends Evidence {
  regions: string[];
  /** The ids of facts about a Region other than the home Region. */
  elsewhere: ReadonlySet<string>;
  /** The permissions that were missing. */
  unread: string[];
}

/**
 * Reads what the benchmarks need beyond the facts of the session, side by side with them: guardrails and steps that were
 * not chosen, other people's resources, and every enabled Region. `chosen` are the session's own findings. Nothing of it
 * ends the run or changes the exit code, except lost credentials.
 */
export async function gathered(session: Session, answers: Answered, chosen: Promise<Finding[]>): Promise<Gathered> {
  const { account, journal, world } = session;
  const { regions, unread = [] } = await enabledRegions(session, answers);
  const { verdicts, facts, stepOf, elsewhere } = factsToJudge(session.answers, regions, world.clock.now);
  const known = new Set(session.facts.map(({ id }) => id));
  const more = facts.filter(({ id }) => !known.has(id));
  const found = async (sights: Sight[]) => Promise.all(sights.map(settled));
  const [judged, others, own] = await Promise.all([
    found(looking(verdicts, account, answers)),
    found(looking(more, account, answers, remembered(journal))),
    chosen,
  ]);
  const kind = session.answers.accountKind;
  const missing = [...judged, ...others, ...own].flatMap(({ permission }) => permission ?? []);
  return {
    ...{ kind, regions, elsewhere, stepOf },
    hasAlarms: session.answers.alarm.limits.length > 0,
    verdicts: judged,
    findings: [...own, ...others],
    unread: [...new Set([...unread, ...missing])].toSorted(),
  };
}

// A Region that an organization closes, for example, leaves its facts unknown.
async function settled({ fact, finding }: Sight): Promise<Finding> {
  try {
    return await finding;
  } catch (error) {
    if (isSignedOut(error)) throw error;
    return { fact, state: 'unknown', why: messageOf(error) };
  }
}

// A project has one Region.
async function enabledRegions(
  { account, answers, tell }: Session,
  known: Answered,
): Promise<Pick<Gathered, 'regions'> & { unread?: string[] }> {
  if (isProject(answers.accountKind)) return { regions: [answers.region] };
  const question = call('ec2', 'DescribeRegions', {});
  try {
    const { Regions = [] } = await remembering(readOnly(account), known).send(question);
    const names = Regions.flatMap(({ RegionName }) => RegionName ?? []);
    return { regions: [...new Set([answers.region, ...names.toSorted()])] };
  } catch (error) {
    if (isSignedOut(error)) throw error;
    tell.line(`Only ${answers.region} is judged: the enabled Regions cannot be read (${clean(messageOf(error))})`);
    return { regions: [answers.region], unread: isDenied(error) ? [refusedPermission(error, question)] : [] };
  }
}

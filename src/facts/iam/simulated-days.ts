import type { EvaluationResult } from '@aws-sdk/client-iam';
import type { Account } from '../../aws/account.ts';
import type { Day, DayCall, Place } from '../../policies/index.ts';
import { ask, type Judgement, judge, type Question } from './simulated.ts';

/** The result for a whole task; `at` names the first action that is denied. */
export interface DayJudgement extends Judgement {
  at?: string;
}

interface Batch {
  question: Question;
  calls: DayCall[];
}

/**
 * Runs the IAM policy simulator for every request of every task, on the policies attached to a group in `attached` (its ARN
 * by group), else on the rendered documents. The requests of all tasks of a group that share a service and a context go
 * together: the simulator reports each combination of action and resource (pages "SimulateCustomPolicy",
 * "SimulatePrincipalPolicy"). After the first error, the rest is unknown for the same reason.
 */
export async function simulatedDays(
  days: readonly Day[],
  place: Place,
  attached: ReadonlyMap<string, string>,
  account: Account,
): Promise<DayJudgement[]> {
  const judgements = new Map<DayCall, Judgement>();
  let refused: Judgement | undefined;
  // One after the other, because the simulator throttles early.
  for (const { question, calls } of batches(days)) {
    const results = refused ? [] : await ask(question, place, attached, account);
    if (!Array.isArray(results)) refused = results;
    for (const one of calls) judgements.set(one, refused ?? judgeCall(one, results as EvaluationResult[]));
  }
  return days.map(({ calls }) => together(calls, judgements));
}

function batches(days: readonly Day[]): Batch[] {
  const byKey = new Map<string, Batch>();
  for (const { group, calls } of days) {
    for (const one of calls) {
      const { action, resource, context } = one;
      const resources = resource === '*' ? [] : [resource].flat();
      const service = resource === '*' ? '*' : action.split(':')[0];
      const key = JSON.stringify([group, service, Object.entries(context).sort()]);
      const batch = byKey.get(key) ?? {
        question: { group, topics: [group], actions: [], resources: [], context },
        calls: [],
      };
      batch.question.actions.push(action);
      batch.question.resources.push(...resources);
      batch.calls.push(one);
      byKey.set(key, batch);
    }
  }
  return [...byKey.values()];
}

// Of all combinations, only those of the request count.
function judgeCall({ action, resource }: DayCall, results: EvaluationResult[]): Judgement {
  if (resource === '*') return judge(action, results);
  const each = [resource].flat().map((wanted) =>
    judge(
      action,
      results.flatMap((result) => only(wanted, result)),
    ),
  );
  return each.find(({ decision }) => decision === 'denied') ?? each.find(isUnknown) ?? { decision: 'allowed' };
}

// A result is for one resource, or has a list with one entry for each.
function only(wanted: string, result: EvaluationResult): EvaluationResult[] {
  const { ResourceSpecificResults = [], ...rest } = result;
  const own = ResourceSpecificResults.filter(({ EvalResourceName }) => EvalResourceName === wanted);
  if (own.length === 0) return result.EvalResourceName === wanted ? [result] : [];
  return own.map(({ EvalResourceDecision, MissingContextValues = [] }) => ({
    ...rest,
    EvalDecision: EvalResourceDecision,
    MissingContextValues,
  }));
}

const isUnknown = ({ decision }: Judgement): boolean => decision === 'unknown';

function together(calls: DayCall[], judgements: ReadonlyMap<DayCall, Judgement>): DayJudgement {
  const all = calls.map((one) => ({ at: one.action, ...(judgements.get(one) ?? { decision: 'unknown' as const }) }));
  const { at: _, ...notKnown } = all.find(isUnknown) ?? { at: '', decision: 'allowed' as const };
  return all.find(({ decision }) => decision === 'denied') ?? notKnown;
}

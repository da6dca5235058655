import type { Operations } from '../context.ts';
import { unknownTo } from '../refuse.ts';

/** A rehearsal does not judge policies: that would be our own evaluator passed off as IAM's. */
export const iamSimulator: Pick<Operations<'iam'>, 'SimulateCustomPolicy' | 'SimulatePrincipalPolicy'> = {
  SimulateCustomPolicy: { fields: [], answer: () => unknownTo('iam', 'the operation SimulateCustomPolicy') },
  SimulatePrincipalPolicy: { fields: [], answer: () => unknownTo('iam', 'the operation SimulatePrincipalPolicy') },
};

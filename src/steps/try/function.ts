import type { AnyFact } from '../../engine/fact.ts';
import { roleExists, rolePolicySays } from '../../facts/iam/roles.ts';
import { functionExists } from '../../facts/lambda/function.ts';
import { logGroupExists, logGroupKeepsDays } from '../../facts/logs/log-group.ts';
import { tagsFor } from '../../facts/tags.ts';
import type { TrialAnswers } from './answers.ts';
import { KEPT_DAYS, TRY_NAME } from './container.ts';

/** The log group of the function. */
export const FUNCTION_LOGS = `/aws/lambda/${TRY_NAME}`;

// Not on the path of a group: only an admin tries a function.
const PATH = '/aws-baseline/';

/** A function with its own role, which may write only to its own log group. */
export function functionFacts({ name, tags: further, partition, region, accountId }: TrialAnswers): AnyFact[] {
  const tags = tagsFor(name, further);
  const trust = {
    Version: '2012-10-17' as const,
    Statement: [{ Effect: 'Allow' as const, Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  };
  const role = roleExists({ name: TRY_NAME, path: PATH, service: 'Lambda', trust }, tags);
  const document = {
    Version: '2012-10-17' as const,
    Statement: [
      {
        Sid: 'WriteLogs',
        Effect: 'Allow' as const,
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: `arn:${partition}:logs:${region}:${accountId}:log-group:${FUNCTION_LOGS}:*`,
      },
    ],
  };
  const writes = rolePolicySays(role, { document, needs: [] });
  const logs = logGroupExists(FUNCTION_LOGS, tags);
  const kept = logGroupKeepsDays(logs, KEPT_DAYS);
  const place = { roleArn: `arn:${partition}:iam::${accountId}:role${PATH}${TRY_NAME}`, logGroup: FUNCTION_LOGS, tags };
  return [role, writes, logs, kept, functionExists(TRY_NAME, place, [writes, kept])];
}

import type { AnyFact } from '../../engine/fact.ts';
import { type SecurityGroup, securityGroupLetsNobodyIn } from '../../facts/ec2/networks.ts';
import { ecsClusterExists } from '../../facts/ecs/cluster.ts';
import { taskDefinitionRuns } from '../../facts/ecs/task-definition.ts';
import { logGroupExists, logGroupKeepsDays } from '../../facts/logs/log-group.ts';
import { tagsFor } from '../../facts/tags.ts';
import { rolePath } from '../../policies/index.ts';
import type { TrialAnswers } from './answers.ts';

/** The name of everything that a trial makes. */
export const TRY_NAME = 'aws-baseline-try';

/** The log group of the container: roles for tasks may write only to groups that begin like this. */
export const TASK_LOGS = `/ecs/${TRY_NAME}`;

/** The days after which logs of a trial are deleted. */
export const KEPT_DAYS = 7;

/** The security group of tasks and clusters; discovery finds a trial by it, with a request that it sends anyway. */
export function trialGroup({ name, tags, ec2 }: TrialAnswers): SecurityGroup {
  const words = { shut: 'tasks cannot download their image', inside: 'tasks need VPC endpoints' };
  return securityGroupLetsNobodyIn(TRY_NAME, { subnet: ec2.subnet, tags: tagsFor(name, tags), words });
}

/** The ARN of a role that step groups creates for analysts to pass to services. */
export function analystRole(roleName: string, { partition, accountId }: TrialAnswers): string {
  return `arn:${partition}:iam::${accountId}:role${rolePath('analyst')}${roleName}`;
}

/** What a task needs in order to run; running it is not a fact, because it ends. */
export function containerFacts(answers: TrialAnswers): AnyFact[] {
  const tags = tagsFor(answers.name, answers.tags);
  const logs = logGroupExists(TASK_LOGS, tags);
  const kept = logGroupKeepsDays(logs, KEPT_DAYS);
  const wish = {
    family: TRY_NAME,
    image: answers.try.image,
    taskRoleArn: analystRole('aws-baseline-ecs-task', answers),
    executionRoleArn: analystRole('aws-baseline-ecs-execution', answers),
    logGroup: TASK_LOGS,
    region: answers.region,
    tags,
  };
  return [
    trialGroup(answers),
    logs,
    kept,
    ecsClusterExists(TRY_NAME, TRY_NAME, tags),
    taskDefinitionRuns(wish, [kept]),
  ];
}

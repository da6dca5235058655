import { actions, allow, atHome, type Clause } from './document.ts';
import { arn, type Place, type RoleOwner } from './place.ts';

/** Where the services that a group uses write their logs. Other log groups, such as those of a trail, stay closed. */
const groupsOf: Record<RoleOwner, string[]> = {
  engineer: ['/aws-glue/*'],
  analyst: ['/aws/containerinsights/*', '/aws/ecs/*', '/aws/eks/*', '/aws/sagemaker/*', '/ecs/*', 'aws-baseline-try*'],
};

const reads = actions(
  'logs',
  `Describe* FilterLogEvents GetDataProtectionPolicy GetLogEvents GetLogGroupFields GetTransformer StartLiveTail
   StartQuery`,
);

/** What reads, follows and searches the logs that a group's services write. */
export function readsLogs(owner: RoleOwner, place: Place): Clause {
  const whose = owner === 'engineer' ? 'Glue jobs' : 'tasks, clusters and SageMaker jobs';
  return allow('ReadLogs', `Read, search and follow the logs of ${whose}.`, {
    Action: reads,
    Resource: groupsOf[owner].map((name) => arn(place, 'logs', `log-group:${name}`)),
  });
}

/**
 * A task does not start without its log group, and a log group without retention keeps its events forever. Only the groups
 * of tasks: SageMaker's are shared by everybody's jobs, and a cluster's contain its audit log.
 */
export function keepsLogGroups(place: Place): Clause {
  const own = groupsOf.analyst.filter((name) => !name.startsWith('/aws/') || name.startsWith('/aws/ecs/'));
  return allow('KeepLogGroups', 'Create and delete log groups for ECS tasks, and set how long events are kept.', {
    Action: actions(
      'logs',
      'CreateLogGroup DeleteLogGroup DeleteRetentionPolicy PutRetentionPolicy TagResource UntagResource',
    ),
    Resource: own.map((name) => arn(place, 'logs', `log-group:${name}`)),
  });
}

/**
 * CloudWatch Logs checks these without the name of a log group. No DescribeQueries: with the ID of another user's query,
 * GetQueryResults would show what that user found, in logs of any kind.
 */
export const logSearches = actions(
  'logs',
  `DescribeAccountPolicies DescribeFieldIndexes DescribeIndexPolicies DescribeLogGroups DescribeQueryDefinitions
   GetLogRecord GetQueryResults List* StopLiveTail StopQuery`,
);

export function findsLogs(place: Place): Clause {
  return allow('FindLogs', 'List the names of log groups, and show the results of your own queries.', {
    Action: logSearches,
    Resource: '*',
    Condition: atHome(place),
  });
}

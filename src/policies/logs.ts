import { actions, allow, atHome, type Clause } from './document.ts';
import { arn, type Place, type RoleOwner } from './place.ts';

/** Where the services that a group uses write their logs. Other log groups, such as those of a trail, stay closed. */
const groupsOf: Record<RoleOwner, string[]> = {
  engineer: ['/aws-glue/*'],
  analyst: ['/aws/containerinsights/*', '/aws/ecs/*', '/aws/eks/*', '/aws/sagemaker/*', '/ecs/*', 'aws-baseline-try*'],
};

function logGroups(owner: RoleOwner, place: Place): string[] {
  return groupsOf[owner].map((name) => arn(place, 'logs', `log-group:${name}`));
}

export function readsLogs(owner: RoleOwner, place: Place): Clause {
  const what = { engineer: 'Glue jobs', analyst: 'tasks, clusters and SageMaker jobs' }[owner];
  return allow('ReadLogs', `Read, search and follow the logs of ${what}.`, {
    Action: actions(
      'logs',
      `Describe* FilterLogEvents GetDataProtectionPolicy GetLogEvents GetLogGroupFields GetTransformer StartLiveTail
       StartQuery`,
    ),
    Resource: logGroups(owner, place),
  });
}

/**
 * CloudWatch Logs checks these without the name of a log group. No DescribeQueries: with the ID of another user's query,
 * GetQueryResults would show what that user found, in logs of any kind.
 */
export function findsLogs(place: Place): Clause {
  return allow('FindLogs', 'List the names of log groups, and show the results of your own queries.', {
    Action: actions(
      'logs',
      `DescribeAccountPolicies DescribeFieldIndexes DescribeIndexPolicies DescribeLogGroups DescribeQueryDefinitions
       GetLogRecord GetQueryResults List* StopLiveTail StopQuery`,
    ),
    Resource: '*',
    Condition: atHome(place),
  });
}

/** A task does not start without its log group, and a log group without retention keeps its events forever. */
export function keepsLogGroups(place: Place): Clause {
  return allow('KeepLogGroups', 'Create and delete these log groups, and set how long they keep events.', {
    Action: actions(
      'logs',
      'CreateLogGroup DeleteLogGroup DeleteRetentionPolicy PutRetentionPolicy TagResource UntagResource',
    ),
    Resource: logGroups('analyst', place),
  });
}

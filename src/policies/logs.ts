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

const reads = actions(
  'logs',
  `Describe* FilterLogEvents GetDataProtectionPolicy GetLogEvents GetLogGroupFields GetTransformer StartLiveTail
   StartQuery`,
);

export function readsGlueLogs(place: Place): Clause {
  return allow('ReadLogs', 'Read, search and follow the logs of Glue jobs.', {
    Action: reads,
    Resource: logGroups('engineer', place),
  });
}

/** A task does not start without its log group, and a log group without retention keeps its events forever. */
export function keepsLogs(place: Place): Clause {
  return allow('KeepLogs', 'Create, read, follow and delete the logs of tasks, clusters and SageMaker jobs.', {
    Action: [
      ...reads,
      ...actions(
        'logs',
        'CreateLogGroup DeleteLogGroup DeleteRetentionPolicy PutRetentionPolicy TagResource UntagResource',
      ),
    ],
    Resource: logGroups('analyst', place),
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

import { actions, allow, atHome, type Clause } from './document.ts';
import type { Place } from './place.ts';

/** What console pages of every kind of work show: key aliases, metrics, quotas and tags. No actions with secrets. */
const shownEverywhere = [
  ...actions('cloudwatch', 'DescribeAlarm* GetDashboard GetMetric* ListDashboards ListMetrics ListTagsForResource'),
  ...actions('kms', 'DescribeKey ListAliases'),
  ...actions('s3express', 'ListAllMyDirectoryBuckets'),
  ...actions('servicequotas', 'Get* List*'),
  ...actions('tag', 'GetResources GetTag*'),
];

/** Reads only: what the pages for launches, tasks, clusters and training jobs ask for. */
export function looksAtCompute(place: Place): Clause {
  return allow('LookAtCompute', 'View instances, containers, clusters and SageMaker resources in the home Region.', {
    Action: [
      ...actions('application-autoscaling', 'Describe*'),
      ...actions('autoscaling', 'Describe*'),
      ...actions('ec2', 'Describe* GetAllowed* GetDefault* GetEbs* GetImage* GetInstanceM* GetInstanceTypes* GetS*'),
      ...actions('ecr', 'BatchCheck* BatchGet* Describe* Get* List*'),
      ...actions('ecs', 'Describe* Get* List*'),
      ...actions('eks', 'Describe* List*'),
      ...actions('elasticloadbalancing', 'Describe*'),
      ...actions('sagemaker', 'Describe* GetSagemakerServicecatalogPortfolioStatus GetSearchSuggestions List* Search'),
      ...actions('servicediscovery', 'List*'),
      ...actions('ssm', 'DescribeInstanceInformation DescribeInstanceProperties DescribeSessions GetConnectionStatus'),
      // The channel of a session, which needs the token that StartSession returns; AWS knows no resource for it.
      'ssmmessages:OpenDataChannel',
      ...shownEverywhere,
    ],
    Resource: '*',
    Condition: atHome(place),
  });
}

/** Reads only: what Glue's pages for connections, crawlers and jobs ask for (AWS managed policy AWSGlueConsoleFullAccess). */
export function looksAtSources(place: Place): Clause {
  return allow('LookAtSources', 'View networks, databases, keys and metrics in the home Region, as Glue pages do.', {
    Action: [
      ...actions('dynamodb', 'ListTables'),
      ...actions(
        'ec2',
        'DescribeAvailabilityZones DescribeRouteTables DescribeSecurityGroups DescribeSubnets DescribeVpc*',
      ),
      ...actions('rds', 'DescribeDBClusters DescribeDBInstances DescribeDBSubnetGroups'),
      ...actions('redshift', 'DescribeClusters DescribeClusterSubnetGroups'),
      ...actions('secretsmanager', 'ListSecrets'),
      ...shownEverywhere,
    ],
    Resource: '*',
    Condition: atHome(place),
  });
}

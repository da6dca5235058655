import type { Place } from '../../../src/policies/index.ts';
import type { TableRow } from '../rows.ts';
import { rowMakers } from './row-makers.ts';

/** What the pages of either group show besides its own services, and what stays closed in these services. */
export function looksRows(topic: 'engineer' | 'analyst', place: Place): TableRow[] {
  const { grant, refuse, arn } = rowMakers([topic], place);
  const key = arn('kms', 'key/0f6e');
  const alarm = arn('cloudwatch', 'alarm:x');
  return [
    ...grant('kms: ListAliases', '*', 'pages offer keys by name'),
    ...refuse('kms: ListKeys', '*', 'aliases are enough'),
    ...refuse(
      'kms: ScheduleKeyDeletion DisableKey PutKeyPolicy CreateGrant Decrypt GenerateDataKey',
      key,
      "keys are the admin's",
    ),
    ...grant('cloudwatch: DescribeAlarms DescribeAlarmHistory ListTagsForResource', alarm, 'alarms of what runs'),
    ...grant('cloudwatch: GetMetricStatistics ListDashboards', '*', 'metrics of what runs'),
    ...grant('cloudwatch: GetMetricData ListMetrics', arn('cloudwatch', 'dataset/x'), 'metrics of what runs'),
    ...grant('cloudwatch: GetDashboard', arn('cloudwatch', 'dashboard/x', ''), 'metrics of what runs'),
    ...refuse('cloudwatch: DeleteAlarms PutMetricAlarm DisableAlarmActions', alarm, "alarms are the admin's"),
    ...refuse('cloudwatch: GetSpaceCredentials', '*', 'credentials are no metrics'),
    ...grant('servicequotas: ListServices ListServiceQuotas GetAWSDefaultServiceQuota', '*', 'why a launch is refused'),
    ...refuse('servicequotas: RequestServiceQuotaIncrease', arn('servicequotas', 'ec2/L-1'), 'reads only'),
    ...grant('s3express: ListAllMyDirectoryBuckets', '*', 'the page of buckets lists these too'),
    ...refuse('s3express: CreateBucket', arn('s3express', 'bucket/x--apse2-az1--x-s3'), 'reads only'),
    ...grant('tag: GetResources GetTagKeys GetTagValues', '*', 'pages filter by tag'),
    ...refuse('tag: TagResources UntagResources GetComplianceSummary', '*', 'reads only'),
    ...logRows(topic, place),
    ...(topic === 'engineer' ? sourceRows(place) : computePageRows(place)),
  ];
}

/** `/ecs/app` becomes `/ecs-admin/app`, which no pattern with its closing slash covers. */
function lookalike(name: string): string {
  return name.startsWith('/') ? name.replace(/^(\/aws)?\/([a-z-]+)\//, '$1/$2-admin/') : 'aws-baseline';
}

function logRows(topic: 'engineer' | 'analyst', place: Place): TableRow[] {
  const { grant, refuse, arn } = rowMakers([topic], place);
  const names = {
    engineer: ['/aws-glue/jobs/output'],
    analyst: [
      '/aws/containerinsights/c/application',
      '/aws/ecs/containerinsights/c/performance',
      '/aws/eks/c/cluster',
      '/aws/sagemaker/TrainingJobs',
      '/ecs/app',
      'aws-baseline-try',
    ],
  }[topic];
  const group = (name: string) => arn('logs', `log-group:${name}`);
  const [stays = ''] = { engineer: ['/ecs/app'], analyst: ['/aws-glue/jobs/output'] }[topic];
  const change = 'CreateLogGroup DeleteLogGroup PutRetentionPolicy DeleteRetentionPolicy TagResource UntagResource';
  const own = topic === 'analyst' ? grant : refuse;
  const read =
    'DescribeLogStreams FilterLogEvents GetDataProtectionPolicy GetLogGroupFields GetTransformer StartLiveTail StartQuery';
  return [
    ...names.flatMap((name) => [
      ...grant(`logs: ${read}`, group(name), 'logs of what they run'),
      ...grant('logs: ListTagsForResource', group(name), 'the log pages'),
      ...grant('logs: GetLogEvents', `${group(name)}:log-stream:x`, 'logs of what they run'),
      ...(/^(\/aws)?\/ecs\/|try/.test(name) ? own : refuse)(
        `logs: ${change}`,
        group(name),
        'a task needs its log group',
      ),
      ...refuse('logs: PutResourcePolicy', '*', 'lets others in'),
      ...refuse('logs: PutSubscriptionFilter AssociateKmsKey', group(name), 'sends logs away'),
    ]),
    ...[stays, '/aws/cloudtrail/trail', '/aws/lambda/f', 'ecs', ...names.map(lookalike)].flatMap((name) => [
      ...refuse(`logs: FilterLogEvents StartQuery StartLiveTail ${change}`, group(name), "others' logs"),
      ...refuse('logs: GetLogEvents', `${group(name)}:log-stream:x`, "others' logs"),
    ]),
    ...grant(
      'logs: DescribeAccountPolicies DescribeFieldIndexes DescribeIndexPolicies DescribeLogGroups DescribeQueryDefinitions ListLogGroups StopLiveTail StopQuery',
      '*',
      'the log pages',
    ),
    ...grant('logs: GetLogRecord GetQueryResults', group(names[0] ?? ''), 'the results of a query'),
    ...refuse('logs: DescribeQueries', '*', 'shows the IDs of the queries of others'),
  ];
}

function sourceRows(place: Place): TableRow[] {
  const { grant, refuse, arn } = rowMakers(['engineer'], place);
  return [
    ...grant(
      'ec2: DescribeAvailabilityZones DescribeRouteTables DescribeSecurityGroups DescribeSubnets DescribeVpcs DescribeVpcEndpoints',
      '*',
      'the network of a connection',
    ),
    ...refuse('ec2: DescribeInstances CreateNetworkInterface', '*', "EC2 is the analysts'"),
    ...grant('rds: DescribeDBInstances', arn('rds', 'db:x'), 'the database of a connection'),
    ...grant('rds: DescribeDBClusters', arn('rds', 'cluster:x'), 'the database of a connection'),
    ...grant('rds: DescribeDBSubnetGroups', arn('rds', 'subgrp:x'), 'the database of a connection'),
    ...grant('redshift: DescribeClusters', arn('redshift', 'cluster:x'), 'the database of a connection'),
    ...grant('redshift: DescribeClusterSubnetGroups', '*', 'the database of a connection'),
    ...grant('dynamodb: ListTables', '*', 'the source of a crawler'),
    ...grant('secretsmanager: ListSecrets', '*', 'the password of a connection, by its name'),
    ...refuse('secretsmanager: GetSecretValue', arn('secretsmanager', 'secret:x'), 'names only'),
    ...refuse('dynamodb: Scan', arn('dynamodb', 'table/x'), 'names only'),
    ...refuse('rds: DeleteDBInstance', arn('rds', 'db:x'), 'names only'),
    ...refuse('redshift: GetClusterCredentials', arn('redshift', 'dbuser:c/u'), 'names only'),
  ];
}

function computePageRows(place: Place): TableRow[] {
  const { grant, refuse, arn } = rowMakers(['analyst'], place);
  return [
    ...grant(
      'ec2: GetAllowedImagesSettings GetDefaultCreditSpecification GetEbsEncryptionByDefault GetInstanceMetadataDefaults GetInstanceTypesFromInstanceRequirements GetImageBlockPublicAccessState GetSerialConsoleAccessStatus GetSnapshotBlockPublicAccessState GetSpotPlacementScores',
      '*',
      'the launch page',
    ),
    ...grant('ec2: GetSecurityGroupsForVpc', arn('ec2', 'vpc/v'), 'the launch page'),
    ...grant('ssm: DescribeInstanceInformation DescribeInstanceProperties DescribeSessions', '*', 'the connect page'),
    ...grant('ssmmessages: OpenDataChannel', '*', 'the channel of a session'),
    ...refuse('ssmmessages: OpenControlChannel CreateDataChannel', '*', 'what agents do'),
    ...grant('ssm: GetConnectionStatus', arn('ec2', 'instance/i-1'), 'the connect page'),
    ...refuse('ssm: ListDocuments DescribeParameters', '*', 'the connect page needs no more'),
    ...grant('autoscaling: DescribeAutoScalingGroups', '*', 'node groups'),
    ...grant('application-autoscaling: DescribeScalableTargets', '*', 'services and endpoints'),
    ...grant('elasticloadbalancing: DescribeLoadBalancers DescribeTargetGroups', '*', 'services'),
    ...grant('servicediscovery: ListNamespaces', '*', 'services'),
    ...refuse(
      'autoscaling: DeleteAutoScalingGroup',
      arn('autoscaling', 'autoScalingGroup:1:autoScalingGroupName/x'),
      'reads only',
    ),
    ...refuse(
      'application-autoscaling: DeregisterScalableTarget',
      arn('application-autoscaling', 'scalable-target/1'),
      'reads only',
    ),
    ...refuse(
      'elasticloadbalancing: DeleteLoadBalancer',
      arn('elasticloadbalancing', 'loadbalancer/app/x/1'),
      'reads only',
    ),
    ...refuse('servicediscovery: DeleteNamespace', arn('servicediscovery', 'namespace/n'), 'reads only'),
  ];
}

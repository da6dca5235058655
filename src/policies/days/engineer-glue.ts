import type { DayCall, Words } from './day.ts';

type Tasks = Record<string, DayCall[]>;

/** What engineers do with Glue. */
export function glueTasks(words: Words): Tasks {
  const { ask, pass, arn, iam, landing, analysis, place } = words;
  const glue = (resource: string) => arn('glue', resource);
  const table = ['catalog', 'database/raw', 'table/raw/orders'].map(glue);
  const job = glue('job/clean');
  const group = arn('logs', 'log-group:/aws-glue/jobs/output');
  const assets = `arn:${place.partition}:s3:::aws-glue-assets-${place.accountId}-${place.region}`;
  const asGlue = pass('glue', 'glue.amazonaws.com');
  return {
    'catalogs the landing zone with a crawler': [
      ...ask('glue: CreateDatabase GetDatabases', [glue('catalog'), glue('database/raw')]),
      ...ask('glue: GetCrawlers ListCrawlers GetClassifiers GetSecurityConfigurations GetCrawlerMetrics'),
      ...ask('iam: ListRoles'),
      ...ask('iam: GetRole ListAttachedRolePolicies', iam('role/aws-baseline/engineer/aws-baseline-glue')),
      ...ask('s3: ListAllMyBuckets'),
      ...ask('s3: ListBucket GetBucketLocation', landing()),
      ...ask('dynamodb: ListTables'),
      ...ask('glue: CreateCrawler'),
      ...asGlue,
      ...ask('glue: StartCrawlerSchedule StopCrawlerSchedule UpdateCrawlerSchedule'),
      ...ask('glue: StartCrawler GetCrawler ListCrawls UpdateCrawler StopCrawler', glue('crawler/orders')),
      ...ask('glue: GetTables GetTable SearchTables GetPartitions', table),
      ...ask('glue: TagResource GetTags', glue('crawler/orders')),
    ],
    'starts a Glue job on an uploaded file with role aws-baseline-glue, reads its log, and stops it': [
      ...ask('s3: PutObject', [landing('in/data.csv'), analysis('scripts/clean.py')]),
      ...ask('glue: CreateJob', job),
      ...asGlue,
      ...ask('glue: StartJobRun GetJob GetJobRun GetJobRuns BatchStopJobRun', job),
      ...ask('logs: DescribeLogGroups'),
      ...ask('logs: DescribeLogStreams FilterLogEvents StartLiveTail', group),
      ...ask('logs: GetLogEvents', `${group}:log-stream:jr_1`),
      ...ask('glue: GetExecutors GetStages GetEnvironment RequestLogParsing GetLogParsingStatus'),
      ...ask('cloudwatch: GetMetricStatistics ListDashboards'),
      ...ask('cloudwatch: DescribeAlarms', arn('cloudwatch', 'alarm:glue')),
      ...ask('cloudwatch: GetMetricData ListMetrics', arn('cloudwatch', 'dataset/default')),
      ...ask('s3: ListBucket', analysis()),
      ...ask('s3: GetObject', analysis('out/part-0.parquet')),
    ],
    'builds a job in Glue Studio, which stores the script in its own bucket': [
      ...ask(
        'glue: UseGlueStudio GetJobs ListJobs GetTriggers ListConnectionTypes GetJobBookmark GetMapping GetPlan GetDataflowGraph CreateScript GetGeneratedCode RunDataPreviewStatement GetDataPreviewStatement',
      ),
      ...ask('s3: CreateBucket', assets, { 'aws:ResourceAccount': undefined }),
      ...ask('s3: GetBucketLocation GetBucketAcl ListBucket PutBucketPublicAccessBlock', assets),
      ...ask('s3: PutObject GetObject DeleteObject', `${assets}/scripts/clean.py`),
      ...ask('iam: ListRoles'),
      ...ask('kms: ListAliases'),
      ...ask('glue: CreateJob UpdateJob DeleteJob', job),
      ...asGlue,
    ],
    'runs jobs every night in a workflow with a trigger': [
      ...ask('glue: CreateWorkflow GetWorkflow StartWorkflowRun GetWorkflowRun', glue('workflow/nightly')),
      ...ask('glue: CreateTrigger StartTrigger StopTrigger DeleteTrigger', glue('trigger/nightly')),
      ...ask('glue: ListWorkflows ListTriggers GetTriggers'),
    ],
    'connects Glue to a database in a VPC': [
      ...ask('ec2: DescribeVpcs DescribeSubnets DescribeSecurityGroups DescribeRouteTables DescribeVpcEndpoints'),
      ...ask('ec2: DescribeAvailabilityZones'),
      ...ask('rds: DescribeDBInstances', arn('rds', 'db:orders')),
      ...ask('rds: DescribeDBClusters', arn('rds', 'cluster:orders')),
      ...ask('rds: DescribeDBSubnetGroups', arn('rds', 'subgrp:orders')),
      ...ask('redshift: DescribeClusterSubnetGroups'),
      ...ask('redshift: DescribeClusters', arn('redshift', 'cluster:orders')),
      ...ask('secretsmanager: ListSecrets'),
      ...ask('glue: CreateConnection', glue('catalog')),
      ...ask('glue: GetConnection GetConnections', [glue('catalog'), glue('connection/orders')]),
      ...ask('glue: TestConnection', glue('connection/orders')),
      ...asGlue,
    ],
    'works in a Glue notebook': [
      ...ask('glue: StartNotebook GetNotebookInstanceStatus GlueNotebookAuthorize GlueNotebookRefreshCredentials'),
      ...ask('glue: CreateSession GetSession RunStatement GetStatement StopSession', glue('session/s-1')),
      ...asGlue,
      ...ask('s3: PutObject GetObject', `${assets}/notebooks/clean.ipynb`),
      ...ask('glue: TerminateNotebook ListSessions'),
    ],
    'evaluates the data quality of a table': [
      ...ask('glue: AccessDataQualityRuntimeConfiguration CreateDataQualityRuleset'),
      ...ask(
        'glue: GetDataQualityRuleset StartDataQualityRulesetEvaluationRun GetDataQualityRulesetEvaluationRun',
        glue('dataQualityRuleset/orders'),
      ),
      ...asGlue,
      ...ask('glue: GetTable', table),
    ],
  };
}

import type { Place } from '../../../src/policies/index.ts';
import type { TableRow } from '../rows.ts';
import { billingReads } from './billing.ts';
import { resultRows } from './results.ts';
import { rowMakers, stranger } from './row-makers.ts';

export function engineerRows(place: Place): TableRow[] {
  return [...resultRows('engineer', place), ...dataRows(place), ...glueRows(place), ...roleAndBillingRows(place)];
}

const objectActions = `AbortMultipartUpload DeleteObject GetObject GetObjectAcl GetObjectAttributes GetObjectTagging
  GetObjectVersion GetObjectVersionAttributes GetObjectVersionTagging ListMultipartUploadParts PutObject PutObjectTagging
  DeleteObjectTagging PutObjectVersionTagging RestoreObject`;
const bucketReads = `GetBucketAcl GetBucketCORS GetBucketLocation GetBucketLogging GetBucketNotification
  GetBucketOwnershipControls GetBucketPolicy GetBucketPolicyStatus GetBucketPublicAccessBlock GetBucketTagging
  GetBucketVersioning GetEncryptionConfiguration GetLifecycleConfiguration GetReplicationConfiguration ListBucket
  ListBucketMultipartUploads ListBucketVersions ListTagsForResource`;
const objectRefused = `PutObjectAcl PutObjectVersionAcl DeleteObjectVersion BypassGovernanceRetention PutObjectRetention
  PutObjectLegalHold`;
const bucketRefused = `PutBucketPolicy DeleteBucketPolicy PutBucketAcl PutBucketOwnershipControls
  PutBucketPublicAccessBlock PutBucketVersioning PutEncryptionConfiguration PutLifecycleConfiguration
  PutReplicationConfiguration PutBucketNotification PutBucketLogging PutBucketCORS PutBucketWebsite PutBucketTagging
  CreateBucket DeleteBucket`;

function dataRows(place: Place): TableRow[] {
  const { grant, refuse, arn, bucket, away } = rowMakers(['engineer'], place);
  const point = (name: string) => arn('s3', `accesspoint/${name}`);
  const buckets = [place.landingBucket, place.analysisBucket];
  return [
    ...buckets.flatMap((name) => [
      ...grant(`s3: ${objectActions}`, `${bucket(name)}/a/b.csv`, 'objects of both buckets'),
      ...grant(`s3: ${bucketReads}`, bucket(name), 'settings may be read'),
      ...refuse(`s3: ${objectRefused}`, `${bucket(name)}/a/b.csv`, 'no ACLs, no version deletes'),
      ...refuse(`s3: ${bucketRefused}`, bucket(name), 'no bucket settings'),
      ...grant(
        's3: CreateAccessPoint DeleteAccessPoint GetAccessPointPolicy GetAccessPointPolicyStatus',
        point(`${name}-x`),
        "begins with the bucket's name",
      ),
      ...grant(
        's3: GetBucketLocation ListBucket ListBucketVersions',
        point(`${name}-x`),
        'objects through an access point',
      ),
      ...grant(`s3: ${objectActions}`, `${point(`${name}-x`)}/object/a/b.csv`, 'objects through an access point'),
      ...refuse(`s3: ${objectRefused}`, `${point(`${name}-x`)}/object/a/b.csv`, 'no ACLs, no version deletes'),
      ...refuse('s3: PutAccessPointPolicy DeleteAccessPointPolicy', point(`${name}-x`), 'lets nobody in'),
    ]),
    ...grant('s3: CreateAccessPoint', point(`${place.name}-x`), 'begins with the name'),
    ...refuse('s3: CreateAccessPoint ListBucket', point('payroll-x'), 'an access point on any bucket'),
    ...refuse('s3: GetObject PutObject', `${point('payroll-x')}/object/a`, 'an access point on any bucket'),
    ...assetRows(place),
    ...refuse('s3: CreateAccessPoint', point(`${place.name}x`), 'a longer name is another name'),
    ...refuse(
      's3: CreateMultiRegionAccessPoint',
      `arn:${place.partition}:s3::${place.accountId}:accesspoint/${place.name}-x`,
      'not in the notes',
    ),
    ...grant(
      `s3: CreateJob GetAccessPoint GetAccountPublicAccessBlock ListAccessPoints ListAccessPointsForObjectLambda
      ListJobs ListStorageLensConfigurations`,
      '*',
      'no resource type',
    ),
    ...grant('s3: ListAllMyBuckets ListMultiRegionAccessPoints', '*', 'answered from anywhere', {
      'aws:RequestedRegion': away,
    }),
    ...grant('s3: PutJobTagging GetJobTagging', arn('s3', 'job/0f6e'), 'tags of a job'),
    ...grant('s3: DescribeJob UpdateJobPriority UpdateJobStatus', arn('s3', 'job/0f6e'), 'a job that is looked after'),
    ...refuse('s3: DescribeJob UpdateJobStatus', arn('s3', 'job/0f6e', away), 'jobs at home only', {
      'aws:RequestedRegion': away,
    }),
    ...refuse(
      's3: PutAccountPublicAccessBlock PutAccessPointPublicAccessBlock PutStorageLensConfiguration',
      '*',
      'account settings',
    ),
    ...refuse('s3: GetObject PutObject DeleteObject', `${bucket('payroll')}/x`, 'any other bucket'),
    ...refuse('s3: ListBucket GetBucketPolicy', bucket('payroll'), 'any other bucket'),
  ];
}

const glueOnStar = `AccessDataQualityRuntimeConfiguration BatchGetCustomEntityTypes BatchGetStageFiles CheckSchemaVersionValidity CreateClassifier CreateCrawler
  CreateCustomEntityType CreateDataQualityRuleset CreateMLTransform CreateScript CreateSecurityConfiguration
  DeleteClassifier DeleteSecurityConfiguration GetClassifiers GetColumnStatisticsTaskRun GetCrawlerMetrics GetCrawlers
  GetDataPreviewStatement GetDataflowGraph GetEnvironment GetExecutors GetGeneratedCode GetJobBookmark GetJobs
  GetLogParsingStatus GetMapping GetNotebookInstanceStatus GetPlan GetQueries GetQuery GetRecipeAction
  GetSecurityConfigurations GetStages GetStorage GetTriggers GlueNotebookAuthorize GlueNotebookRefreshCredentials
  ListBlueprints ListColumnStatisticsTaskRuns ListConnectionTypes ListCrawlers ListCustomEntityTypes ListJobs
  ListRegistries ListSessions ListTriggers ListUsageProfiles ListWorkflows RequestLogParsing ResetJobBookmark
  RunDataPreviewStatement SendRecipeAction StartCompletion StartCrawlerSchedule StartNotebook StopCrawlerSchedule
  TerminateNotebook UpdateClassifier UpdateCrawlerSchedule UseGlueStudio`;

function assetRows(place: Place): TableRow[] {
  const { grant, refuse, bucket } = rowMakers(['engineer'], place);
  const name = `aws-glue-assets-${place.accountId}-${place.region}`;
  return [
    ...grant('s3: CreateBucket', bucket(name), 'Glue Studio makes it at first use', {
      'aws:ResourceAccount': null,
    }),
    ...grant(
      's3: GetBucketAcl GetBucketLocation ListBucket PutBucketPublicAccessBlock',
      bucket(name),
      'Glue Studio keeps scripts in it',
    ),
    ...grant('s3: DeleteObject GetObject PutObject', `${bucket(name)}/scripts/x.py`, 'Glue Studio keeps scripts in it'),
    ...refuse('s3: PutBucketPolicy DeleteBucket', bucket(name), 'no bucket settings'),
    ...refuse('s3: CreateBucket', bucket(`aws-glue-assets-${stranger}-${place.region}`), 'the one bucket only'),
  ];
}

function glueRows(place: Place): TableRow[] {
  const { grant, refuse, arn } = rowMakers(['engineer'], place);
  const table = ['catalog', 'database/raw', 'table/raw/t'].map((resource) => arn('glue', resource));
  const foreign = table.map((one) => one.replace(place.accountId, stranger));
  return [
    ...grant(`glue: ${glueOnStar}`, '*', 'no resource type'),
    ...grant('glue: GetTable GetTables UpdateTable DeleteTable BatchCreatePartition', table, 'the own catalog'),
    ...grant('glue: GetTableVersions', table, 'the own catalog'),
    ...grant('glue: DeleteJob GetJob GetJobRuns StartJobRun UpdateJob', arn('glue', 'job/etl'), 'jobs'),
    ...grant('glue: DeleteCrawler StartCrawler UpdateCrawler', arn('glue', 'crawler/x'), 'crawlers'),
    ...grant('glue: CreateTrigger StartTrigger', arn('glue', 'trigger/x'), 'triggers'),
    ...grant('glue: ListCrawls TagResource UntagResource', arn('glue', 'crawler/x'), 'crawlers'),
    ...grant('glue: ListJobUpgradeAnalyses UpgradeJob', arn('glue', 'job/etl'), 'jobs'),
    ...grant('glue: NotifyEvent PutWorkflowRunProperties ResumeWorkflowRun', arn('glue', 'workflow/w'), 'workflows'),
    ...grant(
      'glue: CancelDataQualityRulesetEvaluationRun PublishDataQuality',
      arn('glue', 'dataQualityRuleset/r'),
      'data quality',
    ),
    ...grant(
      'glue: DescribeEntity PassConnection RefreshOAuth2Tokens TestConnection',
      arn('glue', 'connection/c'),
      'connections',
    ),
    ...grant('glue: UseMLTransforms', arn('glue', 'mlTransform/m'), 'transforms'),
    ...grant('glue: ModifyIntegration', arn('glue', 'integration:i'), 'integrations'),
    ...grant('glue: ImportCatalogToGlue', arn('glue', 'catalog'), 'the own catalog'),
    ...grant('glue: RenameTable SearchTables', table, 'the own catalog'),
    ...grant(
      'glue: QuerySchemaVersionMetadata RegisterSchemaVersion RemoveSchemaVersionMetadata',
      [arn('glue', 'registry/r'), arn('glue', 'schema/r/s')],
      'schemas',
    ),
    ...grant('glue: RunStatement StopSession', arn('glue', 'session/s'), 'interactive sessions'),
    ...refuse('glue: GetTable GetTables UpdateTable', foreign, "another account's catalog"),
    ...refuse('glue: CreateDevEndpoint GetDevEndpoints ListDevEndpoints', '*', 'no dev endpoints'),
    ...refuse(
      'glue: UpdateDevEndpoint DeleteDevEndpoint GetDevEndpoint BatchGetDevEndpoints',
      arn('glue', 'devEndpoint/x'),
      'a new SSH key needs no PassRole',
    ),
    ...refuse('glue: PutResourcePolicy DeleteResourcePolicy', arn('glue', 'catalog'), 'lets other accounts in'),
    ...refuse('glue: PutDataCatalogEncryptionSettings', arn('glue', 'catalog'), 'can lock everybody out'),
    ...refuse('glue: CreateGlueIdentityCenterConfiguration CreateInboundIntegration', '*', 'not named'),
  ];
}

function roleAndBillingRows(place: Place): TableRow[] {
  const { grant, refuse, arn, iam, own, globalRegion, away } = rowMakers(['engineer'], place);
  const at = { 'aws:RequestedRegion': globalRegion };
  const role = iam('role/aws-baseline/engineer/etl');
  const to = (service: string | null) => ({ 'iam:PassedToService': service });
  return [
    ...['glue.amazonaws.com', 'batchoperations.s3.amazonaws.com'].flatMap((service) => [
      ...grant('iam: PassRole', role, 'evaluated in the Region of the call', to(service)),
      ...grant('iam: PassRole', role, 'wherever it is evaluated', { ...at, ...to(service) }),
      ...refuse('iam: PassRole', iam('role/administrator'), 'the role is the power', to(service)),
      ...refuse('iam: PassRole', iam('role/aws-baseline/engineer-admin/x'), 'a lookalike path', to(service)),
      ...refuse('iam: PassRole', iam('role/aws-baseline/engineer'), 'a lookalike name', to(service)),
      ...refuse('iam: PassRole', iam('role/aws-baseline/analyst/x'), "the other group's roles", to(service)),
    ]),
    ...[
      'ec2.amazonaws.com',
      'lambda.amazonaws.com',
      'sagemaker.amazonaws.com',
      'cloudformation.amazonaws.com',
      null,
    ].flatMap((service) => refuse('iam: PassRole', role, 'Glue and S3 batch only', to(service))),
    ...grant(
      'iam: CreateAccessKey DeleteAccessKey GetAccessKeyLastUsed ListAccessKeys UpdateAccessKey',
      own,
      'own keys',
      at,
    ),
    ...grant('iam: ListPolicies', '*', 'in the notes', at),
    ...grant(
      'cloudshell: ApproveCommand CreateSession DeleteEnvironment GetEnvironmentStatus GetFileDownloadUrls GetFileUploadUrls PutCredentials StartEnvironment StopEnvironment',
      arn('cloudshell', 'environment/e'),
      'CloudShell at home',
    ),
    ...grant('cloudshell: CreateEnvironment DescribeEnvironments', '*', 'CloudShell at home'),
    ...refuse('cloudshell: CreateSession', arn('cloudshell', 'environment/e', away), 'at home only', {
      'aws:RequestedRegion': away,
    }),
    ...billingReads('engineer', place),
    ...refuse('ec2: DescribeInstances', '*', "EC2 is the analysts'"),
    ...refuse('sagemaker: ListNotebookInstances', '*', "SageMaker is the analysts'"),
    ...refuse('cloudformation: CreateStack', arn('cloudformation', 'stack/x/y'), 'not granted'),
    ...refuse('ssm: SendCommand', arn('ec2', 'instance/i-1'), 'not granted'),
  ];
}

import type { DayCall, Words } from './day.ts';

type Tasks = Record<string, DayCall[]>;

/** What an engineer must not be able to do, each with the requests that it would take. */
export function engineerAttacks({ ask, pass, arn, iam, landing, analysis, place, user }: Words): Tasks {
  const everything = iam('role/administrator');
  const glueJob = arn('glue', 'job/x');
  const other = `arn:${place.partition}:s3:::payroll-of-somebody-else`;
  const far = { 'aws:RequestedRegion': 'eu-north-1' };
  const point = arn('s3', `accesspoint/${place.landingBucket}-x`);
  return {
    "becomes admin with an administrator's role in a Glue job": [
      ...ask('glue: CreateJob StartJobRun', glueJob),
      ...ask('iam: PassRole', everything, { 'iam:PassedToService': 'glue.amazonaws.com' }),
    ],
    'becomes admin with a role that they create on the path of their group': [
      ...ask('iam: CreateRole AttachRolePolicy', iam('role/aws-baseline/engineer/mine')),
      ...pass('mine', 'glue.amazonaws.com'),
    ],
    'becomes admin by joining the group': ask('iam: AddUserToGroup', iam('group/admin')),
    'becomes admin with an older version of their policy': [
      ...ask('iam: ListPolicies'),
      ...ask('iam: SetDefaultPolicyVersion', iam('policy/engineer_access')),
    ],
    'passes a role to Lambda': [
      ...ask('lambda: CreateFunction', arn('lambda', 'function:x')),
      ...pass('glue', 'lambda.amazonaws.com'),
    ],
    'passes a role to CloudFormation': [
      ...ask('cloudformation: CreateStack', arn('cloudformation', 'stack/x/1')),
      ...pass('glue', 'cloudformation.amazonaws.com'),
    ],
    'connects to a Glue development endpoint with an SSH key': ask(
      'glue: UpdateDevEndpoint',
      arn('glue', 'devEndpoint/x'),
    ),
    'makes the landing zone public': [
      ...ask('s3: PutBucketPublicAccessBlock', landing()),
      ...ask('s3: PutBucketPolicy', landing()),
    ],
    'opens an access point to another account': [
      ...ask('s3: CreateAccessPoint', point),
      ...ask('s3: PutAccessPointPolicy', point),
    ],
    'deletes noncurrent versions of objects': [
      ...ask('s3: ListBucketVersions', landing()),
      ...ask('s3: DeleteObjectVersion', landing('in/data.csv')),
    ],
    'turns off versioning or lets a lifecycle rule delete everything': ask(
      's3: PutBucketVersioning PutLifecycleConfiguration',
      analysis(),
    ),
    'copies the landing zone elsewhere by replication': ask('s3: PutReplicationConfiguration', landing()),
    'reads the buckets of others through an access point': [
      ...ask('s3: CreateAccessPoint', point),
      ...ask('s3: GetObject', [`${point}/object/data.csv`, `${other}/data.csv`]),
    ],
    'works in another Region': [...ask('glue: CreateCrawler', '*', far), ...ask('s3: CreateJob', '*', far)],
    'gives other accounts access to the Data Catalog': ask('glue: PutResourcePolicy', arn('glue', 'catalog')),
    'encrypts the Data Catalog with a key that nobody else can use': ask(
      'glue: PutDataCatalogEncryptionSettings',
      arn('glue', 'catalog'),
    ),
    "takes over somebody else's user": [
      ...ask('iam: CreateAccessKey DeactivateMFADevice ChangePassword', iam('user/admin_acme')),
      ...ask('iam: UpdateLoginProfile', iam('user/admin_acme')),
    ],
    'stops the trail, or deletes its log files': [
      ...ask('cloudtrail: StopLogging', arn('cloudtrail', 'trail/aws-baseline')),
      ...ask('logs: DeleteLogGroup', arn('logs', 'log-group:/aws/cloudtrail/trail')),
    ],
    'raises the budget, or disables an alarm': [
      ...ask('budgets: ModifyBudget', `arn:${place.partition}:budgets::${place.accountId}:budget/month`),
      ...ask('cloudwatch: DeleteAlarms', arn('cloudwatch', 'alarm:billing')),
    ],
    'deletes a KMS key': ask('kms: ScheduleKeyDeletion', arn('kms', 'key/0f6e')),
    'removes MFA with a stolen password': ask('iam: DeactivateMFADevice', iam(`user/${user}`), {
      'aws:MultiFactorAuthPresent': undefined,
    }),
  };
}

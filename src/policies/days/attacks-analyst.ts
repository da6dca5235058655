import { rolesOf } from '../place.ts';
import type { DayCall, Words } from './day.ts';

type Tasks = Record<string, DayCall[]>;

/** What an analyst must not be able to do, each with the requests that it would take. */
export function analystAttacks(words: Words): Tasks {
  return { ...dataAttacks(words), ...powerAttacks(words), ...harm(words) };
}

/** The landing zone by any way, and writing to the analysis bucket. */
function dataAttacks({ ask, pass, arn, iam, landing, analysis, place }: Words): Tasks {
  const engineers = rolesOf('engineer', place).replace('*', 'aws-baseline-glue');
  const as = (service: string, role = engineers) => ask('iam: PassRole', role, { 'iam:PassedToService': service });
  const instance = arn('ec2', 'instance/i-1');
  return {
    'reads the landing zone, or creates a presigned URL for it': [
      ...ask('s3: ListAllMyBuckets'),
      ...ask('s3: ListBucket', landing()),
      ...ask('s3: GetObject', landing('in/data.csv')),
    ],
    "reads the landing zone from an instance with an engineers' role": [
      ...ask('ec2: RunInstances', instance),
      ...as('ec2.amazonaws.com'),
    ],
    "reads the landing zone from a task with an engineers' role": [
      ...ask('ecs: RegisterTaskDefinition RunTask', arn('ecs', 'task-definition/x:1')),
      ...as('ecs-tasks.amazonaws.com'),
    ],
    "reads the landing zone from a notebook with an engineers' role": [
      ...ask('sagemaker: CreateNotebookInstance', arn('sagemaker', 'notebook-instance/x')),
      ...as('sagemaker.amazonaws.com'),
    ],
    'reads the landing zone with a Glue job or an S3 batch job': [
      ...ask('glue: StartJobRun', arn('glue', 'job/clean')),
      ...ask('s3: CreateJob'),
      ...pass('s3-batch', 'batchoperations.s3.amazonaws.com'),
    ],
    'reads the landing zone through an access point': [
      ...ask('s3: CreateAccessPoint', arn('s3', `accesspoint/${place.landingBucket}-x`)),
      ...ask('s3: GetObject', arn('s3', `accesspoint/${place.landingBucket}-x/object/in/data.csv`)),
    ],
    'has the landing zone copied by replication or inventory': ask(
      's3: PutReplicationConfiguration PutInventoryConfiguration',
      landing(),
    ),
    'assumes a role that may read the landing zone': ask('sts: AssumeRole', engineers),
    'gives a running instance another role': [
      ...ask('ec2: AssociateIamInstanceProfile', instance),
      ...as('ec2.amazonaws.com', iam('role/administrator')),
    ],
    'writes to the analysis bucket, or deletes from it': ask('s3: PutObject DeleteObject', analysis('out/data.csv')),
  };
}

/** More permissions than the group has. */
function powerAttacks({ ask, pass, arn, iam }: Words): Tasks {
  const instance = arn('ec2', 'instance/i-1');
  const cluster = arn('eks', 'cluster/lab');
  const shell = [arn('ecs', 'cluster/app'), arn('ecs', 'task/app/t-1')];
  return {
    "changes the user data of somebody else's instance": [
      ...ask('ec2: StopInstances ModifyInstanceAttribute StartInstances', instance),
    ],
    'runs a command on all instances with Run Command': [
      ...ask('ssm: SendCommand', [instance, arn('ssm', 'document/AWS-RunShellScript')]),
    ],
    'forwards a port to a database through an instance': [
      ...ask('ssm: StartSession', [instance, arn('ssm', 'document/AWS-StartPortForwardingSessionToRemoteHost')]),
    ],
    "ends somebody else's session": ask('ssm: TerminateSession', arn('ssm', 'session/admin_acme-0a1b')),
    'changes the document that every session uses': ask(
      'ssm: UpdateDocument',
      arn('ssm', 'document/SSM-SessionManagerRunShell'),
    ),
    "opens a shell in somebody else's task": ask('ecs: ExecuteCommand', shell),
    "becomes admin of somebody else's cluster": [
      ...ask('eks: CreateAccessEntry', cluster),
      ...ask('eks: AssociateAccessPolicy', arn('eks', 'access-entry/lab/user/1/ann/1')),
    ],
    'passes a role to Lambda': [
      ...ask('lambda: CreateFunction', arn('lambda', 'function:x')),
      ...pass('ecs-task', 'lambda.amazonaws.com'),
    ],
    "passes an administrator's role to CloudFormation": [
      ...ask('cloudformation: CreateStack', arn('cloudformation', 'stack/Infra-ECS-Cluster-x/1')),
      ...ask('iam: PassRole', iam('role/administrator'), { 'iam:PassedToService': 'cloudformation.amazonaws.com' }),
    ],
    "changes the lifecycle script of a notebook that has somebody else's role": [
      ...ask('sagemaker: StopNotebookInstance UpdateNotebookInstance', arn('sagemaker', 'notebook-instance/lab')),
      ...ask(
        'sagemaker: CreateNotebookInstanceLifecycleConfig',
        arn('sagemaker', 'notebook-instance-lifecycle-config/x'),
      ),
    ],
    'adds permissions to a role on the path of their group': ask(
      'iam: PutRolePolicy',
      iam('role/aws-baseline/analyst/aws-baseline-sagemaker'),
    ),
    "takes over somebody else's user": [
      ...ask('iam: EnableMFADevice DeactivateMFADevice ChangePassword CreateAccessKey', iam('user/admin_acme')),
    ],
  };
}

/** Damage, costs, and what leaves the account. */
function harm({ ask, arn, place }: Words): Tasks {
  const far = { 'aws:RequestedRegion': 'eu-north-1' };
  const image = `arn:${place.partition}:ec2:${place.region}::image/ami-1`;
  const snapshot = `arn:${place.partition}:ec2:${place.region}::snapshot/snap-1`;
  return {
    'works in another Region': [...ask('ec2: DescribeInstances', '*', far), ...ask('eks: CreateCluster', '*', far)],
    'opens a port to the internet': [
      ...ask('ec2: CreateSecurityGroup', [arn('ec2', 'security-group/g'), arn('ec2', 'vpc/vpc-1')]),
      ...ask('ec2: AuthorizeSecurityGroupIngress', arn('ec2', 'security-group/g')),
    ],
    "shares an image or a snapshot of somebody else's instance": [
      ...ask('ec2: CreateImage', arn('ec2', 'instance/i-1')),
      ...ask('ec2: CreateSnapshot', [arn('ec2', 'volume/vol-1'), snapshot]),
      ...ask('ec2: ModifyImageAttribute', image),
      ...ask('ec2: ModifySnapshotAttribute', snapshot),
    ],
    'lets another account pull images': ask('ecr: SetRepositoryPolicy', arn('ecr', 'repository/app')),
    "deletes somebody else's log group": ask('logs: DeleteLogGroup', arn('logs', 'log-group:/aws/cloudtrail/trail')),
    "deletes everybody's training logs, or shortens a cluster's audit log": [
      ...ask('logs: DeleteLogGroup', arn('logs', 'log-group:/aws/sagemaker/TrainingJobs')),
      ...ask('logs: PutRetentionPolicy', arn('logs', 'log-group:/aws/eks/lab/cluster')),
    ],
    "reads the results of others' queries": ask('logs: DescribeQueries'),
    'deletes a KMS key, or decrypts with it': ask('kms: ScheduleKeyDeletion Decrypt', arn('kms', 'key/0f6e')),
    'reads secrets in Parameter Store': ask('ssm: GetParameter', arn('ssm', 'parameter/db-password')),
    'changes networks': ask('ec2: CreateVpc DeleteVpc', arn('ec2', 'vpc/vpc-1')),
  };
}

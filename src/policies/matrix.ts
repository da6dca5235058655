import { arn, bucketArn, globalRegion, iamArn, type Place } from './place.ts';

/** A group of users. */
export type Group = 'admin' | 'engineer' | 'analyst';

/** A row of the matrix: which groups may do it, in words and as a request. `OWN` stands for the caller's user name. */
export interface Row {
  /** Groups, separated by spaces. */
  may: string;
  sentence: string;
  action: string;
  resource: string | string[];
  context: Record<string, string | undefined>;
  withoutMfa: boolean;
}

/** The matrix, with allowed and denied actions. */
export function matrix(place: Place): Row[] {
  return [...dataRows(place), ...computeRows(place), ...roleRows(place), ...peopleRows(place), ...mfaRows(place)];
}

function row(may: string, sentence: string, action: string, resource: Row['resource'], context: Row['context'] = {}) {
  return { may, sentence, action, resource, context, withoutMfa: false };
}

function dataRows(place: Place): Row[] {
  const { landingBucket, analysisBucket } = place;
  const landing = bucketArn(place, landingBucket, 'in/data.csv');
  const analysis = bucketArn(place, analysisBucket, 'out/data.csv');
  const other = bucketArn(place, 'payroll-of-somebody-else', 'data.csv');
  return [
    row('admin engineer', `put objects into ${landingBucket}`, 's3:PutObject', landing),
    row('admin engineer', `read objects from ${landingBucket}`, 's3:GetObject', landing),
    row('admin engineer', `put objects into ${analysisBucket}`, 's3:PutObject', analysis),
    row('admin engineer analyst', `read objects from ${analysisBucket}`, 's3:GetObject', analysis),
    row('admin engineer', `delete objects from ${analysisBucket}`, 's3:DeleteObject', analysis),
    row('admin', `delete object versions in ${analysisBucket}`, 's3:DeleteObjectVersion', analysis),
    row('admin', 'read objects from other buckets', 's3:GetObject', other),
    row('admin', `change the bucket policy of ${landingBucket}`, 's3:PutBucketPolicy', bucketArn(place, landingBucket)),
    row('admin engineer', `read objects from ${landingBucket} through an access point`, 's3:GetObject', [
      arn(place, 's3', `accesspoint/${landingBucket}-x/object/in/data.csv`),
      landing,
    ]),
    row('admin engineer', 'run Glue jobs', 'glue:StartJobRun', arn(place, 'glue', 'job/etl')),
    row('admin engineer', 'create S3 batch jobs', 's3:CreateJob', '*'),
  ];
}

/** The resources of one launch; RunInstances is checked against each. */
function launch(place: Place, region: string): string[] {
  const parts = ['instance/new', 'volume/new', 'network-interface/new', 'subnet/subnet-1', 'security-group/sg-1'];
  return [`arn:${place.partition}:ec2:${region}::image/ami-1`, ...parts.map((part) => arn(place, 'ec2', part, region))];
}

/** A Region of the partition other than the home Region and, if possible, other than the global Region. */
function otherRegion(place: Place): string {
  const away = { aws: ['eu-north-1', 'eu-west-1'], 'aws-us-gov': ['us-gov-east-1'], 'aws-cn': ['cn-northwest-1'] };
  return away[place.partition].find((region) => region !== place.region) ?? globalRegion(place);
}

function computeRows(place: Place): Row[] {
  const away = otherRegion(place);
  const thing = (service: string, resource: string) => arn(place, service, resource);
  const instance = thing('ec2', 'instance/i-1');
  const notebook = thing('sagemaker', 'notebook-instance/x');
  const inAway = { 'aws:RequestedRegion': away };
  return [
    row('admin analyst', `launch EC2 instances in ${place.region}`, 'ec2:RunInstances', launch(place, place.region)),
    row('', `launch EC2 instances in ${away}`, 'ec2:RunInstances', launch(place, away), inAway),
    row('admin analyst', 'stop EC2 instances', 'ec2:StopInstances', instance),
    row('admin analyst', 'open a shell on EC2 instances', 'ssm:StartSession', [
      instance,
      thing('ssm', 'document/SSM-SessionManagerRunShell'),
    ]),
    row('admin', 'run commands on EC2 instances', 'ssm:SendCommand', instance),
    row('admin', "change an instance's user data", 'ec2:ModifyInstanceAttribute', instance),
    row('admin analyst', 'run ECS tasks', 'ecs:RunTask', thing('ecs', 'task-definition/x:1')),
    row('admin analyst', 'create EKS clusters', 'eks:CreateCluster', '*'),
    row('admin', 'grant access to an EKS cluster', 'eks:CreateAccessEntry', thing('eks', 'cluster/c')),
    row('admin analyst', 'open SageMaker notebooks', 'sagemaker:CreatePresignedNotebookInstanceUrl', notebook),
    row('admin engineer', 'open CloudShell', 'cloudshell:CreateSession', thing('cloudshell', 'environment/e-1')),
  ];
}

function roleRows(place: Place): Row[] {
  const pass = (may: string, sentence: string, path: string, service: string) =>
    row(may, sentence, 'iam:PassRole', iamArn(place, `role/${path}`), { 'iam:PassedToService': service });
  return [
    pass('admin engineer', 'pass an engineer role to Glue', 'aws-baseline/engineer/glue', 'glue.amazonaws.com'),
    pass('admin analyst', 'pass an analyst role to EC2', 'aws-baseline/analyst/ec2', 'ec2.amazonaws.com'),
    pass('admin', 'pass any other role to Glue', 'administrator', 'glue.amazonaws.com'),
    pass('admin', 'pass any other role to EC2', 'administrator', 'ec2.amazonaws.com'),
  ];
}

function peopleRows(place: Place): Row[] {
  const region = globalRegion(place);
  const at = { 'aws:RequestedRegion': region };
  const user = (name: string) => iamArn(place, `user/${name}`);
  const worldwide = (service: string, resource: string) => arn(place, service, resource, '');
  const alarm = arn(place, 'cloudwatch', 'alarm:billing', region);
  return [
    row('admin engineer analyst', 'change their own password', 'iam:ChangePassword', user('OWN'), at),
    row('admin', 'create users', 'iam:CreateUser', user('new'), at),
    row('admin', 'create access keys for others', 'iam:CreateAccessKey', user('other'), at),
    row('admin', "change a group's permissions", 'iam:PutGroupPolicy', iamArn(place, 'group/engineer'), at),
    row('admin engineer', 'view costs', 'ce:GetCostAndUsage', worldwide('billing', 'billingview/primary'), at),
    row('admin', 'manage budgets', 'budgets:ModifyBudget', worldwide('budgets', 'budget/monthly'), at),
    row('admin', 'manage the billing alarm', 'cloudwatch:PutMetricAlarm', alarm, at),
    row('', 'pay bills', 'payments:MakePayment', '*', at),
    row('', 'close the account', 'account:CloseAccount', worldwide('account', 'account'), at),
  ];
}

function mfaRows(place: Place): Row[] {
  const analysis = bucketArn(place, place.analysisBucket, 'out/data.csv');
  const enrol = 'iam:EnableMFADevice';
  return [
    row('admin engineer analyst', 'set up MFA for themselves before they have it', enrol, iamArn(place, 'user/OWN')),
    row('', 'set up MFA for others before they have it', enrol, iamArn(place, 'user/other')),
    row('', 'read objects before they have MFA', 's3:GetObject', analysis),
  ].map((mfaRow) => ({ ...mfaRow, withoutMfa: true }));
}

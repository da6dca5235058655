import { type AnyCall, call } from '../../src/aws/call.ts';
import type { RehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import { byHand } from '../steps/rehearsed.ts';
import { HOME } from './program.ts';

export const says = (Action: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
export const policyArn = (name: string) => `arn:aws:iam::111122223333:policy/${name}`;
export const TOPIC = 'arn:aws:sns:us-east-1:111122223333:aws-baseline-alarms';
const ALL_OUT = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
export const SSH_OPEN = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
const LAMBDA = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const Bucket = 'acme-analysis';

/** A policy of that name with five versions, the third in force. */
export const fiveVersions = (name: string): AnyCall[] => [
  call('iam', 'CreatePolicy', { PolicyName: name, PolicyDocument: says('s3:GetObject') }),
  ...['s3:PutObject', 's3:ListBucket', 'ec2:Describe*', 'glue:*'].map((action, i) =>
    call('iam', 'CreatePolicyVersion', {
      PolicyArn: policyArn(name),
      PolicyDocument: says(action),
      SetAsDefault: i === 1,
    }),
  ),
];

const bareBucket: AnyCall[] = [
  call('s3', 'CreateBucket', {
    Bucket,
    CreateBucketConfiguration: { LocationConstraint: HOME },
    ObjectOwnership: 'ObjectWriter',
  }),
  call('s3', 'DeletePublicAccessBlock', { Bucket }),
  call('s3', 'DeleteBucketOwnershipControls', { Bucket }),
];

const THEIR_STATEMENT = {
  Sid: 'Theirs',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:DeleteObject',
  Resource: 'arn:aws:s3:::acme-landing-zone/*',
};

/** A bucket of our name with a policy, a lifecycle, a part of the blocks and suspended versions. */
export const settledBucket: AnyCall[] = (() => {
  const landing = { Bucket: 'acme-landing-zone' };
  const rule = { ID: 'logs', Status: 'Enabled' as const, Filter: { Prefix: 'logs/' }, Expiration: { Days: 30 } };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [THEIR_STATEMENT] });
  return [
    call('s3', 'CreateBucket', {
      ...landing,
      CreateBucketConfiguration: { LocationConstraint: HOME },
      ObjectOwnership: 'ObjectWriter',
    }),
    call('s3', 'PutPublicAccessBlock', { ...landing, PublicAccessBlockConfiguration: { BlockPublicAcls: true } }),
    call('s3', 'PutBucketPolicy', { ...landing, Policy }),
    call('s3', 'PutBucketLifecycleConfiguration', { ...landing, LifecycleConfiguration: { Rules: [rule] } }),
    call('s3', 'PutBucketVersioning', { ...landing, VersioningConfiguration: { Status: 'Suspended' } }),
  ];
})();

/** Everything that the steps make, made by somebody else before and each another way than the steps want it. */
export const EVERYTHING_THEIRS: AnyCall[] = [
  ...['admin_access', 'engineer_access', 'analyst_access'].flatMap(fiveVersions),
  ...['admin', 'engineer', 'analyst'].map((GroupName) => call('iam', 'CreateGroup', { GroupName })),
  ...['admin_acme', 'analyst_kim', 'engineer_jo'].map((UserName) => call('iam', 'CreateUser', { UserName })),
  call('iam', 'CreateRole', {
    RoleName: 'aws-baseline-ec2',
    Path: '/aws-baseline/analyst/',
    AssumeRolePolicyDocument: LAMBDA,
  }),
  call('iam', 'CreateInstanceProfile', {
    InstanceProfileName: 'aws-baseline-ec2',
    Path: '/aws-baseline/analyst/',
  }),
  ...bareBucket,
  ...settledBucket,
  call('sns', 'CreateTopic', { Name: 'aws-baseline-alarms' }, 'us-east-1'),
  call('sns', 'Subscribe', { TopicArn: TOPIC, Protocol: 'email', Endpoint: 'b@example.com' }, 'us-east-1'),
  call(
    'cloudwatch',
    'PutMetricAlarm',
    {
      AlarmName: 'aws-baseline-billing-10-usd',
      Namespace: 'AWS/Billing',
      MetricName: 'EstimatedCharges',
      Dimensions: [{ Name: 'Currency', Value: 'USD' }],
      Statistic: 'Maximum',
      Period: 21_600,
      EvaluationPeriods: 1,
      Threshold: 5,
      ComparisonOperator: 'GreaterThanThreshold',
    },
    'us-east-1',
  ),
  call('ec2', 'CreateSecurityGroup', { GroupName: 'aws-baseline-ec2', Description: 'theirs' }),
];

/** Opens the security group of our name to the internet, and lets nothing out of it. */
export async function opens(account: RehearsalAccount): Promise<void> {
  const group = account.state().regions[HOME]?.securityGroups.find(({ name }) => name === 'aws-baseline-ec2');
  await byHand(account, [
    call('ec2', 'AuthorizeSecurityGroupIngress', { GroupId: group?.id, IpPermissions: [SSH_OPEN] }),
    call('ec2', 'RevokeSecurityGroupEgress', { GroupId: group?.id, IpPermissions: [ALL_OUT] }),
  ]);
}

/** What hangs on users, groups and buckets of ours by the time somebody takes the baseline back. */
export async function grows(account: RehearsalAccount): Promise<void> {
  const { person } = account;
  for (const what of ['access key', 'mfa device', 'ssh key', 'signing certificate', 'service credential'] as const)
    for (const user of ['admin_acme', 'analyst_kim']) person.givesUser(user, what);
  for (const UserName of ['admin_acme', 'analyst_kim']) {
    person.attachesToUser(UserName, policyArn('analyst_access'));
    person.attachesToUser(UserName, policyArn('admin_access'));
    person.writesInlinePolicy('user', UserName, 'more');
  }
  for (const kind of ['admin', 'engineer', 'analyst']) person.writesInlinePolicy('group', kind, 'more');
  person.writesInlinePolicy('role', 'aws-baseline-ec2', 'more');
  await byHand(account, [
    ...['admin_access', 'engineer_access', 'analyst_access'].flatMap((name) => [
      call('iam', 'CreatePolicyVersion', { PolicyArn: policyArn(name), PolicyDocument: says('s3:*') }),
      call('iam', 'AttachRolePolicy', { RoleName: 'aws-baseline-ec2', PolicyArn: policyArn(name) }),
    ]),
  ]);
  person.uploads(Bucket, 'a.csv');
  person.startsUpload(Bucket, 'b.csv');
  person.confirmsEmail();
}

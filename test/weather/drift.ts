import { type AnyCall, call } from '../../src/aws/call.ts';
import type { RehearsalState } from '../../src/aws/rehearsal/account.ts';
import type { StepId } from '../../src/steps/settings/step-ids.ts';
import { policyArn, SSH_OPEN, says, TOPIC } from '../robust/dirty-account.ts';
import { HOME } from '../steps/rehearsed.ts';

const GLOBAL = 'us-east-1';
const Bucket = 'acme-analysis';
const there = (state: RehearsalState) => state.regions[HOME]!;
const groupId = (state: RehearsalState) =>
  there(state).securityGroups.find(({ name }) => name === 'aws-baseline-ec2')?.id;
const instanceIds = (state: RehearsalState) =>
  there(state).instances.flatMap(({ id, ended }) => (ended === undefined ? [id] : []));
const OTHERS_TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

/** Something that somebody does by hand to what was made. */
export interface Drift {
  /** The step whose facts see it. */
  step: StepId;
  what: string;
  call(state: RehearsalState): AnyCall;
}

const EC2 = 'aws-baseline-ec2';

export const DRIFT: Drift[] = [
  {
    step: 'root',
    what: 'the topic is deleted',
    call: () => call('sns', 'DeleteTopic', { TopicArn: TOPIC }, GLOBAL),
  },
  {
    step: 'root',
    what: 'the alarm is deleted',
    call: () => call('cloudwatch', 'DeleteAlarms', { AlarmNames: ['aws-baseline-billing-10-usd'] }, GLOBAL),
  },
  {
    step: 'admin',
    what: 'another version of admin_access is in force',
    call: ({ iam }) => {
      const policy = iam.policies.find(({ name }) => name === 'admin_access')!;
      const former = policy.versions.find(({ id }) => id !== policy.default);
      const PolicyArn = policy.arn;
      return former
        ? call('iam', 'SetDefaultPolicyVersion', { PolicyArn, VersionId: former.id })
        : call('iam', 'CreatePolicyVersion', { PolicyArn, PolicyDocument: says('s3:*'), SetAsDefault: true });
    },
  },
  {
    step: 'admin',
    what: 'the admin is out of the group',
    call: () => call('iam', 'RemoveUserFromGroup', { GroupName: 'admin', UserName: 'admin_acme' }),
  },
  {
    step: 'admin',
    what: 'the admin has no password',
    call: () => call('iam', 'DeleteLoginProfile', { UserName: 'admin_acme' }),
  },
  {
    step: 'buckets',
    what: 'public access is not blocked',
    call: () => call('s3', 'DeletePublicAccessBlock', { Bucket }),
  },
  {
    step: 'buckets',
    what: 'versions are not kept',
    call: () => call('s3', 'PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: 'Suspended' } }),
  },
  { step: 'buckets', what: 'the bucket policy is gone', call: () => call('s3', 'DeleteBucketPolicy', { Bucket }) },
  { step: 'buckets', what: 'the lifecycle is gone', call: () => call('s3', 'DeleteBucketLifecycle', { Bucket }) },
  {
    step: 'buckets',
    what: 'the bucket is deleted',
    call: () => call('s3', 'DeleteBucket', { Bucket }),
  },
  {
    step: 'groups',
    what: 'the analysts have no policy',
    call: () => call('iam', 'DetachGroupPolicy', { GroupName: 'analyst', PolicyArn: policyArn('analyst_access') }),
  },
  {
    step: 'groups',
    what: 'an analyst is out of the group',
    call: () => call('iam', 'RemoveUserFromGroup', { GroupName: 'analyst', UserName: 'analyst_kim' }),
  },
  {
    step: 'ec2',
    what: 'the security group is open',
    call: (state) =>
      call('ec2', 'AuthorizeSecurityGroupIngress', { GroupId: groupId(state), IpPermissions: [SSH_OPEN] }),
  },
  {
    step: 'ec2',
    what: 'the instance is terminated',
    call: (state) => call('ec2', 'TerminateInstances', { InstanceIds: instanceIds(state) }),
  },
  {
    step: 'ec2',
    what: 'the profile has no role',
    call: () => call('iam', 'RemoveRoleFromInstanceProfile', { InstanceProfileName: EC2, RoleName: EC2 }),
  },
  {
    step: 'ec2',
    what: 'others may take the role, and EC2 may not',
    call: () => call('iam', 'UpdateAssumeRolePolicy', { RoleName: EC2, PolicyDocument: OTHERS_TRUST }),
  },
];

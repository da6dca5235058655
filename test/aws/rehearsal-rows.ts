import { expect } from 'vitest';
import { type RehearsalAccount, rehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import type { ServiceName } from '../../src/aws/services.ts';

export const HOME = 'ap-southeast-2';
export const NOW = new Date('2026-11-24T10:00:00.000Z');
export const ALLOW = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}';
export const TRUST =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}';
export const SSM_CORE = 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore';
export const policyArn = (name: string) => `arn:aws:iam::111122223333:policy/${name}`;

export type Row = [service: ServiceName, operation: string, input: object, region?: string | undefined];
// biome-ignore lint/suspicious/noExplicitAny: rows name operations as text, so answers have no type
export type Answer = any;

export const account = (options: Partial<Parameters<typeof rehearsalAccount>[0]> = {}) =>
  rehearsalAccount({ homeRegion: HOME, now: () => NOW, ...options });

export async function ask(on: RehearsalAccount, [service, operation, input, region]: Row): Promise<Answer> {
  const { $metadata, ...answer } = (await on.send({ service, operation, input, region } as never)) as Answer;
  expect($metadata.httpStatusCode).toBe(200);
  return answer;
}

/** The name of the error the last row is answered with, after the others have succeeded; 'ok' when there is none. */
export async function endOf(rows: Row[], on = account()): Promise<string> {
  for (const row of rows.slice(0, -1)) await ask(on, row);
  try {
    await ask(on, rows.at(-1)!);
    return 'ok';
  } catch (error) {
    return (error as Error).name;
  }
}

export const user = (name = 'ann'): Row => ['iam', 'CreateUser', { UserName: name }];
export const group = (name = 'staff'): Row => ['iam', 'CreateGroup', { GroupName: name }];
export const policy = (name = 'reads', document = ALLOW): Row => [
  'iam',
  'CreatePolicy',
  { PolicyName: name, PolicyDocument: document },
];
export const role = (name = 'box'): Row => ['iam', 'CreateRole', { RoleName: name, AssumeRolePolicyDocument: TRUST }];
export const profile = (name = 'box'): Row => ['iam', 'CreateInstanceProfile', { InstanceProfileName: name }];
export const inProfile: Row = ['iam', 'AddRoleToInstanceProfile', { InstanceProfileName: 'box', RoleName: 'box' }];
export const version = (arn = policyArn('reads')): Row => [
  'iam',
  'CreatePolicyVersion',
  { PolicyArn: arn, PolicyDocument: ALLOW },
];
export const member: Row = ['iam', 'AddUserToGroup', { GroupName: 'staff', UserName: 'ann' }];
export const attached = (arn = policyArn('reads')): Row => [
  'iam',
  'AttachGroupPolicy',
  { GroupName: 'staff', PolicyArn: arn },
];
export const login = (password: string): Row => [
  'iam',
  'CreateLoginProfile',
  { UserName: 'ann', Password: password, PasswordResetRequired: true },
];
export const document = (statement: object) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*', ...statement }],
  });
export const many = <T>(count: number, row: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => row(at));

export const TOPIC = `arn:aws:sns:${HOME}:111122223333:bills`;
export const topic = (more: object = {}): Row => ['sns', 'CreateTopic', { Name: 'bills', ...more }];
export const onTopic = (operation: string, more: object = {}): Row => ['sns', operation, { TopicArn: TOPIC, ...more }];
export const subscribe = (Endpoint = 'a@example.com', more: object = {}) =>
  onTopic('Subscribe', { Protocol: 'email', Endpoint, ...more });
export const TAGS = { Tags: [{ Key: 'by', Value: 'us' }] };

export const PARAMETER = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-';
export const launch = (more: object = {}): Row => [
  'ec2',
  'RunInstances',
  { ImageId: `resolve:ssm:${PARAMETER}x86_64`, InstanceType: 't3.micro', MinCount: 1, MaxCount: 1, ...more },
];
export const securityGroup = (more: object = {}): Row => [
  'ec2',
  'CreateSecurityGroup',
  { GroupName: 'box', Description: 'a box', ...more },
];

export const bucket = (name = 'acme-one', more: object = {}): Row => [
  's3',
  'CreateBucket',
  { Bucket: name, CreateBucketConfiguration: { LocationConstraint: HOME }, ...more },
];

import { describe, expect, it } from 'vitest';
import {
  evaluate,
  explainRole,
  groupRoles,
  instanceRole,
  type Place,
  type PolicyDocument,
  type PolicyRequest,
  policyDocuments,
  renderedRole,
  type ServiceRole,
} from '../../src/policies/index.ts';
import { lint } from './lint.ts';
import { places } from './places.ts';
import { simulate } from './simulate.ts';

const roles = [...groupRoles, instanceRole];
const everywhere = Object.entries(places).flatMap(([at, place]) =>
  roles.map((role) => ({ name: role.name, at, role, place })),
);

/** What comes with a request of a role's session. */
function contextOf(role: ServiceRole, place: Place, more: PolicyRequest['context'] = {}): PolicyRequest['context'] {
  return {
    'aws:RequestedRegion': place.region,
    'aws:ResourceAccount': place.accountId,
    'aws:PrincipalAccount': place.accountId,
    'aws:PrincipalArn': `arn:${place.partition}:iam::${place.accountId}:role/aws-baseline/${role.owner}/${role.name}`,
    ...more,
  };
}

/** What AWS managed policies of these roles grant too much, as far as the tests ask for it (version of September 2026). */
const granted: Record<string, PolicyDocument['Statement']> = {
  AmazonSSMManagedInstanceCore: [
    { Sid: 'Parameters', Effect: 'Allow', Action: ['ssm:GetParameter', 'ssm:GetParameters'], Resource: '*' },
  ],
  AmazonEKSClusterPolicy: [
    { Sid: 'Change', Effect: 'Allow', Action: ['ec2:ModifyInstanceAttribute', 'ec2:DescribeSubnets'], Resource: '*' },
  ],
  AmazonEKSComputePolicy: [
    {
      Sid: 'Pass',
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: '*',
      Condition: { StringEquals: { 'iam:PassedToService': ['ec2.amazonaws.com', 'ec2.amazonaws.com.cn'] } },
    },
  ],
};

function documentsOf(role: ServiceRole, place: Place): PolicyDocument[] {
  const beside = role.awsPolicies.flatMap((policy) => granted[policy] ?? []);
  return [
    renderedRole(role, place).document,
    ...(beside.length > 0 ? [{ Version: '2012-10-17' as const, Statement: beside }] : []),
  ];
}

/** Both evaluators; they must agree. */
async function decided(documents: PolicyDocument[], request: PolicyRequest): Promise<string> {
  const [ours, theirs] = [evaluate(documents, request), await simulate(documents, request)];
  expect(theirs, `${request.action} on ${request.resource}`).toBe(ours);
  return ours;
}

describe('every rendering', () => {
  it.each(everywhere)('$name at $at is clean', async ({ role, place }) => {
    const { document, trust } = renderedRole(role, place);
    expect(await lint(document, false)).toEqual([]);
    // IAM's quotas: 10,240 characters of inline policies for each role, 2,048 of trust.
    expect(JSON.stringify(document).length).toBeLessThan(10_240);
    expect(JSON.stringify(trust).length).toBeLessThan(2048);
  });

  it.each(everywhere)('$name at $at has one sentence a statement', ({ role, place }) => {
    const told = explainRole(role, place);
    expect(told.map(({ sid }) => sid)).toEqual(renderedRole(role, place).document.Statement.map(({ Sid }) => Sid));
    for (const { why } of told) expect(why).toMatch(/^[A-Z].{20,130}\.$/);
  });

  it.each(everywhere)('$name at $at names nothing of another account, Region or partition', ({ role, place }) => {
    const { document, trust } = renderedRole(role, place);
    for (const arn of JSON.stringify([document, trust]).match(/arn:[^"]+/g) ?? []) {
      const [, partition, , region = '', account = ''] = arn.split(':');
      expect([partition, region || place.region, account || place.accountId]).toEqual([
        place.partition,
        place.region,
        place.accountId,
      ]);
    }
  });
});

describe('a service can do its work', () => {
  it.each(everywhere)('$name at $at', async ({ role, place }) => {
    for (const { sentence, request } of renderedRole(role, place).needs) {
      const passed = request.action === 'iam:PassRole' ? { 'iam:PassedToService': 'ec2.amazonaws.com' } : {};
      const context = contextOf(role, place, { ...request.context, ...passed });
      expect(await decided(documentsOf(role, place), { ...request, context }), sentence).toBe('allow');
    }
  });
});

describe('who may assume it', () => {
  const trusts = (place: Place) =>
    Object.fromEntries(
      roles.map((role) => {
        const [statement] = renderedRole(role, place).trust.Statement;
        const { Principal, Action, Condition } = statement ?? {};
        return [role.name, [Principal?.Service, [Action].flat().join(' '), ...(Condition ? [Condition] : [])]];
      }),
    );
  const source = (arn: string) => ({
    ArnLike: { 'aws:SourceArn': arn },
    StringEquals: { 'aws:SourceAccount': '111122223333' },
  });

  it('one service each, limited to this account where AWS shows that', () => {
    expect(trusts(places.sydney)).toEqual({
      'aws-baseline-glue': ['glue.amazonaws.com', 'sts:AssumeRole'],
      'aws-baseline-s3-batch': ['batchoperations.s3.amazonaws.com', 'sts:AssumeRole'],
      'aws-baseline-ecs-task': [
        'ecs-tasks.amazonaws.com',
        'sts:AssumeRole',
        source('arn:aws:ecs:ap-southeast-2:111122223333:*'),
      ],
      'aws-baseline-ecs-execution': ['ecs-tasks.amazonaws.com', 'sts:AssumeRole'],
      'aws-baseline-sagemaker': ['sagemaker.amazonaws.com', 'sts:AssumeRole'],
      'aws-baseline-eks-cluster': [
        'eks.amazonaws.com',
        'sts:AssumeRole sts:TagSession',
        source('arn:aws:eks:ap-southeast-2:111122223333:cluster/*'),
      ],
      'aws-baseline-eks-node': ['ec2.amazonaws.com', 'sts:AssumeRole'],
      'aws-baseline-ec2': ['ec2.amazonaws.com', 'sts:AssumeRole'],
    });
  });

  it('in China, EC2 has another name, and the others have not', () => {
    expect(trusts(places.china)).toMatchObject({
      'aws-baseline-glue': ['glue.amazonaws.com', 'sts:AssumeRole'],
      'aws-baseline-eks-node': ['ec2.amazonaws.com.cn', 'sts:AssumeRole'],
      'aws-baseline-ec2': ['ec2.amazonaws.com.cn', 'sts:AssumeRole'],
    });
  });

  it('a service that the group may pass the role to', () => {
    for (const { role, place } of everywhere) {
      const { name, path, trust } = renderedRole(role, place);
      const resource = `arn:${place.partition}:iam::${place.accountId}:role${path}${name}`;
      const context = { 'iam:PassedToService': trust.Statement[0]?.Principal.Service };
      const request = { action: 'iam:PassRole', resource, context };
      expect(evaluate(policyDocuments(role.owner, place), request), name).toBe('allow');
    }
  });
});

const attacks = (place: Place): [what: string, ...PolicyRequest[]][] => {
  const arn = (service: string, resource: string, region = place.region) =>
    `arn:${place.partition}:${service}:${region}:${place.accountId}:${resource}`;
  const bucket = (name: string) => `arn:${place.partition}:s3:::${name}`;
  const of = (resource: string, ...actions: string[]) => actions.map((action) => ({ action, resource, context: {} }));
  const away = place.region === 'eu-west-1' ? 'us-east-1' : 'eu-west-1';
  const admin = arn('iam', 'role/administrator', '');
  return [
    [
      'become admin',
      ...of(arn('iam', 'user/analyst_acme', ''), 'iam:AttachUserPolicy', 'iam:CreateAccessKey', 'iam:PutUserPolicy'),
      ...of(arn('iam', 'group/analyst', ''), 'iam:AttachGroupPolicy', 'iam:AddUserToGroup'),
      ...of(admin, 'iam:AttachRolePolicy', 'iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy', 'sts:AssumeRole'),
    ],
    [
      'pass an administrator role on',
      ...['ec2', 'glue', 'ecs-tasks', 'sagemaker', 'lambda'].map((service) => ({
        action: 'iam:PassRole',
        resource: admin,
        context: { 'iam:PassedToService': `${service}.amazonaws.com` },
      })),
    ],
    [
      'change a bucket',
      ...[place.landingBucket, place.analysisBucket].flatMap((name) =>
        of(
          bucket(name),
          's3:DeleteBucket',
          's3:PutBucketPolicy',
          's3:PutBucketPublicAccessBlock',
          's3:PutBucketVersioning',
          's3:PutEncryptionConfiguration',
          's3:PutInventoryConfiguration',
          's3:PutLifecycleConfiguration',
          's3:PutReplicationConfiguration',
        ),
      ),
    ],
    [
      'destroy versions',
      ...[place.landingBucket, place.analysisBucket].flatMap((name) =>
        of(bucket(`${name}/x`), 's3:DeleteObjectVersion', 's3:PutObjectAcl', 's3:BypassGovernanceRetention'),
      ),
    ],
    ['read other buckets', ...of(bucket('payroll-of-somebody-else/x'), 's3:GetObject', 's3:PutObject')],
    ['list other buckets', ...of(bucket('payroll-of-somebody-else'), 's3:ListBucket')],
    [
      'use a bucket of a stranger with the name of ours',
      ...[place.analysisBucket, `sagemaker-${place.region}-${place.accountId}`].map((name) => ({
        action: 's3:PutObject',
        resource: bucket(`${name}/x`),
        context: { 'aws:ResourceAccount': '999988887777' },
      })),
    ],
    [
      'leave the Region',
      ...['ec2:DescribeInstances', 'ecr:GetAuthorizationToken', 'cloudwatch:PutMetricData'].map((action) => ({
        action,
        resource: '*',
        context: { 'aws:RequestedRegion': away },
      })),
    ],
    [
      'write to logs of others',
      ...of(arn('logs', 'log-group:aws-cloudtrail-logs:log-stream:1'), 'logs:PutLogEvents'),
      ...of(arn('logs', 'log-group:aws-cloudtrail-logs'), 'logs:DeleteLogGroup', 'logs:PutRetentionPolicy'),
    ],
    [
      'pose as the billing metric',
      { action: 'cloudwatch:PutMetricData', resource: '*', context: { 'cloudwatch:namespace': 'AWS/Billing' } },
    ],
    ['change the user data of an instance', ...of(arn('ec2', 'instance/i-1'), 'ec2:ModifyInstanceAttribute')],
    ['let somebody into a cluster', ...of(arn('eks', 'cluster/c'), 'eks:CreateAccessEntry')],
    ['read secrets', ...of(arn('ssm', 'parameter/db-password'), 'ssm:GetParameter', 'ssm:GetParameters')],
    ['share the catalog', ...of(arn('glue', 'catalog'), 'glue:PutResourcePolicy')],
  ];
};

describe('an attack by way of a role fails', () => {
  it.each(everywhere)('$name at $at', async ({ role, place }) => {
    for (const [what, ...requests] of attacks(place)) {
      for (const { context, ...request } of requests) {
        const asked = { ...request, context: contextOf(role, place, context) };
        expect(await decided(documentsOf(role, place), asked), `${what}: ${asked.action}`).not.toBe('allow');
      }
    }
  });

  const ofAnalysts = everywhere.filter(({ role }) => role.owner === 'analyst');
  it.each(ofAnalysts)(
    '$name at $at: the analysis bucket stays as it is, and the landing zone is shut',
    async ({ role, place }) => {
      const bucket = (name: string) => `arn:${place.partition}:s3:::${name}`;
      const requests = [
        ...['s3:PutObject', 's3:DeleteObject', 's3:PutObjectTagging', 's3:AbortMultipartUpload'].map((action) => ({
          action,
          resource: bucket(`${place.analysisBucket}/x`),
        })),
        ...['s3:GetObject', 's3:PutObject', 's3:GetObjectVersion'].map((action) => ({
          action,
          resource: bucket(`${place.landingBucket}/x`),
        })),
        { action: 's3:ListBucket', resource: bucket(place.landingBucket) },
      ];
      for (const request of requests) {
        const asked = { ...request, context: contextOf(role, place) };
        expect(await decided(documentsOf(role, place), asked), asked.action).toBe('implicitDeny');
      }
    },
  );

  it('without our policy, EKS would pass any role to nodes', () => {
    const Statement = granted.AmazonEKSComputePolicy ?? [];
    const request = {
      action: 'iam:PassRole',
      resource: 'arn:aws:iam::111122223333:role/administrator',
      context: { 'iam:PassedToService': 'ec2.amazonaws.com' },
    };
    expect(evaluate([{ Version: '2012-10-17', Statement }], request)).toBe('allow');
  });
});

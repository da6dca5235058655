import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Day, days, forbiddenDays } from '../../src/policies/index.ts';
import { places } from '../policies/places.ts';
import { CHECKED, type EnforcingEndpoint, enforcingEndpoint } from './enforcing.ts';
import { type Moto, motoMissing, startMoto } from './moto.ts';
import { baseline, environment, newHome } from './program.ts';

const HOME = 'ap-southeast-2';
const ACCOUNT = '111122223333';
const SDK = {
  ec2: () => import('@aws-sdk/client-ec2'),
  ecs: () => import('@aws-sdk/client-ecs'),
  eks: () => import('@aws-sdk/client-eks'),
  glue: () => import('@aws-sdk/client-glue'),
  iam: () => import('@aws-sdk/client-iam'),
  logs: () => import('@aws-sdk/client-cloudwatch-logs'),
  s3: () => import('@aws-sdk/client-s3'),
  sagemaker: () => import('@aws-sdk/client-sagemaker'),
};
type Call = [service: keyof typeof SDK, operation: string, input?: object, region?: string];

const role = (name: string, group = 'analyst') =>
  `arn:aws:iam::${ACCOUNT}:role/aws-baseline/${group}/aws-baseline-${name}`;
const LANDING = 'acme-landing-zone';
const ANALYSIS = 'acme-analysis';
const glueJob = { Name: 'clean', Role: role('glue', 'engineer'), Command: { Name: 'glueetl' } };
const instance = (more: object = {}) => ({
  ImageId: 'ami-12c6146b',
  MinCount: 1,
  MaxCount: 1,
  InstanceType: 't3.micro',
  ...more,
});
const profile = (group: string) => ({
  IamInstanceProfile: { Arn: `arn:aws:iam::${ACCOUNT}:instance-profile/aws-baseline/${group}/aws-baseline-ec2` },
});
const task = (more: object = {}) => ({
  family: 'app',
  cpu: '256',
  memory: '512',
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE' as const],
  taskRoleArn: role('ecs-task'),
  executionRoleArn: role('ecs-execution'),
  containerDefinitions: [{ name: 'app', image: 'public.ecr.aws/docker/library/busybox', memory: 512 }],
  ...more,
});
const training = (RoleArn: string) => ({
  TrainingJobName: 't-1',
  RoleArn,
  AlgorithmSpecification: { TrainingInputMode: 'File' as const, TrainingImage: 'image' },
  OutputDataConfig: { S3OutputPath: 's3://results' },
  ResourceConfig: { InstanceType: 'ml.m5.large' as const, InstanceCount: 1, VolumeSizeInGB: 10 },
  StoppingCondition: { MaxRuntimeInSeconds: 60 },
});

/** Days of work, with what a call needs of the answers before it. */
const WORK: [group: string, what: string, calls: Call[]][] = [
  [
    'engineer',
    'uploads a file, starts a Glue job on it with the offered role, and reads its result',
    [
      ['s3', 'PutObject', { Bucket: LANDING, Key: 'in/data.csv', Body: 'a,b' }],
      ['s3', 'PutObject', { Bucket: ANALYSIS, Key: 'scripts/clean.py', Body: '#' }],
      ['glue', 'CreateJob', glueJob],
      ['glue', 'StartJobRun', { JobName: 'clean' }],
      ['glue', 'GetJob', { JobName: 'clean' }],
      ['logs', 'DescribeLogGroups'],
      ['s3', 'ListObjectsV2', { Bucket: ANALYSIS }],
      ['s3', 'GetObject', { Bucket: ANALYSIS, Key: 'scripts/clean.py' }],
      ['s3', 'DeleteObject', { Bucket: LANDING, Key: 'in/data.csv' }],
    ],
  ],
  [
    'analyst',
    'launches the smallest instance, copies from the analysis bucket, and stops it',
    [
      ['ec2', 'DescribeImages', { Owners: ['amazon'] }],
      ['ec2', 'RunInstances', instance(profile('analyst'))],
      ['ec2', 'DescribeInstances'],
      ['s3', 'ListObjectsV2', { Bucket: ANALYSIS }],
      ['s3', 'GetObject', { Bucket: ANALYSIS, Key: 'scripts/clean.py' }],
      ['ec2', 'StopInstances', { InstanceIds: ['$instance'] }],
      ['ec2', 'TerminateInstances', { InstanceIds: ['$instance'] }],
    ],
  ],
  [
    'analyst',
    'registers a task definition, runs it on Fargate, and removes it',
    [
      ['logs', 'CreateLogGroup', { logGroupName: '/ecs/app' }],
      ['ecs', 'CreateCluster', { clusterName: 'app' }],
      ['ecs', 'RegisterTaskDefinition', task()],
      [
        'ecs',
        'RunTask',
        {
          cluster: 'app',
          taskDefinition: 'app:1',
          launchType: 'FARGATE',
          networkConfiguration: { awsvpcConfiguration: { subnets: ['$subnet'], securityGroups: ['$group'] } },
        },
      ],
      ['ecs', 'DescribeTasks', { cluster: 'app', tasks: ['$task'] }],
      ['logs', 'DescribeLogStreams', { logGroupName: '/ecs/app' }],
      ['ecs', 'StopTask', { cluster: 'app', task: '$task' }],
      ['ecs', 'DeleteCluster', { cluster: 'app' }],
      ['logs', 'DeleteLogGroup', { logGroupName: '/ecs/app' }],
    ],
  ],
  [
    'analyst',
    'trains a model with the offered role',
    [
      ['iam', 'ListRoles'],
      ['sagemaker', 'CreateTrainingJob', training(role('sagemaker'))],
      ['sagemaker', 'DescribeTrainingJob', { TrainingJobName: 't-1' }],
    ],
  ],
  [
    'analyst',
    'creates a cluster and a node group with the offered roles',
    [
      [
        'eks',
        'CreateCluster',
        { name: 'lab', roleArn: role('eks-cluster'), resourcesVpcConfig: { subnetIds: ['$subnet'] } },
      ],
      ['eks', 'DescribeCluster', { name: 'lab' }],
      [
        'eks',
        'CreateNodegroup',
        { clusterName: 'lab', nodegroupName: 'nodes', nodeRole: role('eks-node'), subnets: ['$subnet'] },
      ],
    ],
  ],
];

/** What must be denied, by the call that has to fail. */
const ATTACKS: [group: string, what: string, call: Call][] = [
  ['analyst', 'reads the landing zone', ['s3', 'GetObject', { Bucket: LANDING, Key: 'in/data.csv' }]],
  ['analyst', 'lists the landing zone', ['s3', 'ListObjectsV2', { Bucket: LANDING }]],
  ['analyst', 'writes to the analysis bucket', ['s3', 'PutObject', { Bucket: ANALYSIS, Key: 'x', Body: 'x' }]],
  ['analyst', 'opens a bucket by its policy', ['s3', 'PutBucketPolicy', { Bucket: ANALYSIS, Policy: '{}' }]],
  ['analyst', 'starts an instance with a role of engineers', ['ec2', 'RunInstances', instance(profile('engineer'))]],
  [
    'analyst',
    'starts a task with a role of engineers',
    ['ecs', 'RegisterTaskDefinition', task({ taskRoleArn: role('glue', 'engineer') })],
  ],
  [
    'analyst',
    'trains with a role of engineers',
    ['sagemaker', 'CreateTrainingJob', training(role('glue', 'engineer'))],
  ],
  [
    'analyst',
    'gives a cluster a role of the account',
    [
      'eks',
      'CreateCluster',
      { name: 'x', roleArn: `arn:aws:iam::${ACCOUNT}:role/admin`, resourcesVpcConfig: { subnetIds: ['$subnet'] } },
    ],
  ],
  ['analyst', 'starts an instance in another Region', ['ec2', 'RunInstances', instance(), 'eu-west-1']],
  ['analyst', 'becomes an administrator', ['iam', 'AddUserToGroup', { GroupName: 'admin', UserName: 'analyst_kim' }]],
  [
    'engineer',
    'becomes an administrator',
    ['iam', 'AttachUserPolicy', { UserName: 'engineer_jo', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }],
  ],
  ['engineer', 'makes keys of the administrator', ['iam', 'CreateAccessKey', { UserName: 'admin_acme' }]],
  [
    'engineer',
    'widens the group',
    ['iam', 'PutGroupPolicy', { GroupName: 'engineer', PolicyName: 'x', PolicyDocument: '{}' }],
  ],
  ['engineer', 'deletes a bucket', ['s3', 'DeleteBucket', { Bucket: LANDING }]],
  ['engineer', 'opens a bucket by its policy', ['s3', 'PutBucketPolicy', { Bucket: LANDING, Policy: '{}' }]],
  ['engineer', 'hands a role of analysts to Glue', ['glue', 'CreateJob', { ...glueJob, Role: role('sagemaker') }]],
  ['engineer', 'creates a job in another Region', ['glue', 'CreateJob', glueJob, 'us-east-1']],
  ['engineer', 'starts an instance', ['ec2', 'RunInstances', instance()]],
];

describe.skipIf(motoMissing)('on an endpoint that enforces IAM by the policies that the account has', () => {
  let moto: Moto;
  let iam: EnforcingEndpoint;
  const { home, remove } = newHome();
  const found = new Map<string, string>();

  async function send(
    user: string,
    [service, operation, input = {}, region = HOME]: Call,
    to = iam.endpoint,
    // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes
  ): Promise<any> {
    // biome-ignore lint/suspicious/noExplicitAny: one name for all of its exports
    const sdk: any = await SDK[service]();
    const Client = Object.entries(sdk).find(([name]) => /^[A-Z]\w+Client$/.test(name))?.[1] as typeof sdk;
    const credentials = { accessKeyId: user, secretAccessKey: 'test' };
    const client = new Client({ region, endpoint: to, credentials, maxAttempts: 1, forcePathStyle: true });
    const filled = JSON.parse(JSON.stringify(input), (_key, value) => found.get(value) ?? value);
    try {
      return await client.send(new sdk[`${operation}Command`](filled));
    } finally {
      client.destroy();
    }
  }

  beforeAll(async () => {
    moto = await startMoto();
    const flags = ['--name', 'acme', '--region', HOME, '--no-config', '--no-alarm', '--guardrails', 'none'];
    const people = ['--engineer-user', 'jo', '--analyst-user', 'kim', '--steps', 'buckets,groups,ec2'];
    const { code, err } = await baseline(['apply', ...flags, ...people, '--yes'], {
      env: environment(home, moto.endpoint),
      cwd: home,
    });
    expect(code, err).toBe(0);
    iam = await enforcingEndpoint(moto.endpoint, ACCOUNT);
    const admin = (call: Call) => send('test', call, moto.endpoint);
    // moto enforces bucket policies itself, and ours refuses plain HTTP.
    for (const Bucket of [LANDING, ANALYSIS]) await admin(['s3', 'DeleteBucketPolicy', { Bucket }]);
    found.set('$subnet', (await admin(['ec2', 'DescribeSubnets'])).Subnets[0].SubnetId);
    const { SecurityGroups } = await admin(['ec2', 'DescribeSecurityGroups']);
    found.set('$group', SecurityGroups[0].GroupId);
  }, 60_000);
  afterEach(() => expect(iam.puzzles).toEqual([]));
  afterAll(async () => {
    await iam?.stop();
    await moto?.stop();
    remove();
  });

  const userOf = (group: string) => (group === 'engineer' ? 'engineer_jo' : 'analyst_kim');

  it.each(WORK)('an %s %s', async (group, _what, calls) => {
    const from = iam.judged.length;
    for (const call of calls) {
      const answer = await send(userOf(group), call);
      if (call[1] === 'RunInstances') found.set('$instance', answer.Instances[0].InstanceId);
      if (call[1] === 'RunTask') found.set('$task', answer.tasks[0].taskArn);
    }
    const judged = iam.judged.slice(from);
    expect(judged.length).toBeGreaterThanOrEqual(calls.length);
    expect(judged.filter(({ decision }) => decision !== 'allow')).toEqual([]);
    // The same requests are in the lists that both evaluators judge at every place.
    const listed = new Set(
      days(places.sydney)
        .filter((day) => day.group === group)
        .flatMap((day) => day.calls.map(({ action }) => action)),
    );
    expect(judged.filter(({ action }) => !listed.has(action)).map(({ action }) => action)).toEqual([]);
  });

  /** The requests of a task that the endpoint refuses to a member of its group. */
  async function refusedOf({ group, calls }: Day): Promise<string[]> {
    const refused: string[] = [];
    for (const { action, resource, context } of calls) {
      // A key that is absent stays absent.
      const keys = Object.fromEntries(Object.entries(context).map(([key, value]) => [key, value ?? null]));
      const answer = await fetch(iam.endpoint, {
        method: 'POST',
        headers: {
          authorization: `AWS4-HMAC-SHA256 Credential=${userOf(group)}/20261127/${HOME}/${action.split(':')[0]}/aws4_request`,
          [CHECKED]: JSON.stringify({ action, resource, context: keys }),
        },
      });
      if (answer.status !== 200) refused.push(`${action} on ${resource}: ${answer.status}`);
    }
    return refused;
  }
  const HERE = {
    ...places.sydney,
    name: 'acme',
    accountId: ACCOUNT,
    region: HOME,
    landingBucket: LANDING,
    analysisBucket: ANALYSIS,
  };

  it.each(days(HERE))('each request of the list is allowed: $sentence', async (day) => {
    expect(await refusedOf(day)).toEqual([]);
  });

  it.each(forbiddenDays(HERE))('some request of the list is refused: $sentence', async (day) => {
    const refused = await refusedOf(day);
    expect(refused.filter((one) => one.endsWith(': 403')).length).toBeGreaterThan(0);
    expect(refused.filter((one) => !one.endsWith(': 403'))).toEqual([]);
  });

  it.each(ATTACKS)('never: an %s %s', async (group, _what, call) => {
    await expect(send(userOf(group), call)).rejects.toMatchObject({
      name: expect.stringMatching(/AccessDenied/),
      $metadata: { httpStatusCode: 403 },
    });
  });
});

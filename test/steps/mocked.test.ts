import { AccessAnalyzerClient } from '@aws-sdk/client-accessanalyzer';
import { AccountClient } from '@aws-sdk/client-account';
import { AutoScalingClient, StartInstanceRefreshCommand } from '@aws-sdk/client-auto-scaling';
import { BudgetsClient } from '@aws-sdk/client-budgets';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient, ListMetricsCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { ConfigServiceClient } from '@aws-sdk/client-config-service';
import { CostExplorerClient } from '@aws-sdk/client-cost-explorer';
import { CreateInstanceConnectEndpointCommand, EC2Client, RunInstancesCommand } from '@aws-sdk/client-ec2';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GuardDutyClient } from '@aws-sdk/client-guardduty';
import { CreateGroupCommand, GetAccountAuthorizationDetailsCommand, IAMClient } from '@aws-sdk/client-iam';
import { Macie2Client } from '@aws-sdk/client-macie2';
import { PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { S3ControlClient } from '@aws-sdk/client-s3-control';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Account } from '../../src/aws/account.ts';
import { call, isRead } from '../../src/aws/call.ts';
import { connect } from '../../src/aws/real.ts';
import type { RehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import { loadService, type ServiceName } from '../../src/aws/services.ts';
import { look } from '../../src/engine/look.ts';
import { answersTo } from './given.ts';
import { factsFor, HOME, idsOf, makeAll, rehearsal, unfinished } from './rehearsed.ts';

const iam = mockClient(IAMClient);
const s3 = mockClient(S3Client);
const ec2 = mockClient(EC2Client);
const cloudwatch = mockClient(CloudWatchClient);
const mocks = {
  iam,
  s3,
  ec2,
  cloudwatch,
  sns: mockClient(SNSClient),
  ssm: mockClient(SSMClient),
  sts: mockClient(STSClient),
  s3control: mockClient(S3ControlClient),
  accessanalyzer: mockClient(AccessAnalyzerClient),
  account: mockClient(AccountClient),
  budgets: mockClient(BudgetsClient),
  guardduty: mockClient(GuardDutyClient),
  macie2: mockClient(Macie2Client),
  config: mockClient(ConfigServiceClient),
  securityhub: mockClient(SecurityHubClient),
  ce: mockClient(CostExplorerClient),
  cloudtrail: mockClient(CloudTrailClient),
  logs: mockClient(CloudWatchLogsClient),
  events: mockClient(EventBridgeClient),
  scheduler: mockClient(SchedulerClient),
  autoscaling: mockClient(AutoScalingClient),
};

/** What cannot be made without the instance. */
const ALARM = 'cloudwatch/alarm/aws-baseline-stop-when-idle';
const OF_INSTANCE = [ALARM, 'scheduler/schedule/aws-baseline-delete-after'];

const facts = factsFor();
let behind: RehearsalAccount;
let account: Account;
let sent: string[];

// The SDK's clients answer as a rehearsal account does, until a test says otherwise.
beforeEach(async () => {
  behind = rehearsal();
  sent = [];
  for (const [service, mock] of Object.entries(mocks)) {
    mock.reset();
    const { commands } = await loadService(service as ServiceName);
    for (const [operation, Command] of Object.entries(commands)) {
      (mock as typeof iam)
        .on(Command as never)
        .callsFake(async (input: object, client: () => { config: { region(): Promise<string> } }) => {
          sent.push(`${service} ${operation}`);
          return behind.send({ service, operation, input, region: await client().config.region() } as never);
        });
    }
  }
  account = await connect({ homeRegion: HOME, version: '0' });
});

const error = (name: string) => Object.assign(new Error(`${name} said AWS`), { name });

describe('through the SDK', () => {
  test('all five steps are made, and once more nothing is written', async () => {
    expect(unfinished(await makeAll(facts, account))).toEqual([]);
    sent.length = 0;
    await makeAll(facts, account);
    expect(sent.filter((what) => !isRead({ operation: what.split(' ')[1] ?? '' }))).toEqual([]);
  });

  test('a look sends no read twice, and reads IAM whole', async () => {
    await makeAll(facts, account);
    sent.length = 0;
    await look(facts, account);
    expect(sent.filter((what) => what === 'iam GetAccountAuthorizationDetails')).toHaveLength(1);
    expect(sent.filter((what) => what === 's3 ListBuckets')).toHaveLength(1);
  });
});

describe('denied', () => {
  test.each(['AccessDenied', 'AccessDeniedException'])(
    '%s to a read: unknown, and the other services are made',
    async (name) => {
      iam.on(GetAccountAuthorizationDetailsCommand).rejects(error(name));
      const findings = await makeAll(facts, account);
      const unknown = findings.filter(({ state }) => state === 'unknown');
      expect(unknown.length).toBeGreaterThan(10);
      expect([...new Set(unknown.map(({ permission }) => permission))]).toEqual(['iam:GetAccountAuthorizationDetails']);
      expect(
        findings.filter(
          ({ fact, state }) =>
            /^(s3|sns|cloudwatch)\//.test(fact.id) && fact.id !== ALARM && !/created|by-hand/.test(state),
        ),
      ).toEqual([]);
      expect(behind.state().iam.users).toEqual([]);
    },
  );

  test('a write: that one fails with its permission, what builds on it waits', async () => {
    iam.on(CreateGroupCommand, { GroupName: 'engineer' }).rejects(error('AccessDenied'));
    const findings = await makeAll(facts, account);
    expect(
      findings
        .filter(({ state }) => state === 'failed')
        .map(({ fact, permission, error: said }) => [fact.id, permission, said]),
    ).toEqual([['iam/group/engineer', 'iam:CreateGroup', 'iam CreateGroup: AccessDenied said AWS']]);
    const waiting = idsOf(findings, 'todo');
    expect(waiting).toEqual(
      expect.arrayContaining(['iam/group/engineer/policy/engineer_access', 'iam/user/engineer_eve/group/engineer']),
    );
    expect(waiting.filter((id) => !id.includes('engineer') && !id.includes('require_mfa'))).toEqual([]);
  });

  test('credentials that ran out while it is looked again are told with what was made', async () => {
    // Asked of the group only when it is looked at again.
    let asked = 0;
    iam.on(GetAccountAuthorizationDetailsCommand).callsFake(() => {
      if (asked++ > 0) throw error('ExpiredTokenException');
      return {};
    });
    const findings = await makeAll(facts, account);
    expect(findings.filter(({ code }) => code === 'ExpiredToken').length).toBeGreaterThan(0);
    expect(findings.filter(({ state }) => state === 'created').length).toBeGreaterThan(10);
  });
});

describe('the instance', () => {
  test.each([
    ['PendingVerification', 'waiting'],
    ['VcpuLimitExceeded', 'failed'],
    ['InsufficientInstanceCapacity', 'waiting'],
    ['OptInRequired', 'waiting'],
    ['Blocked', 'failed'],
    ['Unsupported', 'failed'],
    ['InvalidParameterCombination', 'failed', 'The specified instance type is not eligible for Free Tier'],
  ])('%s: %s', async (name, state, says = `${name} said AWS`) => {
    ec2.on(RunInstancesCommand).rejects(Object.assign(new Error(says), { name }));
    const findings = await makeAll(facts, account);
    const instance = findings.find(({ fact }) => fact.id.startsWith('ec2/instance/'));
    expect(instance).toMatchObject({ state, error: expect.stringContaining(says) });
    // Its endpoint is created in its zone, and what ends it waits for it.
    const ids = unfinished(findings).map((one) => (one as { id: string }).id);
    expect(ids.filter((id) => id !== 'ec2/instance-connect-endpoint')).toEqual([instance?.fact.id, ...OF_INSTANCE]);
  });

  test('its EC2 Instance Connect Endpoint is in its subnet, and lets nobody but that endpoint in', async () => {
    ec2.on(RunInstancesCommand).callsFake((input) => {
      if (input.NetworkInterfaces[0].SubnetId === subnets[0]) throw error('InsufficientInstanceCapacity');
      return behind.send({ service: 'ec2', operation: 'RunInstances', input } as never);
    });
    const { Subnets = [] } = await behind.send(call('ec2', 'DescribeSubnets', {}));
    const subnets = Subnets.map(({ SubnetId }) => SubnetId);
    expect(unfinished(await makeAll(facts, account))).toEqual([]);
    const { SecurityGroups = [] } = await behind.send(call('ec2', 'DescribeSecurityGroups', {}));
    const idOf = (name: string) => SecurityGroups.find(({ GroupName }) => GroupName === name)?.GroupId;
    const [made] = ec2.commandCalls(CreateInstanceConnectEndpointCommand).map(({ args }) => args[0].input);
    expect(made).toMatchObject({
      SubnetId: subnets[1],
      SecurityGroupIds: [idOf('aws-baseline-ec2-connect')],
      PreserveClientIp: false,
      TagSpecifications: [{ ResourceType: 'instance-connect-endpoint' }],
    });
    const rules = (name: string, way: 'IpPermissions' | 'IpPermissionsEgress') =>
      SecurityGroups.find(({ GroupName }) => GroupName === name)?.[way]?.map((one) => [
        one.FromPort,
        one.ToPort,
        one.IpRanges,
        one.UserIdGroupPairs?.map(({ GroupId }) => GroupId),
      ]);
    expect(rules('aws-baseline-ec2', 'IpPermissions')).toEqual([[22, 22, [], [idOf('aws-baseline-ec2-connect')]]]);
    expect(rules('aws-baseline-ec2-connect', 'IpPermissions')).toEqual([]);
    expect(rules('aws-baseline-ec2-connect', 'IpPermissionsEgress')).toEqual([
      [22, 22, [], [idOf('aws-baseline-ec2')]],
    ]);
  });

  test('an instance profile that EC2 does not know yet is tried again with the same token', async () => {
    const late = Object.assign(
      new Error(
        'Value (aws-baseline-ec2) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name',
      ),
      { name: 'InvalidParameterValue' },
    );
    ec2
      .on(RunInstancesCommand)
      .rejectsOnce(late)
      .rejectsOnce(late)
      .callsFake((input) => behind.send({ service: 'ec2', operation: 'RunInstances', input } as never));
    expect(unfinished(await makeAll(facts, account))).toEqual([]);
    const tokens = ec2.commandCalls(RunInstancesCommand).map(({ args }) => args[0].input.ClientToken);
    expect(tokens).toHaveLength(3);
    expect(new Set(tokens).size).toBe(1);
    expect(behind.state().regions[HOME]?.instances).toHaveLength(1);
  });
});

test('a group of instances replaces them when its launch template changes, which moto does not know', async () => {
  const scaled = factsFor({ ...answersTo({ 'ec2.scale': '2..4', 'ec2.private': false }), steps: ['ec2'] });
  expect(unfinished(await makeAll(scaled, account))).toEqual([]);
  await behind.send(
    call('ec2', 'CreateLaunchTemplateVersion', {
      LaunchTemplateName: 'aws-baseline',
      LaunchTemplateData: { InstanceType: 't3.micro' },
    }),
  );
  await behind.send(call('ec2', 'ModifyLaunchTemplate', { LaunchTemplateName: 'aws-baseline', DefaultVersion: '2' }));
  expect(unfinished(await makeAll(scaled, account))).toEqual([]);
  const { autoscaling } = mocks;
  expect(autoscaling.commandCalls(StartInstanceRefreshCommand).map(({ args }) => args[0].input)).toEqual([
    expect.objectContaining({ AutoScalingGroupName: 'aws-baseline' }),
  ]);
  const { LaunchTemplateVersions = [] } = await behind.send(
    call('ec2', 'DescribeLaunchTemplateVersions', { LaunchTemplateName: 'aws-baseline', Versions: ['$Default'] }),
  );
  expect(LaunchTemplateVersions[0]?.LaunchTemplateData?.MetadataOptions?.HttpTokens).toBe('required');
});

describe('an account that is slow or odd', () => {
  test('settings of one bucket that get into each other’s way are sent again', async () => {
    s3.on(PutBucketVersioningCommand)
      .rejectsOnce(error('OperationAborted'))
      .callsFake((input) => behind.send({ service: 's3', operation: 'PutBucketVersioning', input } as never));
    expect(unfinished(await makeAll(facts, account))).toEqual([]);
    // Once for each bucket, and once more.
    const buckets = facts.filter(({ id }) => id.endsWith('/versioning'));
    expect(s3.commandCalls(PutBucketVersioningCommand)).toHaveLength(buckets.length + 1);
  });

  test('what the SDK gave up is a reason, not the end', async () => {
    cloudwatch.on(ListMetricsCommand).rejects(error('ThrottlingException'));
    // The alarms are made all the same, in what the partition is billed in.
    expect(unfinished(await makeAll(facts, account))).toEqual([
      {
        id: 'billing/metric',
        state: 'waiting',
        error: 'cloudwatch ListMetrics: ThrottlingException said AWS',
        why: 'AWS is throttling requests from this account',
      },
    ]);
    const alarms = cloudwatch
      .commandCalls(PutMetricAlarmCommand)
      .map(({ args }) => args[0].input)
      .filter(({ Namespace }) => Namespace === 'AWS/Billing')
      .map(({ Dimensions }) => Dimensions);
    expect(alarms).toEqual(Array(2).fill([{ Name: 'Currency', Value: 'USD' }]));
  });

  test('IAM that answers old for some seconds', async () => {
    const whole = (input: object) =>
      behind.send({ service: 'iam', operation: 'GetAccountAuthorizationDetails', input } as never) as Promise<object>;
    const old = await whole({ Filter: ['User', 'Group', 'Role', 'LocalManagedPolicy'] });
    let answers = 0;
    iam.on(GetAccountAuthorizationDetailsCommand).callsFake((input) => (answers++ < 4 ? old : whole(input)));
    expect(unfinished(await makeAll(facts, account))).toEqual([]);
  });

  test('IAM in pages of one', async () => {
    iam.on(GetAccountAuthorizationDetailsCommand).callsFake((input) =>
      behind.send({
        service: 'iam',
        operation: 'GetAccountAuthorizationDetails',
        input: { ...input, MaxItems: 1 },
      } as never),
    );
    expect(unfinished(await makeAll(facts, account))).toEqual([]);
    expect(idsOf(await look(facts, account), 'todo', 'unknown')).toEqual([]);
    const markers = iam.commandCalls(GetAccountAuthorizationDetailsCommand).map(({ args }) => args[0].input.Marker);
    expect(markers.filter(Boolean).length).toBeGreaterThan(10);
  });

  test('answers without any of their lists are an empty account', async () => {
    iam.on(GetAccountAuthorizationDetailsCommand).resolves({});
    cloudwatch.on(ListMetricsCommand).resolves({});
    const findings = await look(facts, account);
    expect(idsOf(findings, 'unknown')).toEqual([]);
    expect(idsOf(findings, 'todo')).toEqual(
      expect.arrayContaining([
        'iam/group/admin',
        'iam/user/admin_acme',
        'iam/policy/admin_access',
        'iam/role/aws-baseline-ec2',
      ]),
    );
  });
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeInstanceAttributeCommand, EC2Client } from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stage } from '../cli/stage.ts';
import { listening, worldAt } from '../robust/program.ts';
import { otherClient } from './end-state.ts';
import { type Moto, motoMissing, startMoto } from './moto.ts';
import { type CountingProxy, countingProxy } from './proxy.ts';

const HOME = 'ap-southeast-2';
const SCALED = [
  ...['--name', 'acme', '--region', HOME, '--no-config', '--steps', 'ec2'],
  ...['--scale', '2..4', '--load-balancer', 'http', '--yes', '--json'],
];
const UNDO = ['undo', '--confirm', '111122223333', '--region', HOME, '--no-config', '--steps', 'ec2', '--json'];
const nameIn = (arn: string) => arn.split('/')[1];

const KEYS = { accessKeyId: 'test', secretAccessKey: 'test' };

describe.skipIf(motoMissing)('an Auto Scaling group with a load balancer on moto', () => {
  let moto: Moto;
  let proxy: CountingProxy;
  beforeAll(async () => {
    moto = await startMoto();
    proxy = await countingProxy(moto.endpoint);
  });
  afterAll(async () => {
    await proxy?.stop();
    await moto?.stop();
  });

  // biome-ignore lint/suspicious/noExplicitAny: answers of many operations
  type Answer = any;

  /** What another client reads: without what differs from run to run. */
  async function endState() {
    const ask = otherClient(moto.endpoint);
    const [{ AutoScalingGroups }, { LoadBalancers }, { TargetGroups }, { SecurityGroups }] = await Promise.all([
      ask('autoscaling', 'DescribeAutoScalingGroups', {}),
      ask('elasticloadbalancing', 'DescribeLoadBalancers', {}),
      ask('elasticloadbalancing', 'DescribeTargetGroups', {}),
      ask('ec2', 'DescribeSecurityGroups', {}),
    ]);
    const nameOf = (id: string) => SecurityGroups.find((one: Answer) => one.GroupId === id)?.GroupName;
    const versions = await ask('ec2', 'DescribeLaunchTemplateVersions', { Versions: ['$Default'] });
    const { Reservations } = await ask('ec2', 'DescribeInstances', {});
    const instances = Reservations.flatMap((one: Answer) => one.Instances);
    const listeners = LoadBalancers.map(({ LoadBalancerArn }: Answer) =>
      ask('elasticloadbalancing', 'DescribeListeners', { LoadBalancerArn }),
    );
    const policies = await ask('autoscaling', 'DescribePolicies', {});
    return {
      groups: AutoScalingGroups.map((one: Answer) => ({
        name: one.AutoScalingGroupName,
        size: [one.MinSize, one.MaxSize],
        zones: one.AvailabilityZones.length,
        health: one.HealthCheckType,
        targets: one.TargetGroupARNs.map(nameIn),
        template: [one.LaunchTemplate.LaunchTemplateName, one.LaunchTemplate.Version],
      })),
      policies: policies.ScalingPolicies.map(({ TargetTrackingConfiguration: its }: Answer) => [
        its.PredefinedMetricSpecification.PredefinedMetricType,
        its.TargetValue,
      ]),
      templates: versions.LaunchTemplateVersions.map(({ LaunchTemplateData: data }: Answer) => ({
        tokens: data.MetadataOptions.HttpTokens,
        encrypted: data.BlockDeviceMappings[0].Ebs.Encrypted,
        disk: data.BlockDeviceMappings[0].Ebs.VolumeType,
        profile: data.IamInstanceProfile.Name,
        groups: data.NetworkInterfaces[0].Groups.map(nameOf),
      })),
      balancers: LoadBalancers.map((one: Answer) => [
        one.LoadBalancerName,
        one.Scheme,
        one.Type,
        one.SecurityGroups.map(nameOf),
        one.AvailabilityZones.length,
      ]),
      targetGroups: TargetGroups.map((one: Answer) => [
        one.TargetGroupName,
        one.Protocol,
        one.Port,
        one.HealthCheckPath,
      ]),
      listeners: (await Promise.all(listeners)).flatMap(({ Listeners }: Answer) =>
        Listeners.map((one: Answer) => [one.Port, one.Protocol, nameIn(one.DefaultActions[0].TargetGroupArn)]),
      ),
      rules: Object.fromEntries(
        SecurityGroups.filter(({ GroupName }: Answer) => GroupName !== 'default').map((one: Answer) => [
          one.GroupName,
          one.IpPermissions.map((rule: Answer) => [
            rule.FromPort,
            rule.ToPort,
            ...rule.IpRanges.map(({ CidrIp }: Answer) => CidrIp),
            ...rule.UserIdGroupPairs.map(({ GroupId }: Answer) => nameOf(GroupId)),
          ]),
        ]),
      ),
      running: instances.filter(({ State }: Answer) => State.Name === 'running').length,
    };
  }

  const WANTED = {
    groups: [
      {
        name: 'aws-baseline',
        size: [2, 4],
        zones: 3,
        health: 'ELB',
        targets: ['aws-baseline'],
        template: ['aws-baseline', '$Default'],
      },
    ],
    policies: [['ASGAverageCPUUtilization', 50]],
    templates: [
      {
        tokens: 'required',
        encrypted: true,
        disk: 'gp3',
        profile: 'aws-baseline-ec2',
        groups: ['aws-baseline-ec2', 'aws-baseline-alb-targets'],
      },
    ],
    balancers: [['aws-baseline', 'internet-facing', 'application', ['aws-baseline-alb'], 3]],
    targetGroups: [['aws-baseline', 'HTTP', 80, '/']],
    listeners: [[80, 'HTTP', 'aws-baseline']],
    rules: {
      'aws-baseline-ec2': [],
      'aws-baseline-alb': [[80, 80, '0.0.0.0/0']],
      'aws-baseline-alb-targets': [[80, 80, 'aws-baseline-alb']],
    },
    running: 2,
  };

  it('stands as another client reads it, stays as it is, is mended in each part, and leaves no rest', async () => {
    const { play } = stage();
    const world = worldAt(proxy.endpoint, listening(new Map()));
    const apply = () => play(['apply', ...SCALED], undefined, world);
    const before = await endState();
    const first = await apply();
    expect(first.code, first.err).toBe(0);
    expect(await endState()).toEqual(WANTED);

    proxy.forget();
    expect((await apply()).code).toBe(0);
    expect(proxy.writes()).toEqual([]);

    const ask = otherClient(moto.endpoint);
    const group = { AutoScalingGroupName: 'aws-baseline' };
    const template = { LaunchTemplateName: 'aws-baseline' };
    const [{ LoadBalancerArn }] = (await ask('elasticloadbalancing', 'DescribeLoadBalancers', {})).LoadBalancers;
    const [{ ListenerArn }] = (await ask('elasticloadbalancing', 'DescribeListeners', { LoadBalancerArn })).Listeners;
    const [{ TargetGroupArn }] = (await ask('elasticloadbalancing', 'DescribeTargetGroups', {})).TargetGroups;
    const { SecurityGroups } = await ask('ec2', 'DescribeSecurityGroups', {});
    const idOf = (name: string) => SecurityGroups.find((one: Answer) => one.GroupName === name).GroupId;
    await ask('ec2', 'CreateLaunchTemplateVersion', { ...template, LaunchTemplateData: { InstanceType: 't3.micro' } });
    await ask('ec2', 'ModifyLaunchTemplate', { ...template, DefaultVersion: '2' });
    await ask('autoscaling', 'UpdateAutoScalingGroup', { ...group, MinSize: 2, MaxSize: 9, HealthCheckType: 'EC2' });
    await ask('autoscaling', 'DeletePolicy', { ...group, PolicyName: 'aws-baseline-cpu' });
    await ask('elasticloadbalancing', 'ModifyTargetGroup', { TargetGroupArn, HealthCheckPath: '/x' });
    await ask('elasticloadbalancing', 'SetSecurityGroups', { LoadBalancerArn, SecurityGroups: [idOf('default')] });
    await ask('elasticloadbalancing', 'DeleteListener', { ListenerArn });
    const SSH = [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];
    for (const name of ['aws-baseline-alb', 'aws-baseline-alb-targets'])
      await ask('ec2', 'AuthorizeSecurityGroupIngress', { GroupId: idOf(name), IpPermissions: SSH });
    const mended = await apply();
    expect(mended.code, mended.err).toBe(0);
    expect(await endState()).toEqual(WANTED);

    // On another computer, by the tags alone.
    const undone = await stage().play(UNDO, undefined, world);
    expect(undone.code, undone.err).toBe(0);
    expect(await endState()).toEqual(before);
  });

  it('one instance has what stops it when it is idle and deletes it in time, mended and deleted with it', async () => {
    const { play, folder } = stage();
    const world = worldAt(proxy.endpoint, listening(new Map()));
    const ask = otherClient(moto.endpoint);
    const alarms = async () => (await ask('cloudwatch', 'DescribeAlarms', {})).MetricAlarms;
    writeFileSync(join(folder, 'setup.sh'), '#!/bin/sh\n');
    const flags = ['--stop-when-idle', '3', '--delete-after', '8h', '--user-data', 'setup.sh', '--yes'];
    const apply = () => play(['apply', ...SCALED.slice(0, 7), ...flags], undefined, world);
    const first = await apply();
    expect(first.code, first.err).toBe(0);
    const Filters = [{ Name: 'instance-state-name', Values: ['running'] }];
    const [{ Instances }] = (await ask('ec2', 'DescribeInstances', { Filters })).Reservations;
    const { InstanceId } = Instances[0];
    const ec2 = new EC2Client({ region: HOME, endpoint: moto.endpoint, credentials: KEYS });
    const { UserData } = await ec2.send(new DescribeInstanceAttributeCommand({ InstanceId, Attribute: 'userData' }));
    expect(Buffer.from(UserData?.Value ?? '', 'base64').toString()).toBe('#!/bin/sh\n');
    const wanted = {
      AlarmActions: [`arn:aws:automate:${HOME}:ec2:stop`],
      Dimensions: [{ Name: 'InstanceId', Value: InstanceId }],
      ...{ Period: 3600, EvaluationPeriods: 3, DatapointsToAlarm: 3, Threshold: 5, TreatMissingData: 'notBreaching' },
    };
    expect(await alarms()).toEqual([expect.objectContaining(wanted)]);
    const deletion = { Name: 'aws-baseline-delete-after', GroupName: 'aws-baseline-schedule' };
    const schedule = () => ask('scheduler', 'GetSchedule', deletion);
    const made = await schedule();
    expect(made).toMatchObject({
      ScheduleExpression: expect.stringMatching(/^at\(20\d\d-\d\d-\d\dT\d\d:\d\d:00\)$/),
      ...{ ScheduleExpressionTimezone: 'UTC', State: 'ENABLED', ActionAfterCompletion: 'DELETE' },
      Target: {
        Arn: 'arn:aws:scheduler:::aws-sdk:ec2:terminateInstances',
        RoleArn: 'arn:aws:iam::111122223333:role/aws-baseline/account/aws-baseline-schedule',
        Input: `{"InstanceIds":["${Instances[0].InstanceId}"]}`,
      },
    });
    const ResourceArn = made.Arn.replace(/:schedule\/([^/]+).*/, ':schedule-group/$1');
    const { Tags } = await ask('scheduler', 'ListTagsForResource', { ResourceArn });
    expect(Tags).toContainEqual({ Key: 'managed-by', Value: 'aws-baseline' });

    proxy.forget();
    expect((await apply()).code).toBe(0);
    expect(proxy.writes()).toEqual([]);

    const [{ AlarmName, Namespace, MetricName, ComparisonOperator }] = await alarms();
    const other = { AlarmName, Namespace, MetricName, ComparisonOperator, Statistic: 'Average', Period: 60 };
    await ask('cloudwatch', 'PutMetricAlarm', { ...other, EvaluationPeriods: 1, Threshold: 50 });
    const { Description, Target, FlexibleTimeWindow } = made;
    const moved = { Description, Target, FlexibleTimeWindow, ScheduleExpression: 'at(2099-01-01T00:00:00)' };
    await ask('scheduler', 'UpdateSchedule', { ...deletion, ...moved, State: 'DISABLED' });
    expect((await apply()).code).toBe(0);
    expect(await alarms()).toEqual([expect.objectContaining(wanted)]);
    const mended = await schedule();
    expect(mended).toMatchObject({ State: 'ENABLED', Target });
    expect(mended.ScheduleExpression).not.toContain('2099');

    const undone = await stage().play(UNDO, undefined, world);
    expect(undone.code, undone.err).toBe(0);
    expect(await alarms()).toEqual([]);
    await expect(ask('scheduler', 'GetScheduleGroup', { Name: deletion.GroupName })).rejects.toThrow('does not exist');
    const { RoleDetailList } = await ask('iam', 'GetAccountAuthorizationDetails', { Filter: ['Role'] });
    expect(RoleDetailList.map(({ RoleName }: Answer) => RoleName)).not.toContain('aws-baseline-schedule');
  });
});

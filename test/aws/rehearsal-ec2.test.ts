import { describe, expect, test } from 'vitest';
import {
  type Answer,
  account,
  ask,
  endOf,
  inProfile,
  launch,
  PARAMETER,
  profile,
  type Row,
  role,
  securityGroup,
} from './rehearsal-rows.ts';

describe('EC2', () => {
  test.each<[string, Row[], string]>([
    ['an image that is not there', [launch({ ImageId: 'ami-00000000000000000' })], 'InvalidAMIID.NotFound'],
    ['an image that is none', [launch({ ImageId: 'ami-x' })], 'InvalidAMIID.Malformed'],
    ['a type that is not there', [launch({ InstanceType: 't9.huge' })], 'InvalidParameterValue'],
    ['a type of another architecture', [launch({ InstanceType: 't4g.micro' })], 'InvalidParameterValue'],
    ['a type without quota', [launch({ InstanceType: 'g5.xlarge' })], 'VcpuLimitExceeded'],
    ['a subnet that is not there', [launch({ SubnetId: 'subnet-00000000000000000' })], 'InvalidSubnetID.NotFound'],
    ['a group that is not there', [launch({ SecurityGroupIds: ['sg-00000000000000000'] })], 'InvalidGroup.NotFound'],
    ['a profile that is not there', [launch({ IamInstanceProfile: { Name: 'nope' } })], 'InvalidParameterValue'],
    ['a profile without role', [profile(), launch({ IamInstanceProfile: { Name: 'box' } })], 'InvalidParameterValue'],
    ['a profile', [role(), profile(), inProfile, launch({ IamInstanceProfile: { Name: 'box' } })], 'ok'],
    [
      'a volume smaller than the image',
      [launch({ BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 4 } }] })],
      'InvalidBlockDeviceMapping',
    ],
    [
      "the image's own size, encrypted",
      [launch({ BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { Encrypted: true } }] })],
      'ok',
    ],
    ['a dry run', [launch({ DryRun: true })], 'DryRunOperation'],
    ['a dry run of what would fail', [launch({ DryRun: true, InstanceType: 't9.huge' })], 'InvalidParameterValue'],
    [
      'the same token for something else',
      [launch({ ClientToken: 'a' }), launch({ ClientToken: 'a', InstanceType: 't3.small' })],
      'IdempotentParameterMismatch',
    ],
    [
      'an instance that is not there',
      [['ec2', 'DescribeInstances', { InstanceIds: ['i-00000000000000000'] }]],
      'InvalidInstanceID.NotFound',
    ],
    [
      'no instance terminated',
      [['ec2', 'TerminateInstances', { InstanceIds: ['i-00000000000000000'] }]],
      'InvalidInstanceID.NotFound',
    ],
    ['the same group again', [securityGroup(), securityGroup()], 'InvalidGroup.Duplicate'],
    [
      'a group in a VPC that is not there',
      [securityGroup({ VpcId: 'vpc-00000000000000000' })],
      'InvalidVpcID.NotFound',
    ],
    ['a group called default', [securityGroup({ GroupName: 'default' })], 'InvalidGroup.Reserved'],
    [
      'types that are not there',
      [['ec2', 'DescribeInstanceTypes', { InstanceTypes: ['t9.huge'] }]],
      'InvalidInstanceType',
    ],
    ['a parameter that is not there', [['ssm', 'GetParameter', { Name: '/nope' }]], 'ParameterNotFound'],
  ])('%s', async (_what, rows, name) => expect(await endOf(rows)).toBe(name));

  test('a new Region has a default VPC with a subnet in each of three zones, and a default group', async () => {
    const on = account();
    const { Vpcs } = await ask(on, ['ec2', 'DescribeVpcs', { Filters: [{ Name: 'is-default', Values: ['true'] }] }]);
    const [{ VpcId }] = Vpcs;
    const { Subnets } = await ask(on, ['ec2', 'DescribeSubnets', { Filters: [{ Name: 'vpc-id', Values: [VpcId] }] }]);
    expect(Subnets.map((one: Answer) => [one.AvailabilityZone, one.AvailabilityZoneId])).toEqual([
      ['ap-southeast-2a', 'apse2-az1'],
      ['ap-southeast-2b', 'apse2-az2'],
      ['ap-southeast-2c', 'apse2-az3'],
    ]);
    const { SecurityGroups } = await ask(on, ['ec2', 'DescribeSecurityGroups', {}]);
    expect(SecurityGroups).toMatchObject([{ GroupName: 'default', VpcId }]);
    expect(await endOf([['ec2', 'DeleteSecurityGroup', { GroupId: SecurityGroups[0].GroupId }]], on)).toBe(
      'CannotDelete',
    );
    on.person.deletesDefaultVpc();
    expect(await endOf([securityGroup()], on)).toBe('VPCIdNotSpecified');
    expect(await endOf([launch()], on)).toBe('MissingInput');
  });

  test('an instance starts, runs, ends; its group goes only after it, and its token stays used', async () => {
    const on = account();
    const { GroupId } = await ask(on, securityGroup());
    const run = launch({
      SecurityGroupIds: [GroupId],
      ClientToken: 'once',
      TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: 'box' }] }],
    });
    const [{ InstanceId, State }] = (await ask(on, run)).Instances;
    expect(State.Name).toBe('pending');
    const seen = async () => {
      const Filters = [{ Name: 'tag:Name', Values: ['box'] }];
      const { Reservations } = await ask(on, ['ec2', 'DescribeInstances', { Filters }]);
      return Reservations.flatMap((one: Answer) => one.Instances);
    };
    expect((await seen())[0].State.Name).toBe('pending');
    expect((await seen())[0].State.Name).toBe('running');
    const free: Row[] = [['ec2', 'DeleteSecurityGroup', { GroupId }]];
    expect(await endOf(free, on)).toBe('DependencyViolation');
    const ended = await ask(on, ['ec2', 'TerminateInstances', { InstanceIds: [InstanceId] }]);
    expect(ended.TerminatingInstances[0]).toMatchObject({
      CurrentState: { Name: 'shutting-down' },
      PreviousState: { Name: 'running' },
    });
    expect((await seen())[0].State.Name).toBe('shutting-down');
    const [gone] = await seen();
    expect(gone).toMatchObject({
      State: { Name: 'terminated' },
      SecurityGroups: [],
      Tags: [{ Key: 'Name', Value: 'box' }],
    });
    expect(gone.VpcId).toBeUndefined();
    expect(await endOf(free, on)).toBe('ok');
    expect(await endOf([run], on)).toBe('IdempotentInstanceTerminated');
  });

  test('a group is free after it was waited for, without a look at the instances', async () => {
    const on = account();
    const { GroupId } = await ask(on, securityGroup());
    const [{ InstanceId }] = (await ask(on, launch({ SecurityGroupIds: [GroupId] }))).Instances;
    await ask(on, ['ec2', 'TerminateInstances', { InstanceIds: [InstanceId] }]);
    const free: Row[] = [['ec2', 'DeleteSecurityGroup', { GroupId }]];
    expect(await endOf(free, on)).toBe('DependencyViolation');
    expect(await endOf(free, on)).toBe('ok');
  });

  test('a network interface says where, and whether there is a public address', async () => {
    const on = account();
    const { GroupId } = await ask(on, securityGroup());
    const SubnetId = (await ask(on, ['ec2', 'DescribeSubnets', {}])).Subnets[1].SubnetId;
    const NetworkInterfaces = [{ DeviceIndex: 0, SubnetId, Groups: [GroupId], AssociatePublicIpAddress: false }];
    on.person.makesKeyPair('mine');
    const [instance] = (await ask(on, launch({ NetworkInterfaces, KeyName: 'mine' }))).Instances;
    expect(instance).toMatchObject({ SubnetId, SecurityGroups: [{ GroupId }], KeyName: 'mine' });
    const seen = async () => (await ask(on, ['ec2', 'DescribeInstances', {}])).Reservations[0].Instances[0];
    await seen();
    expect([(await seen()).State.Name, (await seen()).PublicIpAddress]).toEqual(['running', undefined]);
    expect(await endOf([launch({ NetworkInterfaces, SubnetId })], on)).toBe('InvalidParameterCombination');
    expect(await endOf([launch({ KeyName: 'yours' })], on)).toBe('InvalidKeyPair.NotFound');
    expect(await endOf([['ec2', 'DescribeKeyPairs', { KeyNames: ['yours'] }]], on)).toBe('InvalidKeyPair.NotFound');
    const { KeyPairs } = await ask(on, ['ec2', 'DescribeKeyPairs', { KeyNames: ['mine'] }]);
    expect(KeyPairs).toMatchObject([{ KeyName: 'mine' }]);
  });

  test('a rule of a group is added once; in a default VPC an unknown one is told, not refused', async () => {
    const on = account();
    const { GroupId } = await ask(on, securityGroup());
    const IpPermissions = [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '10.0.0.0/8' }] }];
    const described = async () =>
      (await ask(on, ['ec2', 'DescribeSecurityGroups', { GroupIds: [GroupId] }])).SecurityGroups[0];
    expect(await described()).toMatchObject({
      IpPermissions: [],
      IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
    });
    const rule: Row = ['ec2', 'AuthorizeSecurityGroupIngress', { GroupId, IpPermissions }];
    await ask(on, rule);
    expect((await described()).IpPermissions).toMatchObject(IpPermissions);
    expect(await endOf([rule], on)).toBe('InvalidPermission.Duplicate');
    const revoke: Row = ['ec2', 'RevokeSecurityGroupIngress', { GroupId, IpPermissions }];
    expect(await ask(on, revoke)).toEqual({ Return: true });
    expect(await ask(on, revoke)).toMatchObject({ Return: true, UnknownIpPermissions: IpPermissions });
  });

  test('types are found by filters, and not every zone offers each', async () => {
    const on = account();
    const types = async (...filters: [string, string][]) => {
      const Filters = filters.map(([Name, value]) => ({ Name, Values: [value] }));
      const { InstanceTypes } = await ask(on, ['ec2', 'DescribeInstanceTypes', { Filters }]);
      return InstanceTypes.map((one: Answer) => one.InstanceType).sort();
    };
    expect(await types(['free-tier-eligible', 'true'])).toEqual([
      'c7i-flex.large',
      'm7i-flex.large',
      't3.micro',
      't3.small',
      't4g.micro',
      't4g.small',
    ]);
    expect(await types(['free-tier-eligible', 'true'], ['processor-info.supported-architecture', 'arm64'])).toEqual([
      't4g.micro',
      't4g.small',
    ]);
    expect(await types(['instance-type', 't2.*'], ['current-generation', 'true'])).toEqual([]);
    const Filters = [{ Name: 'instance-type', Values: ['g5.xlarge'] }];
    const { InstanceTypeOfferings } = await ask(on, [
      'ec2',
      'DescribeInstanceTypeOfferings',
      { LocationType: 'availability-zone', Filters },
    ]);
    expect(InstanceTypeOfferings.map((one: Answer) => one.Location)).toEqual(['ap-southeast-2a', 'ap-southeast-2b']);
    on.person.getsAcceleratedQuota();
    const SubnetId = (await ask(on, ['ec2', 'DescribeSubnets', {}])).Subnets[2].SubnetId;
    expect(await endOf([launch({ InstanceType: 'g5.xlarge', SubnetId })], on)).toBe('Unsupported');
    on.person.choosesPlan('free');
    expect(await endOf([launch({ InstanceType: 'm7i.large' })], on)).toBe('InvalidParameterCombination');
  });

  test.each(['x86_64', 'arm64'])('the public parameter names an %s image', async (architecture) => {
    const on = account();
    const { Parameter } = await ask(on, ['ssm', 'GetParameter', { Name: `${PARAMETER}${architecture}` }]);
    const { Images } = await ask(on, ['ec2', 'DescribeImages', { ImageIds: [Parameter.Value] }]);
    expect(Images).toMatchObject([
      {
        Architecture: architecture,
        RootDeviceName: '/dev/xvda',
        BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 8, VolumeType: 'gp3' } }],
      },
    ]);
  });
});

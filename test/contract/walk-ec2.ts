import { type Step, step } from './steps.ts';

const ec2 = (operation: string, input: Step['input'] = {}, more: Pick<Step, 'differs' | 'keep'> = {}) =>
  step('ec2', operation, input, more);
const filter = (Name: string, value: string) => ({ Filters: [{ Name, Values: [value] }] });
const TAGS = [{ Key: 'Name', Value: 'box' }];
const PORT = [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '10.0.0.0/8' }] }];
const PARAMETER = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64';
const launch =
  (more: object = {}) =>
  ({ image = '', group = '' }) => ({
    ImageId: image,
    InstanceType: 't3.micro',
    MinCount: 1,
    MaxCount: 1,
    SecurityGroupIds: [group],
    ...more,
  });
const disk = (ebs: object) => ({
  BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { Encrypted: true, ...ebs } }],
});
const whole = {
  ClientToken: 'once',
  MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 1, HttpEndpoint: 'enabled' },
  CreditSpecification: { CpuCredits: 'standard' },
  ...disk({ VolumeSize: 8, VolumeType: 'gp3', DeleteOnTermination: true }),
  TagSpecifications: [{ ResourceType: 'instance', Tags: TAGS }],
};

/** EC2's part of the walks. */
export const ec2Walk: Step[] = [
  ec2('DescribeVpcs', filter('is-default', 'true'), { keep: { vpc: 'Vpcs[0].VpcId' } }),
  ec2('DescribeSubnets', ({ vpc = '' }) => filter('vpc-id', vpc)),
  ec2('DescribeKeyPairs'),
  ec2('DescribeKeyPairs', { KeyNames: ['nobodys'] }),
  ec2('DescribeSecurityGroups', {}, { differs: 'defaultGroup' }),
  ec2(
    'CreateSecurityGroup',
    ({ vpc }) => ({
      GroupName: 'box',
      Description: 'a box',
      VpcId: vpc,
      TagSpecifications: [{ ResourceType: 'security-group', Tags: TAGS }],
    }),
    { keep: { group: 'GroupId' } },
  ),
  ec2('CreateSecurityGroup', { GroupName: 'box', Description: 'a box' }),
  ec2(
    'CreateSecurityGroup',
    { GroupName: 'no', Description: 'no', VpcId: 'vpc-00000000000000000' },
    { differs: 'groupInNoVpc' },
  ),
  ec2('DescribeSecurityGroups', filter('tag:Name', 'box')),
  ec2('CreateTags', ({ group }) => ({ Resources: [group], Tags: [{ Key: 'kept', Value: 'yes' }] })),
  ec2('DescribeSecurityGroups', filter('group-name', 'b*')),
  ec2('DescribeSecurityGroups', { GroupIds: ['sg-00000000000000000'] }),
  ec2('DescribeSecurityGroups', { GroupNames: ['nothing'] }),
  ec2('AuthorizeSecurityGroupIngress', ({ group }) => ({ GroupId: group, IpPermissions: PORT })),
  ec2('AuthorizeSecurityGroupIngress', ({ group }) => ({ GroupId: group, IpPermissions: PORT })),
  ec2('DescribeSecurityGroups', ({ group }) => ({ GroupIds: [group] })),
  ec2('RevokeSecurityGroupIngress', ({ group }) => ({ GroupId: group, IpPermissions: PORT })),
  ec2('RevokeSecurityGroupIngress', ({ group }) => ({ GroupId: group, IpPermissions: PORT }), {
    differs: 'unknownRule',
  }),
  ec2('DescribeInstanceTypes', { InstanceTypes: ['t3.micro'] }),
  ec2('DescribeInstanceTypes', { InstanceTypes: ['t9.huge'] }),
  ec2('DescribeInstanceTypeOfferings', filter('instance-type', 't3.micro')),
  ec2('DescribeInstanceTypeOfferings', { LocationType: 'availability-zone', ...filter('instance-type', 't3.micro') }),
  step('ssm', 'GetParameter', { Name: PARAMETER.replace('x86_64', 'riscv') }),
  // Moto's parameters name images that it does not have, so the image is found by its name.
  ec2(
    'DescribeImages',
    { Owners: ['amazon'], ...filter('name', 'al2023-ami-2023*-kernel-6.1-x86_64') },
    { keep: { image: 'Images[0].ImageId' }, differs: 'image' },
  ),
  ec2('DescribeImages', { ImageIds: ['ami-00000000000000000'] }),
  ec2('DescribeImages', { ImageIds: ['ami-nope'] }, { differs: 'malformedId' }),
  ec2('RunInstances', launch({ DryRun: true })),
  ec2('RunInstances', launch({ ImageId: 'ami-00000000000000000', DryRun: true }), { differs: 'image' }),
  ec2('RunInstances', launch({ InstanceType: 't9.huge', DryRun: true }), { differs: 'type' }),
  ec2('RunInstances', launch({ SecurityGroupIds: ['sg-00000000000000000'] })),
  ec2('RunInstances', launch({ SubnetId: 'subnet-00000000000000000' })),
  ec2('RunInstances', launch({ IamInstanceProfile: { Name: 'nope' } }), { differs: 'profile' }),
  ec2('RunInstances', launch(disk({})), { differs: 'volumeSize' }),
  ec2('RunInstances', launch(whole), { keep: { instance: 'Instances[0].InstanceId' }, differs: 'metadataState' }),
  ec2('DescribeInstances', filter('tag:Name', 'box'), { differs: 'instanceStates' }),
  ec2('DescribeInstances', filter('tag:Name', 'box')),
  ec2('DescribeInstances', { InstanceIds: ['i-00000000000000000'] }),
  ec2('TerminateInstances', { InstanceIds: ['i-00000000000000000'] }),
  ec2('TerminateInstances', ({ instance = '' }) => ({ InstanceIds: [instance] })),
  ec2('RunInstances', launch(whole), { differs: 'token' }),
  ec2('DeleteSecurityGroup', ({ group }) => ({ GroupId: group }), { differs: 'dependency' }),
  ec2('DeleteSecurityGroup', { GroupId: 'sg-00000000000000000' }),
];

import { describe, expect, test } from 'vitest';
import type { AnyCall } from '../../src/aws/call.ts';
import type { Json } from '../../src/engine/fact.ts';
import { isSame } from '../../src/engine/finding.ts';
import { instanceProfileExists } from '../../src/facts/ec2/instance-profile.ts';
import { type Arch, type Family, typeNamed } from '../../src/facts/ec2/instance-types.ts';
import { type InstanceWish, instanceIsThere } from '../../src/facts/ec2/instances.ts';
import { networkOf, securityGroupLetsNobodyIn } from '../../src/facts/ec2/networks.ts';
import { choose } from '../../src/facts/ec2/places.ts';
import { type Answers, fakeAccount, lines, refused, TAGS } from './fake-account.ts';

const group = securityGroupLetsNobodyIn('box', { tags: TAGS });
const profile = instanceProfileExists('box', TAGS);
const OWN_TAGS = [...TAGS, { Key: 'aws-baseline:name', Value: 'acme' }];
const wish: InstanceWish = { name: 'acme-x', family: 'general', arch: 'x86_64', publicIp: true, tags: OWN_TAGS };
const NOW = Date.parse('2026-11-24T10:00:00Z');
const instance = (more: Partial<InstanceWish> = {}) =>
  instanceIsThere({ ...wish, ...more }, group, profile, [], () => NOW);

const type = (InstanceType: string, cpus = 2, mib = 1024, more: object = {}) => ({
  InstanceType,
  VCpuInfo: { DefaultVCpus: cpus },
  MemoryInfo: { SizeInMiB: mib },
  ProcessorInfo: { SupportedArchitectures: ['x86_64'] },
  ...more,
});
const subnets = (...zones: string[]) => ({
  Subnets: zones.map((zone) => ({ SubnetId: `subnet-${zone}`, AvailabilityZone: zone, VpcId: 'vpc-1' })),
});
const offered = (...zones: string[]) => ({
  InstanceTypeOfferings: ['t3.micro', 'm5.large'].flatMap((InstanceType) =>
    zones.map((Location) => ({ InstanceType, Location })),
  ),
});
const BOX = { IamInstanceProfile: { Arn: 'arn:aws:iam::111122223333:instance-profile/some/box' } };
const TOKEN = `aws-baseline-acme-${'0'.repeat(24)}`;
const there = (...all: [id: string, state: string, more?: object][]) => ({
  Reservations: [
    {},
    {
      Instances: all.map(([InstanceId, Name, more]) => ({
        InstanceId,
        InstanceType: 't3.micro',
        State: { Name },
        Tags: OWN_TAGS,
        ...BOX,
        ...more,
      })),
    },
  ],
});

const READY: Answers = {
  'ec2 DescribeInstances': {},
  'ssm GetParameter': ({ Name }) => ({ Parameter: { Value: `ami-${Name.split('-').at(-1)}` } }),
  'ec2 DescribeImages': ({ ImageIds }) => ({
    Images: [
      {
        ImageId: ImageIds[0],
        RootDeviceName: '/dev/xvda',
        BlockDeviceMappings: [
          { DeviceName: '/dev/sdb', Ebs: { VolumeSize: 99 } },
          { DeviceName: '/dev/xvda', Ebs: { VolumeSize: 8 } },
        ],
      },
    ],
  }),
  'ec2 DescribeInstanceTypes': { InstanceTypes: [type('t3.micro', 2, 1024, { BurstablePerformanceSupported: true })] },
  'ec2 DescribeSubnets': subnets('b', 'a'),
  'ec2 DescribeRouteTables': {},
  'ec2 DescribeInstanceTypeOfferings': offered('a', 'b'),
};

async function launched(more: Partial<InstanceWish> = {}, answers: Answers = {}): Promise<AnyCall['input']> {
  const calls = await instance(more).calls({ Name: 'acme-x' }, null, fakeAccount({ ...READY, ...answers }));
  expect(calls.map(({ operation }) => operation)).toEqual(['RunInstances']);
  return calls[0]?.input;
}

describe('the launch', () => {
  test('as an AWS CLI line', async () => {
    const tags = JSON.stringify([{ Key: 'Name', Value: 'acme-x' }, ...OWN_TAGS]);
    const asked =
      'aws ec2 describe-security-groups --filters \'[{"Name":"group-name","Values":["box"]},{"Name":"vpc-id","Values":["vpc-1"]}]\' --query \'SecurityGroups[0].GroupId\' --output text';
    const [line, ...more] = await lines(instance(), { Name: 'acme-x' }, null, READY);
    expect(more).toEqual([]);
    expect(line?.replace(/aws-baseline-acme-[0-9a-f]{24}$/, 'TOKEN')).toBe(
      [
        'aws ec2 run-instances --image-id ami-x86_64 --instance-type t3.micro --count 1',
        `--metadata-options '{"HttpTokens":"required","HttpEndpoint":"enabled","HttpPutResponseHopLimit":1}'`,
        `--block-device-mappings '[{"DeviceName":"/dev/xvda","Ebs":{"Encrypted":true,"VolumeType":"gp3","VolumeSize":8,"DeleteOnTermination":true}}]'`,
        `--credit-specification '{"CpuCredits":"standard"}' --iam-instance-profile '{"Name":"box"}'`,
        `--network-interfaces '[{"DeviceIndex":0,"SubnetId":"subnet-a","Groups":["'"$(${asked})"'"],"AssociatePublicIpAddress":true,"DeleteOnTermination":true}]'`,
        `--tag-specifications '[${['instance', 'volume', 'network-interface'].map((kind) => `{"ResourceType":"${kind}","Tags":${tags}}`).join(',')}]'`,
        '--client-token TOKEN',
      ].join(' '),
    );
  });

  test.each<[string, Partial<InstanceWish>, Answers, object]>([
    ['arm64 has its own image', { arch: 'arm64' }, {}, { ImageId: 'ami-arm64' }],
    [
      'the volume as asked',
      { volumeSize: 20 },
      {},
      { BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 20 } }] },
    ],
    [
      'an image that does not tell a size',
      {},
      { 'ec2 DescribeImages': { Images: [{ ImageId: 'ami-1', RootDeviceName: '/dev/xvda' }] } },
      { BlockDeviceMappings: [{ Ebs: { VolumeSize: 8, Encrypted: true } }] },
    ],
    ['no public address', { publicIp: false }, {}, { NetworkInterfaces: [{ AssociatePublicIpAddress: false }] }],
    [
      'a key pair',
      { keyName: 'mine' },
      { 'ec2 DescribeKeyPairs': { KeyPairs: [{ KeyName: 'mine' }] } },
      { KeyName: 'mine' },
    ],
    [
      'a Name tag of the person does not double ours',
      { tags: [...OWN_TAGS, { Key: 'Name', Value: 'y' }] },
      {},
      { TagSpecifications: [{ Tags: [{ Key: 'Name', Value: 'acme-x' }, ...OWN_TAGS] }, {}, {}] },
    ],
    [
      'the first zone that offers the type',
      {},
      { 'ec2 DescribeInstanceTypeOfferings': offered('b') },
      { NetworkInterfaces: [{ SubnetId: 'subnet-b' }] },
    ],
    [
      'a subnet by its name',
      { subnet: 'subnet-b' },
      {
        'ec2 DescribeSubnets': ({ Filters }) =>
          Filters[0].Name === 'subnet-id' && Filters[0].Values[0] === 'subnet-b' ? subnets('b') : subnets('a', 'b'),
      },
      { NetworkInterfaces: [{ SubnetId: 'subnet-b' }] },
    ],
    [
      'a type by its name',
      { type: 'm5.large' },
      {
        'ec2 DescribeInstanceTypes': ({ Filters }) => ({
          InstanceTypes: Filters[0].Values[0] === 'm5.large' ? [type('m5.large')] : [],
        }),
      },
      { InstanceType: 'm5.large' },
    ],
  ])('%s', async (_what, more, answers, expected) => expect(await launched(more, answers)).toMatchObject(expected));

  test.each([
    ['key', 'KeyName', {}],
    ['credits', 'CreditSpecification', { 'ec2 DescribeInstanceTypes': { InstanceTypes: [type('m5.large')] } }],
  ])('no %s unless it makes sense', async (_what, field, answers) =>
    expect(await launched({}, answers)).not.toHaveProperty(field),
  );

  test.each<[string, Partial<InstanceWish>, Answers, string]>([
    [
      'no default VPC',
      {},
      { 'ec2 DescribeSubnets': { Subnets: [] }, 'ec2 DescribeVpcs': { Vpcs: [] } },
      'ap-southeast-2 has no default VPC: specify a subnet with --subnet, or create a default VPC with aws ec2 create-default-vpc --region ap-southeast-2',
    ],
    [
      'a default VPC without default subnets',
      {},
      { 'ec2 DescribeSubnets': { Subnets: [] }, 'ec2 DescribeVpcs': { Vpcs: [{ VpcId: 'vpc-1', IsDefault: true }] } },
      'aws ec2 create-default-subnet --availability-zone ap-southeast-2a --region ap-southeast-2',
    ],
    [
      'no such subnet',
      { subnet: 'subnet-0' },
      { 'ec2 DescribeSubnets': {} },
      'subnet subnet-0 does not exist in ap-southeast-2',
    ],
    [
      'no zone with the type',
      {},
      { 'ec2 DescribeInstanceTypeOfferings': offered('c') },
      'no subnet is in an Availability Zone that offers t3.micro (offered in: c)',
    ],
    ['no zone at all', {}, { 'ec2 DescribeInstanceTypeOfferings': {} }, '(offered in: none)'],
    ['no such type', { type: 't9.huge' }, { 'ec2 DescribeInstanceTypes': {} }, 'does not offer instance type t9.huge'],
    ['the other processor', { type: 't3.micro', arch: 'arm64' }, {}, 'supports x86_64, not arm64'],
    ['too small a volume', { volumeSize: 7 }, {}, '--volume-size 7 is too small: the image requires 8 GiB'],
    [
      'no such key pair',
      { keyName: 'mine' },
      { 'ec2 DescribeKeyPairs': refused('InvalidKeyPair.NotFound') },
      'key pair mine does not exist',
    ],
    ['no image', {}, { 'ec2 DescribeImages': {} }, 'the latest Amazon Linux 2023, does not exist in ap-southeast-2'],
    ['no type of the family', {}, { 'ec2 DescribeInstanceTypes': {} }, 'offers no general instance type for x86_64'],
  ])('%s is an obstacle', async (_what, more, answers, message) => {
    await expect(launched(more, answers)).rejects.toMatchObject({
      name: 'Obstacle',
      message: expect.stringContaining(message),
    });
  });
});

describe('another image', () => {
  const AMI = 'ami-0a1b2c3d4e5f67890';
  const image = (more: object = {}): Answers => ({
    'ec2 DescribeImages': ({ ImageIds }) => ({
      Images: [
        { ImageId: ImageIds[0], RootDeviceName: '/dev/sda1', Name: 'theirs', CreationDate: '2026-01-02T', ...more },
      ],
    }),
  });
  const told = async (more: object, wished: Partial<InstanceWish> = {}) => {
    const fact = instance({ ami: AMI, ...wished });
    await fact.calls({ Name: 'acme-x' }, null, fakeAccount({ ...READY, ...image(more) }));
    return fact.foretold?.().join('; ');
  };

  test('is launched with its own root device, without a look for the newest', async () => {
    const none = { 'ssm GetParameter': refused('AccessDenied') };
    expect(await launched({ ami: AMI }, { ...image(), ...none })).toMatchObject({
      ImageId: AMI,
      BlockDeviceMappings: [{ DeviceName: '/dev/sda1', Ebs: { VolumeSize: 8, Encrypted: true } }],
    });
  });

  test.each<[string, Answers, string, string]>([
    ['none', { 'ec2 DescribeImages': refused('InvalidAMIID.NotFound') }, 'ec2.ami', 'does not exist in ap-southeast-2'],
    ['an empty list', { 'ec2 DescribeImages': {} }, 'ec2.ami', 'does not exist in ap-southeast-2'],
    ['not ready', image({ State: 'pending' }), 'ec2.ami', 'is not available (pending)'],
    ['arm64', image({ Architecture: 'arm64' }), 'ec2.arch', 'is for arm64, not x86_64'],
    ['instance store', image({ RootDeviceType: 'instance-store' }), 'ec2.ami', 'is not an EBS volume'],
    [
      'no ENA',
      {
        ...image({ EnaSupport: false }),
        'ec2 DescribeInstanceTypes': {
          InstanceTypes: [type('t3.micro', 2, 1024, { NetworkInfo: { EnaSupport: 'required' } })],
        },
      },
      'ec2.ami',
      'which t3.micro requires',
    ],
  ])('%s does not fit', async (_what, answers, key, message) => {
    await expect(launched({ ami: AMI }, answers)).rejects.toMatchObject({
      key,
      message: expect.stringContaining(message),
    });
  });

  test.each<[string, object, Partial<InstanceWish>, RegExp]>([
    ['the newest Amazon Linux', {}, { ami: undefined }, /^image theirs, created 2026-01-02(?!.*SSM Agent is)/],
    ["somebody's", {}, {}, /is theirs, created 2026-01-02.*only if SSM Agent is installed/],
    ["Amazon's", { ImageOwnerAlias: 'amazon' }, {}, /created 2026-01-02; subnet/],
    ['deprecated', { DeprecationTime: '2026-10-01T00:00:00Z' }, {}, /deprecated/],
    ['Windows, private', { Platform: 'windows' }, { private: true }, /cannot be reached/],
  ])('what is said of it: %s', async (_what, more, wished, words) => expect(await told(more, wished)).toMatch(words));
});

describe('the client token', () => {
  const ended = (...ids: string[]): Answers => ({
    'ec2 DescribeInstances': there(...ids.map((id): [string, string] => [id, 'terminated'])),
  });
  const token = async (more: Partial<InstanceWish> = {}, answers: Answers = {}) =>
    (await launched(more, answers)).ClientToken as string;

  test.each<[string, Partial<InstanceWish>, Answers, boolean]>([
    ['the same wish again', {}, {}, true],
    ['another size', { volumeSize: 9 }, {}, false],
    ['after one that ended', {}, ended('i-1'), false],
    ['another name', { name: 'acme-y' }, {}, false],
  ])('%s', async (_what, more, answers, same) => expect((await token()) === (await token(more, answers))).toBe(same));

  test('does not depend on the order in which AWS lists what ended', async () => {
    expect(await token({}, ended('i-1', 'i-2'))).toBe(await token({}, ended('i-2', 'i-1')));
    expect(await token({}, ended('i-1', 'i-2'))).not.toBe(await token({}, ended('i-1')));
  });

  test('fits into what EC2 takes', async () => expect(await token()).toMatch(/^aws-baseline-acme-[0-9a-f]{24}$/));
});

describe('an instance', () => {
  test.each<[string, object, unknown]>([
    ['none', {}, null],
    ['no list', { Reservations: [{}] }, null],
    [
      'a running one',
      there(['i-1', 'running']),
      { Name: 'acme-x', InstanceId: 'i-1', InstanceType: 't3.micro', state: 'running' },
    ],
    [
      'a stopped one is there',
      there(['i-1', 'stopped']),
      { Name: 'acme-x', InstanceId: 'i-1', InstanceType: 't3.micro', state: 'stopped' },
    ],
    ['an ended one is not', there(['i-1', 'terminated'], ['i-2', 'shutting-down']), null],
    [
      'the live one of two',
      there(['i-1', 'terminated'], ['i-2', 'pending']),
      { Name: 'acme-x', InstanceId: 'i-2', InstanceType: 't3.micro', state: 'pending' },
    ],
  ])('read: %s', async (_what, answer, expected) => {
    const now = await instance().read(fakeAccount({ 'ec2 DescribeInstances': answer }));
    expect(now).toEqual(expected);
    expect(isSame(instance(), now, instance().want)).toBe(expected !== null);
  });

  test('is found on the second page', async () => {
    const account = fakeAccount({
      'ec2 DescribeInstances': ({ NextToken }) => (NextToken === 't' ? there(['i-9', 'running']) : { NextToken: 't' }),
    });
    expect(await instance().read(account)).toMatchObject({ InstanceId: 'i-9' });
  });

  const NOBODYS = { Tags: [], IamInstanceProfile: undefined };
  const THEIRS = [{ Key: 'managed-by', Value: 'terraform' }];
  test.each<[string, ReturnType<typeof there>, string | null | RegExp]>([
    ['renamed', there(['i-1', 'running', { Tags: [...OWN_TAGS, { Key: 'Name', Value: 'web server' }] }]), 'i-1'],
    ['without tags, by its token', there(['i-1', 'running', { ...NOBODYS, ClientToken: TOKEN }]), 'i-1'],
    ['by a token that was counted', there(['i-1', 'running', { ...NOBODYS, ClientToken: `${TOKEN}-2` }]), 'i-1'],
    [
      "another baseline's token",
      there(['i-1', 'running', { ...NOBODYS, ClientToken: `aws-baseline-acme-x-${'0'.repeat(24)}` }]),
      null,
    ],
    ['one of two tags is left', there(['i-1', 'running', { Tags: OWN_TAGS.slice(0, 1) }]), 'i-1'],
    [
      'another NAME',
      there([
        'i-1',
        'running',
        { Tags: [TAGS[0], { Key: 'aws-baseline:name', Value: 'beta' }], IamInstanceProfile: undefined },
      ]),
      null,
    ],
    ["somebody's own, with our profile", there(['i-1', 'running', { Tags: THEIRS }]), null],
    [
      "under somebody's tags now, though we launched it",
      there(['i-1', 'running', { Tags: THEIRS, ClientToken: TOKEN }]),
      /i-1.*--launch-again/,
    ],
    ['only the profile', there(['i-1', 'running', { Tags: [] }]), /i-1.*--launch-again/],
    ['ours beside one that only has the profile', there(['i-1', 'running', { Tags: [] }], ['i-2', 'running']), 'i-2'],
    [
      'the launched one beside a copy of its tags',
      there(['i-1', 'running'], ['i-2', 'running', { ClientToken: TOKEN }]),
      'i-2',
    ],
    [
      'the one with the profile beside a copy of its tags',
      there(['i-1', 'running', { IamInstanceProfile: undefined }], ['i-2', 'running']),
      'i-2',
    ],
    ["nobody's", there(['i-1', 'running', NOBODYS]), null],
  ])('found: %s', async (_what, answer, expected) => {
    const reading = instance().read(fakeAccount({ 'ec2 DescribeInstances': answer }));
    if (expected instanceof RegExp) await expect(reading).rejects.toThrow(expected);
    else expect(((await reading)?.InstanceId ?? null) as string | null).toBe(expected);
  });

  test('several that cannot be told apart: nothing is launched, nothing is ended', async () => {
    const answers = { ...READY, 'ec2 DescribeInstances': there(['i-1', 'running'], ['i-2', 'stopped']) };
    const now = await instance().read(fakeAccount(answers));
    expect(isSame(instance(), now, instance().want)).toBe(false);
    await expect(instance().calls(instance().want, now, fakeAccount(answers))).rejects.toThrow(/i-1, i-2/);
    await expect(instance().calls(null, now, fakeAccount(answers))).rejects.toThrow(/i-1, i-2/);
  });

  test('several that we launched by their tokens all end', async () => {
    const tokens = [{ ClientToken: TOKEN }, { ClientToken: `${TOKEN}-1` }, { ClientToken: TOKEN }];
    const answers = {
      'ec2 DescribeInstances': there(
        ...tokens.map((one, i): [string, string, object] => [`i-${i + 1}`, 'running', one]),
      ),
    };
    const now = await instance().read(fakeAccount(answers));
    expect(isSame(instance(), now, instance().want)).toBe(false);
    expect(await lines(instance(), null, now, answers)).toEqual([
      'aws ec2 terminate-instances --instance-ids i-1 i-2 i-3',
    ]);
  });

  test('two under one token are one launch, and end together', async () => {
    const token = { ClientToken: TOKEN };
    const answers = { 'ec2 DescribeInstances': there(['i-1', 'running', token], ['i-2', 'running', token]) };
    const now = await instance().read(fakeAccount(answers));
    expect(isSame(instance(), now, instance().want)).toBe(true);
    expect(await lines(instance(), null, now, answers)).toEqual(['aws ec2 terminate-instances --instance-ids i-1 i-2']);
  });

  test.each<[string, Json, Json, string[]]>([
    ['there already: no second one', { Name: 'acme-x' }, { Name: 'acme-x', InstanceId: 'i-1', state: 'stopped' }, []],
    ['take away', null, { Name: 'acme-x', InstanceId: 'i-1' }, ['aws ec2 terminate-instances --instance-ids i-1']],
  ])('%s', async (_what, to, now, expected) =>
    expect(await lines(instance(), to as never, now as never)).toEqual(expected),
  );
});

describe('the smallest type', () => {
  const MANY = [
    type('m5.large', 2, 8192),
    type('t3.nano', 2, 512),
    type('t3.micro', 2, 1024),
    type('c5.large', 2, 4096),
    type('mac1.metal', 1, 1),
    type('r5.large', 2, 16384),
    type('x2iedn.xlarge', 4, 131072),
    type('u-3tb1.56xlarge', 224, 3145728),
    type('z1d.large', 2, 16384),
    type('g4dn.xlarge', 4, 16384),
    type('p3.2xlarge', 8, 62464),
    type('inf1.xlarge', 4, 8192),
    type('trn1.2xlarge', 8, 32768),
    type('vt1.3xlarge', 12, 24576),
    type('i3.large', 2, 15616),
    type('im4gn.large', 2, 8192),
    type('is4gen.medium', 1, 6144),
    type('d3.xlarge', 4, 32768),
    type('dl1.24xlarge', 96, 786432),
    type('f1.2xlarge', 8, 124928),
    type('h1.2xlarge', 8, 32768),
    type('a1.medium', 1, 2048),
    type('hpc7a.12xlarge', 1, 1),
  ];
  const free = (...names: string[]): Answers => ({
    'ec2 DescribeInstanceTypes': ({ Filters }) => ({
      InstanceTypes: Filters.some(({ Name }: { Name: string }) => Name === 'free-tier-eligible')
        ? MANY.filter(({ InstanceType }) => names.includes(InstanceType))
        : MANY,
    }),
    'ec2 DescribeInstanceTypeOfferings': everywhere(...MANY.map(({ InstanceType }) => InstanceType)),
  });
  const everywhere = (...names: string[]) => ({
    InstanceTypeOfferings: names.map((InstanceType) => ({ InstanceType, Location: 'a' })),
  });
  const smallestOf = async (family: Family, arch: Arch, account: ReturnType<typeof fakeAccount>) => {
    const reading = Promise.resolve({ network: { vpcId: 'vpc-1', subnets: [{ subnetId: 'subnet-a', zone: 'a' }] } });
    return (await choose({ family, arch }, reading, account)).type;
  };
  test.each<[Family, string, string[]]>([
    ['general', 'a1.medium', []],
    ['general', 't3.micro', ['t3.micro', 'm5.large']],
    ['general', 'a1.medium', ['c5.large']],
    ['compute', 'c5.large', []],
    ['memory', 'r5.large', ['t3.micro']],
    ['accelerated', 'inf1.xlarge', []],
    ['storage', 'is4gen.medium', []],
  ])('%s: %s, where the free tier covers %j', async (family, expected, names) => {
    expect((await smallestOf(family, 'x86_64', fakeAccount(free(...names)))).InstanceType).toBe(expected);
  });

  test.each<[string, Family, string[], string[], string]>([
    ['is not one that no subnet has', 'memory', [], ['x2iedn.xlarge', 'z1d.large'], 'z1d.large'],
    ['that is free and not offered gives way', 'general', ['t3.micro'], ['m5.large'], 'm5.large'],
  ])('%s', async (_what, family, names, there, expected) => {
    const account = fakeAccount({ ...free(...names), 'ec2 DescribeInstanceTypeOfferings': everywhere(...there) });
    expect((await smallestOf(family, 'x86_64', account)).InstanceType).toBe(expected);
  });

  test('is asked for by family, processor and generation, and every page is read', async () => {
    const account = fakeAccount({
      'ec2 DescribeInstanceTypes': ({ Filters, NextToken }) =>
        Filters[0].Name === 'free-tier-eligible'
          ? {}
          : NextToken
            ? { InstanceTypes: [type('c5.large')] }
            : { NextToken: 't' },
      'ec2 DescribeInstanceTypeOfferings': everywhere('c5.large'),
    });
    expect((await smallestOf('compute', 'arm64' as Arch, account)).InstanceType).toBe('c5.large');
    expect(account.asked[1]?.input.Filters).toEqual([
      { Name: 'current-generation', Values: ['true'] },
      { Name: 'bare-metal', Values: ['false'] },
      { Name: 'instance-type', Values: ['c*'] },
      { Name: 'processor-info.supported-architecture', Values: ['arm64'] },
    ]);
  });

  test('a type that does not tell its processors runs nothing', async () => {
    const account = fakeAccount({ 'ec2 DescribeInstanceTypes': { InstanceTypes: [{ InstanceType: 't3.micro' }] } });
    await expect(typeNamed('t3.micro', 'x86_64', account)).rejects.toThrow('choose another architecture with --arch');
  });
});

describe('the security group', () => {
  const SSH = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
  const WEB = {
    IpProtocol: 'tcp',
    FromPort: 443,
    ToPort: 443,
    IpRanges: [{ CidrIp: '10.0.0.0/8' }, { CidrIp: '192.168.0.0/16' }],
  };
  const ID = `"$(aws ec2 describe-security-groups --filters '[{"Name":"group-name","Values":["box"]},{"Name":"vpc-id","Values":["vpc-1"]}]' --query 'SecurityGroups[0].GroupId' --output text)"`;
  const VPC: Answers = { 'ec2 DescribeSubnets': subnets('a') };
  const json = (value: unknown) => `'${JSON.stringify(value)}'`;
  const authorize = (...rules: object[]) =>
    `aws ec2 authorize-security-group-ingress --group-id ${ID} --ip-permissions ${json(rules)}`;
  const revoke = (...rules: object[]) =>
    `aws ec2 revoke-security-group-ingress --group-id ${ID} --ip-permissions ${json(rules)}`;
  const rules = (...ingress: object[]) => ({ ingress: ingress as unknown as Json[] });

  test.each([
    [
      'make',
      rules(),
      null,
      [
        `aws ec2 create-security-group --group-name box --description 'Made by aws-baseline: nobody may come in' --vpc-id vpc-1 --tag-specifications ${json([{ ResourceType: 'security-group', Tags: TAGS }])}`,
      ],
    ],
    ['mend', rules(), rules(SSH), [revoke(SSH)]],
    ['give back', rules(SSH, WEB), rules(), [authorize(SSH, WEB)]],
    ['give back what is missing', rules(SSH, WEB), rules(WEB), [authorize(SSH)]],
    ['give back, and take what came since', rules(SSH), rules(WEB), [revoke(WEB), authorize(SSH)]],
    ['take away', null, rules(), [`aws ec2 delete-security-group --group-id ${ID}`]],
  ])('%s', async (_what, to, now, expected) => expect(await lines(group, to, now, VPC)).toEqual(expected));

  test.each<[string, object, unknown]>([
    ['none', {}, null],
    ['one in another VPC', { SecurityGroups: [{ VpcId: 'vpc-2' }] }, null],
    [
      'ours among others',
      { SecurityGroups: [{ VpcId: 'vpc-2', IpPermissions: [SSH] }, { VpcId: 'vpc-1' }] },
      { ingress: [] },
    ],
    [
      'rules without their empty lists',
      { SecurityGroups: [{ VpcId: 'vpc-1', IpPermissions: [{ ...SSH, Ipv6Ranges: [], PrefixListIds: [] }] }] },
      { ingress: [SSH] },
    ],
  ])('read: %s', async (_what, answer, expected) => {
    expect(await group.read(fakeAccount({ ...VPC, 'ec2 DescribeSecurityGroups': answer }))).toEqual(expected);
  });

  test.each<[string, object, object | null, boolean]>([
    ['nobody comes in', rules(), rules(), true],
    ['somebody comes in', rules(SSH), rules(), false],
    ['no group', rules(), null, false],
    [
      'the same rules in another order',
      rules(SSH, WEB),
      rules({ ...WEB, IpRanges: WEB.IpRanges.toReversed() }, SSH),
      true,
    ],
    ['another port', rules(SSH), rules({ ...SSH, ToPort: 23 }), false],
  ])('same: %s', (_what, a, b, same) => expect(isSame(group, a as Json, b as Json)).toBe(same));
});

test.each<[string, object, string[]]>([
  ['by zone', subnets('c', 'a', 'b'), ['subnet-a', 'subnet-b', 'subnet-c']],
  ['one that does not tell its zone', { Subnets: [{ SubnetId: 'subnet-x', VpcId: 'vpc-1' }] }, ['subnet-x']],
])('subnets %s', async (_what, answer, expected) => {
  const network = await networkOf(undefined, fakeAccount({ 'ec2 DescribeSubnets': answer }));
  expect(network.subnets.map(({ subnetId }) => subnetId)).toEqual(expected);
});

test('a refused read is no obstacle', async () => {
  await expect(launched({}, { 'ssm GetParameter': refused('AccessDeniedException') })).rejects.toThrow('AccessDenied');
});

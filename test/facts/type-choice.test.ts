import type { InstanceTypeInfo } from '@aws-sdk/client-ec2';
import { GetServiceQuotaCommand, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { VCPU_QUOTAS, vcpuQuotaOf } from '../../src/aws/causes/vcpu-quotas.ts';
import { sender } from '../../src/aws/real.ts';
import { rehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import { instanceTypes, zonesOffering } from '../../src/aws/rehearsal/ec2/instance-types.ts';
import { type Arch, FAMILIES, type Family } from '../../src/facts/ec2/instance-types.ts';
import { networkOf } from '../../src/facts/ec2/networks.ts';
import { choose } from '../../src/facts/ec2/places.ts';
import { acceleratorsOf, typeCandidates } from '../../src/facts/type-choice/candidates.ts';
import { vcpuRoom } from '../../src/facts/type-choice/vcpu-room.ts';
import { type Answers, fakeAccount, HOME, refused } from './fake-account.ts';

const now = () => new Date('2026-11-24T10:00:00Z');
const namesOf = (types: InstanceTypeInfo[]) => types.map(({ InstanceType }) => InstanceType);
const both: Arch[] = ['x86_64', 'arm64'];
const ROWS = FAMILIES.flatMap((family) => both.map((arch): [Family, Arch] => [family, arch]));

describe('the types to choose from', () => {
  test.each(ROWS)('%s, %s: the first one is what is launched without a choice', async (family, arch) => {
    const account = rehearsalAccount({ homeRegion: HOME, now });
    const { type } = await choose(
      { family, arch },
      networkOf(undefined, account).then((network) => ({ network })),
      account,
    );
    const found = await typeCandidates({ family, arch }, account);
    expect(found[0]?.InstanceType).toBe(type.InstanceType);
    expect(found.length).toBeLessThanOrEqual(7);
    expect(new Set(namesOf(found)).size).toBe(found.length);
    expect(found.every(({ CurrentGeneration, FreeTierEligible }) => CurrentGeneration || FreeTierEligible)).toBe(true);
  });

  test('are only those that the zone of the one subnet offers', async () => {
    const account = rehearsalAccount({ homeRegion: HOME, now });
    const { subnets } = await networkOf(undefined, account);
    for (const { subnetId, zone } of subnets) {
      const found = await typeCandidates({ family: 'accelerated', arch: 'x86_64', subnet: subnetId }, account);
      const offered = instanceTypes.filter((type) => zonesOffering(type, HOME).includes(zone)).map(({ name }) => name);
      expect(namesOf(found).filter((name) => !offered.includes(String(name)))).toEqual([]);
      expect(found.length > 0).toBe(zone !== `${HOME}c`);
    }
  });

  const type = (InstanceType: string, cpus: number, gib: number, more: object = {}) => ({
    InstanceType,
    VCpuInfo: { DefaultVCpus: cpus },
    MemoryInfo: { SizeInMiB: gib * 1024 },
    ...more,
  });
  const FREE = type('t3.micro', 2, 1, { FreeTierEligible: true });
  const CURRENT = [
    ...[type('t3.nano', 2, 0.5), FREE, type('t3.small', 2, 2), type('t3a.small', 2, 2), type('m5.large', 2, 8)],
    ...[type('m8i.large', 2, 8), type('m5.xlarge', 4, 16), type('m8g.xlarge', 4, 16), type('t3.xlarge', 4, 16)],
    type('m5zn.3xlarge', 12, 48),
  ];
  const answers = (more: Answers = {}): Answers => ({
    'ec2 DescribeSubnets': { Subnets: [{ SubnetId: 'subnet-a', AvailabilityZone: 'a', VpcId: 'vpc-1' }] },
    'ec2 DescribeInstanceTypes': ({ Filters }: { Filters: { Name: string }[] }) => ({
      InstanceTypes: Filters.some(({ Name }) => Name === 'free-tier-eligible') ? [FREE] : CURRENT,
    }),
    'ec2 DescribeInstanceTypeOfferings': ({ Filters }: { Filters: { Values: string[] }[] }) => ({
      InstanceTypeOfferings: Filters[0]?.Values.map((InstanceType) => ({ InstanceType, Location: 'a' })),
    }),
    ...more,
  });

  test('are larger and larger, each memory once, the newest generation of each', async () => {
    const account = fakeAccount(answers());
    const found = await typeCandidates({ family: 'general', arch: 'x86_64' }, account);
    expect(namesOf(found)).toEqual(['t3.micro', 't3.small', 'm8i.large', 'm8g.xlarge']);
    expect(account.asked.map(({ operation }) => operation).sort()).toEqual([
      'DescribeInstanceTypeOfferings',
      'DescribeInstanceTypes',
      'DescribeInstanceTypes',
      'DescribeSubnets',
    ]);
  });

  test('with accelerators, are one for each kind of them, and a part of a GPU is another kind', async () => {
    const gpu = (Name: string, Count: number, more: object = {}) => ({ GpuInfo: { Gpus: [{ Name, Count, ...more }] } });
    const types = [
      type('g6f.large', 2, 8, gpu('L4', 0, { LogicalGpuCount: 1, GpuPartitionSize: 0.125 })),
      ...[type('g4dn.xlarge', 4, 16, gpu('T4', 1)), type('g6.xlarge', 4, 16, gpu('L4', 1))],
      ...[type('g6.2xlarge', 8, 32, gpu('L4', 1)), type('p4d.24xlarge', 96, 1152, gpu('A100', 8))],
    ];
    const account = fakeAccount(
      answers({
        'ec2 DescribeInstanceTypes': ({ Filters }: { Filters: { Name: string }[] }) => ({
          InstanceTypes: Filters.some(({ Name }) => Name === 'free-tier-eligible') ? [] : types,
        }),
      }),
    );
    const found = await typeCandidates({ family: 'accelerated', arch: 'x86_64' }, account);
    expect(found.map((one) => [one.InstanceType, acceleratorsOf(one)?.count])).toEqual([
      ['g6f.large', 0.125],
      ['g6.xlarge', 1],
      ['g4dn.xlarge', 1],
      ['p4d.24xlarge', 8],
    ]);
  });

  test('are none if no zone of a subnet offers one', async () => {
    const nowhere = { 'ec2 DescribeInstanceTypeOfferings': {} };
    expect(await typeCandidates({ family: 'general', arch: 'x86_64' }, fakeAccount(answers(nowhere)))).toEqual([]);
  });
});

describe('the quota that a type counts against', () => {
  // AWS page "Amazon EC2 instance type quotas".
  test.each([
    [
      /^L-1216C47A$/,
      't3.micro m8g.large c7i-flex.large r5.large a1.large d3.xlarge h1.2xlarge i4i.large z1d.large im4gn.large is4gen.large',
    ],
    [/^L-DB2E81BA$/, 'g6.xlarge gr6.4xlarge vt1.3xlarge'],
    [/^L-417A185B$/, 'p5.48xlarge p6-b200.48xlarge'],
    [/^L-1945791B$/, 'inf2.xlarge'],
    [/^L-2C3B7624$/, 'trn1.2xlarge'],
    [/^L-6E869C2A$/, 'dl1.24xlarge'],
    [/^L-74FC7D96$/, 'f2.6xlarge'],
    [/^L-7295265B$/, 'x2gd.medium'],
    [/^L-43DA4232$/, 'u-6tb1.56xlarge u7i-12tb.224xlarge'],
    [/^L-F7808C92$/, 'hpc7g.4xlarge'],
    [/^undefined$/, 'mac2.metal'],
  ])('%s', (code, names) => {
    for (const name of names.split(' ')) expect(String(vcpuQuotaOf(name)?.code), name).toMatch(code);
  });
});

describe('the room under a quota', () => {
  const quotas = mockClient(ServiceQuotasClient);
  beforeEach(() => quotas.reset());
  const instance = (InstanceType: string, Name: string, more: object = {}) => ({
    InstanceType,
    State: { Name },
    CpuOptions: { CoreCount: 1, ThreadsPerCore: 2 },
    ...more,
  });
  const RUNNING = {
    Reservations: [
      { Instances: [instance('t3.micro', 'running'), instance('m5.large', 'pending')] },
      { Instances: [instance('c5.large', 'stopped'), instance('g6.xlarge', 'running')] },
      { Instances: [instance('m5.large', 'running', { InstanceLifecycle: 'spot' })] },
      { Instances: [instance('m5.large', 'running', { Placement: { Tenancy: 'host' } })] },
    ],
  };
  /** EC2 is a fake, and Service Quotas the SDK's client with a mock behind it. */
  function account(instances: object | Error = RUNNING) {
    const fake = fakeAccount({ 'ec2 DescribeInstances': instances });
    const real = sender({ homeRegion: HOME, version: '0' });
    return {
      ...fake,
      send: ((given: Parameters<typeof real>[0]) =>
        given.service === 'servicequotas' ? real(given) : fake.send(given)) as typeof real,
    };
  }
  const quota = (QuotaCode: string, Value: number) =>
    quotas.on(GetServiceQuotaCommand, { ServiceCode: 'ec2', QuotaCode }).resolves({ Quota: { QuotaCode, Value } });

  test('is its value less the vCPUs of running On-Demand Instances that count against it', async () => {
    quota('L-1216C47A', 5);
    quota('L-DB2E81BA', 0);
    const rooms = await vcpuRoom(['t3.micro', 'm5.large', 'g6.xlarge', 'mac2.metal'], account());
    expect([...rooms]).toEqual([
      ['L-1216C47A', { ...vcpuQuotaOf('t3.micro'), limit: 5, left: 1 }],
      ['L-DB2E81BA', { ...vcpuQuotaOf('g6.xlarge'), limit: 0, left: 0 }],
    ]);
    // One request for each quota, not for each type.
    expect(quotas.commandCalls(GetServiceQuotaCommand)).toHaveLength(2);
  });

  test('is not known where the quota is denied, unknown or cannot be asked, and another one still is', async () => {
    quotas.on(GetServiceQuotaCommand).rejects(refused('AccessDeniedException'));
    quota('L-DB2E81BA', 8);
    const rooms = await vcpuRoom(['t3.micro', 'g6.xlarge'], account());
    expect([...rooms].map(([code, { left }]) => [code, left])).toEqual([['L-DB2E81BA', 6]]);
  });

  test('is not known where the instances cannot be listed', async () => {
    quota('L-1216C47A', 5);
    expect((await vcpuRoom(['t3.micro'], account(refused('UnauthorizedOperation')))).size).toBe(0);
  });
});

test('the rehearsal tells the quotas of EC2 as AWS does, and no others', async () => {
  const account = rehearsalAccount({ homeRegion: HOME, now });
  const ask = (ServiceCode: string, QuotaCode: string) =>
    account.send({ service: 'servicequotas', operation: 'GetServiceQuota', input: { ServiceCode, QuotaCode } });
  for (const { code, name } of VCPU_QUOTAS)
    expect((await ask('ec2', code)).Quota).toMatchObject({
      QuotaArn: `arn:aws:servicequotas:${HOME}:${account.identity.accountId}:ec2/${code}`,
      QuotaName: name,
      Value: code === 'L-1216C47A' ? 32 : 0,
    });
  account.person.getsAcceleratedQuota();
  expect((await ask('ec2', 'L-DB2E81BA')).Quota?.Value).toBe(64);
  await expect(ask('ec2', 'L-00000000')).rejects.toMatchObject({ name: 'NoSuchResourceException' });
  await expect(ask('s3', 'L-1216C47A')).rejects.toMatchObject({ name: 'NoSuchResourceException' });
});

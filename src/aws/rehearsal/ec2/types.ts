import type { InputOf, OutputOf } from '../../services.ts';
import type { Operations } from '../context.ts';
import { page } from '../page.ts';
import { refuse, unknownTo } from '../refuse.ts';
import { zoneIdOf } from '../region.ts';
import { badToken, filtered } from './filters.ts';
import { type InstanceType, instanceTypes, zonesOffering } from './instance-types.ts';

type TypeAnswer = NonNullable<OutputOf<'ec2', 'DescribeInstanceTypes'>['InstanceTypes']>[number];
type OfferedType = NonNullable<InputOf<'ec2', 'RunInstances'>['InstanceType']>;

function typeAnswer(type: InstanceType): TypeAnswer {
  const metal = type.name.endsWith('.metal');
  return {
    InstanceType: type.name as OfferedType,
    CurrentGeneration: type.current,
    FreeTierEligible: type.free,
    SupportedUsageClasses: ['on-demand', 'spot'],
    SupportedRootDeviceTypes: ['ebs'],
    SupportedVirtualizationTypes: ['hvm'],
    BareMetal: metal,
    Hypervisor: type.current ? 'nitro' : 'xen',
    ProcessorInfo: {
      SupportedArchitectures: [type.architecture],
      Manufacturer: type.architecture === 'arm64' ? 'AWS' : /a\./.test(type.name) ? 'AMD' : 'Intel',
    },
    VCpuInfo: { DefaultVCpus: type.cpus },
    MemoryInfo: { SizeInMiB: type.memory },
    InstanceStorageSupported: type.disks,
    ...(type.disks ? { InstanceStorageInfo: storageOf(type) } : {}),
    ...acceleratorOf(type),
    EbsInfo: { EbsOptimizedSupport: 'default', EncryptionSupport: 'supported', NvmeSupport: 'required' },
    NetworkInfo: { NetworkPerformance: networkOf(type), EnaSupport: 'required', Ipv6Supported: true },
    BurstablePerformanceSupported: type.burstable,
    AutoRecoverySupported: true,
  };
}

// Round figures in AWS's form; real types differ.
function networkOf({ cpus, current }: InstanceType): string {
  return current ? (cpus > 16 ? '25 Gigabit' : `Up to ${cpus > 2 ? 12.5 : 5} Gigabit`) : 'Moderate';
}

function storageOf({ name, cpus }: InstanceType): TypeAnswer['InstanceStorageInfo'] {
  const Type = /^[dh]\d/.test(name) ? 'hdd' : 'ssd';
  const SizeInGB = cpus * (Type === 'hdd' ? 500 : 100);
  return { TotalSizeInGB: SizeInGB, Disks: [{ SizeInGB, Count: 1, Type }], NvmeSupport: 'required' };
}

const GPUS: Record<string, string> = { g4dn: 'T4', g5: 'A10G', g5g: 'T4g', g6: 'L4', p3: 'V100', p4d: 'A100' };
const CHIPS: Record<string, string> = { inf1: 'Inferentia', inf2: 'Inferentia2', trn1: 'Trainium' };

// Of the larger ones, the rehearsal has one type with eight.
function acceleratorOf({ name }: InstanceType): Partial<TypeAnswer> {
  const [family = ''] = name.split('.');
  const Count = family === 'p4d' ? 8 : 1;
  const gpu = GPUS[family];
  if (gpu) return { GpuInfo: { Gpus: [{ Name: gpu, Manufacturer: 'NVIDIA', Count }] } };
  const chip = CHIPS[family];
  if (!chip) return {};
  const device = { Name: chip, Count };
  return family === 'inf1'
    ? { InferenceAcceleratorInfo: { Accelerators: [{ ...device, Manufacturer: 'AWS' }] } }
    : { NeuronInfo: { NeuronDevices: [device] } };
}

const TYPE_FILTERS = {
  'instance-type': (one: InstanceType) => [one.name],
  'free-tier-eligible': (one: InstanceType) => [String(one.free)],
  'current-generation': (one: InstanceType) => [String(one.current)],
  'processor-info.supported-architecture': (one: InstanceType) => [one.architecture],
  'burstable-performance-supported': (one: InstanceType) => [String(one.burstable)],
  'instance-storage-supported': (one: InstanceType) => [String(one.disks)],
  'vcpu-info.default-vcpus': (one: InstanceType) => [String(one.cpus)],
  'memory-info.size-in-mib': (one: InstanceType) => [String(one.memory)],
  'bare-metal': () => ['false'],
  'supported-root-device-type': () => ['ebs'],
  'supported-usage-class': () => ['on-demand', 'spot'],
  'supported-virtualization-type': () => ['hvm'],
};

/** EC2's instance types and where they are offered. */
export const ec2Types = {
  DescribeInstanceTypes: {
    fields: ['InstanceTypes', 'Filters', 'MaxResults', 'NextToken', 'DryRun'],
    answer({ InstanceTypes, Filters, MaxResults, NextToken }) {
      if (InstanceTypes?.length && MaxResults !== undefined) {
        refuse(
          'InvalidParameterCombination',
          'The parameter InstanceTypes cannot be used with the parameter MaxResults',
        );
      }
      if (MaxResults !== undefined && (MaxResults < 5 || MaxResults > 100)) {
        refuse(
          'InvalidParameterValue',
          `Value ( ${MaxResults} ) for parameter maxResults is invalid. Expecting a value between 5 and 100.`,
        );
      }
      const missing = (InstanceTypes ?? []).filter((name) => !instanceTypes.some((one) => one.name === name));
      if (missing.length) {
        refuse('InvalidInstanceType', `The following supplied instance types do not exist: [${missing.join(', ')}]`);
      }
      const named = instanceTypes.filter(
        ({ name }) => !InstanceTypes?.length || InstanceTypes.some((one) => one === name),
      );
      const found = filtered('DescribeInstanceTypes', named, Filters, TYPE_FILTERS);
      const { items, next } = page(found, MaxResults ?? 100, NextToken, badToken);
      return { InstanceTypes: items.map(typeAnswer), ...(next ? { NextToken: next } : {}) };
    },
  },
  DescribeInstanceTypeOfferings: {
    fields: ['LocationType', 'Filters', 'MaxResults', 'NextToken', 'DryRun'],
    answer({ LocationType = 'region', Filters, MaxResults, NextToken }, { region }) {
      if (!/^(region|availability-zone|availability-zone-id)$/.test(LocationType)) {
        unknownTo('ec2 DescribeInstanceTypeOfferings', `the LocationType "${LocationType}"`);
      }
      const placesOf = (type: InstanceType) => {
        if (LocationType === 'region') return [region];
        const zones = zonesOffering(type, region);
        return LocationType === 'availability-zone' ? zones : zones.map(zoneIdOf);
      };
      const offerings = instanceTypes.flatMap((type) => placesOf(type).map((place) => ({ type: type.name, place })));
      const found = filtered('DescribeInstanceTypeOfferings', offerings, Filters, {
        'instance-type': ({ type }) => [type],
        location: ({ place }) => [place],
      });
      const { items, next } = page(found, MaxResults ?? 1000, NextToken, badToken);
      return {
        InstanceTypeOfferings: items.map(({ type, place }) => ({
          InstanceType: type as OfferedType,
          LocationType,
          Location: place,
        })),
        ...(next ? { NextToken: next } : {}),
      };
    },
  },
} satisfies Partial<Operations<'ec2'>>;

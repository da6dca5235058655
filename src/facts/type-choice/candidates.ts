import type { InstanceTypeInfo } from '@aws-sdk/client-ec2';
import type { Account } from '../../aws/account.ts';
import { vcpuQuotaOf } from '../../aws/causes/vcpu-quotas.ts';
import { type Arch, bySize, currentOf, eligibleOf, type Family } from '../ec2/instance-types.ts';
import { networkOf } from '../ec2/networks.ts';
import { zonesOffering } from '../ec2/places.ts';

/** How many types are listed at most. */
const MOST = 7;

/**
 * Some types of a family to choose from, each offered in the zone of one of the subnets; none if nothing is. The first one
 * is the type that `choose` takes. The free-tier-eligible ones come first, then larger and larger ones of the current
 * generation: of each vCPU quota, one for each doubling of the memory or, with accelerators, one for each kind of them (EC2
 * API page "DescribeInstanceTypes"). Throws as `networkOf`.
 */
export async function typeCandidates(
  { family, arch, subnet }: { family: Family; arch: Arch; subnet?: string | undefined },
  account: Account,
): Promise<InstanceTypeInfo[]> {
  const [{ subnets }, eligible, current] = await Promise.all([
    networkOf(subnet, account),
    eligibleOf(family, arch, account),
    currentOf(family, arch, account),
  ]);
  const names = [...eligible, ...current].map(({ InstanceType }) => String(InstanceType));
  const offered = await zonesOffering([...new Set(names)], account);
  const isOffered = ({ InstanceType }: InstanceTypeInfo) =>
    subnets.some(({ zone }) => offered.get(String(InstanceType))?.includes(zone));
  const free = eligible.filter(isOffered);
  const others = current.filter(isOffered);
  const first = free[0] ?? others[0];
  if (!first) return [];
  const chosen = free.length > 0 ? free.slice(0, MOST) : [first];
  for (const type of others.sort(byMerit)) {
    const isNew = isUsual(type) && bySize(type, first) > 0 && !chosen.some((one) => kindOf(one) === kindOf(type));
    if (isNew && chosen.length < MOST) chosen.push(type);
  }
  return chosen;
}

/**
 * The accelerators of a type: GPUs, chips for machine learning or video, FPGAs. The count of a part of a GPU is less than 1,
 * and 0 if AWS does not tell which part (EC2 API reference "GpuDeviceInfo").
 */
export function acceleratorsOf(type: InstanceTypeInfo): { name: string; count: number } | undefined {
  const [device] = [
    ...(type.GpuInfo?.Gpus ?? []).map(({ Name, Count, LogicalGpuCount = 1, GpuPartitionSize: part = 1 }) => ({
      Name,
      Count: part < 1 ? LogicalGpuCount * part : Count,
    })),
    ...(type.NeuronInfo?.NeuronDevices ?? []),
    ...(type.InferenceAcceleratorInfo?.Accelerators ?? []),
    ...(type.MediaAcceleratorInfo?.Accelerators ?? []),
    ...(type.FpgaInfo?.Fpgas ?? []),
  ];
  return device && { name: device.Name ?? '', count: device.Count ?? 1 };
}

const kindOf = (type: InstanceTypeInfo): string =>
  acceleratorKind(type) ?? `${vcpuQuotaOf(type.InstanceType)?.code} ${doublings(type)}`;
function acceleratorKind(type: InstanceTypeInfo): string | undefined {
  const { name, count } = acceleratorsOf(type) ?? {};
  return count !== undefined && count < 1 ? `part of ${name}` : name;
}

const power = ({ MemoryInfo }: InstanceTypeInfo): number => Math.log2(MemoryInfo?.SizeInMiB ?? 1);
const doublings = (type: InstanceTypeInfo): number => Math.round(power(type));

// Between two doublings are special types, such as 12 vCPUs with 48 GiB. 15.25 GiB count as 16.
const isUsual = (type: InstanceTypeInfo): boolean =>
  acceleratorsOf(type) !== undefined || Math.abs(power(type) - doublings(type)) < 0.1;

// The number after the letters is the generation (AWS page "Amazon EC2 instance type naming conventions").
const generationOf = ({ InstanceType }: InstanceTypeInfo): number => Number(/\d+/.exec(String(InstanceType))?.[0] ?? 0);

// Fewest vCPUs first, then least memory; of the same size, the newest.
function byMerit(a: InstanceTypeInfo, b: InstanceTypeInfo): number {
  const cpus = ({ VCpuInfo }: InstanceTypeInfo) => VCpuInfo?.DefaultVCpus ?? 0;
  return cpus(a) - cpus(b) || doublings(a) - doublings(b) || generationOf(b) - generationOf(a) || bySize(a, b);
}

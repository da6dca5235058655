import type { ArchitectureType, InstanceTypeInfo } from '@aws-sdk/client-ec2';
import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { allPages } from '../../aws/pages.ts';
import { Misfit } from '../../engine/fact.ts';
import { SETTING_KEY } from './setting-keys.ts';

/** The purposes of an instance that the user can choose from. */
export const FAMILIES = ['general', 'compute', 'memory', 'accelerated', 'storage'] as const;

/** One of FAMILIES. */
export type Family = (typeof FAMILIES)[number];

/** The processor architectures, as EC2 spells them. */
export type Arch = 'x86_64' | 'arm64';

// First letters of the type's name (AWS page "Amazon EC2 instance type naming conventions").
const FIRST_LETTERS: Record<Family, RegExp> = {
  general: /^[tma]\d/,
  compute: /^c\d/,
  memory: /^([rxz]\d|u-|u\d)/,
  accelerated: /^(p|g|inf|trn|dl|f|vt)\d/,
  storage: /^(i|im|is|d|h)\d/,
};
const WILDCARDS: Record<Family, string[]> = {
  general: ['t*', 'm*', 'a*'],
  compute: ['c*'],
  memory: ['r*', 'x*', 'z*', 'u*'],
  accelerated: ['p*', 'g*', 'inf*', 'trn*', 'dl*', 'f*', 'vt*'],
  storage: ['i*', 'd*', 'h*'],
};

/** Whether an instance type belongs to a family, by its name. */
export function belongsTo(family: Family, type: string): boolean {
  return FIRST_LETTERS[family].test(type);
}

/** The type as AWS describes it; throws Misfit when this Region does not offer it or it does not support `arch`. */
export async function typeNamed(name: string, arch: Arch, account: Account): Promise<InstanceTypeInfo> {
  const Filters = [{ Name: 'instance-type', Values: [name] }];
  const { InstanceTypes } = await account.send(call('ec2', 'DescribeInstanceTypes', { Filters }));
  const type = InstanceTypes?.[0];
  if (!type)
    throw new Misfit(
      SETTING_KEY.type,
      `${account.homeRegion} does not offer instance type ${name}: see aws ec2 describe-instance-types --region ${account.homeRegion}`,
    );
  const runs = type.ProcessorInfo?.SupportedArchitectures ?? [];
  if (runs.includes(arch as ArchitectureType)) return type;
  throw new Misfit(
    SETTING_KEY.arch,
    `instance type ${name} supports ${runs.join(' and ')}, not ${arch}: choose another architecture with --arch`,
  );
}

/** Whether AWS marks the type as free-tier-eligible, which the Free plan requires; undefined if that cannot be read. */
export async function isFreeTierType(name: string, account: Account): Promise<boolean | undefined> {
  const Filters = [{ Name: 'instance-type', Values: [name] }];
  try {
    const { InstanceTypes } = await account.send(call('ec2', 'DescribeInstanceTypes', { Filters }));
    return InstanceTypes?.[0]?.FreeTierEligible;
  } catch {
    return undefined;
  }
}

/**
 * The types of a family for `arch`, the smallest first, in the order in which they are to be considered: the free-tier
 * eligible ones, then all of the current generation. This API returns no prices, so "smallest" means fewest vCPUs, then
 * least memory.
 */
export async function* candidatesOf(family: Family, arch: Arch, account: Account): AsyncGenerator<InstanceTypeInfo[]> {
  const eligible = await eligibleOf(family, arch, account);
  if (eligible.length > 0) yield eligible;
  yield await currentOf(family, arch, account);
}

/** The free-tier-eligible types of a family for `arch`, the smallest first. */
export async function eligibleOf(family: Family, arch: Arch, account: Account): Promise<InstanceTypeInfo[]> {
  const free = await describe(account, arch, [{ Name: 'free-tier-eligible', Values: ['true'] }]);
  return free.filter(({ InstanceType = '' }) => FIRST_LETTERS[family].test(InstanceType)).sort(bySize);
}

/** The types of a family for `arch` of the current generation, the smallest first. */
export async function currentOf(family: Family, arch: Arch, account: Account): Promise<InstanceTypeInfo[]> {
  const found = await describe(account, arch, [
    { Name: 'current-generation', Values: ['true'] },
    { Name: 'bare-metal', Values: ['false'] },
    { Name: 'instance-type', Values: WILDCARDS[family] },
  ]);
  return found.filter(({ InstanceType = '' }) => FIRST_LETTERS[family].test(InstanceType)).sort(bySize);
}

async function describe(
  account: Account,
  arch: Arch,
  filters: { Name: string; Values: string[] }[],
): Promise<InstanceTypeInfo[]> {
  const Filters = [...filters, { Name: 'processor-info.supported-architecture', Values: [arch] }];
  const pages = await allPages(account, call('ec2', 'DescribeInstanceTypes', { Filters }), 'NextToken');
  return pages.flatMap(({ InstanceTypes }) => InstanceTypes ?? []);
}

/** Fewest vCPUs first, then least memory. */
export function bySize(a: InstanceTypeInfo, b: InstanceTypeInfo): number {
  const size = (type: InstanceTypeInfo) => (type.VCpuInfo?.DefaultVCpus ?? 0) * 1e9 + (type.MemoryInfo?.SizeInMiB ?? 0);
  return size(a) - size(b) || ((a.InstanceType ?? '') < (b.InstanceType ?? '') ? -1 : 1);
}

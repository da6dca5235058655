import type { Account } from '../../aws/account.ts';
import { vcpuQuotaOf } from '../../aws/causes/vcpu-quotas.ts';
import { instancePrice, type Price } from '../../facts/billing/prices.ts';
import { EC2_NAME } from '../../facts/ec2/instance-profile.ts';
import type { Arch, Family } from '../../facts/ec2/instance-types.ts';
import { ownInstances } from '../../facts/ec2/own-instances.ts';
import { acceleratorsOf, typeCandidates } from '../../facts/type-choice/candidates.ts';
import { type VcpuRoom, vcpuRoom } from '../../facts/type-choice/vcpu-room.ts';
import { HOURS_A_MONTH } from './cost.ts';

/** An instance type to choose, with what the choice depends on. What AWS does not tell is undefined. */
export interface TypeOffer {
  name: string;
  cpus: number;
  /** Memory in GiB. */
  memory: number;
  accelerators: { name: string; count: number } | undefined;
  /** In AWS's words: "Up to 5 Gigabit". */
  network: string | undefined;
  /** Local disks, in GB together. */
  disk: { size: number; kind: string } | undefined;
  isFree: boolean;
  isBurstable: boolean;
  /** The list price in US dollars, in the home Region. */
  price: { hourly: number; monthly: number } | undefined;
  /** Why AWS would refuse the launch: a vCPU quota without enough room, or the Free plan. */
  forbidden: { by: 'quota'; room: VcpuRoom } | { by: 'plan' } | undefined;
}

/** The types to choose from, the one that is taken without a choice first; `asOf` is the date of the oldest price list. */
export interface TypeChoice {
  offers: TypeOffer[];
  asOf: string | undefined;
  region: string;
  source: 'AWS Price List' | 'invented by the rehearsal';
}

/**
 * What the choice depends on: the baseline's `name`, if it is about a single instance, the answers, how many instances are wanted, and whether the
 * account is on the Free plan.
 */
interface TypeWish {
  name: string | undefined;
  family: Family;
  arch: Arch;
  subnet: string | undefined;
  count: number;
  isFreePlan: boolean;
}

type Limited = <T>(asked: Promise<T>) => Promise<T>;

/**
 * The types to choose from. `limited` are the time limits for the types, and then for their prices and quotas, which are left
 * out if AWS does not tell them. Undefined if the instance exists: it keeps its type. Throws if AWS does not tell the types, or if there is no network for an instance.
 */
export async function typeChoice(
  wish: TypeWish,
  account: Account,
  limited: { types: Limited; others: Limited },
): Promise<TypeChoice | undefined> {
  const marks = wish.name === undefined ? undefined : { name: wish.name, profile: EC2_NAME };
  const [types, own] = await limited.types(
    Promise.all([typeCandidates(wish, account), marks && ownInstances(marks, account)]),
  );
  if (own && own.live.length > 0) return undefined;
  const names = types.map(({ InstanceType = '' }) => InstanceType);
  const [prices, rooms] = await Promise.all([
    Promise.all(names.map((name) => limited.others(priceOf(name, account)).catch(() => undefined))),
    limited.others(vcpuRoom(names, account)).catch(() => new Map<string, VcpuRoom>()),
  ]);
  const offers = types.map((type, i): TypeOffer => {
    const { InstanceType = '', VCpuInfo, MemoryInfo, NetworkInfo, InstanceStorageInfo } = type;
    const { TotalSizeInGB: size, Disks } = InstanceStorageInfo ?? {};
    const cpus = VCpuInfo?.DefaultVCpus ?? 0;
    const room = rooms.get(vcpuQuotaOf(InstanceType)?.code ?? '');
    const isTooMuch = room !== undefined && cpus * wish.count > room.left;
    const usd = prices[i]?.usd;
    return {
      name: InstanceType,
      cpus,
      memory: (MemoryInfo?.SizeInMiB ?? 0) / 1024,
      accelerators: acceleratorsOf(type),
      network: NetworkInfo?.NetworkPerformance,
      disk: size ? { size, kind: (Disks?.[0]?.Type ?? '').toUpperCase() } : undefined,
      isFree: type.FreeTierEligible === true,
      isBurstable: type.BurstablePerformanceSupported === true,
      price: usd === undefined ? undefined : { hourly: usd, monthly: usd * HOURS_A_MONTH },
      forbidden:
        wish.isFreePlan && type.FreeTierEligible === false
          ? { by: 'plan' }
          : isTooMuch
            ? { by: 'quota', room }
            : undefined,
    };
  });
  return {
    offers,
    asOf: prices.flatMap((price) => price?.published ?? []).sort()[0],
    region: account.homeRegion,
    source: account.kind === 'rehearsal' ? 'invented by the rehearsal' : 'AWS Price List',
  };
}

// GovCloud has no endpoint for prices, and China's prices are not in dollars.
async function priceOf(name: string, account: Account): Promise<Price | undefined> {
  return account.identity.partition === 'aws' ? instancePrice(name, account) : undefined;
}

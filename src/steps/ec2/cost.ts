import type { Account } from '../../aws/account.ts';
import type { InputOf } from '../../aws/services.ts';
import type { Finding } from '../../engine/finding.ts';
import { addressPrice, diskPrice, instancePrice, type Price } from '../../facts/billing/prices.ts';

/** One billed item: `monthly` and `unitPrice` in US dollars. */
export interface CostPart {
  what: string;
  monthly: number;
  unitPrice: number;
  unit: Price['unit'];
}

/** The monthly cost of a launch if the instance never stops, by AWS's list prices; also the JSON output. */
export interface Cost {
  currency: 'USD';
  /** The sum of the parts. */
  monthly: number;
  parts: CostPart[];
  /** Billed items without a known price. */
  unpriced: string[];
  /** The publication date of the oldest list. */
  asOf: string;
  region: string;
  source: 'AWS Price List' | 'invented by the rehearsal';
}

type Launch = InputOf<'ec2', 'RunInstances'>;

/** A time limit for a request: its result, or a rejection when it is too late. */
type Limited = <T>(asked: Promise<T>) => Promise<T>;

// As AWS's own calculator counts (AWS page "Pricing assumptions" of the AWS Pricing Calculator).
const HOURS_A_MONTH = 730;

/** The launch that the findings would lead to. */
export function launchIn(findings: Finding[]): Launch | undefined {
  const calls = findings.filter(({ state }) => state === 'todo').flatMap(({ calls: mine }) => mine ?? []);
  return calls.find(({ service, operation }) => service === 'ec2' && operation === 'RunInstances')?.input;
}

/**
 * The cost of the launch among the findings; undefined without a launch, and if AWS does not return the instance's price.
 * Never throws: nothing depends on a price.
 */
export async function launchCost(findings: Finding[], account: Account, limited: Limited): Promise<Cost | undefined> {
  const launch = launchIn(findings);
  // GovCloud has no endpoint for prices, and China's prices are not in dollars.
  if (!launch || account.identity.partition !== 'aws') return undefined;
  const asked = await Promise.all(
    partsOf(launch, account).map(async ({ what, amount, price }) => ({
      what,
      amount,
      price: await limited(price).catch(() => undefined),
    })),
  );
  if (!asked[0]?.price) return undefined;
  const priced = asked.flatMap(({ what, amount, price }) => (price ? [{ what, amount, price }] : []));
  const parts = priced.map(({ what, amount, price: { usd, unit } }) => {
    const units = unit === 'hour' ? HOURS_A_MONTH : 1;
    return { what, monthly: cents(usd * amount * units), unitPrice: usd, unit };
  });
  return {
    currency: 'USD',
    monthly: cents(parts.reduce((sum, { monthly }) => sum + monthly, 0)),
    parts,
    unpriced: asked.filter(({ price }) => !price).map(({ what }) => what),
    asOf: priced.map(({ price }) => price.published).sort()[0] ?? '',
    region: account.homeRegion,
    source: account.kind === 'rehearsal' ? 'invented by the rehearsal' : 'AWS Price List',
  };
}

interface Asked {
  what: string;
  /** Instances, GiB or addresses. */
  amount: number;
  price: Promise<Price | undefined>;
}

// All prices are requested in parallel; the instance comes first.
function partsOf(launch: Launch, account: Account): Asked[] {
  const { InstanceType = '', BlockDeviceMappings = [], NetworkInterfaces = [] } = launch;
  const size = BlockDeviceMappings.reduce((sum, { Ebs }) => sum + (Ebs?.VolumeSize ?? 0), 0);
  const isPublic = NetworkInterfaces.some(({ AssociatePublicIpAddress }) => AssociatePublicIpAddress);
  return [
    { what: InstanceType, amount: 1, price: instancePrice(InstanceType, account) },
    { what: `disk of ${size} GiB`, amount: size, price: diskPrice(account) },
    ...(isPublic ? [{ what: 'public address', amount: 1, price: addressPrice(account) }] : []),
  ];
}

function cents(usd: number): number {
  return Math.round(usd * 100) / 100;
}

import type { Account } from '../../aws/account.ts';
import type { Finding } from '../../engine/finding.ts';
import { addressPrice, diskPrice, instancePrice, type Price } from '../../facts/billing/prices.ts';
import { type Asked, balancerParts, type Launch, launchIn, scaledIn } from './started.ts';

export { launchIn, startsIn } from './started.ts';

/** One billed item: `monthly` and `unitPrice` in US dollars. */
interface CostPart {
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
  /** Of an Auto Scaling group: its smallest size, which the parts are for, and the sum at its largest. */
  scale?: { min: number; max: number; monthlyAtMost: number };
  parts: CostPart[];
  /** Billed items without a known price. */
  unpriced: string[];
  /** The publication date of the oldest list. */
  asOf: string;
  region: string;
  source: 'AWS Price List' | 'invented by the rehearsal';
}

/** A time limit for a request: its result, or a rejection when it is too late. */
type Limited = <T>(asked: Promise<T>) => Promise<T>;

/** As AWS's own calculator counts (AWS page "Pricing assumptions" of the AWS Pricing Calculator). */
export const HOURS_A_MONTH = 730;

/**
 * The cost of the launch among the findings; undefined without a launch, and if AWS does not return the instance's price.
 * Never throws: nothing depends on a price.
 */
export async function launchCost(findings: Finding[], account: Account, limited: Limited): Promise<Cost | undefined> {
  const launch = launchIn(findings);
  const scaled = scaledIn(findings);
  // GovCloud has no endpoint for prices, and China's prices are not in dollars.
  if ((!launch && !scaled) || account.identity.partition !== 'aws') return undefined;
  const asked = await Promise.all(
    [...partsOf(launch, scaled?.min ?? 1, account), ...balancerParts(scaled, account)].map(
      async ({ price, ...part }) => ({
        ...part,
        price: await limited(price).catch(() => undefined),
      }),
    ),
  );
  if (!asked[0]?.price) return undefined;
  const priced = asked.flatMap(({ price, ...part }) => (price ? [{ ...part, price }] : []));
  const parts = priced.map(({ what, amount, price: { usd, unit } }) => {
    return { what, monthly: cents(usd * amount * unitsOf(unit)), unitPrice: usd, unit };
  });
  const monthly = cents(parts.reduce((sum, part) => sum + part.monthly, 0));
  const ofInstances = priced.filter(({ isOfInstance }) => isOfInstance);
  const each = ofInstances.reduce((sum, { amount, price: { usd, unit } }) => sum + usd * amount * unitsOf(unit), 0);
  return {
    currency: 'USD',
    monthly,
    ...(scaled && launch
      ? {
          scale: {
            min: scaled.min,
            max: scaled.max,
            monthlyAtMost: cents(monthly + (each / scaled.min) * (scaled.max - scaled.min)),
          },
        }
      : {}),
    parts,
    unpriced: asked.filter(({ price }) => !price).map(({ what }) => what),
    asOf: priced.map(({ price }) => price.published).sort()[0] ?? '',
    region: account.homeRegion,
    source: account.kind === 'rehearsal' ? 'invented by the rehearsal' : 'AWS Price List',
  };
}

// All prices are requested in parallel; the instance comes first.
function partsOf(launch: Launch | undefined, count: number, account: Account): Asked[] {
  if (!launch) return [];
  const { InstanceType = '', BlockDeviceMappings = [], NetworkInterfaces = [] } = launch;
  const size = BlockDeviceMappings.reduce((sum, { Ebs }) => sum + (Ebs?.VolumeSize ?? 0), 0);
  const isPublic = NetworkInterfaces.some(({ AssociatePublicIpAddress }) => AssociatePublicIpAddress);
  const times = count === 1 ? '' : `${count} x `;
  const of = (what: string, amount: number, price: Asked['price']) => ({
    what: `${times}${what}`,
    amount: amount * count,
    isOfInstance: true,
    price,
  });
  return [
    of(InstanceType, 1, instancePrice(InstanceType, account)),
    of(`disk of ${size} GiB`, size, diskPrice(account)),
    ...(isPublic ? [of('public address', 1, addressPrice(account))] : []),
  ];
}

const unitsOf = (unit: Price['unit']): number => (unit === 'hour' ? HOURS_A_MONTH : 1);

function cents(usd: number): number {
  return Math.round(usd * 100) / 100;
}

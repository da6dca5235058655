import type { Account } from '../../aws/account.ts';
import { call, valueAt } from '../../aws/call.ts';
import { allPages } from '../../aws/pages.ts';

/** A public list price of AWS in US dollars, before taxes, credits and the free tier. */
export interface Price {
  usd: number;
  /** The unit of `usd`: an hour, or a GB of storage for a month. */
  unit: 'hour' | 'GB-month';
  /** The date of the list, such as `2026-11-01`. */
  published: string;
}

/** A query: attributes of a product in the list, and its usage type on the bill. */
export interface Question {
  service: string;
  attributes: Record<string, string>;
  usage: RegExp;
  unit: Price['unit'];
}

// Only a few Regions have an endpoint for prices, each for all Regions; a filter names the Region (AWS page "Finding
// services and products using AWS Price List Query API").
const ENDPOINT = 'us-east-1';
const UNITS: Record<Price['unit'], RegExp> = { hour: /^(hrs?|hours?)$/i, 'GB-month': /^GB-mo(nths?)?$/i };

/** An On-Demand instance for an hour: Linux, shared tenancy, no pre-installed software. Undefined and throws like `ask`. */
export function instancePrice(instanceType: string, account: Account): Promise<Price | undefined> {
  const attributes = {
    instanceType,
    operatingSystem: 'Linux',
    tenancy: 'Shared',
    preInstalledSw: 'NA',
    // The other values are Capacity Reservations.
    capacitystatus: 'Used',
  };
  return ask({ service: 'AmazonEC2', attributes, usage: /(^|-)BoxUsage:/, unit: 'hour' }, account);
}

/** One GB of a gp3 volume for a month, with the included throughput. Undefined and throws like `ask`. */
export function diskPrice(account: Account): Promise<Price | undefined> {
  return volumePrice('gp3', account);
}

/** The same of a volume of any type; of types that are billed by IOPS too (io1, io2), no price. */
export async function volumePrice(type: string, account: Account): Promise<Price | undefined> {
  if (!/^(gp2|gp3|st1|sc1)$/.test(type)) return undefined;
  const attributes = { productFamily: 'Storage', volumeApiName: type };
  const usage = new RegExp(`(^|-)EBS:VolumeUsage\\.${type}$`);
  return ask({ service: 'AmazonEC2', attributes, usage, unit: 'GB-month' }, account);
}

/**
 * A public IPv4 address in use for an hour (AWS page "Understand codes for Amazon VPC in billing and usage reports").
 * Undefined and throws like `ask`.
 */
export function addressPrice(account: Account): Promise<Price | undefined> {
  // The group also has idle addresses and address blocks; only the usage type tells them apart.
  const attributes = { group: 'VPCPublicIPv4Address' };
  return ask({ service: 'AmazonVPC', attributes, usage: /(^|-)PublicIPv4:InUseAddress$/, unit: 'hour' }, account);
}

/** The same of an address that nothing uses. */
export function idleAddressPrice(account: Account): Promise<Price | undefined> {
  const attributes = { group: 'VPCPublicIPv4Address' };
  return ask({ service: 'AmazonVPC', attributes, usage: /(^|-)PublicIPv4:IdleAddress$/, unit: 'hour' }, account);
}

/**
 * A vCPU and a GB of memory on Fargate for an hour: Linux on x86, on demand (usage types of the AWS page "Understanding your
 * AWS billing and usage reports for Amazon ECS"). Undefined and throws like `ask`.
 */
export function fargatePrices(account: Account): Promise<(Price | undefined)[]> {
  const usages = [/(^|^[A-Z0-9]+-)Fargate-vCPU-Hours:perCPU$/, /(^|^[A-Z0-9]+-)Fargate-GB-Hours$/];
  return Promise.all(
    usages.map((usage) => ask({ service: 'AmazonECS', attributes: {}, usage, unit: 'hour' }, account)),
  );
}

/** An EKS cluster for an hour, without its nodes. Undefined and throws like `ask`. */
export function clusterPrice(account: Account): Promise<Price | undefined> {
  const usage = /(^|-)AmazonEKS-Hours:perCluster$/;
  return ask({ service: 'AmazonEKS', attributes: {}, usage, unit: 'hour' }, account);
}

/**
 * The price in the home Region. Undefined if the list has none, or several different ones: no price is better than a
 * guess. Throws AWS's error.
 */
export async function ask(
  { service, attributes, usage, unit }: Question,
  account: Account,
): Promise<Price | undefined> {
  const wanted = { regionCode: account.homeRegion, ...attributes };
  const Filters = Object.entries(wanted).map(([Field, Value]) => ({ Type: 'TERM_MATCH' as const, Field, Value }));
  const question = call('pricing', 'GetProducts', { ServiceCode: service, Filters, MaxResults: 100 }, ENDPOINT);
  const pages = await allPages(account, question, 'NextToken');
  const items = pages.flatMap(({ PriceList }) => PriceList ?? []).map((text) => parsed(String(text)));
  const prices = items
    .filter((item) => usage.test(String(valueAt(item, 'product.attributes.usagetype'))))
    .flatMap((item) => pricesOf(item, unit));
  const [first] = prices;
  return prices.every(({ usd }) => usd === first?.usd) ? first : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

// Every field may be missing (AWS page "Reading the service price list file for an AWS service"). Tiered prices start at
// 0; a price of 0 is for prepaid usage.
function pricesOf(item: unknown, unit: Price['unit']): Price[] {
  return Object.values(valueAt(item, 'terms.OnDemand') ?? {}).flatMap((term) => {
    const published = day(valueAt(item, 'publicationDate')) ?? day(valueAt(term, 'effectiveDate'));
    return Object.values(valueAt(term, 'priceDimensions') ?? {}).flatMap((dimension) => {
      const usd = Number(valueAt(dimension, 'pricePerUnit.USD'));
      const fits = UNITS[unit].test(String(valueAt(dimension, 'unit')));
      const isFirstTier = Number(valueAt(dimension, 'beginRange') ?? 0) === 0;
      return published && fits && isFirstTier && usd > 0 && Number.isFinite(usd) ? [{ usd, unit, published }] : [];
    });
  });
}

// The publication date of the list counts: the date of a price may be years ago although it is still valid.
function day(time: unknown): string | undefined {
  return /^\d{4}-\d{2}-\d{2}(?=T|$)/.exec(String(time))?.[0];
}

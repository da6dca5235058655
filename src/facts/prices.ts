import type { Account } from '../aws/account.ts';
import { call, valueAt } from '../aws/call.ts';
import { allPages } from '../aws/pages.ts';

/** A price of AWS's public list, in US dollars, before taxes, credits and the free tier. */
export interface Price {
  usd: number;
  /** What `usd` pays for: an hour, or a GB of storage for a month. */
  unit: 'hour' | 'GB-month';
  /** The day on which AWS published the list, `2026-11-01`. */
  published: string;
}

/** What is asked: attributes of a product of AWS's list, and how the lines of the bill that it makes are called. */
interface Question {
  service: string;
  attributes: Record<string, string>;
  usage: RegExp;
  unit: Price['unit'];
}

// Only a few Regions answer questions about prices, and about every Region: which one is meant is a filter (AWS page
// "Finding services and products using AWS Price List Query API").
const ENDPOINT = 'us-east-1';
const UNITS: Record<Price['unit'], RegExp> = { hour: /^(hrs?|hours?)$/i, 'GB-month': /^GB-mo(nths?)?$/i };

/** An instance on demand for an hour: Linux, shared tenancy, nothing pre-installed. Undefined and throws as `ask` does. */
export function instancePrice(instanceType: string, account: Account): Promise<Price | undefined> {
  const attributes = {
    instanceType,
    operatingSystem: 'Linux',
    tenancy: 'Shared',
    preInstalledSw: 'NA',
    // The others are reservations of capacity, used or not.
    capacitystatus: 'Used',
  };
  return ask({ service: 'AmazonEC2', attributes, usage: /(^|-)BoxUsage:/, unit: 'hour' }, account);
}

/** One GB of a gp3 disk for a month, with the throughput that is included. Undefined and throws as `ask` does. */
export function diskPrice(account: Account): Promise<Price | undefined> {
  const attributes = { productFamily: 'Storage', volumeApiName: 'gp3' };
  return ask({ service: 'AmazonEC2', attributes, usage: /(^|-)EBS:VolumeUsage\.gp3$/, unit: 'GB-month' }, account);
}

/**
 * A public IPv4 address in use for an hour (AWS page "Understand codes for Amazon VPC in billing and usage reports").
 * Undefined and throws as `ask` does.
 */
export function addressPrice(account: Account): Promise<Price | undefined> {
  // The group has idle addresses and blocks of addresses too; only their usage tells them apart.
  const attributes = { group: 'VPCPublicIPv4Address' };
  return ask({ service: 'AmazonVPC', attributes, usage: /(^|-)PublicIPv4:InUseAddress$/, unit: 'hour' }, account);
}

/**
 * The price in the home Region. Undefined where the list has none, or several that differ: no price is better than a
 * guess. Throws what AWS answered.
 */
async function ask({ service, attributes, usage, unit }: Question, account: Account): Promise<Price | undefined> {
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

// Every field may be missing (AWS page "Reading the service price list file for an AWS service"). Prices by tiers begin
// with the one from 0 on; a price of nothing is that of what was paid for in advance.
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

// A list is dated by its publication: a price's own date may lie years back, although it is still the one that holds.
function day(time: unknown): string | undefined {
  return /^\d{4}-\d{2}-\d{2}(?=T|$)/.exec(String(time))?.[0];
}

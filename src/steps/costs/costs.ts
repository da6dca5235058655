import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { endsTheLook } from '../../aws/errors.ts';
import { inRegion, readOnly, remembering } from '../../aws/views.ts';
import { type Refusal, refusedLook } from '../../engine/refused.ts';
import type { Price } from '../../facts/billing/prices.ts';
import type { Billed, Limited, Reading } from '../../facts/costs/billed.ts';
import { COMPUTE } from '../../facts/costs/compute.ts';
import { NETWORK } from '../../facts/costs/network.ts';

/** What AWS bills in an account, without a request to Cost Explorer, which costs; also the JSON output. */
export interface Costs {
  currency: 'USD';
  /** The sum of all known prices. */
  monthly: number;
  /** The part of it that this program created. */
  monthlyOurs: number;
  /** The number of items without a known price. */
  unpriced: number;
  /** The Regions that were read. */
  regions: string[];
  items: CostItem[];
  /** The reads that failed, by Region. */
  unread: Unread[];
  /** The publication date of the oldest list; undefined without any price. */
  asOf?: string;
  source: 'AWS Price List' | 'invented by the rehearsal';
}

/** One billed item. */
export interface CostItem extends Pick<Billed, 'kind' | 'id' | 'what' | 'ours' | 'amount' | 'unit'> {
  region: string;
  /** For a month in which nothing changes; null if no price is known. */
  monthly: number | null;
  unitPrice: number | null;
}

/** A read that failed. `state` `denied`: by a policy of the organization. */
export interface Unread extends Pick<Refusal, 'state' | 'permission' | 'why' | 'next' | 'unsupported'> {
  region: string;
  read: string;
}

const READINGS: Reading[] = [...COMPUTE, ...NETWORK];
// As AWS's own calculator counts (AWS page "Pricing assumptions" of the AWS Pricing Calculator).
const HOURS_A_MONTH = 730;

interface Seen {
  region: string;
  billed: Billed[];
  unread: Unread[];
}

/**
 * Reads all enabled Regions side by side; if they cannot be listed, the home Region only, which `unread` says. Throws only
 * AWS's error for credentials that are not valid.
 */
export async function costsOf(account: Account, limited: Limited): Promise<Costs> {
  const view = remembering(readOnly(account));
  const { regions, unread: unlisted } = await enabledRegions(view);
  const seen = await Promise.all(regions.map((region) => inOneRegion(region, view)));
  const items = await Promise.all(
    seen.flatMap(({ region, billed }) =>
      billed.map(async (one) => ({ one, region, price: await priceOf(one, inRegion(view, region), limited) })),
    ),
  );
  const priced = items.map(({ one, region, price }) => itemOf(one, region, price));
  const sum = (some: CostItem[]) => cents(some.reduce((total, { monthly }) => total + (monthly ?? 0), 0));
  const asOf = items.flatMap(({ price }) => price?.published ?? []).sort()[0];
  return {
    currency: 'USD',
    monthly: sum(priced),
    monthlyOurs: sum(priced.filter(({ ours }) => ours)),
    unpriced: priced.filter(({ monthly }) => monthly === null).length,
    regions,
    items: priced,
    unread: [...unlisted, ...seen.flatMap(({ unread }) => unread)],
    ...(asOf ? { asOf } : {}),
    source: account.kind === 'rehearsal' ? 'invented by the rehearsal' : 'AWS Price List',
  };
}

async function enabledRegions(account: Account): Promise<{ regions: string[]; unread: Unread[] }> {
  const { homeRegion } = account;
  const question = call('ec2', 'DescribeRegions', {});
  try {
    const { Regions = [] } = await account.send(question);
    const names = Regions.flatMap(({ RegionName }) => RegionName ?? []).sort();
    return { regions: names.length > 0 ? names : [homeRegion], unread: [] };
  } catch (error) {
    if (endsTheLook(error)) throw error;
    return { regions: [homeRegion], unread: [unreadBy(error, question, homeRegion, account)] };
  }
}

async function inOneRegion(region: string, view: Account): Promise<Seen> {
  const account = inRegion(view, region);
  const unread: Unread[] = [];
  const billed = await Promise.all(
    READINGS.map(async ({ call: first, read }) => {
      try {
        return await read(account);
      } catch (error) {
        // An enabled Region may still be on its way, and others have to be told.
        if (endsTheLook(error) && region === view.homeRegion) throw error;
        unread.push(unreadBy(error, first, region, view));
        return [];
      }
    }),
  );
  return { region, billed: billed.flat(), unread };
}

function unreadBy(error: unknown, first: Reading['call'], region: string, { identity }: Account): Unread {
  const { state, permission, why, next, unsupported } = refusedLook(error, { ...first, input: {} }, identity);
  const kept = { permission, why, next, unsupported };
  const told = Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined));
  return { region, read: `${first.service}:${first.operation}`, state, ...told };
}

async function priceOf({ price }: Billed, account: Account, limited: Limited): Promise<Price | undefined> {
  // GovCloud has no endpoint for prices, and China's prices are not in dollars.
  if (!price || account.identity.partition !== 'aws') return undefined;
  return limited(price(account)).catch(() => undefined);
}

function itemOf({ kind, id, what, ours, amount, unit }: Billed, region: string, price: Price | undefined): CostItem {
  const fits = price?.unit === unit ? price : undefined;
  const units = unit === 'hour' ? HOURS_A_MONTH : 1;
  const monthly = fits ? cents(fits.usd * amount * units) : null;
  return { region, kind, id, what, ours, amount, unit, monthly, unitPrice: fits?.usd ?? null };
}

function cents(usd: number): number {
  return Math.round(usd * 100) / 100;
}

import { describe, expect, it } from 'vitest';
import { addressPrice, diskPrice, instancePrice } from '../../src/facts/billing/prices.ts';
import { fakeAccount, HOME, refused } from './fake-account.ts';

interface Listed {
  usagetype?: string;
  usd?: string;
  unit?: string;
  /** Whatever else a dimension, a term, a product says; the last word. */
  dimension?: object;
  term?: object;
  item?: object;
}

const PUBLISHED = '2026-11-03T18:11:22Z';

/** One item of the list in AWS's form. */
function listed({
  usagetype = 'APS2-BoxUsage:t3.micro',
  usd = '0.0500000000',
  unit = 'Hrs',
  ...more
}: Listed = {}): string {
  const dimension = { unit, beginRange: '0', endRange: 'Inf', pricePerUnit: { USD: usd }, ...more.dimension };
  const term = { effectiveDate: '2026-10-01T00:00:00Z', priceDimensions: { 'S.T.D': dimension }, ...more.term };
  return JSON.stringify({
    product: { sku: 'S', attributes: { usagetype, servicecode: 'AmazonEC2' } },
    terms: {
      OnDemand: { 'S.T': term },
      Reserved: { 'S.R': { priceDimensions: { x: { unit, pricePerUnit: { USD: '9' } } } } },
    },
    publicationDate: PUBLISHED,
    ...more.item,
  });
}

const pricing = (...PriceList: unknown[]) => fakeAccount({ 'pricing GetProducts': { PriceList } });
const ofInstance = (...items: unknown[]) => instancePrice('t3.micro', pricing(...items));
const five = { usd: 0.05, unit: 'hour', published: '2026-11-03' };

describe('what is asked', () => {
  const filtersOf = async (ask: (account: ReturnType<typeof fakeAccount>) => Promise<unknown>) => {
    const account = pricing();
    await ask(account);
    expect(account.asked).toHaveLength(1);
    const [{ region, input } = { region: '', input: {} }] = account.asked;
    expect(region).toBe('us-east-1');
    expect(new Set(input.Filters.map(({ Type }: { Type: string }) => Type))).toEqual(new Set(['TERM_MATCH']));
    const pairs = input.Filters.map(({ Field, Value }: Record<string, string>) => [Field, Value]);
    return { service: input.ServiceCode, ...Object.fromEntries(pairs) };
  };

  it('an instance: Linux, shared, nothing on it, in use, at home', async () => {
    expect(await filtersOf((account) => instancePrice('t3.micro', account))).toEqual({
      service: 'AmazonEC2',
      regionCode: HOME,
      instanceType: 't3.micro',
      operatingSystem: 'Linux',
      tenancy: 'Shared',
      preInstalledSw: 'NA',
      capacitystatus: 'Used',
    });
  });

  it('a gp3 disk and a public address', async () => {
    const disk = { service: 'AmazonEC2', regionCode: HOME, productFamily: 'Storage', volumeApiName: 'gp3' };
    expect(await filtersOf(diskPrice)).toEqual(disk);
    const address = { service: 'AmazonVPC', regionCode: HOME, group: 'VPCPublicIPv4Address' };
    expect(await filtersOf(addressPrice)).toEqual(address);
  });
});

describe('the price', () => {
  it('is the one on demand, dated by its list', async () => expect(await ofInstance(listed())).toEqual(five));

  it('of a disk is per GB-month, of an address in use per hour', async () => {
    const gp3 = { usagetype: 'APS2-EBS:VolumeUsage.gp3', unit: 'GB-Mo' };
    const more = listed({ ...gp3, usagetype: 'APS2-EBS:VolumeP-IOPS.gp3', usd: '0.7' });
    expect(await diskPrice(pricing(more, listed(gp3)))).toEqual({ ...five, unit: 'GB-month' });
    const use = listed({ usagetype: 'PublicIPv4:InUseAddress', unit: 'hours' });
    const others = ['APS2-PublicIPv4:IdleAddress', 'APS2-PublicIPv4:ContiguousBlock'].map((usagetype) =>
      listed({ usagetype, usd: '0.9', unit: 'hours' }),
    );
    expect(await addressPrice(pricing(...others, use))).toEqual(five);
  });

  it.each<[string, string[]]>([
    ['the same twice', [listed(), listed()]],
    ['something else beside it', [listed({ usagetype: 'APS2-UnusedBox:t3.micro', usd: '0.9' }), listed()]],
    ['a reservation that is paid for already', [listed({ usd: '0.0000000000' }), listed()]],
    ['another unit', [listed({ unit: 'Quantity', usd: '7' }), listed()]],
    ['a further tier', [listed({ dimension: { beginRange: '100' }, usd: '0.01' }), listed()]],
    ['broken ones beside it', ['', '{"product":', 'null', '[]', '7', '"x"', listed()]],
  ])('is found with %s', async (_what, items) => expect(await ofInstance(...items)).toEqual(five));

  it('is read from what is no plain text but becomes one, as the SDK gives it', async () => {
    const wrapped = { toString: () => listed() };
    expect(await ofInstance(wrapped)).toEqual(five);
  });

  it('is dated by its own day where the list has none', async () => {
    const price = await ofInstance(listed({ item: { publicationDate: undefined } }));
    expect(price?.published).toBe('2026-10-01');
  });

  it('is looked for on every page', async () => {
    const account = fakeAccount({
      'pricing GetProducts': ({ NextToken }) =>
        NextToken ? { PriceList: [listed()] } : { PriceList: [], NextToken: 'more' },
    });
    expect(await instancePrice('t3.micro', account)).toEqual(five);
  });
});

describe('no price', () => {
  it.each<[string, unknown[]]>([
    ['an empty list', []],
    ['two that differ', [listed(), listed({ usd: '0.06' })]],
    [
      'two terms that differ',
      [listed(), listed({ term: { priceDimensions: { a: { unit: 'Hrs', pricePerUnit: { USD: '1' } } } } })],
    ],
    ['nothing on demand', [listed({ item: { terms: { Reserved: {} } } })]],
    ['no terms', [listed({ item: { terms: undefined } })]],
    ['terms that are none', [listed({ item: { terms: { OnDemand: 'none' } } })]],
    ['no dimensions', [listed({ term: { priceDimensions: null } })]],
    ['another currency', [listed({ dimension: { pricePerUnit: { CNY: '0.3' } } })]],
    ['no number', [listed({ usd: 'free' })]],
    ['no end of money', [listed({ usd: 'Infinity' })]],
    ['less than nothing', [listed({ usd: '-1' })]],
    ['no unit', [listed({ dimension: { unit: undefined } })]],
    ['no date at all', [listed({ item: { publicationDate: 'soon' }, term: { effectiveDate: 5 } })]],
    ['no usage', [listed({ item: { product: {} } })]],
    ['no JSON', ['<html>', undefined, null, 4]],
  ])('with %s', async (_what, items) => expect(await ofInstance(...items)).toBeUndefined());

  it('and no list', async () => {
    expect(await diskPrice(fakeAccount({ 'pricing GetProducts': {} }))).toBeUndefined();
  });

  it('throws what AWS answered', async () => {
    const account = fakeAccount({ 'pricing GetProducts': refused('AccessDeniedException') });
    await expect(diskPrice(account)).rejects.toThrow('AccessDeniedException said AWS');
  });
});

import { describe, expect, test } from 'vitest';
import { rehearsalAccount } from '../../src/aws/rehearsal/account.ts';

const account = rehearsalAccount({ homeRegion: 'ap-southeast-2', now: () => new Date('2026-11-24T10:00:00Z') });

async function ask(filters: Record<string, string>, more: object = {}, region = 'us-east-1') {
  const Filters = Object.entries(filters).map(([Field, Value]) => ({ Type: 'TERM_MATCH', Field, Value }));
  const input = { ServiceCode: 'AmazonEC2', Filters, ...more };
  return account.send({ service: 'pricing', operation: 'GetProducts', input, region } as never) as Promise<{
    PriceList: string[];
    NextToken?: string;
  }>;
}
const HOME = { regionCode: 'ap-southeast-2' };

describe('the price list of a rehearsal', () => {
  test('has items in the form of AWS, and says that its prices are invented', async () => {
    const { PriceList } = await ask({ ...HOME, instanceType: 't3.micro', capacitystatus: 'Used' });
    expect(PriceList).toHaveLength(1);
    const item = JSON.parse(PriceList[0] ?? '');
    expect(item).toMatchObject({
      serviceCode: 'AmazonEC2',
      product: { productFamily: 'Compute Instance', attributes: { operatingSystem: 'Linux', tenancy: 'Shared' } },
      publicationDate: '2026-11-24T10:00:00Z',
    });
    const [term] = Object.values<{ priceDimensions: object }>(item.terms.OnDemand);
    expect(Object.values(term?.priceDimensions ?? {})).toEqual([
      expect.objectContaining({ description: 'invented by the rehearsal', pricePerUnit: { USD: '0.0200000000' } }),
    ]);
  });

  test.each<[string, Record<string, string>]>([
    ['a field that it does not have', { ...HOME, colour: 'red' }],
    ['a value that nothing has', { ...HOME, instanceType: 'x99.micro' }],
    ['attributes of two things', { ...HOME, instanceType: 't3.micro', volumeApiName: 'gp3' }],
    ["another partition's Region", { regionCode: 'cn-north-1' }],
  ])('is empty for %s', async (_what, filters) => expect((await ask(filters)).PriceList).toEqual([]));

  test('comes in pages', async () => {
    const first = await ask({ ...HOME, productFamily: 'Storage' }, { MaxResults: 1 });
    const second = await ask({ ...HOME, productFamily: 'Storage' }, { MaxResults: 1, NextToken: first.NextToken });
    expect(
      [...first.PriceList, ...second.PriceList].map((text) => JSON.parse(text).product.attributes.volumeApiName),
    ).toEqual(['gp2', 'gp3']);
    expect(second.NextToken).toBeUndefined();
    await expect(ask(HOME, { NextToken: 'bm9uZQ' })).rejects.toMatchObject({ name: 'InvalidNextTokenException' });
  });

  test.each<[string, object]>([
    ['no service', { ServiceCode: undefined }],
    ['a page of nothing', { MaxResults: 0 }],
    ['a page too long', { MaxResults: 101 }],
  ])('refuses %s', async (_what, more) => {
    await expect(ask(HOME, more)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test('has no endpoint elsewhere, and says what it does not imitate', async () => {
    await expect(ask(HOME, {}, 'ap-southeast-2')).rejects.toThrow('an endpoint in ap-southeast-2');
    await expect(ask({})).rejects.toThrow('all Regions');
    const Filters = [{ Type: 'CONTAINS', Field: 'regionCode', Value: 'ap' }];
    await expect(ask({}, { Filters })).rejects.toThrow('filters of type CONTAINS');
  });
});

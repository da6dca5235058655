import { GetProductsCommand, PricingClient } from '@aws-sdk/client-pricing';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { type AnyCall, call } from '../../src/aws/call.ts';
import { sender } from '../../src/aws/real.ts';
import { rehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import { through } from '../../src/aws/views.ts';
import { fact } from '../../src/engine/fact.ts';
import type { Finding } from '../../src/engine/finding.ts';
import { launchCost, launchIn } from '../../src/steps/ec2/cost.ts';
import { fakeAccount, HOME } from '../facts/fake-account.ts';

const patient = <T>(asked: Promise<T>) => asked;
const thing = fact({ id: 'a/b', title: 'a is b', want: true, read: async () => null, calls: () => [] });
const launching = (more: { size?: number; isPublic?: boolean; type?: string } = {}): Finding[] => {
  const { size = 8, isPublic = true, type = 't3.micro' } = more;
  const launch = call('ec2', 'RunInstances', {
    MinCount: 1,
    MaxCount: 1,
    InstanceType: type as 't3.micro',
    BlockDeviceMappings: [{ Ebs: { VolumeType: 'gp3', VolumeSize: size } }],
    NetworkInterfaces: [{ AssociatePublicIpAddress: isPublic }],
  });
  return [
    { fact: thing, state: 'todo', calls: [call('iam', 'CreateGroup', { GroupName: 'x' })] },
    { fact: thing, state: 'todo', calls: [launch] },
  ];
};
const account = rehearsalAccount({ homeRegion: HOME, now: () => new Date('2026-11-24T10:00:00Z') });
const isAbout = ({ input }: AnyCall, value: string) => JSON.stringify(input).includes(value);

/** The account with something else answered to questions about `value`. */
const but = (value: string, answer: () => Promise<unknown>) =>
  through(account, (given) => (isAbout(given, value) ? answer() : account.send(given as never)));
const empty = async () => ({ PriceList: [] });
const denied = async () => {
  throw Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' });
};
const signedOut = async () => {
  throw Object.assign(new Error('expired'), { name: 'ExpiredTokenException' });
};

describe('the cost of a launch', () => {
  it('is what instance, disk and address cost a month, and the parts add up', async () => {
    expect(await launchCost(launching({ size: 20 }), account, patient)).toEqual({
      currency: 'USD',
      monthly: 23.9,
      parts: [
        { what: 't3.micro', monthly: 14.6, unitPrice: 0.02, unit: 'hour' },
        { what: 'disk of 20 GiB', monthly: 2, unitPrice: 0.1, unit: 'GB-month' },
        { what: 'public address', monthly: 7.3, unitPrice: 0.01, unit: 'hour' },
      ],
      unpriced: [],
      asOf: '2026-11-24',
      region: HOME,
      source: 'invented by the rehearsal',
    });
  });

  it('has no address where it gets none', async () => {
    const cost = await launchCost(launching({ isPublic: false }), account, patient);
    expect(cost?.parts.map(({ what }) => what)).toEqual(['t3.micro', 'disk of 8 GiB']);
  });

  it('says which part has no price', async () => {
    for (const answer of [empty, denied]) {
      const cost = await launchCost(launching(), but('VPCPublicIPv4Address', answer), patient);
      expect(cost).toMatchObject({ monthly: 15.4, unpriced: ['public address'] });
    }
  });

  it.each([
    ['AWS has no price of the instance', but('instanceType', empty)],
    ['it may not be asked', but('regionCode', denied)],
    ['the credentials have run out', but('regionCode', signedOut)],
    ['the type is new', account, 'x99.micro'],
  ])('is not known where %s', async (_what, asked, type = 't3.micro') => {
    expect(await launchCost(launching({ type }), asked, patient)).toBeUndefined();
  });

  it('is not known when the answer comes too late', async () => {
    const late = () => Promise.reject(new Error('too late'));
    expect(await launchCost(launching(), account, late)).toBeUndefined();
  });

  it.each(['us-gov-west-1', 'cn-north-1'])('is not asked for in %s', async (region) => {
    const partition = region.startsWith('cn-') ? 'aws-cn' : 'aws-us-gov';
    const other = fakeAccount({}, `arn:${partition}:iam::111122223333:root`, region);
    expect(await launchCost(launching(), other, patient)).toBeUndefined();
    expect(other.asked).toEqual([]);
  });

  it('is not asked for without a launch, or when it was launched', async () => {
    const nobody = fakeAccount();
    const launched = launching().map((finding) => ({ ...finding, state: 'created' as const }));
    for (const findings of [launching().slice(0, 1), launched, []]) {
      expect(launchIn(findings)).toBeUndefined();
      expect(await launchCost(findings, nobody, patient)).toBeUndefined();
    }
  });

  it('is asked through the SDK, of the endpoint that there is', async () => {
    const mock = mockClient(PricingClient);
    const regions = new Set<string>();
    mock.on(GetProductsCommand).callsFake(async (input, client) => {
      regions.add(await client().config.region());
      return account.send(call('pricing', 'GetProducts', input, 'us-east-1'));
    });
    const real = { ...through(account, () => Promise.reject()), kind: 'aws' as const };
    const cost = await launchCost(launching(), { ...real, send: sender({ homeRegion: HOME, version: '0' }) }, patient);
    expect(cost).toMatchObject({ monthly: 22.7, source: 'AWS Price List' });
    expect([...regions]).toEqual(['us-east-1']);
    mock.restore();
  });
});

import { describe, expect, test } from 'vitest';
import type { Account } from '../../src/aws/account.ts';
import { type AnyCall, call, carriesSecret, lookup, resolveCall, secret, valueAt } from '../../src/aws/call.ts';
import { limits } from '../../src/aws/network/limits.ts';
import { allPages } from '../../src/aws/pages.ts';
import { remembering } from '../../src/aws/views.ts';

const question = call('ec2', 'DescribeVpcs', {});
const id = lookup(question, 'Vpcs[0].VpcId');
const noSecrets = async (key: string) => `secret of ${key}`;

describe('a call as it is sent', () => {
  test('lookups are asked and secrets put in, at any depth; the call itself stays a plan', async () => {
    const given = call('iam', 'CreateLoginProfile', {
      UserName: 'ann',
      Password: secret('ann'),
      Deep: { Ids: [id, 'x'] },
      At: new Date(0),
      None: null,
    } as never);
    const before = structuredClone(given);
    const asked: AnyCall[] = [];
    const sent = await resolveCall(
      given,
      async (one) => {
        asked.push(one);
        return { Vpcs: [{ VpcId: 'vpc-1' }] };
      },
      noSecrets,
    );
    expect(sent).toEqual({
      ...before,
      input: { UserName: 'ann', Password: 'secret of ann', Deep: { Ids: ['vpc-1', 'x'] }, At: new Date(0), None: null },
    });
    expect(asked).toEqual([question]);
    expect(given).toEqual(before);
  });

  test.each<[string, object]>([
    ['an empty list', { Vpcs: [] }],
    ['no list', {}],
  ])('a lookup that is answered with %s is an error', async (_what, answer) => {
    const sending = resolveCall(call('ec2', 'DescribeSubnets', { SubnetIds: [id] }), async () => answer, noSecrets);
    await expect(sending).rejects.toThrow('ec2 DescribeVpcs did not answer with Vpcs[0].VpcId');
  });

  test.each<[string, unknown, unknown]>([
    ['Vpcs[0].VpcId', { Vpcs: [{ VpcId: 'a' }] }, 'a'],
    ['Vpcs[1].VpcId', { Vpcs: [{ VpcId: 'a' }, { VpcId: 'b' }] }, 'b'],
    ['User.Arn', { User: { Arn: 'x' } }, 'x'],
    ['User.Arn', {}, undefined],
    ['User', undefined, undefined],
  ])('%s of %j is %j', (path, answer, expected) => expect(valueAt(answer, path)).toBe(expected));

  test.each([
    [{ Password: secret('x') }, true],
    [{ Password: 'x', Id: id }, false],
  ])('%j carries a secret: %s', (input, expected) =>
    expect(carriesSecret({ service: 'iam', operation: 'X', input })).toBe(expected),
  );

  test.each([
    [undefined, { service: 'iam', operation: 'ListUsers', input: {} }],
    ['us-east-1', { service: 'iam', operation: 'ListUsers', input: {}, region: 'us-east-1' }],
  ])('is plain JSON, with Region %s', (region, expected) => {
    const made = call('iam', 'ListMFADevices', {}, region);
    expect(JSON.parse(JSON.stringify(made))).toEqual({ ...expected, operation: 'ListMFADevices' });
  });
});

const answering = (send: (given: AnyCall) => Promise<unknown>) =>
  ({ kind: 'aws', homeRegion: 'x', identity: {}, send }) as unknown as Account;

describe('pages', () => {
  test.each<[string, Parameters<typeof allPages>[2], object[], unknown[]]>([
    ['one name for both', 'Marker', [{ Marker: 'a' }, { Marker: 'b' }, {}], [undefined, 'a', 'b']],
    ['two names', ['Marker', 'NextMarker'], [{ NextMarker: 'a' }, {}], [undefined, 'a']],
    ['a single page', 'Marker', [{}], [undefined]],
    ['an empty token', 'Marker', [{ Marker: '' }], [undefined]],
  ])('%s', async (_what, next, pages, tokens) => {
    const asked: unknown[] = [];
    const account = answering(async ({ input }) => {
      asked.push(input.Marker);
      return pages[asked.length - 1];
    });
    expect(await allPages(account, call('iam', 'ListAccessKeys', { UserName: 'ann' }), next)).toEqual(pages);
    expect(asked).toEqual(tokens);
  });
});

describe('a view that remembers', () => {
  test('shares answers by service, operation, input and Region', async () => {
    let sent = 0;
    const view = remembering(answering(async () => ++sent));
    const asked = [
      question,
      { ...question },
      { ...question, region: 'eu-west-1' },
      call('ec2', 'DescribeVpcs', { VpcIds: ['a'] }),
    ];
    expect(await Promise.all(asked.map((one) => view.send(one as never)))).toEqual([1, 1, 2, 3]);
  });

  test('never shares a write', async () => {
    let sent = 0;
    const view = remembering(answering(async () => ++sent));
    const write = call('iam', 'CreateUser', { UserName: 'ann' });
    expect([await view.send(write), await view.send(write)]).toEqual([1, 2]);
  });
});

test('at most so many requests of a service are under way, in their order, and one failing frees its place', async () => {
  const limited = limits();
  let underWay = 0;
  let peak = 0;
  const begun: number[] = [];
  const all = Array.from({ length: 50 }, (_, i) =>
    limited({ service: 'iam', operation: 'CreateUser' }, async () => {
      begun.push(i);
      peak = Math.max(peak, ++underWay);
      await new Promise(setImmediate);
      underWay -= 1;
      if (i % 5 === 0) throw new Error('no');
    }),
  );
  const ended = await Promise.allSettled(all);
  expect(ended.filter(({ status }) => status === 'rejected')).toHaveLength(10);
  expect(peak).toBe(16);
  expect(begun).toEqual(begun.toSorted((a, b) => a - b));
});

test('what the instance waits for does not stand behind all others', async () => {
  const limited = limits();
  const begun: string[] = [];
  const ask = (operation: string) =>
    limited({ service: 'iam', operation }, async () => {
      begun.push(operation);
      await new Promise(setImmediate);
    });
  await Promise.all([...Array.from({ length: 40 }, () => ask('CreateUser')), ask('CreateRole'), ask('CreateUser')]);
  expect(begun.indexOf('CreateRole')).toBe(16);
  expect(begun).toHaveLength(42);
});

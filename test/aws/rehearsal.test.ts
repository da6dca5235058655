import { describe, expect, test } from 'vitest';
import { account, ask, bucket, group, launch, member, type Row, topic, user } from './rehearsal-rows.ts';

describe('who is signed in', () => {
  test.each([
    ['ap-southeast-2', 'arn:aws:iam::111122223333:root', 'root'],
    ['cn-north-1', 'arn:aws-cn:iam::111122223333:root', 'root'],
    ['us-gov-west-1', 'arn:aws-us-gov:iam::111122223333:root', 'root'],
  ])('root in %s', async (homeRegion, Arn, kind) => {
    const on = account({ homeRegion });
    expect(await ask(on, ['sts', 'GetCallerIdentity', {}])).toEqual({
      UserId: '111122223333',
      Account: '111122223333',
      Arn,
    });
    expect(on.identity.kind).toBe(kind);
  });
});

describe('the account', () => {
  test.each<[string, Row, string]>([
    [
      'a field',
      ['iam', 'CreateUser', { UserName: 'a', PermissionsBoundary: 'x' }],
      'rehearsal: iam CreateUser does not know "PermissionsBoundary"',
    ],
    [
      'an operation',
      ['iam', 'CreateSAMLProvider', {}],
      'rehearsal: iam does not know the operation CreateSAMLProvider',
    ],
    [
      'a filter',
      ['ec2', 'DescribeVpcs', { Filters: [{ Name: 'owner-id', Values: ['x'] }] }],
      'rehearsal: ec2 DescribeVpcs does not know the filter "owner-id"',
    ],
    [
      'a secret',
      ['iam', 'CreateUser', { UserName: { $secret: 'x' } }],
      'rehearsal: iam CreateUser was sent before its lookups and secrets were put in',
    ],
  ])('%s it does not know is an error', async (_what, row, message) => {
    await expect(ask(account(), row)).rejects.toThrow(message);
  });

  test('a refused write changes nothing, and is not told as a change', async () => {
    const changes: number[] = [];
    const on = account({ onChange: (state) => changes.push(state.iam.users.length) });
    await ask(on, user());
    const before = on.state();
    await expect(ask(on, user())).rejects.toMatchObject({ $fault: 'client', $metadata: { httpStatusCode: 409 } });
    await ask(on, ['iam', 'GetAccountSummary', {}]);
    expect(on.state()).toEqual(before);
    expect(changes).toEqual([1]);
  });

  test('a look changes nothing, not even in a Region that is new', async () => {
    const on = account();
    const before = on.state();
    await ask(on, ['ec2', 'DescribeVpcs', {}, 'eu-west-1']);
    await ask(on, ['cloudwatch', 'DescribeAlarms', {}, 'us-east-1']);
    expect(on.state()).toEqual(before);
  });

  test('a kept account stays in its partition', () => {
    const { callerArn } = account().state();
    expect(() => account({ state: account().state(), homeRegion: 'cn-north-1' })).toThrow(callerArn);
  });

  test('nobody changes the account through what he gave or got', async () => {
    const on = account();
    const Tags = [{ Key: 'a', Value: 'b' }];
    const { User } = await ask(on, ['iam', 'CreateUser', { UserName: 'ann', Tags }]);
    Tags[0]!.Value = 'x';
    User.Tags[0].Value = 'y';
    on.state().iam.users[0]!.tags[0]!.Value = 'z';
    expect(on.state().iam.users[0]!.tags).toEqual([{ Key: 'a', Value: 'b' }]);
  });

  test('goes on from a state that was kept, with the same ids on the same way', async () => {
    const walk = [user(), group(), member, bucket(), topic(), launch()];
    const [one, other] = [account(), account()];
    for (const row of walk) await ask(one, row);
    for (const row of walk.slice(0, 3)) await ask(other, row);
    const later = account({ state: JSON.parse(JSON.stringify(other.state())) });
    for (const row of walk.slice(3)) await ask(later, row);
    expect(later.state()).toEqual(one.state());
  });

  test.each([
    [null, 'This is not a rehearsal account: it should be of the kind object, not null.'],
    [{}, 'This is not a rehearsal account: schema should be of the kind number, not undefined.'],
    [{ ...account().state(), schema: 2 }, 'This rehearsal account was written by another version (schema 2, not 1).'],
    [{ ...account().state(), accountId: '1' }, 'This is not a rehearsal account: accountId should be 12 digits.'],
  ])('%# a state that is none', (state, message) => expect(() => account({ state })).toThrow(message));
});

import { describe, expect, test } from 'vitest';
import { somebody } from '../../src/aws/account.ts';
import { readOnly } from '../../src/aws/views.ts';
import { ByHand, Obstacle } from '../../src/engine/fact.ts';
import { look, lookAhead, looking } from '../../src/engine/look.ts';
import { get, put, refused, type Toy, toyAccount, toyChore, toyFact } from './toy.ts';

const plain = (fact: Awaited<ReturnType<typeof look>>[number]) => {
  const { fact: _, ...rest } = fact;
  return rest;
};

describe('what a look finds', () => {
  test.each([
    ['as wanted', toyFact('a'), { a: 'new' }, { state: 'ok', now: 'new' }],
    ['not there', toyFact('a'), {}, { state: 'todo', now: null, to: 'new', calls: [put('a', 'new')] }],
    ['otherwise', toyFact('a'), { a: 'old' }, { state: 'todo', now: 'old', to: 'new', calls: [put('a', 'new')] }],
    ['as good as wanted', toyFact('a', { same: (a) => a === 'old' }), { a: 'old' }, { state: 'ok', now: 'old' }],
    [
      'a chore',
      toyChore('a', { link: 'https://x' }),
      {},
      { state: 'by-hand', now: null, how: 'do it', link: 'https://x' },
    ],
    [
      'a chore by state',
      toyChore('a', { how: (now) => `was ${now}` }),
      { a: 'old' },
      { state: 'by-hand', now: 'old', how: 'was old' },
    ],
    ['a chore that is done', toyChore('a'), { a: 'new' }, { state: 'ok', now: 'new' }],
    [
      'an obstacle',
      toyFact('a', {
        calls: () => {
          throw new Obstacle('it is in the way');
        },
      }),
      {},
      { state: 'unknown', why: 'it is in the way' },
    ],
    [
      'only by hand',
      toyFact('a', {
        read: () => {
          throw new ByHand('go there');
        },
      }),
      {},
      { state: 'by-hand', how: 'go there' },
    ],
  ])('%s', async (_what, fact, things, expected) => {
    expect((await look([fact], toyAccount(things))).map(plain)).toEqual([expected]);
  });

  test('a refused read names the permission, and the rest is looked at', async () => {
    const account = toyAccount();
    account.faults['GetRole a'] = [refused('AccessDeniedException')];
    const [a, b] = (await look([toyFact('a'), toyFact('b')], account)).map(plain);
    expect(a).toEqual({
      state: 'unknown',
      permission: 'iam:GetRole',
      why: 'you are not allowed to read this: iam:GetRole is missing',
      next: expect.stringContaining('even root was denied iam:GetRole'),
    });
    expect(b?.state).toBe('todo');
  });

  test('any other error is its own reason', async () => {
    const account = toyAccount();
    account.faults['GetRole a'] = [refused('ServiceUnavailable', 'try later')];
    expect((await look([toyFact('a')], account)).map(plain)).toEqual([{ state: 'unknown', why: 'try later' }]);
  });

  test.each(['ExpiredToken', 'ExpiredTokenException', 'CredentialsProviderError', 'InvalidSignatureException'])(
    '%s ends it',
    async (name) => {
      const account = toyAccount();
      account.faults['GetRole b'] = [refused(name)];
      await expect(look([toyFact('a'), toyFact('b')], account)).rejects.toThrow(`${name} said AWS`);
    },
  );
});

describe('how it looks', () => {
  test('identical reads are sent once, and all at once', async () => {
    const account = toyAccount();
    await look([toyFact('a'), toyFact('a', { id: 'again' }), toyFact('b'), toyFact('c')], account);
    expect(account.sent.toSorted()).toEqual(['GetRole a', 'GetRole b', 'GetRole c']);
    expect(account.peak()).toBe(3);
  });

  test('the next look asks again', async () => {
    const account = toyAccount();
    for (const _ of [1, 2]) await look([toyFact('a')], account);
    expect(account.sent).toHaveLength(2);
  });

  test('it cannot write', async () => {
    const account = toyAccount();
    const read = toyFact('a', { read: (view) => view.send(put('a', 'x') as never) as never });
    const calls = toyFact('b', { calls: (_to, _now, view) => view.send(put('b', 'x') as never) as never });
    const findings = await look([read, calls], account);
    expect(findings.map(({ state, why }) => [state, why])).toEqual([
      ['unknown', 'a check must not write: iam PutRole'],
      ['unknown', 'a check must not write: iam PutRole'],
    ]);
    expect(account.writes()).toEqual([]);
  });

  test.each([
    ['Get', true],
    ['List', true],
    ['Describe', true],
    ['Head', true],
    ['Put', false],
    ['Create', false],
    ['Delete', false],
    ['Simulate', true],
    ['Set', false],
    ['Update', false],
    ['Run', false],
  ])('a read-only account lets %s... pass: %s', async (verb, passes) => {
    const sent = readOnly(toyAccount()).send({ ...get('a'), operation: `${verb}Role` } as never);
    await (passes ? expect(sent).resolves.toBeDefined() : expect(sent).rejects.toThrow('a check must not write'));
  });
});

describe('looking ahead, before it is known who is signed in', () => {
  const ahead = (facts: ReturnType<typeof toyFact>[], account: Toy) =>
    lookAhead(facts, { ...account, identity: somebody(account.homeRegion) });
  const seen = (facts: ReturnType<typeof toyFact>[], account: Toy) =>
    Promise.all(looking(facts, account, ahead(facts, account)).map(({ finding }) => finding));
  const second = toyFact('b', {
    async read(view) {
      await view.send(get('first') as never);
      return ((await view.send(get('b') as never)) as { value?: string }).value ?? null;
    },
  });

  test('what is asked first is asked at once, and what follows from an answer is not', async () => {
    const account = toyAccount({ a: 'new' });
    ahead([toyFact('a'), toyFact('a', { id: 'again' }), second], account);
    await new Promise(setImmediate);
    expect(account.sent).toEqual(['GetRole a', 'GetRole first']);
    for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
    expect(account.sent).toHaveLength(2);
  });

  test('the look goes on with the answers, and finds the same', async () => {
    const account = toyAccount({ a: 'old', b: 'new' });
    expect((await seen([toyFact('a'), second], account)).map(plain)).toEqual([
      { state: 'todo', now: 'old', to: 'new', calls: [put('a', 'new')] },
      { state: 'ok', now: 'new' },
    ]);
    expect(account.sent).toEqual(['GetRole a', 'GetRole first', 'GetRole b']);
  });

  test('what names the caller or the account is not asked', async () => {
    const account = toyAccount();
    const { accountId, arn, name } = somebody(account.homeRegion);
    ahead(
      [accountId, arn, name, `${name}-bucket`].map((one) => toyFact(one)),
      account,
    );
    await new Promise(setImmediate);
    expect(account.sent).toEqual([]);
  });

  test('it cannot write', async () => {
    const account = toyAccount();
    ahead([toyFact('a', { read: (view) => view.send(put('a', 'x') as never) as never })], account);
    await new Promise(setImmediate);
    expect(account.sent).toEqual([]);
  });

  test('what was refused then is a finding now', async () => {
    const account = toyAccount();
    account.faults['GetRole a'] = [refused('AccessDenied')];
    const [a, b] = (await seen([toyFact('a'), toyFact('b')], account)).map(plain);
    expect([a?.permission, b?.state]).toEqual(['iam:GetRole', 'todo']);
  });
});

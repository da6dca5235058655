import { describe, expect, test } from 'vitest';
import type { Owner } from '../../src/engine/about.ts';
import { type AnyFact, ByHand, type Fact } from '../../src/engine/fact.ts';
import type { Finding } from '../../src/engine/finding.ts';
import { beforeUs, type Entry, journalInMemory } from '../../src/engine/journal.ts';
import { look } from '../../src/engine/look.ts';
import { make } from '../../src/engine/make.ts';
import { lookBack, undo, weakens } from '../../src/engine/undo.ts';
import { changed, put, refused, toyAccount, toyChore, toyFact, toyWork, within } from './toy.ts';

const plan = (findings: Finding[]) =>
  Object.fromEntries(findings.map(({ fact, state, to }) => [fact.id, to === undefined ? state : to]));
const is = (whose: Owner['whose']) => async (): Promise<Owner> => ({ whose, marks: 'our mark' });
const owner = is('ours');
const undone = (fact: string): Entry => ({ at: '', undone: fact });

describe('the journal', () => {
  test.each<[string, Entry[], [string, unknown][]]>([
    ['nothing', [], []],
    ['the first "was" wins', [changed('a', null), changed('a', 'new')], [['a', null]]],
    ['undone clears', [changed('a', 'old'), undone('a')], []],
    ['and begins anew', [changed('a', 'old'), undone('a'), changed('a', null)], [['a', null]]],
    ['only of that fact', [changed('a', 1), changed('b', 2), undone('a')], [['b', 2]]],
    ['answers are no fact', [{ at: '', answers: { a: 1 } }], []],
  ])('%s', (_what, entries, before) => expect([...beforeUs(journalInMemory(entries))]).toEqual(before));
});

const bucket = toyFact('bucket', { owner });
const marked = (whose: Owner['whose']) => toyFact('bucket', { owner: is(whose) });
const setting = toyFact('setting', { ...within(bucket), protects: true });

describe('what undo would do', () => {
  test.each<[string, AnyFact[], Record<string, string>, Entry[], Record<string, unknown>]>([
    ['made: goes away', [toyFact('a')], { a: 'new' }, [changed('a', null)], { a: null }],
    ['adopted: goes back', [toyFact('a')], { a: 'new' }, [changed('a', 'old')], { a: 'old' }],
    ['never touched: left alone', [toyFact('a')], { a: 'new' }, [], {}],
    [
      "the account's: goes back",
      [toyFact('a', { wholeAccount: true })],
      { a: 'new' },
      [changed('a', 'old')],
      { a: 'old' },
    ],
    ["the account's, no journal: named", [toyFact('a', { wholeAccount: true })], { a: 'new' }, [], { a: 'by-hand' }],
    ["the account's, no journal, not as we want it", [toyFact('a', { wholeAccount: true })], { a: 'old' }, [], {}],
    [
      "the account's, not in the journal: was so before us",
      [toyFact('a', { wholeAccount: true })],
      { a: 'new' },
      [{ at: '', answers: {} }],
      {},
    ],
    ['already gone: only the journal has to learn it', [toyFact('a')], {}, [changed('a', null)], { a: 'ok' }],
    ['chores: left alone', [toyChore('a')], { a: 'new' }, [changed('a', null)], {}],
    ['journal lost, our tag: goes away', [toyFact('a', { owner })], { a: 'new' }, [], { a: null }],
    ['journal lost, not our tag: named', [toyFact('a', { owner: is('unmarked') })], { a: 'new' }, [], { a: 'by-hand' }],
    ['journal lost, theirs: named', [toyFact('a', { owner: is('theirs') })], { a: 'new' }, [], { a: 'by-hand' }],
    [
      'journal lost, part of our tags: goes away',
      [toyFact('a', { owner: is('partly') })],
      { a: 'new' },
      [],
      { a: null },
    ],
    ['cannot tell: named', [toyFact('a', { owner: async () => undefined })], { a: 'new' }, [], { a: 'by-hand' }],
    ['journal lost, not there: left alone', [toyFact('a', { owner })], {}, [], {}],
    [
      'ours, but its tags are lost: named',
      [toyFact('a', { owner: is('unmarked') })],
      { a: 'new' },
      [changed('a', null)],
      { a: 'by-hand' },
    ],
    [
      'was there before, and somebody took it away: nothing comes back',
      [bucket, setting],
      {},
      [changed('bucket', 'old'), changed('setting', 'x')],
      { bucket: 'ok', setting: 'ok' },
    ],
    [
      'was there before, taken away, and made again by us: goes away',
      [bucket],
      { bucket: 'new' },
      [changed('bucket', 'old'), changed('bucket', null)],
      { bucket: null },
    ],
    [
      'within a thing whose tags are lost: left alone, thing and part',
      [marked('unmarked'), { ...setting, ...within(marked('unmarked')) }],
      { bucket: 'new', setting: 'new' },
      [changed('bucket', null), changed('setting', null)],
      { bucket: 'by-hand' },
    ],
    [
      'within a thing of others that the journal does not know: left alone',
      [marked('theirs'), { ...setting, ...within(marked('theirs')) }],
      { bucket: 'new', setting: 'new' },
      [changed('setting', 'x')],
      { bucket: 'by-hand' },
    ],
    [
      'what a thing uses that stays, stays',
      [
        toyFact('a', { owner }),
        toyFact('b', { owner }),
        toyFact('c', { owner: is('unmarked'), needs: [toyFact('b')] }),
      ],
      { a: 'new', b: 'new', c: 'new' },
      [],
      { a: null, b: 'by-hand', c: 'by-hand' },
    ],
    [
      'ours, tags do not tell: goes away',
      [toyFact('a', { owner: async () => undefined })],
      { a: 'new' },
      [changed('a', null)],
      { a: null },
    ],
    [
      'within goes with its thing',
      [bucket, setting],
      { bucket: 'new', setting: 'new' },
      [changed('bucket', null), changed('setting', null)],
      { bucket: null },
    ],
    [
      'within an adopted thing goes back',
      [bucket, setting],
      { bucket: 'new', setting: 'new' },
      [changed('bucket', 'old'), changed('setting', 'x')],
      { bucket: 'old', setting: 'x' },
    ],
  ])('%s', async (_what, facts, things, entries, expected) => {
    const account = toyAccount(things);
    expect(plan(await lookBack(facts, account, journalInMemory(entries)))).toEqual(expected);
    expect(account.writes()).toEqual([]);
  });

  test('a bucket that is kept keeps its protections', async () => {
    const calls = () => Promise.reject(new ByHand('it holds objects'));
    const kept = { ...bucket, calls };
    const entries = [changed('bucket', null), changed('setting', null)];
    const findings = await lookBack(
      [kept, { ...setting, ...within(kept) }],
      toyAccount({ bucket: 'new', setting: 'new' }),
      journalInMemory(entries),
    );
    expect(findings.map(({ fact, state, how }) => [fact.id, state, how])).toEqual([
      ['bucket', 'by-hand', 'it holds objects'],
    ]);
  });

  test('so does a bucket of ours that may not be looked at', async () => {
    const account = toyAccount({ bucket: 'new', setting: 'new' });
    account.faults['GetRole bucket'] = [refused('AccessDenied')];
    const findings = await lookBack(
      [bucket, setting],
      account,
      journalInMemory([changed('bucket', null), changed('setting', null)]),
    );
    expect(plan(findings)).toEqual({ bucket: 'unknown' });
  });

  test('a refused read is told and the rest goes on', async () => {
    const account = toyAccount({ a: 'new', b: 'new' });
    account.faults['GetRole a'] = [refused('AccessDenied')];
    const findings = await lookBack(
      [toyFact('a'), toyFact('b')],
      account,
      journalInMemory([changed('a', null), changed('b', null)]),
    );
    expect(findings.map(({ state, permission }) => [state, permission])).toEqual([
      ['unknown', 'iam:GetRole'],
      ['todo', undefined],
    ]);
  });

  test.each<[string, Partial<Finding>, Partial<Fact<string>>, boolean]>([
    ['a protection is lifted', { to: 'old' }, { protects: true }, true],
    ['a protection is taken away', { to: null }, { protects: true }, true],
    ['a protection that was there before is put back', { to: 'new' }, { protects: true }, false],
    ['a protection goes away with the whole thing', { to: null }, { protects: true, owner }, false],
    ['what protects nothing', { to: null }, {}, false],
    ['nothing to do', { state: 'ok', to: null }, { protects: true }, false],
  ])('weakens: %s', (_what, finding, more, expected) => {
    expect(weakens({ fact: toyFact('a', more), state: 'todo', ...finding })).toBe(expected);
  });
});

describe('undo', () => {
  const a = toyFact('a', { owner });
  const b = toyFact('b', { owner, needs: [a] });
  const c = toyFact('c', { ...within(b) });
  const d = toyFact('d', { needs: [c] });

  test('takes away in the reverse order, and forgets what it took', async () => {
    const work = toyWork(toyAccount());
    const facts = [a, b, c, d];
    await make(await look(facts, work.account), work);
    work.account.sent.length = 0;
    const findings = await lookBack(facts, work.account, work.journal);
    expect((await undo(findings, facts, work)).map(({ state }) => state)).toEqual(['removed', 'removed', 'removed']);
    expect(work.account.writes()).toEqual(['DeleteRole d', 'DeleteRole b', 'DeleteRole a']);
    expect([...beforeUs(work.journal)]).toEqual([]);
  });

  test('from the tags alone, what goes with a thing still holds up what it needs', async () => {
    const member = toyFact('member', { ...within(b), needs: [a] });
    const user = toyFact('b', { owner });
    const facts = [a, user, { ...member, ...within(user) }];
    const work = toyWork(toyAccount({ a: 'new', b: 'new', member: 'new' }));
    await undo(await lookBack(facts, work.account, work.journal), facts, work);
    expect(work.account.writes()).toEqual(['DeleteRole b', 'DeleteRole a']);
  });

  test('gives back what was adopted', async () => {
    const work = toyWork(toyAccount({ a: 'old' }));
    const theirs = toyFact('a', { owner: is('unmarked') });
    await make(await look([theirs], work.account), work);
    const results = await undo(await lookBack([theirs], work.account, work.journal), [theirs], work);
    expect(results.map(({ state }) => state)).toEqual(['changed']);
    expect(work.account.things.get('a')).toBe('old');
  });

  test('what failed stays in the journal, and what it stands on stays', async () => {
    const work = toyWork(toyAccount({ a: 'new', b: 'new' }), {}, [changed('a', null), changed('b', null)]);
    work.account.faults['DeleteRole b'] = [refused('AccessDenied', 'no')];
    const results = await undo(await lookBack([a, b], work.account, work.journal), [a, b], work);
    expect(results).toMatchObject([
      { state: 'todo', why: 'skipped: depends on "b is new"' },
      { state: 'failed', permission: 'iam:DeleteRole' },
    ]);
    expect([...beforeUs(work.journal).keys()]).toEqual(['a', 'b']);
  });

  test('looks again right before each change: calls are made from what is there then', async () => {
    const counted = toyFact('a', {
      owner,
      calls: (_to, now) => [put('log', `${now}`), put('a', 'gone')],
      same: (one, other) => (one === 'gone' ? null : one) === other,
    });
    const work = toyWork(toyAccount({ a: 'new' }), {}, [changed('a', null)]);
    const findings = await lookBack([counted], work.account, work.journal);
    work.account.things.set('a', 'newer');
    await undo(findings, [counted], work);
    expect(work.account.things.get('log')).toBe('newer');
  });

  test('what cannot be built again can still be taken away', async () => {
    const once = toyFact('a', {
      owner,
      calls: (to) =>
        to === null
          ? [{ service: 'iam', operation: 'DeleteRole', input: { name: 'a' } }]
          : Promise.reject(new Error('no such type')),
    });
    const work = toyWork(toyAccount({ a: 'new' }), {}, [changed('a', null)]);
    const results = await undo(await lookBack([once], work.account, work.journal), [once], work);
    expect(results.map(({ state }) => state)).toEqual(['removed']);
  });
});

describe('a look that is old', () => {
  const a = toyFact('a', { owner });
  const at = '2026-11-24T09:59:55Z';
  const states = (findings: Finding[]) => findings.map(({ state }) => state);

  test('what was made a moment ago is not believed to be gone before it is a minute old', async () => {
    const work = toyWork(toyAccount(), {}, [{ at, fact: 'a', step: 'toys', was: null }]);
    await work.account.send(put('a', 'new') as never);
    work.account.stale.a = 3;
    expect(plan(await lookBack([a], work.account, work.journal, work))).toEqual({ a: null });
    expect(work.events).toEqual([]);
  });

  test('nor is what was changed believed to be as it was', async () => {
    const work = toyWork(toyAccount({ x: 'old' }), {}, [{ at, fact: 'x', step: 'toys', was: 'old' }]);
    await work.account.send(put('x', 'new') as never);
    work.account.stale.x = 3;
    expect(plan(await lookBack([toyFact('x')], work.account, work.journal, work))).toEqual({ x: 'old' });
  });

  test('once that time is over it is, and the wait is told', async () => {
    const work = toyWork(toyAccount(), {}, [{ at, fact: 'a', step: 'toys', was: null }]);
    expect(plan(await lookBack([a], work.account, work.journal, work))).toEqual({ a: 'ok' });
    expect(work.clock.waits.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThanOrEqual(30_000);
    expect(work.events).toMatchObject([{ event: 'wait.tick', why: expect.stringContaining('a moment ago') }]);
  });

  test('an older change is believed at once', async () => {
    const work = toyWork(toyAccount(), {}, [changed('a', null)]);
    expect(plan(await lookBack([a], work.account, work.journal, work))).toEqual({ a: 'ok' });
    expect(work.clock.waits).toEqual([]);
  });

  test('a thing that was there before us is believed at once where only a part of it was changed', async () => {
    const theirs = toyFact('bucket', { owner: is('unmarked') });
    const part = toyFact('setting', { ...within(theirs) });
    const work = toyWork(toyAccount({ bucket: 'new', setting: 'old' }));
    await make(await look([theirs, part], work.account), work);
    expect(work.entries).toMatchObject([
      { fact: 'bucket', was: 'new', kept: true },
      { fact: 'setting', was: 'old' },
    ]);
    work.clock.waits.length = 0;
    expect(plan(await lookBack([theirs, part], work.account, work.journal, work))).toEqual({
      bucket: 'ok',
      setting: 'old',
    });
    expect(work.clock.waits).toEqual([]);
  });

  test('right before the change it does not make a thing gone', async () => {
    const work = toyWork(toyAccount(), {}, [changed('a', null)]);
    await work.account.send(put('a', 'new') as never);
    const findings = await lookBack([a], work.account, work.journal);
    work.account.stale.a = 1;
    expect(states(await undo(findings, [a], work))).toEqual(['removed']);
    expect([...work.account.things]).toEqual([]);
  });

  test('nor does a look that may be old after a request whose fate nobody knows: it is sent again', async () => {
    const work = toyWork(toyAccount(), {}, [{ at, fact: 'a', step: 'toys', was: null }]);
    await work.account.send(put('a', 'new') as never);
    const findings = await lookBack([a], work.account, work.journal, work);
    work.account.faults['DeleteRole a'] = [refused('TimeoutError', 'socket hang up')];
    // The first look is right before the request, the second after it was lost.
    work.account.stale.a = 2;
    expect(states(await undo(findings, [a], work))).toEqual(['removed']);
    expect([...work.account.things]).toEqual([]);
  });

  test('a look that AWS was not ready for does not make a thing gone afterwards', async () => {
    const account = toyAccount({ a: 'new' });
    const notReady = toyFact('a', {
      owner,
      async read(reading) {
        if (!account.things.has('a')) throw refused('OptInRequired', 'not subscribed');
        return toyFact('a').read(reading);
      },
    });
    const work = toyWork(account, {}, [changed('a', null)]);
    const results = await undo(await lookBack([notReady], account, work.journal), [notReady], work);
    expect(results).toMatchObject([{ state: 'waiting', why: expect.stringContaining('has not activated') }]);
    expect([...beforeUs(work.journal).keys()]).toEqual(['a']);
  });
});

describe('a resource that AWS deletes in minutes', () => {
  const slow = toyFact('slow', { owner, lingers: 600_000 });
  const used = toyFact('used', { owner });

  /** AWS still shows it until `gone` milliseconds have passed. */
  function lingering(gone: number) {
    const account = toyAccount({ slow: 'new', used: 'new' });
    const work = toyWork(account);
    const start = work.clock.now();
    let isDeleted = false;
    const fact: Fact = {
      ...slow,
      needs: [used],
      async read(view) {
        const now = await slow.read(view);
        isDeleted ||= now === null;
        return isDeleted && work.clock.now() - start < gone ? 'new' : now;
      },
    };
    return { work, facts: [used, fact], account };
  }

  test('undo waits for it before it deletes what it uses, and says so each minute', async () => {
    const { work, facts: them, account } = lingering(150_000);
    const results = await undo(await lookBack(them, account, work.journal), them, work);
    expect(results.map(({ state }) => state)).toEqual(['removed', 'removed']);
    const told = work.events.filter(({ event }) => event === 'wait.tick');
    expect(told).toHaveLength(2);
    expect(work.events.findLast(({ event }) => event === 'action.start')?.finding.fact.id).toBe('used');
  });

  test('after the time that it may take, it is left to the next undo, and so is what it uses', async () => {
    const { work, facts: them, account } = lingering(900_000);
    const results = await undo(await lookBack(them, account, work.journal), them, work);
    expect(results.map(({ fact, state }) => [fact.id, state])).toEqual([
      ['used', 'todo'],
      ['slow', 'waiting'],
    ]);
  });
});

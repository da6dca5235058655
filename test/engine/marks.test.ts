import { describe, expect, test } from 'vitest';
import type { Owner } from '../../src/engine/about.ts';
import { type Entry, journalInMemory, memoryOf } from '../../src/engine/journal.ts';
import { look } from '../../src/engine/look.ts';
import { make } from '../../src/engine/make.ts';
import { changed, get, put, refused, type ToyWork, toyAccount, toyFact, toyWork, within } from './toy.ts';

// What is written on the mark: us, half of it, somebody, or nothing.
const WHOSE: Record<string, Owner['whose']> = { us: 'ours', half: 'partly', them: 'theirs' };
const thing = toyFact('a', {
  async owner(account) {
    const { value } = (await account.send(get('mark') as never)) as { value?: string };
    const sign = value === 'them' ? { sign: 'managed-by=them' } : {};
    return { whose: WHOSE[value ?? ''] ?? 'unmarked', marks: 'the mark', ...sign };
  },
  mark: () => [put('mark', 'us')],
});
const part = toyFact('part', within(thing));

async function made(work: ToyWork, facts = [thing]) {
  return make(await look(facts, work.account, memoryOf(work.journal)), work);
}

describe('marks that are lost', () => {
  test.each<[string, Record<string, string>, Entry[], string, string[]]>([
    ['all, of what we made', { a: 'new' }, [changed('a', null)], 'changed', ['PutRole mark']],
    ['some, and no journal', { a: 'new', mark: 'half' }, [], 'changed', ['PutRole mark']],
    ['and the thing differs', { a: 'old' }, [changed('a', null)], 'changed', ['PutRole a', 'PutRole mark']],
    ['none', { a: 'new', mark: 'us' }, [changed('a', null)], 'ok', []],
    ['all, and no journal', { a: 'new' }, [], 'ok', []],
    ['all, of what was there before', { a: 'new' }, [changed('a', 'old')], 'ok', []],
    ['some, of what was there before', { a: 'new', mark: 'half' }, [changed('a', 'old')], 'ok', []],
    ['to somebody else', { a: 'new', mark: 'them' }, [changed('a', null)], 'by-hand', []],
    ['to somebody else, and the thing differs', { a: 'old', mark: 'them' }, [changed('a', null)], 'by-hand', []],
  ])('%s', async (_what, things, entries, state, writes) => {
    const work = toyWork(toyAccount(things), {}, entries);
    expect((await made(work)).map((finding) => finding.state)).toEqual([state]);
    expect(work.account.writes()).toEqual(writes);
  });

  test('are waited for until the account shows them', async () => {
    const work = toyWork(toyAccount({ a: 'new' }), {}, [changed('a', null)]);
    work.account.stale.mark = 2;
    expect((await made(work)).map(({ state }) => state)).toEqual(['changed']);
    expect(work.clock.waits.length).toBeGreaterThan(1);
    expect(work.account.writes()).toEqual(['PutRole mark']);
  });

  test('that do not hold are a failure', async () => {
    const work = toyWork(toyAccount({ a: 'new' }), {}, [changed('a', null)]);
    work.account.stale.mark = 1_000;
    expect(await made(work)).toMatchObject([{ state: 'failed', error: expect.stringContaining('the mark') }]);
  });

  test('are put once more when AWS was still busy', async () => {
    const work = toyWork(toyAccount({ a: 'new' }), {}, [changed('a', null)]);
    work.account.faults['PutRole mark'] = [refused('OperationAborted')];
    expect((await made(work)).map(({ state }) => state)).toEqual(['changed']);
    expect(work.account.things.get('mark')).toBe('us');
  });

  test('cannot be told by an endpoint that knows no marks', async () => {
    const work = toyWork(toyAccount({ a: 'new' }), {}, [changed('a', null)]);
    work.account.faults['GetRole mark'] = [refused('NotImplemented')];
    expect((await made(work)).map(({ state }) => state)).toEqual(['ok']);
  });
});

describe('what the journal gets', () => {
  const linesOf = async (things: Record<string, string>, entries: Entry[] = []) => {
    const work = toyWork(toyAccount(things), {}, entries);
    const before = entries.length;
    await made(work, [thing, part]);
    return work.entries.slice(before).map((entry) => ('fact' in entry ? [entry.fact, entry.was] : entry));
  };

  test.each<[string, Record<string, string>, Entry[], unknown[]]>([
    [
      'a part of what was there before: the thing too',
      { a: 'new' },
      [],
      [
        ['a', 'new'],
        ['part', null],
      ],
    ],
    ['once only', { a: 'new' }, [changed('a', 'x')], [['part', null]]],
    ['a part of ours: the part alone', { a: 'new', mark: 'us' }, [], [['part', null]]],
    ['ours by its marks, mended here: it was not there', { a: 'old', mark: 'us', part: 'new' }, [], [['a', null]]],
    ['half of our marks: it was not there either', { a: 'new', mark: 'half', part: 'new' }, [], [['a', null]]],
  ])('%s', async (_what, things, entries, expected) => expect(await linesOf(things, entries)).toEqual(expected));

  test('the id that AWS gave, by which a thing made anew is known', async () => {
    const known = memoryOf(
      journalInMemory([changed('a', null), { at: '', made: 'a', id: 'one' }, { at: '', undone: 'b' }]),
    );
    expect([...known.madeAs]).toEqual([['a', 'one']]);
    const another = { ...thing, owner: async (): Promise<Owner> => ({ whose: 'partly', marks: 'x', id: 'two' }) };
    const [finding] = await look([another], toyAccount({ a: 'new' }), known);
    expect(finding).toMatchObject({ state: 'ok', standing: { is: 'another' } });
  });
});

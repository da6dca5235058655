import { describe, expect, test } from 'vitest';
import type { Account } from '../../src/aws/account.ts';
import { type AnyCall, secret } from '../../src/aws/call.ts';
import { through } from '../../src/aws/views.ts';
import { type AnyFact, ByHand, type Fact, Obstacle } from '../../src/engine/fact.ts';
import type { Finding } from '../../src/engine/finding.ts';
import { beforeUs } from '../../src/engine/journal.ts';
import { look } from '../../src/engine/look.ts';
import { make } from '../../src/engine/make.ts';
import {
  changed,
  type Fault,
  get,
  put,
  refused,
  type ToyWork,
  toyAccount,
  toyChore,
  toyFact,
  toyWork,
  within,
} from './toy.ts';

async function made(facts: AnyFact[], work: ToyWork): Promise<Finding[]> {
  return make(await look(facts, work.account), work);
}
const states = (findings: Finding[]) => Object.fromEntries(findings.map(({ fact, state }) => [fact.id, state]));
const a = toyFact('a');
const b = toyFact('b', { needs: [a] });
const c = toyFact('c', within(b));

describe('order', () => {
  test.each([
    ['as listed', [a, b, c]],
    ['listed the other way round', [c, b, a]],
  ])('what is needed first is made first, %s', async (_how, facts) => {
    const work = toyWork(toyAccount());
    expect(states(await made(facts, work))).toEqual({ a: 'created', b: 'created', c: 'created' });
    expect(work.account.writes()).toEqual(['PutRole a', 'PutRole b', 'PutRole c']);
  });

  test('what is needed and so already is not waited for', async () => {
    const work = toyWork(toyAccount({ a: 'new', b: 'old' }));
    expect(states(await made([a, b, c], work))).toEqual({ a: 'ok', b: 'changed', c: 'created' });
    expect(work.account.writes()).toEqual(['PutRole b', 'PutRole c']);
  });

  test('what does not need each other is made side by side', async () => {
    const work = toyWork(toyAccount());
    const findings = await look([a, toyFact('x'), toyFact('y')], work.account);
    const writing = toyAccount();
    await make(findings, { ...work, account: writing });
    expect(writing.sent.slice(0, 3)).toEqual(['PutRole a', 'PutRole x', 'PutRole y']);
    expect(writing.peak()).toBe(3);
  });

  test('once more sends no write and leaves no line in the journal', async () => {
    const work = toyWork(toyAccount({ a: 'new', b: 'new', c: 'new' }));
    expect(states(await made([a, b, c], work))).toEqual({ a: 'ok', b: 'ok', c: 'ok' });
    expect(work.account.writes()).toEqual([]);
    expect(work.entries).toEqual([]);
  });
});

describe('failure', () => {
  test('what is independent is done, what depends is not begun', async () => {
    const work = toyWork(toyAccount());
    work.account.faults['PutRole a'] = [refused('AccessDenied', 'no')];
    const findings = await made([a, b, c, toyFact('x')], work);
    expect(states(findings)).toEqual({ a: 'failed', b: 'todo', c: 'todo', x: 'created' });
    expect(findings.map(({ error, why, permission }) => ({ error, why, permission })).slice(0, 3)).toEqual([
      { error: 'iam PutRole: no', permission: 'iam:PutRole' },
      { why: 'skipped: depends on "a is new"' },
      { why: 'skipped: depends on "b is new"' },
    ]);
    expect(work.account.writes().toSorted()).toEqual(['PutRole a', 'PutRole x']);
  });

  test.each<[string, Error]>([
    ['not allowed', refused('AccessDenied')],
    ['signed out', refused('ExpiredToken')],
    ['wrong', Object.assign(refused('MalformedPolicyDocument'), { $metadata: { httpStatusCode: 400, attempts: 1 } })],
  ])('of a change that AWS refused (%s) the journal says that it was not made', async (_what, error) => {
    const work = toyWork(toyAccount({ a: 'old' }));
    work.account.faults['PutRole a'] = [error];
    expect(states(await made([a], work))).toEqual({ a: 'failed' });
    expect(work.entries).toMatchObject([{ fact: 'a', was: 'old' }, { undone: 'a' }]);
    expect(beforeUs(work.journal)).toEqual(new Map());
  });

  test.each<[string, Fact<string>, Fault[]]>([
    ['its first call was done', toyFact('a', { calls: () => [put('a', 'half'), put('a', 'new')] }), []],
    ['the answer to an earlier try was lost', a, []],
    ['a quite other error came', a, [refused('InternalFailure')]],
  ])('the journal keeps what it was when %s', async (what, one, faults) => {
    const work = toyWork(toyAccount({ a: 'old' }));
    const no = refused('AccessDenied');
    if (what.includes('lost')) Object.assign(no, { $metadata: { httpStatusCode: 403, attempts: 2 } });
    let writes = 0;
    const send = work.account.send as unknown as (given: AnyCall) => Promise<unknown>;
    const account: Account = through(work.account, (given) => {
      if (given.operation === 'PutRole') writes += 1;
      return given.operation === 'PutRole' && faults.length === 0 && (writes > 1 || what.includes('lost'))
        ? Promise.reject(no)
        : send(given);
    });
    work.account.faults['PutRole a'] = faults;
    expect(states(await make(await look([one], account), { ...work, account }))).toEqual({ a: 'failed' });
    expect(beforeUs(work.journal)).toEqual(new Map([['a', 'old']]));
  });

  test('a refusal now does not undo the line of an earlier run that changed it', async () => {
    const entries = [changed('a', null)];
    const work = toyWork(toyAccount({ a: 'old' }), {}, entries);
    work.account.faults['PutRole a'] = [refused('AccessDenied')];
    await made([a], work);
    expect(beforeUs(work.journal)).toEqual(new Map([['a', null]]));
  });

  test('a refusal here does not undo the line of another run at the same time', async () => {
    const work = toyWork(toyAccount({ a: 'old' }));
    const findings = await look([a], work.account);
    work.account.faults['PutRole a'] = [refused('AccessDenied')];
    const [mine, theirs] = await Promise.all([make(findings, work), make(findings, work)]);
    expect([...mine, ...theirs].map(({ state }) => state).sort()).toEqual(['changed', 'failed']);
    expect(beforeUs(work.journal)).toEqual(new Map([['a', 'old']]));
  });

  test('no call is sent without its line, also when the look before it had to be waited for', async () => {
    const work = toyWork(toyAccount({ a: 'old' }));
    const late = toyFact('a', { calls: (to, now) => (now === 'old' && to !== null ? [put('a', to)] : []) });
    const [finding] = await look([late], work.account);
    work.account.faults['GetRole a'] = [refused('NoSuchEntity')];
    await make([{ ...finding!, calls: [] }], work);
    expect(work.account.writes()).toEqual(['PutRole a']);
    expect(beforeUs(work.journal)).toEqual(new Map([['a', 'old']]));
  });

  test('what could not be looked at holds up all that builds on it', async () => {
    const work = toyWork(toyAccount());
    work.account.faults['GetRole a'] = [refused('AccessDenied')];
    const findings = await made([a, b, c, toyFact('x')], work);
    expect(states(findings)).toEqual({ a: 'unknown', b: 'todo', c: 'todo', x: 'created' });
    const why = expect.stringMatching(/^skipped: depends on "a is new"$/);
    expect(findings.slice(1, 3).map((finding) => finding.why)).toEqual([why, why]);
    expect(work.account.writes()).toEqual(['PutRole x']);
  });

  test('a chore holds nothing up', async () => {
    const work = toyWork(toyAccount());
    expect(states(await made([toyChore('h'), toyFact('x', { needs: [toyChore('h')] })], work))).toEqual({
      h: 'by-hand',
      x: 'created',
    });
  });

  test('lost credentials stop what was not begun', async () => {
    const work = toyWork(toyAccount());
    work.account.faults['PutRole a'] = [refused('ExpiredTokenException', 'expired')];
    const z = toyFact('z');
    const y = toyFact('y', { needs: [z] });
    const findings = await made([a, b, z, y, toyFact('x', { needs: [y] })], work);
    expect(states(findings)).toMatchObject({ a: 'failed', b: 'todo', x: 'todo' });
    expect(findings.at(-1)?.why).toMatch(/^skipped/);
  });

  test('credentials lost while looking again hide nothing that was made', async () => {
    const work = toyWork(toyAccount());
    const findings = await look([a], work.account);
    work.account.faults['GetRole a'] = [refused('ExpiredToken', 'expired')];
    expect(await make(findings, work)).toMatchObject([
      { state: 'failed', code: 'ExpiredToken', error: 'done, but not verified: expired' },
    ]);
  });

  test.each([
    ['PendingVerification', 'waiting'],
    ['VcpuLimitExceeded', 'failed'],
  ])('%s is "%s"', async (name, state) => {
    const work = toyWork(toyAccount());
    work.account.faults['PutRole a'] = [refused(name, 'AWS is checking')];
    const [finding] = await made([a], work);
    expect(finding).toMatchObject({ state, error: expect.stringContaining('AWS is checking') });
    expect(finding).not.toHaveProperty('permission');
    expect(work.clock.waits).toEqual([]);
  });

  test('a journal that cannot be written stops the change before its first call', async () => {
    const work = toyWork(toyAccount(), {
      journal: {
        entries: () => [],
        append: () => {
          throw new Error('disk full');
        },
      },
    });
    expect(await made([a], work)).toMatchObject([{ state: 'failed', error: 'disk full' }]);
    expect(work.account.writes()).toEqual([]);
  });

  test('what only a person can do once it is tried is for a person', async () => {
    const work = toyWork(toyAccount());
    const early = toyFact('a', { calls: (_to, _now) => [put('a', 'new')] });
    const findings = await look([early], work.account);
    const later = { ...early, read: () => Promise.reject(new ByHand('go there')) };
    work.account.faults['PutRole a'] = [refused('EntityAlreadyExists')];
    expect(await make([{ ...findings[0]!, fact: later }], work)).toMatchObject([{ state: 'by-hand', how: 'go there' }]);
  });
});

describe('an account that is late', () => {
  test('a write whose answer was lost is seen when looked at again, and not sent twice', async () => {
    const work = toyWork(toyAccount());
    work.account.faults['PutRole a'] = [{ late: refused('EntityAlreadyExistsException') }];
    expect(states(await made([a], work))).toEqual({ a: 'created' });
    expect(work.account.writes()).toEqual(['PutRole a']);
  });

  test.each([
    ['said to the very first try, another run has made it', 1, true],
    ['said to a second try of the SDK, our first one may have', 2, undefined],
  ])('EntityAlreadyExists: %s, also while the account does not show it', async (_why, attempts, doubt) => {
    const work = toyWork(toyAccount());
    const exists = (tries: number) =>
      Object.assign(refused('EntityAlreadyExistsException'), { $metadata: { httpStatusCode: 409, attempts: tries } });
    work.account.faults['PutRole a'] = [{ late: exists(attempts) }, exists(1), exists(1)];
    work.account.stale.a = 2;
    const [finding] = await made([a], work);
    expect(finding).toMatchObject({ state: 'created' });
    expect(finding?.doubt).toBe(doubt);
  });

  test('a no to a second try of the SDK is no failure before the account had time to show what the first has made', async () => {
    const work = toyWork(toyAccount());
    const $metadata = { httpStatusCode: 409, attempts: 2 };
    const late = Object.assign(refused('LimitExceeded', 'Cannot exceed quota'), { $metadata });
    work.account.faults['PutRole a'] = [{ late }];
    work.account.stale.a = 3;
    expect(states(await made([a], work))).toEqual({ a: 'created' });
  });

  test('after a repeated request, what the endpoint cannot read is not waited for', async () => {
    const work = toyWork(toyAccount());
    const lost = Object.assign(refused('InternalFailure'), { $metadata: { httpStatusCode: 500, attempts: 2 } });
    work.account.faults['PutRole a'] = [{ late: lost }];
    const findings = await look([a], work.account);
    work.account.faults['GetRole a'] = Array.from({ length: 99 }, () => refused('NotImplemented'));
    expect(await make(findings, work)).toMatchObject([{ state: 'unknown', unsupported: true }]);
    expect(work.clock.waits.length).toBeLessThan(3);
  });

  test('NoSuchEntity is tried again with growing waits, told after two seconds', async () => {
    const work = toyWork(toyAccount());
    work.account.faults['PutRole a'] = Array.from({ length: 5 }, () => refused('NoSuchEntityException'));
    expect(states(await made([a], work))).toEqual({ a: 'created' });
    expect(work.clock.waits).toEqual([250, 500, 1000, 2000, 4000]);
    const told = work.events.filter(({ event }) => event === 'wait.tick').map((event) => (event as { ms: number }).ms);
    expect(told).toEqual([3750]);
  });

  test.each([
    ['NoSuchEntity', 120, 'waiting'],
    ['OperationAborted', 120, 'waiting'],
    ['NoSuchBucket', 120, 'waiting'],
    ['EntityAlreadyExists', 120, 'waiting'],
    ['InvalidGroup.NotFound', 120, 'waiting'],
    ['Invalid IAM Instance Profile name', 120, 'waiting'],
    ['has no associated IAM Roles', 120, 'waiting'],
    ['Throttling', 120, 'waiting'],
    ['SlowDown', 120, 'waiting'],
    ['RequestLimitExceeded', 120, 'waiting'],
    ['InsufficientInstanceCapacity', 120, 'waiting'],
    ['DeleteConflict', 120, 'failed'],
    ['BucketNotEmpty', 60, 'failed'],
    ['DependencyViolation', 300, 'failed'],
  ])('%s is given up after %d seconds: %s', async (name, seconds, state) => {
    const work = toyWork(toyAccount());
    const still = `still ${name}`;
    work.account.faults['PutRole a'] = Array.from({ length: 99 }, () => refused(name, still));
    expect(await made([a], work)).toMatchObject([{ state, error: `iam PutRole: ${still}` }]);
    expect(work.events.filter(({ event }) => event === 'wait.tick').length).toBeGreaterThan(0);
    const waited = work.clock.waits.reduce((sum, ms) => sum + ms, 0);
    expect(waited).toBeGreaterThanOrEqual(seconds * 1000);
    expect(waited).toBeLessThan(seconds * 1000 + 8_000);
    expect(Math.max(...work.clock.waits)).toBeLessThanOrEqual(8_000);
  });

  test('each try looks again: what somebody else made meanwhile is not made twice', async () => {
    const work = toyWork(toyAccount());
    const findings = await look([a], work.account);
    work.account.faults['PutRole a'] = [refused('ConcurrentModification')];
    const making = make(findings, work);
    work.account.things.set('a', 'new');
    expect(states(await making)).toEqual({ a: 'created' });
    expect(work.account.writes()).toEqual(['PutRole a']);
  });

  test('looking again between tries cannot write', async () => {
    const work = toyWork(toyAccount());
    const findings = await look([a], work.account);
    const bad = { ...a, read: (account: typeof work.account) => account.send(put('z', 'x') as never) };
    work.account.faults['PutRole a'] = [refused('ConcurrentModification')];
    const [finding] = await make([{ ...findings[0]!, fact: bad as never }], work);
    expect(finding).toMatchObject({ state: 'failed', error: expect.stringContaining('a check must not write') });
    expect(work.account.writes()).toEqual(['PutRole a']);
  });

  test('old answers are waited out', async () => {
    const work = toyWork(toyAccount());
    work.account.stale.a = 3;
    expect(states(await made([a], work))).toEqual({ a: 'created' });
    expect(work.clock.waits).toEqual([250, 500, 1000]);
  });

  test('an account that does not show the change is waited for with a word, and then later', async () => {
    const work = toyWork(toyAccount());
    work.account.stale.a = 999;
    expect(await made([a], work)).toMatchObject([
      { state: 'waiting', why: 'AWS accepted the change, but does not return it yet' },
    ]);
    const waited = work.clock.waits.reduce((sum, ms) => sum + ms, 0);
    expect(waited).toBeGreaterThanOrEqual(120_000);
    expect(waited).toBeLessThan(128_000);
    const told = work.events.filter(({ event }) => event === 'wait.tick').map((event) => (event as { ms: number }).ms);
    expect(told).toEqual([3750]);
  });

  test('looking again reads only: no further calls are worked out', async () => {
    const work = toyWork(toyAccount());
    let times = 0;
    const counted = toyFact('a', { calls: () => (times++ ? Promise.reject(new Obstacle('gone')) : [put('a', 'new')]) });
    work.account.stale.a = 1;
    expect(states(await made([counted], work))).toEqual({ a: 'created' });
  });
});

describe('what else a run promises', () => {
  test('the journal knows what was there before the first call is sent', async () => {
    const work = toyWork(toyAccount({ a: 'old' }));
    const seen: unknown[] = [];
    const { send } = work.account;
    const watched = (given: { operation: string }) => {
      if (given.operation === 'PutRole') seen.push([...work.entries]);
      return send(given as never);
    };
    Object.assign(work.account, { send: watched });
    await made([a], work);
    expect(seen).toEqual([[{ at: '2026-11-24T10:00:00.000Z', fact: 'a', step: 'toys', was: 'old' }]]);
  });

  test('a stop begins nothing new and finishes what is under way', async () => {
    const stop = new AbortController();
    const work = toyWork(toyAccount(), { stop: stop.signal });
    work.tell = ({ event }) => void (event === 'action.start' && stop.abort());
    const findings = await made([a, b], work);
    expect(states(findings)).toEqual({ a: 'created', b: 'todo' });
    expect(findings[1]?.why).toBe('skipped: the run was stopped');
  });

  test('a chore that waited for what was made is looked at again', async () => {
    const work = toyWork(toyAccount());
    const click = toyChore('click', {
      needs: [a],
      read: async ({ send }) =>
        ((await send({ service: 'iam', operation: 'GetRole', input: { name: 'a' } } as never)) as { value?: string })
          .value ?? null,
    });
    expect(states(await made([click, a], work))).toEqual({ click: 'ok', a: 'created' });
  });

  test('secrets are put in when sent, and are in no finding, journal line or event', async () => {
    const work = toyWork(toyAccount());
    const hidden = toyFact('a', { calls: () => [put('a', secret('ann'))], same: (one, other) => !one === !other });
    const findings = await made([hidden], work);
    expect(work.account.things.get('a')).toBe('secret of ann');
    const told = JSON.stringify([findings.map(({ now: _, ...rest }) => rest), work.entries, work.events]);
    expect(told).not.toContain('secret of ann');
  });

  test('events tell of each change', async () => {
    const work = toyWork(toyAccount());
    work.account.faults['PutRole x'] = [refused('AccessDenied')];
    await made([a, toyFact('x')], work);
    const told = work.events.map(({ event, finding }) => `${event} ${finding.fact.id}`);
    expect(told.toSorted()).toEqual(['action.done a', 'action.failed x', 'action.start a', 'action.start x']);
  });
});

describe('looking again', () => {
  test('what has nothing to do with what is still under way is not waited for', async () => {
    const work = toyWork(toyAccount());
    const other = toyFact('x', {
      read: async (account) =>
        ((await account.send({ ...get('x'), service: 'sns' } as never)) as { value?: string }).value ?? null,
      calls: (to) => [{ ...put('x', String(to)), service: 'sns' }],
    });
    expect(states(await made([a, b, c, other], work))).toEqual({
      a: 'created',
      b: 'created',
      c: 'created',
      x: 'created',
    });
    const { sent } = work.account;
    expect(sent.lastIndexOf('GetRole x')).toBeLessThan(sent.indexOf('PutRole c'));
    expect(sent.lastIndexOf('GetRole a')).toBeGreaterThan(sent.indexOf('PutRole c'));
  });
});

describe('what AWS has told with its answers', () => {
  const told = toyFact('b', { ...within(a), toldBy: [{ of: a, operation: 'PutRole' }, { operation: 'PutRole' }] });
  const comesWith = toyFact('c', { ...within(a), toldBy: [{ of: a, operation: 'PutRole' }], calls: () => [] });

  test('is not looked at again', async () => {
    const work = toyWork(toyAccount());
    const findings = await look([a, told, comesWith], work.account);
    work.account.sent.length = 0;
    expect(states(await make(findings, work))).toEqual({ a: 'created', b: 'created', c: 'created' });
    expect(work.account.sent).toEqual(['PutRole a', 'PutRole b', 'GetRole a']);
  });

  test('is looked at again where the thing was there before', async () => {
    const work = toyWork(toyAccount({ a: 'new' }));
    const findings = await look([a, told], work.account);
    work.account.sent.length = 0;
    expect(states(await make(findings, work))).toEqual({ a: 'ok', b: 'created' });
    expect(work.account.sent).toEqual(['PutRole b', 'GetRole b']);
  });

  test('is looked at again where an answer was lost', async () => {
    const work = toyWork(toyAccount());
    work.account.faults['PutRole a'] = [{ late: refused('EntityAlreadyExists') }];
    const findings = await look([a, told], work.account);
    expect(states(await make(findings, work))).toEqual({ a: 'created', b: 'created' });
    expect(work.account.sent).toContain('GetRole b');
  });
});

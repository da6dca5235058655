import { type Account, identityOf } from '../../src/aws/account.ts';
import { type AnyCall, sending } from '../../src/aws/call.ts';
import type { Clock } from '../../src/engine/clock.ts';
import type { Chore, Fact, Json } from '../../src/engine/fact.ts';
import { type Entry, journalInMemory } from '../../src/engine/journal.ts';
import type { Event, Work } from '../../src/engine/work.ts';

/** An error as AWS names it. */
export function refused(name: string, message = `${name} said AWS`): Error {
  return Object.assign(new Error(message), { name });
}

/** Answered instead of what was asked; `late` ones are only heard of after the request was carried out. */
export type Fault = Error | { late: Error };

export interface Toy extends Account {
  /** What is there, by name. */
  things: Map<string, string>;
  /** Every request so far, as `PutRole a`. */
  sent: string[];
  writes(): string[];
  /** The most requests that were under way at once. */
  peak(): number;
  /** The next answers to a request, one after the other. */
  faults: Record<string, Fault[]>;
  /** How many reads of a thing still show it as it was before the last write. */
  stale: Record<string, number>;
}

/** An account that knows three operations: it gets, puts and deletes things that have a name and a value. */
export function toyAccount(things: Record<string, string> = {}): Toy {
  const toy = {
    things: new Map(Object.entries(things)),
    sent: [] as string[],
    faults: {},
    stale: {},
  } as unknown as Toy;
  const before = new Map<string, string | undefined>();
  let underWay = 0;
  let peak = 0;

  const act = ({ operation, input: { name, value } }: AnyCall): object => {
    if (operation === 'GetRole') {
      const stale = toy.stale[name] ?? 0;
      if (stale === 0 || !before.has(name)) return { value: toy.things.get(name) };
      toy.stale[name] = stale - 1;
      return { value: before.get(name) };
    }
    before.set(name, toy.things.get(name));
    if (operation === 'PutRole') toy.things.set(name, value);
    else toy.things.delete(name);
    return {};
  };
  const send = async (given: AnyCall): Promise<object> => {
    const what = `${given.operation} ${given.input.name}`;
    toy.sent.push(what);
    underWay += 1;
    peak = Math.max(peak, underWay);
    await new Promise(setImmediate);
    underWay -= 1;
    const fault = toy.faults[what]?.shift();
    if (fault instanceof Error) throw fault;
    const answer = act(given);
    if (fault) throw fault.late;
    return answer;
  };
  return Object.assign(toy, {
    kind: 'rehearsal' as const,
    identity: identityOf('arn:aws:iam::111122223333:root', '111122223333'),
    homeRegion: 'ap-southeast-2',
    send: sending(send),
    writes: () => toy.sent.filter((what) => !what.startsWith('Get')),
    peak: () => peak,
  });
}

export const get = (name: string): AnyCall => ({ service: 'iam', operation: 'GetRole', input: { name } });
export const put = (name: string, value: string): AnyCall => ({
  service: 'iam',
  operation: 'PutRole',
  input: { name, value },
});
export const take = (name: string): AnyCall => ({ service: 'iam', operation: 'DeleteRole', input: { name } });

const valueIn = async (name: string, account: Account): Promise<string | null> =>
  ((await account.send(get(name))) as { value?: string }).value ?? null;

/** "The thing is new." */
export function toyFact(name: string, more: Partial<Fact<string>> = {}): Fact<string> {
  return {
    id: name,
    title: `${name} is new`,
    want: 'new',
    read: (account) => valueIn(name, account),
    calls: (to) => [to === null ? take(name) : put(name, to)],
    ...more,
  };
}

/** The same, for a person to do. */
export function toyChore(name: string, more: Partial<Chore<string>> = {}): Chore<string> {
  return {
    id: name,
    title: `${name} is new`,
    want: 'new',
    read: (account) => valueIn(name, account),
    how: 'do it',
    ...more,
  };
}

/** What lies within a toy fact. */
export const within = (thing: Fact<string>) => ({ within: thing });

/** Time that passes only by sleeping; every wait is as long as it can get. */
export function fakeClock(): Clock & { waits: number[] } {
  let now = Date.parse('2026-11-24T10:00:00Z');
  const waits: number[] = [];
  return {
    waits,
    now: () => now,
    async sleep(ms) {
      waits.push(ms);
      now += ms;
    },
    random: () => 1,
  };
}

export interface ToyWork extends Work {
  account: Toy;
  clock: ReturnType<typeof fakeClock>;
  events: Event[];
  entries: Entry[];
}

export function toyWork(account: Toy, more: Partial<Work> = {}, entries: Entry[] = []): ToyWork {
  const events: Event[] = [];
  return {
    account,
    clock: fakeClock(),
    events,
    entries,
    journal: journalInMemory(entries),
    secretOf: async (key) => `secret of ${key}`,
    tell: (event) => void events.push(event),
    stepOf: () => 'toys',
    ...more,
  } as ToyWork;
}

/** Lines of a journal: `changed('a', null)` says that `a` was not there before. */
export const changed = (fact: string, was: Json): Entry => ({ at: '2026-11-24T09:00:00Z', fact, step: 'toys', was });

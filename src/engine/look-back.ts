import type { Account } from '../aws/account.ts';
import { readOnly, remembering } from '../aws/views.ts';
import type { User } from './about.ts';
import { waitBefore } from './clock.ts';
import { type AnyFact, type Fact, isChore, needsOf } from './fact.ts';
import type { Finding } from './finding.ts';
import { goneAlone } from './gone-alone.ts';
import { type Journal, type Memory, madeByUs, memoryOf } from './journal.ts';
import { ownerOf, watched } from './look.ts';
import { isThing, type Standing, standingOf } from './owner.ts';
import { asBefore, isMadeElsewhere, untagged } from './restore.ts';
import { unsureOf } from './unsure.ts';
import { type Fate, heldBack, type Seen, whyLeft } from './why-left.ts';
import type { Work } from './work.ts';

const TELL_AFTER_MS = 2_000;
const JUST_CHANGED = 'it was changed a moment ago, and AWS may still return the earlier state';

/** What a check needs in order to be repeated. */
export type Patience = Pick<Work, 'clock' | 'tell' | 'stop'>;

/**
 * What undo would do. A resource with our marks is deleted, together with its parts. One that existed before is restored
 * to the value in the journal. Every other existing resource is kept with its parts, and reported with the reason; so is
 * everything that it uses. With `patience`, a recent change in the journal that AWS does not show is read again until it
 * is half a minute old, because AWS may return stale state for that long.
 */
export async function lookBack(
  facts: AnyFact[],
  account: Account,
  journal: Journal,
  patience?: Patience,
): Promise<Finding[]> {
  const memory = memoryOf(journal);
  const found = await lookedBack(facts, account, memory);
  const sure = patience ? await untilSure(found, () => lookedBack(facts, account, memory), journal, patience) : found;
  const held = heldBack(sure, facts);
  const told = sure
    .filter(({ finding, fate }) => isTold(finding, fate, memory))
    .map(({ finding }) => held.get(finding.fact.id) ?? finding);
  const view = remembering(readOnly(account));
  const copies = facts.map((fact) => (isChore(fact) ? [] : copiesOf(fact, view)));
  return [...told, ...(await Promise.all([...copies, goneAlone(facts, sure, told, view)])).flat()];
}

// Resources that only look like ours are kept; if they cannot be read, the finding of the resource itself says so.
async function copiesOf(fact: Fact, view: Account): Promise<Finding[]> {
  const copies = (await fact.copies?.(view).catch(() => [])) ?? [];
  return copies.map(({ id, title, why, how }) => ({ fact: { ...fact, id, title }, state: 'by-hand', why, how }));
}

// Repeats the check while a recently changed fact still looks unchanged.
async function untilSure(found: Seen[], again: () => Promise<Seen[]>, journal: Journal, patience: Patience) {
  const { clock, tell, stop } = patience;
  const isYoung = unsureOf(journal, clock);
  const began = clock.now();
  let isTold = false;
  for (let attempt = 0, seen = found; ; attempt++, seen = await again()) {
    const unsure = seen.find(
      ({ finding, fate }) => finding.state === 'ok' && /^(gone|before)$/.test(fate) && isYoung(finding.fact.id),
    );
    if (!unsure || stop?.aborted) return seen;
    const waited = clock.now() - began;
    if (waited > TELL_AFTER_MS && !isTold) {
      isTold = true;
      tell({ event: 'wait.tick', finding: unsure.finding, why: JUST_CHANGED, ms: waited });
    }
    await clock.sleep(waitBefore(attempt, clock));
  }
}

async function lookedBack(facts: AnyFact[], account: Account, memory: Memory): Promise<Seen[]> {
  const view = remembering(readOnly(account));
  const whole = facts.filter((fact): fact is Fact => !isChore(fact) && !fact.within);
  const marked = new Map(whole.filter(isThing).map((fact) => [fact.id, backOfThing(fact, view, memory)]));
  const elsewhere = async () => (await Promise.all(marked.values())).some((one) => isMadeElsewhere(one, memory));
  const things = new Map(
    whole.map((fact) => [fact.id, marked.get(fact.id) ?? backOfSetting(fact, view, memory, elsewhere)]),
  );
  const seen = await Promise.all(
    facts.map(async (fact) => {
      if (isChore(fact)) return undefined;
      const thing = fact.within ? await things.get(fact.within.id) : undefined;
      return fact.within ? backOfPart(fact, thing, view, memory) : things.get(fact.id);
    }),
  );
  return seen.filter((one) => one !== undefined);
}

// A part that is deleted or kept with its resource is not reported separately, unless a permission is missing to read it.
function isTold({ fact, state, permission }: Finding, fate: Fate, { before }: Memory): boolean {
  const isPart = !isChore(fact) && fact.within !== undefined;
  if (isPart && (fate === 'goes' || fate === 'stays')) return permission !== undefined;
  return state !== 'ok' || before.has(fact.id);
}

async function backOfThing(fact: Fact, view: Account, memory: Memory): Promise<Seen> {
  let standing: Standing | undefined;
  let users: User[] | undefined;
  const finding = await watched(fact, view, async (watching): Promise<Finding> => {
    const owner = ownerOf(fact, watching);
    const now = await fact.read(watching);
    const whose = now === null ? undefined : await owner();
    // Somebody else's does the same, unless the journal shows that we made or changed this one.
    const isOthers = now !== null && fact.isOthers?.(now) && (!whose || !memory.before.has(fact.id));
    if (now === null || isOthers) return { fact, state: 'ok', now };
    standing = standingOf(fact, whose, memory);
    if (goesAway(standing, fact, memory)) {
      users = await fact.usedBy?.(watching);
      return { fact, state: 'todo', standing, now, to: null, calls: await fact.calls(null, now, watching) };
    }
    if (standing.is === 'before') return { ...(await asBefore(fact, watching, memory)), standing };
    return { fact, state: 'by-hand', standing, now, ...whyLeft(standing, memory.before.has(fact.id)) };
  });
  return { finding, fate: fateOf(finding, standing), ...(users ? { users } : {}) };
}

async function backOfSetting(
  fact: Fact,
  view: Account,
  memory: Memory,
  elsewhere: () => Promise<boolean>,
): Promise<Seen> {
  const finding = await watched(fact, view, async (watching) => untagged(fact, watching, memory, elsewhere));
  return { finding, fate: fateOf(finding, undefined) };
}

function fateOf({ fact, state, now, to, unsupported }: Finding, standing: Standing | undefined): Fate {
  // An endpoint that does not support the operation cannot have created one.
  if (unsupported && fact.optional) return 'gone';
  // This includes resources with data that are kept, and those that cannot be read now: they keep their protections.
  if (/^(unknown|denied|waiting|by-hand)$/.test(state)) return 'stays';
  if (standing?.is === 'before') return 'before';
  if (state === 'todo' && to === null) return 'goes';
  return (now ?? null) === null ? 'gone' : 'before';
}

function goesAway({ is }: Standing, fact: Fact, memory: Memory): boolean {
  return is === 'ours' || is === 'drifted' || (is === 'untold' && madeByUs(fact.id, memory));
}

async function backOfPart(fact: Fact, thing: Seen | undefined, view: Account, memory: Memory): Promise<Seen> {
  const fate = thing?.fate ?? 'before';
  if (fate === 'gone') return { finding: { fact, state: 'ok', now: null }, fate };
  // What a part uses matters as long as the part may be kept.
  const matters = memory.before.has(fact.id) || (fate !== 'before' && needsOf(fact).length > 1);
  if (!matters) return { finding: { fact, state: 'ok' }, fate: 'gone' };
  const finding = await watched(fact, view, async (watching): Promise<Finding> => {
    if (fate === 'before') return asBefore(fact, watching, memory);
    return { fact, state: 'ok', now: await fact.read(watching) };
  });
  return { finding, fate };
}

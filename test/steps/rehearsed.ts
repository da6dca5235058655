import type { Account } from '../../src/aws/account.ts';
import { type AnyCall, isRead, resolveCall } from '../../src/aws/call.ts';
import { type RehearsalAccount, type RehearsalState, rehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import { newRegion } from '../../src/aws/rehearsal/region.ts';
import { through } from '../../src/aws/views.ts';
import type { AnyFact } from '../../src/engine/fact.ts';
import type { Finding } from '../../src/engine/finding.ts';
import { type Journal, journalInMemory } from '../../src/engine/journal.ts';
import { look } from '../../src/engine/look.ts';
import { make } from '../../src/engine/make.ts';
import { lookBack, undo } from '../../src/engine/undo.ts';
import type { Work } from '../../src/engine/work.ts';
import { factsOf } from '../../src/steps/index.ts';
import type { Answers } from '../../src/steps/settings/all.ts';
import { fakeClock } from '../engine/toy.ts';
import { answersTo, HOME } from './given.ts';

export { HOME } from './given.ts';
export const NOW = new Date('2026-11-24T10:00:00.000Z');

/** Answers that make every fact that the steps know. */
export const ANSWERS: Answers = answersTo();

export const rehearsal = (state?: RehearsalState, homeRegion = HOME): RehearsalAccount =>
  rehearsalAccount({ homeRegion, now: () => NOW, ...(state ? { state } : {}) });

export const factsFor = (answers: Answers = ANSWERS): AnyFact[] => factsOf(answers, () => NOW.getTime()).facts;

/** The account, and each write that went through it. */
export function counted(account: Account): { account: Account; writes: string[] } {
  const writes: string[] = [];
  const counting = through(account, (given) => {
    if (!isRead(given)) writes.push(`${given.service} ${given.operation}`);
    return account.send(given as never);
  });
  return { account: counting, writes };
}

export function workOn(account: Account, journal: Journal = journalInMemory()): Work {
  return {
    account,
    journal,
    clock: fakeClock(),
    secretOf: async () => 'Correct-Horse-9-Battery',
    tell: () => {},
    stepOf: () => 'test',
  };
}

export async function makeAll(facts: AnyFact[], account: Account, journal?: Journal): Promise<Finding[]> {
  return make(await look(facts, account), workOn(account, journal));
}

export async function undoAll(facts: AnyFact[], account: Account, journal = journalInMemory()): Promise<Finding[]> {
  return undo(await lookBack(facts, account, journal), facts, workOn(account, journal));
}

/** Sends calls as a person would, from another window. */
export async function byHand(account: Account, calls: AnyCall[]): Promise<void> {
  const send = (given: AnyCall): Promise<unknown> => account.send(given as never);
  for (const given of calls) await send(await resolveCall(given, send, async () => 'Correct-Horse-9-Battery'));
}

/** Ids of the findings in one of these states. */
export const idsOf = (findings: Finding[], ...states: Finding['state'][]): string[] =>
  findings.filter(({ state }) => states.includes(state)).map(({ fact }) => fact.id);

/** The findings that are neither as they should be nor a person's to do. */
export const unfinished = (findings: Finding[]): object[] =>
  findings
    .filter(({ state }) => !/^(ok|created|changed|removed|by-hand)$/.test(state))
    .map(({ fact, state, error, why }) => ({ id: fact.id, state, error, why }));

const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
const read = (text: string | null) => text && JSON.parse(text);
const listed = (policy: { Statement: object } | null) => policy && { ...policy, Statement: [policy.Statement].flat() };
const bare = ({ id: _, ...rest }: { id: string }) => rest;

/**
 * A state without what AWS would not give back either: counters, ids and times of what was made anew, the ends of
 * instances, the text of documents that mean the same, versioning that was never on and is now suspended.
 */
export function lasting(state: RehearsalState, regions: string[]): object {
  const { counter: _, iam, s3, ...rest } = state;
  return {
    ...rest,
    iam: {
      ...iam,
      policies: iam.policies.map(({ versions, default: inForce, newest: _newest, updated: _updated, ...policy }) => ({
        ...policy,
        versions: versions
          .map(({ id, document }) => ({ inForce: id === inForce, document: read(document) }))
          .sort(byText),
      })),
    },
    s3: {
      ...s3,
      buckets: s3.buckets.map((bucket) => ({
        ...bucket,
        policy: listed(read(bucket.policy)),
        versioning: bucket.versioning ?? 'Suspended',
      })),
    },
    regions: Object.fromEntries(
      regions.map((name) => {
        const { instances, tokens: _tokens, securityGroups, ...region } = state.regions[name] ?? newRegion(name);
        return [
          name,
          {
            ...region,
            alarms: region.alarms.map(({ updated: _at, ...alarm }) => alarm),
            topics: region.topics.map(({ deleted: _gone, ...topic }) => ({
              ...topic,
              attributes: { ...topic.attributes, Policy: read(topic.attributes.Policy ?? null) },
            })),
            securityGroups: securityGroups.map((group) => ({
              ...group,
              ingress: group.ingress.map(bare).sort(byText),
              egress: group.egress.map(bare).sort(byText),
            })),
            instances: instances.filter((one) => one.state !== 'terminated' && one.state !== 'shutting-down'),
          },
        ];
      }),
    ),
  };
}

import { type Account, GLOBAL_SERVICES, globalRegionOf, identityOf, partitionOf } from '../account.ts';
import { type AnyCall, isLookup, isRead, isSecret, sending } from '../call.ts';
import type { ServiceName } from '../services.ts';
import { brandNew } from './brand-new.ts';
import { checkedState } from './checked-state.ts';
import type { Context } from './context.ts';
import { copyOf } from './copy.ts';
import { gate } from './gate.ts';
import { checkPolicies, type RehearsedKind } from './organizations/organization.ts';
import { type Person, personOf } from './person.ts';
import { refuse, unknownTo } from './refuse.ts';
import { type AnyOperation, services } from './services.ts';
import type { RehearsalState } from './state.ts';

export type { Person } from './person.ts';
export type { RehearsalState } from './state.ts';

/** An AWS account in memory that answers as AWS does, errors included, for the calls this program makes. */
export interface RehearsalAccount extends Account {
  readonly kind: 'rehearsal';
  /** What is in the account now, as plain JSON; a copy. */
  state(): RehearsalState;
  /** What a person does outside of the API. */
  readonly person: Person;
}

function checkPlain(value: unknown, what: string): void {
  if (isLookup(value) || isSecret(value))
    throw new Error(`rehearsal: ${what} was sent before its lookups and secrets were put in`);
  if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) checkPlain(inner, what);
}

function operationOf({ service, operation, input }: AnyCall): AnyOperation {
  const what = `${service} ${operation}`;
  const found = Object.hasOwn(services[service] ?? {}, operation) ? services[service][operation] : undefined;
  if (!found) throw new Error(`rehearsal: ${service} does not know the operation ${operation}`);
  for (const [field, value] of Object.entries(input ?? {})) {
    if (value !== undefined && !found.fields.includes(field)) unknownTo(what, `"${field}"`);
  }
  checkPlain(input, what);
  return found;
}

// What a service changes is a small part of the state, except where it acts on other services for the caller.
function ownPart(state: RehearsalState, region: string, service: ServiceName | undefined): Partial<RehearsalState> {
  if (service === undefined || service === 'budgets' || service === 'organizations') return copyOf(state);
  if (service === 'iam' || service === 's3') return { [service]: copyOf(state[service]) };
  const { settings, regions } = state;
  const there = regions[region];
  return {
    ...(settings ? { settings: copyOf(settings) } : {}),
    regions: { ...regions, ...(there ? { [region]: copyOf(there) } : {}) },
  };
}

/**
 * A rehearsal account: brand-new, or as `state` (parsed JSON) says; throws a sentence when that is no rehearsal's
 * state. `onChange` is called with a copy after every change, to keep it.
 */
export function rehearsalAccount(options: {
  homeRegion: string;
  accountId?: string;
  /** Of a brand-new account. */
  kind?: RehearsedKind;
  /** Of a brand-new account; default the Paid plan. */
  plan?: RehearsalState['plan'];
  /** What a service control policy of its organization denies, as IAM actions. */
  denies?: string[];
  state?: unknown;
  onChange?: (state: RehearsalState) => void;
  now?: () => Date;
}): RehearsalAccount {
  const {
    homeRegion,
    accountId = '111122223333',
    kind = 'standalone',
    plan = 'paid',
    denies = [],
    onChange,
    now = () => new Date(),
  } = options;
  const partition = partitionOf(homeRegion);
  let state =
    options.state === undefined
      ? { ...brandNew(accountId, homeRegion, now(), kind), plan }
      : checkedState(options.state);

  state.organization?.denies.push(...denies);

  if (!state.callerArn.startsWith(`arn:${partition}:`)) {
    throw new Error(`The rehearsal account ${state.callerArn} is in another partition than the Region ${homeRegion}.`);
  }

  const contextIn = (region: string, writes: boolean): Context => {
    return { state, region, partition, accountId: state.accountId, now: now(), writes };
  };

  /** Acts on a copy, or of one service on a copy of what is its own, so that a refused request leaves nothing half done. */
  function change<T>(act: (context: Context) => T, region = homeRegion, service?: ServiceName): T {
    const before = state;
    state = { ...before, ...ownPart(before, region, service) };
    try {
      const result = act(contextIn(region, true));
      onChange?.(copyOf(state));
      return result;
    } catch (error) {
      state = before;
      throw error;
    }
  }

  function answer(given: AnyCall): object {
    const operation = operationOf(given);
    const region = given.region ?? (GLOBAL_SERVICES.has(given.service) ? globalRegionOf(partition) : homeRegion);
    if (partitionOf(region) !== partition) {
      refuse('InvalidClientTokenId', 'The security token included in the request is invalid.', 403);
    }
    gate(given.service, contextIn(region, false));
    checkPolicies(given, contextIn(region, false));
    const input = copyOf(given.input ?? {});
    try {
      if (isRead(given)) {
        const answered = operation.answer(input, contextIn(region, false));
        return Object.isFrozen(answered) ? answered : copyOf(answered);
      }
      return change((context) => copyOf(operation.answer(input, context)), region, given.service);
    } finally {
      operation.after?.(contextIn(region, false));
    }
  }

  return {
    kind: 'rehearsal',
    homeRegion,
    get identity() {
      const { callerArn, accountId: id, signedWith } = state;
      return { ...identityOf(callerArn, id), ...(signedWith ? { accessKeyId: signedWith } : {}) };
    },
    send: sending(async (given: AnyCall) => ({
      $metadata: { httpStatusCode: 200, requestId: 'rehearsal', attempts: 1 },
      ...answer(given),
    })),
    state: () => copyOf(state),
    person: personOf((act, region) => change(act, region)),
  };
}

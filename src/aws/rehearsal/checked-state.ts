import { brandNew } from './brand-new.ts';
import { copyOf } from './copy.ts';
import { newRegion } from './region.ts';
import type { RehearsalState } from './state.ts';

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value;
}

function differsFrom(model: unknown, given: unknown, path: string): string | undefined {
  if (kindOf(model) !== kindOf(given))
    return `${path || 'it'} should be of the kind ${kindOf(model)}, not ${kindOf(given)}`;
  if (kindOf(model) !== 'object') return undefined;
  return firstOf(Object.entries(model as object), ([key, value]) =>
    differsFrom(value, (given as Record<string, unknown>)[key], path ? `${path}.${key}` : key),
  );
}

function firstOf<T>(all: readonly T[], problemOf: (one: T) => string | undefined): string | undefined {
  for (const one of all) {
    const found = problemOf(one);
    if (found) return found;
  }
  return undefined;
}

const ORGANIZATION = { kind: '', id: '', managementAccountId: '', regions: [], denies: [], nearSpendLimit: false };
const BUDGET = { name: '', budget: {}, notifications: [], tags: [] };
// The least that tells one kind of thing from another.
const THING = { name: '', created: '', tags: [] };
const ENTITY = { ...THING, id: '', path: '', attached: [], inline: {} };
const USER = { ...ENTITY, groups: [], accessKeys: [], mfaDevices: [], sshKeys: [], certificates: [], credentials: [] };

function problemIn(given: unknown): string | undefined {
  const problem = differsFrom(brandNew('111122223333', 'us-east-1', new Date(0)), given, '');
  if (problem) return problem;
  const { iam, s3, regions, organization, budgets = [] } = given as RehearsalState;
  const every = (all: readonly unknown[], model: object, path: string) =>
    firstOf([...all.entries()], ([at, one]) => differsFrom(model, one, `${path}[${at}]`));
  return (
    (organization && differsFrom(ORGANIZATION, organization, 'organization')) ??
    (Array.isArray(budgets) ? every(budgets, BUDGET, 'budgets') : 'budgets should be of the kind list') ??
    every(iam.users, USER, 'iam.users') ??
    every(iam.groups, ENTITY, 'iam.groups') ??
    every(iam.roles, { ...ENTITY, trust: '' }, 'iam.roles') ??
    every(iam.policies, { ...THING, arn: '', default: '', versions: [] }, 'iam.policies') ??
    every(iam.instanceProfiles, { ...THING, roles: [] }, 'iam.instanceProfiles') ??
    every(s3.buckets, { ...THING, region: '', objects: [], uploads: [] }, 's3.buckets') ??
    firstOf(Object.entries(regions), ([name, region]) => differsFrom(newRegion(name), region, `regions.${name}`))
  );
}

/** The given JSON as a rehearsal's state; throws a sentence that says what it lacks when it is none. */
export function checkedState(given: unknown): RehearsalState {
  const schema = (given as { schema?: unknown } | null | undefined)?.schema;
  if (typeof schema === 'number' && schema !== 1) {
    throw new Error(`This rehearsal account was written by another version (schema ${schema}, not 1).`);
  }
  const problem = problemIn(given);
  if (problem) throw new Error(`This is not a rehearsal account: ${problem}.`);
  const state = copyOf(given) as RehearsalState;
  if (!/^\d{12}$/.test(state.accountId)) {
    throw new Error('This is not a rehearsal account: accountId should be 12 digits.');
  }
  return state;
}

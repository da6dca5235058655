import { partitionOf } from '../account.ts';
import type { RegionState } from './state-region.ts';

export interface Tag {
  Key: string;
  Value: string;
}

/** What can hang on a user, a group or a role: attached policies by ARN, inline policies by name. */
export interface Entity {
  name: string;
  id: string;
  path: string;
  created: string;
  tags: Tag[];
  attached: string[];
  inline: Record<string, string>;
}

export interface User extends Entity {
  groups: string[];
  boundary?: string;
  login?: { created: string; reset: boolean };
  accessKeys: { id: string; created: string; active: boolean }[];
  mfaDevices: { serial: string; enabled: string }[];
  sshKeys: { id: string; created: string }[];
  certificates: { id: string; created: string; body: string }[];
  credentials: { id: string; created: string; service: string }[];
}

export interface Role extends Entity {
  trust: string;
  description?: string;
  maxSession: number;
  boundary?: string;
}

export interface Policy {
  name: string;
  id: string;
  path: string;
  arn: string;
  created: string;
  updated: string;
  description?: string;
  tags: Tag[];
  default: string;
  newest: number;
  versions: { id: string; document: string; created: string }[];
}

export interface InstanceProfile {
  name: string;
  id: string;
  path: string;
  created: string;
  tags: Tag[];
  roles: string[];
}

export interface Bucket {
  name: string;
  region: string;
  created: string;
  tags: Tag[];
  versioning?: 'Enabled' | 'Suspended';
  // The settings are AWS's own shapes, as they were put.
  encryption: unknown;
  publicAccessBlock: unknown;
  ownership: unknown;
  lifecycle: unknown;
  policy: string | null;
  objects: { key: string; version: string; at: string; size: number; marker: boolean }[];
  uploads: { key: string; id: string; at: string }[];
}

/** A whole account as plain JSON: what is in it, in every Region. */
export interface RehearsalState {
  schema: 1;
  accountId: string;
  callerArn: string;
  counter: number;
  /** `free` launches free-tier types only (AWS page "AWS Free Tier", accounts made since 2025-07-15). */
  plan: 'free' | 'paid';
  root: { mfa: boolean; accessKeys: { id: string; created: string; active: boolean }[] };
  billing: { alerts: boolean; openToIam: boolean };
  iam: {
    users: User[];
    groups: Entity[];
    roles: Role[];
    policies: Policy[];
    instanceProfiles: InstanceProfile[];
    virtualMfaDevices: string[];
  };
  s3: { buckets: Bucket[]; foreignBuckets: string[] };
  regions: Record<string, RegionState>;
}

/** A brand-new account, signed in as root. */
export function brandNew(accountId: string, homeRegion: string): RehearsalState {
  return {
    schema: 1,
    accountId,
    callerArn: `arn:${partitionOf(homeRegion)}:iam::${accountId}:root`,
    counter: 0,
    plan: 'paid',
    root: { mfa: false, accessKeys: [] },
    billing: { alerts: false, openToIam: false },
    iam: { users: [], groups: [], roles: [], policies: [], instanceProfiles: [], virtualMfaDevices: [] },
    s3: { buckets: [], foreignBuckets: ['test', 'my-bucket', 'data', 'backup', 'logs'] },
    regions: {},
  };
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value;
}

function differsFrom(model: unknown, given: unknown, path: string): string | undefined {
  if (kindOf(model) !== kindOf(given)) return `${path || 'it'} should be a ${kindOf(model)}, not ${kindOf(given)}`;
  if (kindOf(model) !== 'object') return undefined;
  for (const [key, value] of Object.entries(model as object)) {
    const found = differsFrom(value, (given as Record<string, unknown>)[key], path ? `${path}.${key}` : key);
    if (found) return found;
  }
  return undefined;
}

/** The given JSON as a rehearsal's state; throws a sentence that says what it lacks when it is none. */
export function checkedState(given: unknown): RehearsalState {
  const problem = differsFrom(brandNew('111122223333', 'us-east-1'), given, '');
  if (problem) throw new Error(`This is not a rehearsal account: ${problem}.`);
  const state = structuredClone(given) as RehearsalState;
  if (state.schema !== 1) {
    throw new Error(`This rehearsal account was written by another version (schema ${state.schema}, not 1).`);
  }
  if (!/^\d{12}$/.test(state.accountId)) {
    throw new Error('This is not a rehearsal account: accountId should be 12 digits.');
  }
  return state;
}

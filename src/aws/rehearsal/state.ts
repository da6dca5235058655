import type { Action, Notification, Subscriber } from '@aws-sdk/client-budgets';
import type { PasswordPolicy } from '@aws-sdk/client-iam';
import type {
  LifecycleRule,
  LoggingEnabled,
  OwnershipControls,
  PublicAccessBlockConfiguration,
  ServerSideEncryptionConfiguration,
} from '@aws-sdk/client-s3';
import type { RegionState } from './state-region.ts';
import type { Tag } from './tags.ts';

/** The policies of a user, a group or a role: attached ones by ARN, inline ones by name. */
export interface Entity {
  name: string;
  id: string;
  path: string;
  created: string;
  tags: Tag[];
  attached: string[];
  inline: Record<string, string>;
}

/** An IAM user; no password is ever kept. */
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

/** An IAM role. */
export interface Role extends Entity {
  trust: string;
  description?: string;
  maxSession: number;
  boundary?: string;
}

/** A managed policy of this account. */
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

/** An IAM instance profile. */
export interface InstanceProfile {
  name: string;
  id: string;
  path: string;
  created: string;
  tags: Tag[];
  roles: string[];
}

/** An S3 bucket of this account. */
export interface Bucket {
  name: string;
  region: string;
  created: string;
  tags: Tag[];
  versioning?: 'Enabled' | 'Suspended';
  /** Only root can change it. */
  mfaDelete?: true;
  // The settings are AWS's own shapes, as they were put.
  encryption: ServerSideEncryptionConfiguration;
  publicAccessBlock: PublicAccessBlockConfiguration | null;
  ownership: OwnershipControls | null;
  lifecycle: LifecycleRule[] | null;
  /** Where its access logs are written. */
  logging?: LoggingEnabled;
  policy: string | null;
  objects: { key: string; version: string; at: string; size: number; marker: boolean }[];
  uploads: { key: string; id: string; at: string }[];
}

/** A budget of this account: AWS's own shapes, as they were put, with times as texts. */
export interface Budget {
  name: string;
  budget: Record<string, unknown>;
  notifications: { notification: Notification; subscribers: Subscriber[] }[];
  tags: Tag[];
  actions?: { action: Action; tags: Tag[] }[];
}

/** The organization that an account is in, and what its service control policies deny. */
export interface Organization {
  kind: 'management' | 'member' | 'project' | 'project-advanced';
  id: string;
  managementAccountId: string;
  /** Of a project: the Regions that are let through, the selected one first. */
  regions: string[];
  /** IAM actions that a policy denies besides, `*` for any text. */
  denies: string[];
  /** A project near its spend limit may start nothing that costs. */
  nearSpendLimit: boolean;
}

/** A whole account as plain JSON: what is in it, in every Region. */
export interface RehearsalState {
  schema: 1;
  accountId: string;
  callerArn: string;
  counter: number;
  /** `free` launches free-tier types only (AWS page "AWS Free Tier", accounts made since 2025-07-15). */
  plan: 'free' | 'paid';
  /** A new account's quota for graphics and machine learning types is 0 vCPUs until AWS is asked for more. */
  acceleratedQuota: boolean;
  /** Until when AWS has not activated the account; a time in UTC. */
  inactiveUntil?: string;
  /** Opt-in Regions that the account has enabled. */
  optedIn?: string[];
  /** The id of the access key that signs the requests; without it they are signed as a browser's are. */
  signedWith?: string;
  /** `password` false: root cannot sign in. */
  root: {
    mfa: boolean;
    /** The device is an authenticator app. */
    mfaApp?: true;
    password?: false;
    accessKeys: { id: string; created: string; active: boolean }[];
  };
  billing: { alerts: boolean };
  budgets?: Budget[];
  /** None: a standalone account. */
  organization?: Organization;
  iam: {
    users: User[];
    groups: Entity[];
    roles: Role[];
    policies: Policy[];
    instanceProfiles: InstanceProfile[];
    virtualMfaDevices: string[];
    /** In AWS's spelling; an account that never set one has none. */
    passwordPolicy?: PasswordPolicy;
  };
  s3: { buckets: Bucket[]; foreignBuckets: string[] };
  regions: Record<string, RegionState>;
  /** The account's own settings, by name, if set. */
  settings?: Record<string, unknown>;
}

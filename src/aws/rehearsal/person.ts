import type { PasswordPolicy } from '@aws-sdk/client-iam';
import { type Context, here, iamId } from './context.ts';
import { attach, groupNamed, roleNamed, userNamed } from './iam/rules.ts';
import { newVersion } from './s3/objects.ts';
import type { RehearsalState } from './state.ts';

/** What a user can have that this program did not create. */
type Belonging = 'access key' | 'mfa device' | 'ssh key' | 'signing certificate' | 'service credential';

/** Actions outside this program: in the console, in e-mail, with other tools. */
export interface Person {
  turnsOnRootMfa(by?: 'app' | 'passkey'): void;
  /** As in a member account that AWS created without root credentials. */
  removesRootPassword(): void;
  makesRootKey(): void;
  deletesRootKeys(): void;
  turnsOnBillingAlerts(): void;
  choosesPlan(plan: 'free' | 'paid'): void;
  /** AWS grants vCPUs for graphics and machine learning types, of which a new account may start none. */
  getsAcceleratedQuota(): void;
  /** Clicks the link in the e-mail of SNS; without an address, in every e-mail of every Region. */
  confirmsEmail(address?: string): void;
  signsInAs(arn: string): void;
  /** Signs requests with this access key from now on; undefined: as a browser does. */
  signsWith(accessKeyId: string | undefined): void;
  /** Sets the account's password policy, in AWS's spelling. */
  setsPasswordPolicy(policy: PasswordPolicy): void;
  /** AWS activates the account only then. */
  isActivatedAt(time: Date): void;
  /** Enables an opt-in Region. */
  enablesRegion(region: string): void;
  givesUser(userName: string, what: Belonging): void;
  /** Attaches a managed policy to a user directly. */
  attachesToUser(userName: string, policyArn: string): void;
  writesInlinePolicy(to: 'user' | 'group' | 'role', name: string, policyName: string, document?: string): void;
  uploads(bucket: string, key: string): void;
  startsUpload(bucket: string, key: string): void;
  /** Deletes the default VPC of a Region, with its subnets and its security groups. */
  deletesDefaultVpc(region?: string): void;
  makesKeyPair(name: string, region?: string): void;
  /** Creates a bucket of this name in another account. */
  takesBucketName(name: string): void;
}

const DOCUMENT =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListAllMyBuckets","Resource":"*"}]}';

function bucketNamed({ state }: Context, name: string) {
  const found = state.s3.buckets.find((one) => one.name === name);
  if (found) return found;
  throw new Error(`There is no bucket ${name} in the rehearsal account.`);
}

function giveUser(context: Context, userName: string, what: Belonging): void {
  const user = userNamed(context, userName);
  const created = context.now.toISOString();
  if (what === 'access key') user.accessKeys.push({ id: iamId(context, 'AKIA'), created, active: true });
  if (what === 'ssh key') user.sshKeys.push({ id: iamId(context, 'APKA'), created });
  if (what === 'signing certificate') {
    user.certificates.push({ id: iamId(context, 'ASCA'), created, body: '-----BEGIN CERTIFICATE-----' });
  }
  if (what === 'service credential') {
    user.credentials.push({ id: iamId(context, 'ACCA'), created, service: 'codecommit.amazonaws.com' });
  }
  if (what === 'mfa device') {
    const serial = `arn:${context.partition}:iam::${context.accountId}:mfa/${user.name}`;
    user.mfaDevices.push({ serial, enabled: created });
    if (!context.state.iam.virtualMfaDevices.includes(serial)) context.state.iam.virtualMfaDevices.push(serial);
  }
}

/** Gives the account to `act`, in the home Region unless told, and keeps what became of it. */
export type Change = (act: (context: Context) => unknown, region?: string) => void;

function ownArn({ accountId, partition }: Context, arn: string): string {
  if (new RegExp(`^arn:${partition}:(iam|sts)::${accountId}:(root|user/.+|assumed-role/.+/.+)$`).test(arn)) return arn;
  throw new Error(`${arn} is nobody who can sign in to the rehearsal account ${accountId}.`);
}

function confirm({ state }: Context, address: string | undefined): void {
  const topics = Object.values(state.regions).flatMap((region) => region.topics);
  for (const one of topics.flatMap((topic) => topic.subscriptions)) {
    if (address === undefined || one.endpoint === address) one.confirmed = true;
  }
}

function upload(context: Context, bucket: string, key: string): void {
  const into = bucketNamed(context, bucket);
  const version = into.versioning === 'Enabled' ? newVersion(context) : 'null';
  into.objects = into.objects.filter((one) => one.key !== key || one.version !== version);
  into.objects.push({ key, version, at: context.now.toISOString(), size: 5, marker: false });
}

function deleteDefaultVpc(context: Context): void {
  const there = here(context);
  const gone = there.vpcs.filter((one) => one.isDefault).map((one) => one.id);
  there.vpcs = there.vpcs.filter((one) => !gone.includes(one.id));
  there.subnets = there.subnets.filter((one) => !gone.includes(one.vpc));
  there.securityGroups = there.securityGroups.filter((one) => !gone.includes(one.vpc));
}

/** The person of an account. */
export function personOf(change: Change): Person {
  const set = (next: (context: Context) => Partial<RehearsalState>) =>
    change((context) => {
      Object.assign(context.state, next(context));
    });
  return {
    removesRootPassword: () => set(({ state }) => ({ root: { ...state.root, password: false } })),
    turnsOnRootMfa: (by = 'passkey') =>
      set(({ state }) => ({ root: { ...state.root, mfa: true, ...(by === 'app' ? { mfaApp: true as const } : {}) } })),
    makesRootKey: () =>
      change((context) => {
        const created = context.now.toISOString();
        context.state.root.accessKeys.push({ id: iamId(context, 'AKIA'), created, active: true });
      }),
    deletesRootKeys: () => set(({ state }) => ({ root: { ...state.root, accessKeys: [] } })),
    turnsOnBillingAlerts: () => set(({ state }) => ({ billing: { ...state.billing, alerts: true } })),
    choosesPlan: (plan) => set(() => ({ plan })),
    getsAcceleratedQuota: () => set(() => ({ acceleratedQuota: true })),
    confirmsEmail: (address) => change((context) => confirm(context, address)),
    signsInAs: (arn) => set((context) => ({ callerArn: ownArn(context, arn) })),
    signsWith: (accessKeyId) =>
      change(({ state }) => {
        if (accessKeyId) state.signedWith = accessKeyId;
        else delete state.signedWith;
      }),
    setsPasswordPolicy: (passwordPolicy) => set(({ state }) => ({ iam: { ...state.iam, passwordPolicy } })),
    isActivatedAt: (time) => set(() => ({ inactiveUntil: time.toISOString() })),
    enablesRegion: (region) => set(({ state }) => ({ optedIn: [...(state.optedIn ?? []), region] })),
    givesUser: (userName, what) => change((context) => giveUser(context, userName, what)),
    attachesToUser: (userName, policyArn) =>
      change((context) => attach(context, userNamed(context, userName), policyArn, 'PoliciesPerUser')),
    writesInlinePolicy: (to, name, policyName, document = DOCUMENT) =>
      change((context) => {
        const named = { user: userNamed, group: groupNamed, role: roleNamed }[to];
        named(context, name).inline[policyName] = document;
      }),
    uploads: (bucket, key) => change((context) => upload(context, bucket, key)),
    startsUpload: (bucket, key) =>
      change((context) => {
        const started = { key, id: newVersion(context), at: context.now.toISOString() };
        bucketNamed(context, bucket).uploads.push(started);
      }),
    deletesDefaultVpc: (region) => change(deleteDefaultVpc, region),
    makesKeyPair: (name, region) => change((context) => here(context).keyPairs.push(name), region),
    takesBucketName: (name) =>
      set(({ state }) => ({ s3: { ...state.s3, foreignBuckets: [...state.s3.foreignBuckets, name] } })),
  };
}

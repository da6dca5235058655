import type { Send } from './call.ts';
import type { ServiceName } from './services.ts';

/** The supported AWS partitions: standard, GovCloud, China. */
export type Partition = 'aws' | 'aws-us-gov' | 'aws-cn';

/** The caller, as returned by `sts:GetCallerIdentity`. */
export interface Identity {
  accountId: string;
  arn: string;
  partition: Partition;
  kind: 'root' | 'user' | 'role';
  /** The user's or the role's name; empty for root. */
  name: string;
  /** The id of the access key that signs the requests, if known; a temporary one begins with `ASIA`. */
  accessKeyId?: string | undefined;
}

/** The only interface to AWS: for a real account, a rehearsal, and the accounts of tests. */
export interface Account {
  readonly kind: 'aws' | 'rehearsal';
  readonly identity: Identity;
  /** The Region of the buckets and the instance. */
  readonly homeRegion: string;
  readonly send: Send;
  /** How far the local clock is behind AWS's, in milliseconds, by the answers so far; omitted where nobody can tell. */
  readonly clockBehind?: () => number;
}

const NOT_YET_KNOWN = '000000000000';

/** Distinguishes root, user and role (AWS page "GetCallerIdentity": root's ARN ends in `:root`). */
export function identityOf(arn: string, accountId: string): Identity {
  const [, partition = 'aws', , , , resource = ''] = arn.split(':');
  const [kind = '', ...path] = resource.split('/');
  return {
    accountId,
    arn,
    partition: partition as Partition,
    kind: kind === 'root' ? 'root' : kind === 'user' ? 'user' : 'role',
    name: (kind === 'assumed-role' ? path[0] : path.at(-1)) ?? '',
  };
}

/** A placeholder for the caller and the account until AWS returns the identity; no request may contain it. */
export function somebody(homeRegion: string): Identity {
  return { ...identityOf(NOT_YET_KNOWN, NOT_YET_KNOWN), partition: partitionOf(homeRegion), name: NOT_YET_KNOWN };
}

/** Whether a value contains the placeholder for the caller. */
export function namesSomebody(value: unknown): boolean {
  return JSON.stringify(value).includes(NOT_YET_KNOWN);
}

/** The services in the partition's global Region, for any home Region. */
export const GLOBAL_SERVICES: ReadonlySet<ServiceName> = new Set([
  ...(['iam', 'sts', 'budgets', 'organizations', 'account', 'freetier', 'ce'] as const),
]);

/**
 * The name of a Region's partition if this program does not support it: the AWS European Sovereign Cloud
 * (`eusc-de-east-1`) and the isolated Regions (`us-iso-east-1`, `us-isob-east-1`, `us-isof-south-1`, `eu-isoe-west-1`).
 * They are separate partitions (AWS General Reference, "Amazon Resource Names": aws-eusc, aws-iso and so on).
 */
export function unsupportedPartOfAws(region: string): string | undefined {
  if (/^eusc-/i.test(region)) return 'the AWS European Sovereign Cloud';
  return /^[a-z]{2}-iso[a-z]?-/i.test(region) ? 'an isolated part of AWS' : undefined;
}

/** The partition that a supported Region belongs to. */
export function partitionOf(region: string): Partition {
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  return region.startsWith('cn-') ? 'aws-cn' : 'aws';
}

/** The Region of a partition with IAM, the global STS endpoint and billing. */
export function globalRegionOf(partition: Partition): string {
  return { aws: 'us-east-1', 'aws-us-gov': 'us-gov-west-1', 'aws-cn': 'cn-north-1' }[partition];
}

/** The URL of a console page: `page` is the part after the host. */
export function consoleLink(partition: Partition, page: string): string {
  const host = {
    aws: 'console.aws.amazon.com',
    'aws-us-gov': 'console.amazonaws-us-gov.com',
    'aws-cn': 'console.amazonaws.cn',
  }[partition];
  return `https://${host}/${page}`;
}

/** The sign-in page for IAM users of an account. */
export function signInPage({ accountId, partition }: Pick<Identity, 'accountId' | 'partition'>): string {
  const host = {
    aws: 'signin.aws.amazon.com',
    'aws-us-gov': 'signin.amazonaws-us-gov.com',
    'aws-cn': 'signin.amazonaws.cn',
  }[partition];
  return `https://${accountId}.${host}/console`;
}

import { randomUUID } from 'node:crypto';
import type { Bucket as Listed } from '@aws-sdk/client-s3';
import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { isDenied, isMissing, statusOf } from '../../aws/errors.ts';
import { allPages } from '../../aws/pages.ts';

/**
 * Whether another account owns a bucket with this name: S3 names are globally unique (AWS page "HeadBucket"). Throws
 * AWS's error when the caller lacks the permission. `noticed` is the account for calls that only a missing permission
 * can refuse.
 */
export async function bucketIsTaken(Bucket: string, account: Account, noticed: Account): Promise<boolean> {
  if (await bucketIsOurs(Bucket, noticed)) return false;
  if (!(await isSomebodys(Bucket, account))) return false;
  // S3 answers 403 for another account's bucket and for a missing permission; a name that does not exist tells them apart.
  const nobodys = `aws-baseline-${randomUUID()}`;
  await noticed.send(call('s3', 'HeadBucket', { Bucket: nobodys })).catch((error: unknown) => {
    if (!isMissing(error)) throw error;
  });
  return true;
}

async function isSomebodys(Bucket: string, account: Account): Promise<boolean> {
  try {
    await account.send(call('s3', 'HeadBucket', { Bucket }));
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    if (isDenied(error) || isElsewhere(error)) return true;
    throw error;
  }
}

// 301, and 400 with a Region, mean that the bucket exists there (page "HeadBucket"); the SDK has no error name for them.
function isElsewhere(error: unknown): boolean {
  const { $response } = error as { $response?: { headers?: Record<string, string> } };
  const namesRegion = $response?.headers?.['x-amz-bucket-region'] !== undefined;
  const status = statusOf(error);
  return status === 301 || (status === 400 && namesRegion);
}

/** Whether a bucket of this name belongs to this account, in any Region. */
export async function bucketIsOurs(name: string, account: Account): Promise<boolean> {
  return (await bucketsByName(account)).has(name);
}

/** The buckets of this account in all Regions. */
export async function ownBuckets(account: Account): Promise<Listed[]> {
  return [...(await bucketsByName(account)).values()];
}

// A check shares its answers, so the first page identifies the index.
const indexes = new WeakMap<object, Map<string, Listed>>();

async function bucketsByName(account: Account, BucketRegion?: string): Promise<Map<string, Listed>> {
  const question = call('s3', 'ListBuckets', { MaxBuckets: 1000, ...(BucketRegion ? { BucketRegion } : {}) });
  const pages = await allPages(account, question, 'ContinuationToken');
  const first = pages[0] as object;
  const index =
    indexes.get(first) ??
    new Map(pages.flatMap(({ Buckets = [] }) => Buckets).map((bucket) => [bucket.Name ?? '', bucket]));
  indexes.set(first, index);
  return index;
}

/** The Region of a bucket of this account, or null. HeadBucket would also answer for buckets of other accounts. */
export async function regionOf(name: string, account: Account): Promise<string | null> {
  const found = (await bucketsByName(account)).get(name);
  if (!found) return null;
  if (found.BucketRegion) return found.BucketRegion;
  // Some S3-compatible endpoints omit the Region in the list, but can list one Region.
  if ((await bucketsByName(account, account.homeRegion)).has(name)) return account.homeRegion;
  const { LocationConstraint } = await account.send(call('s3', 'GetBucketLocation', { Bucket: name }));
  return OLD_REGION_NAMES[LocationConstraint ?? ''] ?? LocationConstraint ?? null;
}

// Page "GetBucketLocation": the names of the first two Regions there.
const OLD_REGION_NAMES: Record<string, string> = { '': 'us-east-1', EU: 'eu-west-1' };

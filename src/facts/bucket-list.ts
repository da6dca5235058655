import { randomUUID } from 'node:crypto';
import type { Bucket as Listed } from '@aws-sdk/client-s3';
import type { Account } from '../aws/account.ts';
import { call } from '../aws/call.ts';
import { isDenied, isMissing, statusOf } from '../aws/errors.ts';
import { allPages } from '../aws/pages.ts';

/**
 * Whether somebody else has a bucket of this name: S3 names are world-wide (AWS page "HeadBucket"). Throws what AWS
 * answers where we may not ask. `noticed` is the account for what only a missing permission can refuse.
 */
export async function bucketIsTaken(Bucket: string, account: Account, noticed: Account): Promise<boolean> {
  if (await bucketIsOurs(Bucket, noticed)) return false;
  if (!(await isSomebodys(Bucket, account))) return false;
  // S3 says the same no to somebody's bucket and to whoever may not ask; a name that nobody has tells them apart.
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

// 301 and 400 that name a Region are somebody's bucket there (page "HeadBucket"); the SDK gives them no name of their own.
function isElsewhere(error: unknown): boolean {
  const { $response } = error as { $response?: { headers?: Record<string, string> } };
  const namesRegion = $response?.headers?.['x-amz-bucket-region'] !== undefined;
  const status = statusOf(error);
  return status === 301 || (status === 400 && namesRegion);
}

/** Whether a bucket of this name belongs to this account, in whatever Region. */
export async function bucketIsOurs(name: string, account: Account): Promise<boolean> {
  return (await bucketsByName(account)).has(name);
}

/** The buckets of this account in all Regions. */
export async function ownBuckets(account: Account): Promise<Listed[]> {
  return [...(await bucketsByName(account)).values()];
}

// One look shares its answers: the first page tells whether the index is made.
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

/** The Region of a bucket of this account, or null. HeadBucket would also answer for other people's buckets. */
export async function regionOf(name: string, account: Account): Promise<string | null> {
  const found = (await bucketsByName(account)).get(name);
  if (!found) return null;
  if (found.BucketRegion) return found.BucketRegion;
  // Some endpoints that speak S3 do not tell Regions in the list, but give the list of one Region.
  if ((await bucketsByName(account, account.homeRegion)).has(name)) return account.homeRegion;
  const { LocationConstraint } = await account.send(call('s3', 'GetBucketLocation', { Bucket: name }));
  return OLD_REGION_NAMES[LocationConstraint ?? ''] ?? LocationConstraint ?? null;
}

// Page "GetBucketLocation": what the first two Regions are called there.
const OLD_REGION_NAMES: Record<string, string> = { '': 'us-east-1', EU: 'eu-west-1' };

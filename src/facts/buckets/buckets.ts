import type { CreateBucketRequest } from '@aws-sdk/client-s3';
import type { Account } from '../../aws/account.ts';
import { type AnyCall, call, type Told } from '../../aws/call.ts';
import { ByHand, type Fact, fact, Obstacle } from '../../engine/fact.ts';
import { marksIn, orNull, ownerBy, type Tag } from '../tags.ts';
import { emptyingCalls } from './bucket-contents.ts';
import { bucketIsOurs, regionOf } from './bucket-list.ts';

/** The fact that a bucket exists, and its name; its settings lie within it. */
export type Bucket = Fact<{ region: string }> & { bucket: string };

/**
 * The account owns a bucket `Bucket` in the home Region. Undo deletes it only if it is empty, or, with `deleteData`,
 * after it has deleted every object, version and incomplete upload.
 */
export function bucketExists(Bucket: string, home: { region: string; tags: Tag[]; deleteData: boolean }): Bucket {
  const exists = fact<{ region: string }>({
    id: `s3/${Bucket}/bucket`,
    mayMisfit: true, // it shows whether the Region is enabled in the account
    title: `bucket ${Bucket} exists in ${home.region}`,
    thing: `bucket ${Bucket}`,
    holdsData: true,
    undoing: 'Only empty buckets are deleted, unless you add --delete-data.',
    want: { region: home.region },
    async read(account) {
      const region = await regionOf(Bucket, account);
      if (region === null) return null;
      if (region === home.region) return { region };
      throw new Obstacle(
        `you own bucket ${Bucket}, but it is in ${region}, not in ${home.region}: choose another name`,
      );
    },
    there: (account) => bucketIsOurs(Bucket, account),
    async calls(to, _now, account) {
      if (to === null) return removeBucket(Bucket, account, home.deleteData);
      const place = home.region === 'us-east-1' ? {} : { LocationConstraint: home.region };
      // Tagged in the same request, so a run that is killed leaves no bucket without tags.
      const CreateBucketConfiguration = {
        ...place,
        Tags: home.tags,
      } as CreateBucketRequest['CreateBucketConfiguration'];
      return [
        call('s3', 'CreateBucket', {
          Bucket,
          ...namespaceOf(Bucket, account, home.region),
          CreateBucketConfiguration,
          ObjectOwnership: 'BucketOwnerEnforced',
        }),
        call('s3', 'PutBucketTagging', { Bucket, Tagging: { TagSet: home.tags } }),
      ];
    },
    async owner(account) {
      if (!(await bucketIsOurs(Bucket, account))) return undefined;
      return ownerBy(await tagsOn(Bucket, account), home.tags);
    },
    async mark(account) {
      // The call overwrites all tags (page "PutBucketTagging"), so tags from others are sent again.
      const marks = marksIn(home.tags);
      const others = (await tagsOn(Bucket, account)).filter(({ Key }) => !marks.some((mark) => mark.Key === Key));
      return [call('s3', 'PutBucketTagging', { Bucket, Tagging: { TagSet: [...others, ...marks] } })];
    },
  });
  return { ...exists, bucket: Bucket };
}

/**
 * The answers that prove a setting of a bucket. S3 stores a setting as it was sent, so for a bucket created in the same
 * run the answer is enough; a read right away may still return the old value (page "Amazon S3 data consistency model").
 */
export function putOnNew(bucket: Bucket, operation: string): Told[] {
  return [{ of: bucket, operation: 'CreateBucket' }, { operation }];
}

/** Asks only about a bucket that this account owns; null otherwise. */
export async function ifOurs<T>(bucket: Bucket, account: Account, ask: () => Promise<T>): Promise<T | null> {
  return (await bucketIsOurs(bucket.bucket, account)) ? ask() : null;
}

// Names with this ending exist only in the account's regional namespace (AWS page "Namespaces for general purpose buckets").
function namespaceOf(name: string, { identity }: Account, region: string): { BucketNamespace?: 'account-regional' } {
  return name.endsWith(`-${identity.accountId}-${region}-an`) ? { BucketNamespace: 'account-regional' } : {};
}

async function tagsOn(Bucket: string, account: Account): Promise<Tag[]> {
  const question = call('s3', 'GetBucketTagging', { Bucket });
  return ((await orNull(account.send(question), 'NoSuchTagSet', 'NoSuchBucket'))?.TagSet ?? []) as Tag[];
}

async function removeBucket(Bucket: string, account: Account, deleteData: boolean): Promise<AnyCall[]> {
  const emptying = await emptyingCalls(Bucket, account);
  if (emptying.length > 0 && !deleteData) {
    throw new ByHand(
      `bucket ${Bucket} contains objects and is kept; empty it yourself, or delete them too with --delete-data`,
    );
  }
  return [...emptying, call('s3', 'DeleteBucket', { Bucket })];
}

import type { CreateBucketRequest } from '@aws-sdk/client-s3';
import type { Account } from '../aws/account.ts';
import { type AnyCall, call, type Told } from '../aws/call.ts';
import { ByHand, type Fact, fact, Obstacle } from '../engine/fact.ts';
import { emptyingCalls } from './bucket-contents.ts';
import { bucketIsOurs, regionOf } from './bucket-list.ts';
import { marksIn, orNull, ownerBy, type Tag } from './tags.ts';

/** The fact that a bucket exists, and its name; its settings lie within it. */
export type Bucket = Fact<{ region: string }> & { bucket: string };

/**
 * We own a bucket `Bucket` in the home Region. Undo deletes it only when it is empty, or with `deleteData` after
 * every object, version and unfinished upload.
 */
export function bucketExists(Bucket: string, home: { region: string; tags: Tag[]; deleteData: boolean }): Bucket {
  const exists = fact<{ region: string }>({
    id: `s3/${Bucket}/bucket`,
    mayMisfit: true, // it tells whether the account has this Region at all
    title: `bucket ${Bucket} exists in ${home.region}`,
    thing: `bucket ${Bucket}`,
    holdsData: true,
    undoing: 'Only empty buckets are deleted, unless you say --delete-data.',
    want: { region: home.region },
    async read(account) {
      const region = await regionOf(Bucket, account);
      if (region === null) return null;
      if (region === home.region) return { region };
      throw new Obstacle(
        `bucket ${Bucket} is yours but lives in ${region}, not in ${home.region}: choose another name`,
      );
    },
    there: (account) => bucketIsOurs(Bucket, account),
    async calls(to, _now, account) {
      if (to === null) return removeBucket(Bucket, account, home.deleteData);
      const place = home.region === 'us-east-1' ? {} : { LocationConstraint: home.region };
      // Tagged in the same request, so that a run that is killed leaves nothing that does not tell whose it is.
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
      // The whole set is overwritten (page "PutBucketTagging"), so what others put there is sent again.
      const marks = marksIn(home.tags);
      const others = (await tagsOn(Bucket, account)).filter(({ Key }) => !marks.some((mark) => mark.Key === Key));
      return [call('s3', 'PutBucketTagging', { Bucket, Tagging: { TagSet: [...others, ...marks] } })];
    },
  });
  return { ...exists, bucket: Bucket };
}

/**
 * What tells that a bucket's setting is so: S3 keeps a setting as it was put, so that of a bucket made in the same run its
 * answer is enough. Looked at at once it may still be the old one (page "Amazon S3 data consistency model").
 */
export function putOnNew(bucket: Bucket, operation: string): Told[] {
  return [{ of: bucket, operation: 'CreateBucket' }, { operation }];
}

/** A bucket of this name that is not ours is not asked: there is none of ours then, with nothing in it. */
export async function ifOurs<T>(bucket: Bucket, account: Account, ask: () => Promise<T>): Promise<T | null> {
  return (await bucketIsOurs(bucket.bucket, account)) ? ask() : null;
}

// Names that end like this are only given in the account's own namespace (AWS page "Namespaces for general purpose buckets").
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
      `bucket ${Bucket} holds objects and is kept; empty it yourself, or take them away too with --delete-data`,
    );
  }
  return [...emptying, call('s3', 'DeleteBucket', { Bucket })];
}

import type { Partition } from '../../aws/account.ts';
import type { AnyFact, Fact } from '../../engine/fact.ts';
import { BUCKET_TAG, type Tag, tagsFor } from '../tags.ts';
import { bucketAbortsUploads, type Rule } from './bucket-lifecycle.ts';
import { bucketRefusesPlainHttp, type Statement } from './bucket-policy.ts';
import { bucketBlocksPublicAccess, bucketEncrypts, bucketHasNoAcls, bucketKeepsVersions } from './bucket-settings.ts';
import { type Bucket, bucketExists } from './buckets.ts';

/** Where buckets are made: the baseline, its home Region, and whether undo may delete objects. */
export interface BucketPlace {
  name: string;
  tags: Record<string, string>;
  region: string;
  partition: Partition;
  deleteData: boolean;
}

/** A bucket and its protections, in the order in which they are shown. */
export interface ProtectedBucket {
  bucket: Bucket;
  tls: Fact<Statement>;
  uploads: Fact<Rule>;
  facts: AnyFact[];
}

/**
 * A private bucket with all protections; `use` is the value of its tag, `ours` are further statements of its policy, and
 * `rule` is a further lifecycle rule of a new bucket.
 */
export function protectedBucket(
  Bucket: string,
  use: string,
  { name, tags, region, partition, deleteData }: BucketPlace,
  { ours = [], rule }: { ours?: readonly Statement[]; rule?: Rule | undefined } = {},
): ProtectedBucket {
  const tagged: Tag[] = [...tagsFor(name, tags), { Key: BUCKET_TAG, Value: use }];
  const bucket = bucketExists(Bucket, { region, tags: tagged, deleteData });
  const tls = bucketRefusesPlainHttp(bucket, partition, ours);
  const uploads = bucketAbortsUploads(bucket, rule);
  const facts = [
    bucket,
    bucketBlocksPublicAccess(bucket),
    bucketHasNoAcls(bucket),
    bucketKeepsVersions(bucket),
    bucketEncrypts(bucket),
    tls,
    uploads,
  ];
  return { bucket, tls, uploads, facts };
}

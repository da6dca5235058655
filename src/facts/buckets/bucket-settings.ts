import type { ServerSideEncryptionRule } from '@aws-sdk/client-s3';
import { call } from '../../aws/call.ts';
import { type Fact, fact, type Json } from '../../engine/fact.ts';
import { orNull } from '../tags.ts';
import { bucketIsOurs } from './bucket-list.ts';
import { type Bucket, putOnNew } from './buckets.ts';

const ALL_BLOCKED = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

const within = (bucket: Bucket) => ({ within: bucket, protects: true });

/** All four Block Public Access settings of the bucket are on. */
export function bucketBlocksPublicAccess(bucket: Bucket): Fact<{ [block: string]: boolean }> {
  const Bucket = bucket.bucket;
  return fact({
    ...within(bucket),
    // Checked again even on a new bucket: its privacy depends on it, and not every endpoint does what it answers.
    id: `s3/${Bucket}/public-access-block`,
    control: 'buckets-blocked',
    title: `bucket ${Bucket} blocks public access`,
    want: ALL_BLOCKED as { [block: string]: boolean },
    async read(account) {
      const answer = await orNull(
        account.send(call('s3', 'GetPublicAccessBlock', { Bucket })),
        'NoSuchPublicAccessBlockConfiguration',
        'NoSuchBucket',
      );
      const blocks = answer?.PublicAccessBlockConfiguration;
      return blocks ? (blocks as { [block: string]: boolean }) : null;
    },
    calls: (to) =>
      to
        ? [call('s3', 'PutPublicAccessBlock', { Bucket, PublicAccessBlockConfiguration: to })]
        : [call('s3', 'DeletePublicAccessBlock', { Bucket })],
  });
}

/** ACLs are disabled: only policies control access, and the account owns every object. */
export function bucketHasNoAcls(bucket: Bucket): Fact<string> {
  const Bucket = bucket.bucket;
  return fact({
    ...within(bucket),
    id: `s3/${Bucket}/ownership`,
    control: 'buckets-without-acls',
    // A new bucket is created with it. In us-east-1, CreateBucket also succeeds for a bucket you already own (page
    // "CreateBucket") and leaves the setting unchanged.
    ...(bucket.want.region === 'us-east-1' ? {} : { toldBy: [{ of: bucket, operation: 'CreateBucket' }] }),
    title: `bucket ${Bucket} has ACLs disabled`,
    want: 'BucketOwnerEnforced' as string,
    async read(account) {
      const answer = await orNull(
        account.send(call('s3', 'GetBucketOwnershipControls', { Bucket })),
        'OwnershipControlsNotFoundError',
        'NoSuchBucket',
      );
      return answer?.OwnershipControls?.Rules?.[0]?.ObjectOwnership ?? null;
    },
    async calls(to, _now, account) {
      if (to === null) return [call('s3', 'DeleteBucketOwnershipControls', { Bucket })];
      // A new bucket is created with it.
      if (!(await bucketIsOurs(Bucket, account))) return [];
      const Rules = [{ ObjectOwnership: to as 'BucketOwnerEnforced' }];
      return [call('s3', 'PutBucketOwnershipControls', { Bucket, OwnershipControls: { Rules } })];
    },
  });
}

/** Versioning is enabled. Once enabled, it can only be suspended, so that is what undo does. */
export function bucketKeepsVersions(bucket: Bucket): Fact<string> {
  const Bucket = bucket.bucket;
  return fact({
    ...within(bucket),
    id: `s3/${Bucket}/versioning`,
    control: 'buckets-versioned',
    toldBy: putOnNew(bucket, 'PutBucketVersioning'),
    title: `bucket ${Bucket} has versioning enabled`,
    want: 'Enabled' as string,
    async read(account) {
      const answer = await orNull(account.send(call('s3', 'GetBucketVersioning', { Bucket })), 'NoSuchBucket');
      return answer?.Status ?? null;
    },
    same: (a, b) => (a === 'Enabled') === (b === 'Enabled'),
    async works(account) {
      const answer = await orNull(account.send(call('s3', 'GetBucketVersioning', { Bucket })), 'NoSuchBucket');
      return answer?.MFADelete === 'Enabled'
        ? 'MFA Delete is enabled: only root with its MFA device can delete versions, and undo cannot suspend versioning'
        : undefined;
    },
    calls: (to) => [
      call('s3', 'PutBucketVersioning', {
        Bucket,
        VersioningConfiguration: { Status: to === 'Enabled' ? 'Enabled' : 'Suspended' },
      }),
    ],
  });
}

/** New objects are encrypted: with S3 managed keys, or with a KMS key if one is configured. */
export function bucketEncrypts(bucket: Bucket): Fact<Json[]> {
  const Bucket = bucket.bucket;
  const algorithm = (rules: Json[] | null) =>
    (rules?.[0] as ServerSideEncryptionRule | undefined)?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm;
  return fact<Json[]>({
    ...within(bucket),
    id: `s3/${Bucket}/encryption`,
    control: 'buckets-encrypted',
    toldBy: putOnNew(bucket, 'PutBucketEncryption'),
    title: `bucket ${Bucket} has default encryption`,
    want: [
      {
        ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' },
        // The default of new buckets since 2026; omitting it here could remove it.
        BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] },
      },
    ],
    async read(account) {
      const answer = await orNull(
        account.send(call('s3', 'GetBucketEncryption', { Bucket })),
        'ServerSideEncryptionConfigurationNotFoundError',
        'NoSuchBucket',
      );
      return (answer?.ServerSideEncryptionConfiguration?.Rules as Json[] | undefined) ?? null;
    },
    remark: (rules) => (rules ? ownKeyIn(rules as ServerSideEncryptionRule[]) : undefined),
    // Any algorithm is accepted; undo can only restore whether default encryption was configured.
    same: (a, b) => Boolean(algorithm(a)) === Boolean(algorithm(b)),
    calls: (to) =>
      to
        ? [
            call('s3', 'PutBucketEncryption', {
              Bucket,
              ServerSideEncryptionConfiguration: { Rules: to as ServerSideEncryptionRule[] },
            }),
          ]
        : [call('s3', 'DeleteBucketEncryption', { Bucket })],
  });
}

// The AWS managed key aws/s3 works for everyone in the account who may use the bucket; for other keys the key policy
// decides (AWS page "Using server-side encryption with AWS KMS keys").
function ownKeyIn([rule]: ServerSideEncryptionRule[]): string | undefined {
  const { SSEAlgorithm, KMSMasterKeyID: key } = rule?.ApplyServerSideEncryptionByDefault ?? {};
  if (!/^aws:kms/.test(SSEAlgorithm ?? '') || !key || /(^|:)alias\/aws\/s3$/.test(key)) return undefined;
  return `reading and writing objects also requires permission to use key ${key}, which is not checked`;
}

import type { ServerSideEncryptionRule } from '@aws-sdk/client-s3';
import { call } from '../aws/call.ts';
import { type Fact, fact, type Json } from '../engine/fact.ts';
import { bucketIsOurs } from './bucket-list.ts';
import { type Bucket, putOnNew } from './buckets.ts';
import { orNull } from './tags.ts';

const ALL_BLOCKED = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

const within = (bucket: Bucket) => ({ within: bucket, protects: true });

/** All four public access blocks of the bucket are on. */
export function bucketBlocksPublicAccess(bucket: Bucket): Fact<{ [block: string]: boolean }> {
  const Bucket = bucket.bucket;
  return fact({
    ...within(bucket),
    // Looked at again also on a new bucket: on this its privacy rests, and not every endpoint does what it says.
    id: `s3/${Bucket}/public-access-block`,
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

/** Access control lists are off: only policies decide, and every object belongs to the account. */
export function bucketHasNoAcls(bucket: Bucket): Fact<string> {
  const Bucket = bucket.bucket;
  return fact({
    ...within(bucket),
    id: `s3/${Bucket}/ownership`,
    // A new bucket is asked for with it. In us-east-1 S3 says yes as well to whoever has the bucket already (page
    // "CreateBucket"), and leaves this as it was.
    ...(bucket.want.region === 'us-east-1' ? {} : { toldBy: [{ of: bucket, operation: 'CreateBucket' }] }),
    title: `bucket ${Bucket} has no access control lists`,
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
      // A new bucket is made with it.
      if (!(await bucketIsOurs(Bucket, account))) return [];
      const Rules = [{ ObjectOwnership: to as 'BucketOwnerEnforced' }];
      return [call('s3', 'PutBucketOwnershipControls', { Bucket, OwnershipControls: { Rules } })];
    },
  });
}

/** Versioning is on. Once on, S3 can only suspend it, so that is what "off again" means. */
export function bucketKeepsVersions(bucket: Bucket): Fact<string> {
  const Bucket = bucket.bucket;
  return fact({
    ...within(bucket),
    id: `s3/${Bucket}/versioning`,
    toldBy: putOnNew(bucket, 'PutBucketVersioning'),
    title: `bucket ${Bucket} keeps versions`,
    want: 'Enabled' as string,
    async read(account) {
      const answer = await orNull(account.send(call('s3', 'GetBucketVersioning', { Bucket })), 'NoSuchBucket');
      return answer?.Status ?? null;
    },
    same: (a, b) => (a === 'Enabled') === (b === 'Enabled'),
    async works(account) {
      const answer = await orNull(account.send(call('s3', 'GetBucketVersioning', { Bucket })), 'NoSuchBucket');
      return answer?.MFADelete === 'Enabled'
        ? 'MFA Delete is on: versions go only by root with its MFA device, and undo cannot suspend versioning'
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

/** New objects are encrypted: with S3's own keys, or with a KMS key where somebody chose one. */
export function bucketEncrypts(bucket: Bucket): Fact<Json[]> {
  const Bucket = bucket.bucket;
  const algorithm = (rules: Json[] | null) =>
    (rules?.[0] as ServerSideEncryptionRule | undefined)?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm;
  return fact<Json[]>({
    ...within(bucket),
    id: `s3/${Bucket}/encryption`,
    toldBy: putOnNew(bucket, 'PutBucketEncryption'),
    title: `bucket ${Bucket} encrypts`,
    want: [
      {
        ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' },
        // What AWS gives new buckets since 2026; leaving it out here could take it away again.
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
    // Any algorithm will do; on the way back only whether there was one can be given back and matters.
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

// AWS's own key aws/s3 serves everybody in the account who may use the bucket; for another its key policy decides (AWS
// page "Using server-side encryption with AWS KMS keys").
function ownKeyIn([rule]: ServerSideEncryptionRule[]): string | undefined {
  const { SSEAlgorithm, KMSMasterKeyID: key } = rule?.ApplyServerSideEncryptionByDefault ?? {};
  if (!/^aws:kms/.test(SSEAlgorithm ?? '') || !key || /(^|:)alias\/aws\/s3$/.test(key)) return undefined;
  return `only who may also use key ${key} reads and writes objects, which is not looked at`;
}

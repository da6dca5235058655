import type { Account, Partition } from '../../aws/account.ts';
import type { Fact } from '../../engine/fact.ts';
import { bucketLetsIn } from '../buckets/bucket-grants.ts';
import { bucketIsOurs } from '../buckets/bucket-list.ts';
import type { Statement } from '../buckets/bucket-policy.ts';
import { type BucketPlace, type ProtectedBucket, protectedBucket } from '../buckets/protected-bucket.ts';
import { type Asked, unlessMet } from '../unless-met.ts';
import { anotherTrail, TRAIL_NAME } from './trail-state.ts';

/** Where the trail and its bucket are. */
export interface TrailPlace extends BucketPlace {
  accountId: string;
}

/** The name of the bucket with the log files. */
export function trailBucketName({ name, accountId }: Pick<TrailPlace, 'name' | 'accountId'>): string {
  return `${name}-trail-${accountId}`;
}

/** The trail's ARN. */
export function trailArn({
  partition,
  region,
  accountId,
}: {
  partition: Partition;
  region: string;
  accountId: string;
}) {
  return `arn:${partition}:cloudtrail:${region}:${accountId}:trail/${TRAIL_NAME}`;
}

// What CloudTrail does in the bucket, for this trail only (CloudTrail page "Amazon S3 bucket policy for CloudTrail").
function statements(place: TrailPlace): Statement[] {
  const arn = `arn:${place.partition}:s3:::${trailBucketName(place)}`;
  const from = { 'aws:SourceArn': trailArn(place) };
  const allow = (Sid: string, Action: string, Resource: string, StringEquals: Statement): Statement => ({
    Sid,
    Effect: 'Allow',
    Principal: { Service: 'cloudtrail.amazonaws.com' },
    Action,
    Resource,
    Condition: { StringEquals },
  });
  return [
    allow('AWSCloudTrailAclCheck', 's3:GetBucketAcl', arn, from),
    allow('AWSCloudTrailWrite', 's3:PutObject', `${arn}/AWSLogs/${place.accountId}/*`, {
      ...from,
      's3:x-amz-acl': 'bucket-owner-full-control',
    }),
  ];
}

/** The bucket of the log files with its protections, none of which is needed with another trail that does the job. */
export function trailBucket(place: TrailPlace): ProtectedBucket & { letsIn: Fact<Statement[]> } {
  const its = protectedBucket(trailBucketName(place), 'trail', place, { ours: statements(place) });
  const letsIn = bucketLetsIn(its.bucket, its.tls, statements(place), {
    id: `s3/${its.bucket.bucket}/cloudtrail`,
    title: `bucket ${its.bucket.bucket} accepts log files from trail ${TRAIL_NAME}`,
  });
  // The home Region is checked with the other buckets.
  const isThere = (account: Account) => bucketIsOurs(its.bucket.bucket, account);
  const facts = [{ ...its.bucket, mayMisfit: false }, ...its.facts.slice(1), letsIn];
  return { ...its, letsIn, facts: facts.map((one) => unlessAnother(one as Fact, isThere, trailArn(place))) };
}

/** A fact that is only needed with a trail of ours: another trail that does the job meets it as well. */
export function unlessAnother(given: Fact, isThere: Asked, arn: string): Fact {
  return unlessMet(given, isThere, async (account) => (await anotherTrail(arn, account)) !== undefined);
}

import type { Partition } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import type { AnyFact, Fact } from '../../engine/fact.ts';
import { bucketLetsIn } from '../buckets/bucket-grants.ts';
import type { Statement } from '../buckets/bucket-policy.ts';
import { type Bucket, putOnNew } from '../buckets/buckets.ts';
import { type BucketPlace, protectedBucket } from '../buckets/protected-bucket.ts';
import { orNull } from '../tags.ts';
import { guardrail } from './guardrail.ts';

/** Where the logs are, and the names of the buckets whose requests they have. */
export interface LogPlace extends BucketPlace {
  accountId: string;
  sources: string[];
}

type Logging = { TargetBucket: string; TargetPrefix: string };

// S3 writes the logs of these buckets only (S3 page "Permissions for log delivery"; ACLs are disabled).
function statement({ name, partition, accountId, sources }: LogPlace): Statement {
  return {
    Sid: 'S3ServerAccessLogsPolicy',
    Effect: 'Allow',
    Principal: { Service: 'logging.s3.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: `${arnOf(partition, logBucketName(name))}/*`,
    Condition: {
      ArnLike: { 'aws:SourceArn': sources.map((source) => arnOf(partition, source)) },
      StringEquals: { 'aws:SourceAccount': accountId },
    },
  };
}

const arnOf = (partition: Partition, bucket: string) => `arn:${partition}:s3:::${bucket}`;

/** The name of the bucket with the access logs. */
function logBucketName(name: string): string {
  return `${name}-access-logs`;
}

/** The bucket for access logs, with its protections, and the fact that S3 may write to it. */
export function logBucket(place: LogPlace): { letsIn: Fact<Statement[]>; facts: AnyFact[] } {
  const its = protectedBucket(logBucketName(place.name), 'access-logs', place, { ours: [statement(place)] });
  const letsIn = bucketLetsIn(its.bucket, its.tls, [statement(place)], {
    id: `s3/${its.bucket.bucket}/access-logs`,
    title: `bucket ${its.bucket.bucket} accepts access logs from the other buckets`,
  });
  return { letsIn, facts: [...its.facts, letsIn].map((one) => ({ ...one, optional: true })) };
}

/**
 * S3 logs the requests to a bucket, into the bucket for access logs or another one: a target that exists stays (S3 pages
 * "Enabling Amazon S3 server access logging": the target is in the same Region and account; "PutBucketLogging": an empty
 * status turns it off).
 */
export function requestsAreLogged(bucket: Bucket, name: string, letsIn: Fact<Statement[]>): Fact<Logging> {
  const Bucket = bucket.bucket;
  const want: Logging = { TargetBucket: logBucketName(name), TargetPrefix: `${Bucket}/` };
  return guardrail<Logging>(`bucket-logs/${Bucket}`, {
    title: `requests to bucket ${Bucket} are logged`,
    thing: `access logs of bucket ${Bucket}`,
    within: bucket,
    needs: [letsIn],
    toldBy: putOnNew(bucket, 'PutBucketLogging'),
    want,
    async read(account) {
      const answer = await orNull(account.send(call('s3', 'GetBucketLogging', { Bucket })), 'NoSuchBucket');
      const { TargetBucket, TargetPrefix = '' } = answer?.LoggingEnabled ?? {};
      return TargetBucket ? { TargetBucket, TargetPrefix } : null;
    },
    same: (a, b) => (a === null) === (b === null),
    remark: (now) =>
      now && now.TargetBucket !== want.TargetBucket ? `its access logs are in bucket ${now.TargetBucket}` : undefined,
    calls: (to) => [
      call('s3', 'PutBucketLogging', { Bucket, BucketLoggingStatus: to === null ? {} : { LoggingEnabled: to } }),
    ],
  });
}

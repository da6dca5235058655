import type { Account, Partition } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { type AnyFact, type Fact, fact, type Json } from '../../engine/fact.ts';
import { bucketAbortsUploads } from '../buckets/bucket-lifecycle.ts';
import {
  bucketBlocksPublicAccess,
  bucketEncrypts,
  bucketHasNoAcls,
  bucketKeepsVersions,
} from '../buckets/bucket-settings.ts';
import { type Bucket, bucketExists, ifOurs } from '../buckets/buckets.ts';
import { readDocument, sameDocument } from '../iam/documents.ts';
import { BUCKET_TAG, orNull, type Tag } from '../tags.ts';

type Statement = { [key: string]: Json };

/** The place of a bucket that a service writes to, and what undo may do with it. */
export interface LogPlace {
  accountId: string;
  partition: Partition;
  name: string;
  tags: Tag[];
  region: string;
  deleteData: boolean;
}

/** A private bucket in the home Region that a service writes to: its name, its ARN, its facts, and when it is ready. */
export interface LogBucket {
  Bucket: string;
  arn: string;
  facts: AnyFact[];
  ready: AnyFact;
}

/** Bucket NAME-USE-ACCOUNT with the protections of our other buckets; `allowed` lets the service write. */
export function logBucket(use: string, place: LogPlace, allowed: (arn: string) => Statement[]): LogBucket {
  const { accountId, partition, name, region, deleteData } = place;
  const Bucket = `${name}-${use}-${accountId}`;
  const arn = `arn:${partition}:s3:::${Bucket}`;
  const tags = [...place.tags, { Key: BUCKET_TAG, Value: use }];
  const exists = bucketExists(Bucket, { region, tags, deleteData });
  const ready = serviceWrites(exists, arn, allowed(arn));
  const settings = [
    bucketBlocksPublicAccess,
    bucketHasNoAcls,
    bucketKeepsVersions,
    bucketEncrypts,
    bucketAbortsUploads,
  ];
  return { Bucket, arn, ready, facts: [exists, ...settings.map((make) => make(exists)), ready] };
}

const tlsOnly = (arn: string): Statement => ({
  Sid: 'AwsBaselineTlsOnly',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: [arn, `${arn}/*`],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});

// One fact for all statements: two that write the same policy would overwrite each other.
function serviceWrites(bucket: Bucket, arn: string, allowed: Statement[]): Fact<Statement[]> {
  const Bucket = bucket.bucket;
  const want = [tlsOnly(arn), ...allowed];
  const isOurs = ({ Sid }: Statement) => want.some((one) => one.Sid === Sid);
  return fact<Statement[]>({
    id: `s3/${Bucket}/policy`,
    title: `bucket ${Bucket} requires TLS and accepts logs`,
    within: bucket,
    protects: true,
    want,
    async read(account) {
      const found = (await statementsOf(Bucket, account)).filter(isOurs);
      return found.length > 0 ? found : null;
    },
    same: (a, b) => a === b || (a !== null && b !== null && sameDocument(sorted(a), sorted(b))),
    async calls(to, _now, account) {
      const there = (await ifOurs(bucket, account, () => statementsOf(Bucket, account))) ?? [];
      const Statement = [...there.filter((one) => !isOurs(one)), ...(to ?? [])];
      if (Statement.length === 0) return [call('s3', 'DeleteBucketPolicy', { Bucket })];
      return [call('s3', 'PutBucketPolicy', { Bucket, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) })];
    },
  });
}

const sorted = (all: Statement[]) => all.toSorted((a, b) => (String(a.Sid) < String(b.Sid) ? -1 : 1));

async function statementsOf(Bucket: string, account: Account): Promise<Statement[]> {
  const asked = account.send(call('s3', 'GetBucketPolicy', { Bucket }));
  const answer = await orNull(asked, 'NoSuchBucketPolicy', 'NoSuchBucket');
  const policy = readDocument(answer?.Policy) as { Statement?: Statement | Statement[] } | null;
  return [policy?.Statement ?? []].flat();
}

/**
 * The statements that a service needs to write below AWSLogs/ACCOUNT, and only for this account (S3 page "Amazon S3
 * condition keys", `aws:SourceAccount`). `ArnLike` narrows the source further.
 */
export function mayWrite(Service: string, { accountId }: LogPlace, sourceArn?: string): (arn: string) => Statement[] {
  const ArnLike = sourceArn ? { ArnLike: { 'aws:SourceArn': sourceArn } } : {};
  const Principal = { Service };
  const from = { 'aws:SourceAccount': accountId };
  return (arn) => [
    {
      Sid: 'AwsBaselineServiceChecks',
      Effect: 'Allow',
      Principal,
      Action: ['s3:GetBucketAcl', 's3:ListBucket'],
      Resource: arn,
      Condition: { StringEquals: from, ...ArnLike },
    },
    {
      Sid: 'AwsBaselineServiceWrites',
      Effect: 'Allow',
      Principal,
      Action: 's3:PutObject',
      Resource: `${arn}/AWSLogs/${accountId}/*`,
      Condition: { StringEquals: { ...from, 's3:x-amz-acl': 'bucket-owner-full-control' }, ...ArnLike },
    },
  ];
}

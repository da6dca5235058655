import type { GetBucketLifecycleConfigurationOutput, LifecycleRule } from '@aws-sdk/client-s3';
import type { Account, Partition } from '../aws/account.ts';
import { call } from '../aws/call.ts';
import { ByHand, type Fact, fact, type Json } from '../engine/fact.ts';
import { bucketIsOurs } from './bucket-list.ts';
import { type Bucket, putOnNew } from './buckets.ts';
import { readDocument, sameDocument } from './iam-documents.ts';
import { orNull } from './tags.ts';

type Statement = { [key: string]: Json };

const TLS_ONLY = 'AwsBaselineTlsOnly';

/** The bucket policy denies every request that comes without TLS (CIS 2.1.1). Its other statements stay as they are. */
export function bucketRefusesPlainHttp(bucket: Bucket, partition: Partition): Fact<Statement> {
  const Bucket = bucket.bucket;
  const arn = `arn:${partition}:s3:::${Bucket}`;
  const want: Statement = {
    Sid: TLS_ONLY,
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
  return fact({
    id: `s3/${Bucket}/tls-only`,
    title: `bucket ${Bucket} refuses requests without TLS`,
    within: bucket as unknown as Fact<never>,
    protects: true,
    want,
    async read(account) {
      const statements = (await policyOf(Bucket, account))?.Statement ?? [];
      // Somebody's own statement that says the same is as good as ours.
      return (
        statements.find((one) => sameDocument(nameless(one), nameless(want))) ??
        statements.find((one) => one.Sid === TLS_ONLY) ??
        null
      );
    },
    same: (a, b) => (a === null || b === null ? a === b : sameDocument(nameless(a), nameless(b))),
    async calls(to, now, account) {
      const policy = await ifOurs(bucket, account, () => policyOf(Bucket, account));
      const others = (policy?.Statement ?? []).filter((one) => now === null || !sameDocument(one, now));
      const Statement = to ? [...others, to] : others;
      if (Statement.length === 0) return [call('s3', 'DeleteBucketPolicy', { Bucket })];
      mustBeSomebody(Bucket, Statement);
      const Policy = JSON.stringify({ ...(policy ?? { Version: '2012-10-17' }), Statement });
      return [call('s3', 'PutBucketPolicy', { Bucket, Policy })];
    },
  });
}

// S3 shows a principal that was deleted by its id, and takes no policy with one: "Invalid principal in policy" (IAM page
// "AWS JSON policy elements: Principal").
function mustBeSomebody(Bucket: string, statements: Statement[]): void {
  for (const { Sid, Principal, NotPrincipal } of statements) {
    const gone = principalsOf(Principal ?? NotPrincipal ?? null).find((value) =>
      /^A(ID|RO|GP|IP)A[A-Z0-9]{10,}$/.test(value),
    );
    if (gone === undefined) continue;
    const which = Sid ? `the statement "${Sid}"` : 'a statement';
    throw new ByHand(
      `the policy of bucket ${Bucket} cannot be changed as it is: ${which} names ${gone}, a user or role that was deleted, and S3 takes no policy with it. Remove that principal (S3 console > bucket > Permissions > Bucket policy), then run the same command again`,
    );
  }
}

function principalsOf(principal: Json): string[] {
  if (typeof principal === 'string') return [principal];
  return Object.values(principal ?? {}).flatMap((value) => [value].flat() as string[]);
}

// A bucket of this name that is not ours is not asked: there is none of ours then, with nothing in it.
async function ifOurs<T>(bucket: Bucket, account: Account, ask: () => Promise<T>): Promise<T | null> {
  return (await bucketIsOurs(bucket.bucket, account)) ? ask() : null;
}

function nameless({ Sid: _, ...statement }: Statement): Statement {
  return statement;
}

async function policyOf(
  Bucket: string,
  account: Account,
): Promise<{ Version?: string; Statement: Statement[] } | null> {
  const answer = await orNull(
    account.send(call('s3', 'GetBucketPolicy', { Bucket })),
    'NoSuchBucketPolicy',
    'NoSuchBucket',
  );
  const document = readDocument(answer?.Policy) as { Statement?: Statement | Statement[] } | null;
  return document && { ...document, Statement: [document.Statement ?? []].flat() as Statement[] };
}

const UPLOAD_RULE = 'aws-baseline-abort-incomplete-uploads';
const DAYS = 7;

/** Uploads that were never finished are thrown away after 7 days; they cost money and no list shows them. Other rules stay. */
export function bucketAbortsUploads(bucket: Bucket): Fact<{ [key: string]: Json }> {
  const Bucket = bucket.bucket;
  const days = (rule: Json) => (rule as LifecycleRule | null)?.AbortIncompleteMultipartUpload?.DaysAfterInitiation;
  return fact({
    ...putOnNew(bucket, `s3/${Bucket}/lifecycle`, 'PutBucketLifecycleConfiguration'),
    title: `bucket ${Bucket} aborts incomplete uploads`,
    within: bucket as unknown as Fact<never>,
    want: {
      ID: UPLOAD_RULE,
      Status: 'Enabled',
      Filter: { Prefix: '' },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: DAYS },
    } as { [key: string]: Json },
    async read(account) {
      const { Rules: rules = [] } = await lifecycleOf(Bucket, account);
      return (rules.find(abortsAll) ?? rules.find(({ ID }) => ID === UPLOAD_RULE) ?? null) as {
        [key: string]: Json;
      } | null;
    },
    same(a, b) {
      if (a === null || b === null) return a === b;
      return abortsAll(a) === abortsAll(b) && (abortsAll(a) || days(a) === days(b));
    },
    async calls(to, _now, account) {
      const lifecycle = await ifOurs(bucket, account, () => lifecycleOf(Bucket, account));
      const { Rules: rules = [], TransitionDefaultMinimumObjectSize } = lifecycle ?? {};
      const others = rules.filter(({ ID }) => ID !== UPLOAD_RULE);
      const Rules = (to ? [...others, inTheirForm(to, others)] : others) as LifecycleRule[];
      if (Rules.length === 0) return [call('s3', 'DeleteBucketLifecycle', { Bucket })];
      // The whole configuration is overwritten, so all of it is sent again.
      const isDefault = TransitionDefaultMinimumObjectSize === 'all_storage_classes_128K';
      const kept = TransitionDefaultMinimumObjectSize && !isDefault ? { TransitionDefaultMinimumObjectSize } : {};
      return [call('s3', 'PutBucketLifecycleConfiguration', { Bucket, LifecycleConfiguration: { Rules }, ...kept })];
    },
  });
}

function abortsAll(rule: LifecycleRule | { [key: string]: Json }): boolean {
  const { Status, Filter, Prefix, AbortIncompleteMultipartUpload } = rule as LifecycleRule;
  const everything = Filter ? Object.values(Filter).every((value) => value === '' || value === undefined) : !Prefix;
  return Status === 'Enabled' && everything && AbortIncompleteMultipartUpload?.DaysAfterInitiation !== undefined;
}

// S3 refuses rules of the old form, with a prefix beside no filter, together with rules that have a filter.
function inTheirForm(rule: { [key: string]: Json }, others: LifecycleRule[]): { [key: string]: Json } {
  if (!others.some(({ Filter, Prefix }) => Filter === undefined && Prefix !== undefined)) return rule;
  const { Filter: _, ...rest } = rule;
  return { ...rest, Prefix: '' };
}

async function lifecycleOf(
  Bucket: string,
  account: Account,
): Promise<Pick<GetBucketLifecycleConfigurationOutput, 'Rules' | 'TransitionDefaultMinimumObjectSize'>> {
  const question = call('s3', 'GetBucketLifecycleConfiguration', { Bucket });
  return (await orNull(account.send(question), 'NoSuchLifecycleConfiguration', 'NoSuchBucket')) ?? {};
}

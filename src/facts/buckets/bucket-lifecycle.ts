import type { GetBucketLifecycleConfigurationOutput, LifecycleRule } from '@aws-sdk/client-s3';
import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { type Fact, fact, type Json } from '../../engine/fact.ts';
import { orNull } from '../tags.ts';
import { type Bucket, ifOurs, putOnNew } from './buckets.ts';

const UPLOAD_RULE = 'aws-baseline-abort-incomplete-uploads';
const DAYS = 7;

/** Incomplete multipart uploads are deleted after 7 days: they cost money, and object lists do not show them. Other rules stay. */
export function bucketAbortsUploads(bucket: Bucket): Fact<{ [key: string]: Json }> {
  const Bucket = bucket.bucket;
  const days = (rule: Json) => (rule as LifecycleRule | null)?.AbortIncompleteMultipartUpload?.DaysAfterInitiation;
  return fact({
    id: `s3/${Bucket}/lifecycle`,
    toldBy: putOnNew(bucket, 'PutBucketLifecycleConfiguration'),
    title: `bucket ${Bucket} aborts incomplete multipart uploads`,
    within: bucket,
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
    works: async (account) => deletionsIn((await lifecycleOf(Bucket, account)).Rules ?? []),
    async calls(to, _now, account) {
      const lifecycle = await ifOurs(bucket, account, () => lifecycleOf(Bucket, account));
      const { Rules: rules = [], TransitionDefaultMinimumObjectSize } = lifecycle ?? {};
      const others = rules.filter(({ ID }) => ID !== UPLOAD_RULE);
      const Rules = (to ? [...others, inTheirForm(to, others)] : others) as LifecycleRule[];
      if (Rules.length === 0) return [call('s3', 'DeleteBucketLifecycle', { Bucket })];
      // The call overwrites the whole configuration, so all rules are sent again.
      const isDefault = TransitionDefaultMinimumObjectSize === 'all_storage_classes_128K';
      const kept = TransitionDefaultMinimumObjectSize && !isDefault ? { TransitionDefaultMinimumObjectSize } : {};
      return [call('s3', 'PutBucketLifecycleConfiguration', { Bucket, LifecycleConfiguration: { Rules }, ...kept })];
    },
  });
}

// An existing rule may wait longer than ours, but not so long that it saves nothing.
const MOST_DAYS = 30;

function abortsAll(rule: LifecycleRule | { [key: string]: Json }): boolean {
  const { Status, Filter, Prefix, AbortIncompleteMultipartUpload } = rule as LifecycleRule;
  const everything = Filter ? Object.values(Filter).every((value) => value === '' || value === undefined) : !Prefix;
  const after = AbortIncompleteMultipartUpload?.DaysAfterInitiation;
  return Status === 'Enabled' && everything && after !== undefined && after <= MOST_DAYS;
}

// Rules that delete data are kept and reported: a lifecycle rule is hard to find once a file is gone.
function deletionsIn(rules: LifecycleRule[]): string | undefined {
  const deleting = rules.flatMap(({ ID, Status, Expiration, NoncurrentVersionExpiration }) => {
    if (Status !== 'Enabled') return [];
    const { Days, Date: at } = Expiration ?? {};
    const old = NoncurrentVersionExpiration?.NoncurrentDays;
    const when = Days ? `${Days} days after creation` : at && `from ${new Date(at).toISOString().slice(0, 10)}`;
    return [
      ...(when ? [`rule "${ID}" deletes objects ${when}`] : []),
      ...(old ? [`rule "${ID}" deletes noncurrent versions after ${old} days`] : []),
    ];
  });
  return deleting.length > 0 ? deleting.join('; ') : undefined;
}

// S3 refuses a mix of rules in the old form (Prefix without Filter) and rules with a Filter.
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

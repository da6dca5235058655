import type { GetBucketLifecycleConfigurationOutput, LifecycleRule } from '@aws-sdk/client-s3';
import type { Account } from '../../aws/account.ts';
import { type AnyCall, call } from '../../aws/call.ts';
import { type Fact, fact, type Json } from '../../engine/fact.ts';
import { orNull } from '../tags.ts';
import { type Bucket, ifOurs, putOnNew } from './buckets.ts';

const UPLOAD_RULE = 'aws-baseline-abort-incomplete-uploads';
const DAYS = 7;

/** A lifecycle rule as the value of a fact. */
export type Rule = { [key: string]: Json };

const OURS = {
  ID: UPLOAD_RULE,
  Status: 'Enabled',
  Filter: { Prefix: '' },
  AbortIncompleteMultipartUpload: { DaysAfterInitiation: DAYS },
} satisfies LifecycleRule;

/** The ID of our rule for noncurrent versions, in the same configuration (guardrails/noncurrent-expiry.ts). */
export const VERSION_RULE = 'aws-baseline-expire-noncurrent-versions';

/** What S3 returns about a bucket's lifecycle. */
export type Lifecycle = Pick<GetBucketLifecycleConfigurationOutput, 'Rules' | 'TransitionDefaultMinimumObjectSize'>;

/**
 * Incomplete multipart uploads are deleted after 7 days: they cost money, and object lists do not show them. Other rules
 * stay. A new bucket gets `further` with the same request.
 */
export function bucketAbortsUploads(bucket: Bucket, further?: Rule): Fact<Rule> {
  const Bucket = bucket.bucket;
  // A request that S3 refused is put together again: the bucket that was missing exists by then, and is as new as before.
  let wasMissing = false;
  const days = (rule: Json) => (rule as LifecycleRule | null)?.AbortIncompleteMultipartUpload?.DaysAfterInitiation;
  return fact({
    id: `s3/${Bucket}/lifecycle`,
    control: 'buckets-lifecycle',
    toldBy: putOnNew(bucket, 'PutBucketLifecycleConfiguration'),
    title: `bucket ${Bucket} aborts incomplete multipart uploads`,
    within: bucket,
    want: OURS as Rule,
    async read(account) {
      const { Rules: rules = [] } = await lifecycleOf(Bucket, account);
      return (rules.find(abortsAll) ?? rules.find(({ ID }) => ID === UPLOAD_RULE) ?? null) as Rule | null;
    },
    same(a, b) {
      if (a === null || b === null) return a === b;
      return abortsAll(a) === abortsAll(b) && (abortsAll(a) || days(a) === days(b));
    },
    works: async (account) => deletionsIn((await lifecycleOf(Bucket, account)).Rules ?? []),
    async calls(to, _now, account) {
      const lifecycle = await lifecycleIfOurs(bucket, account);
      const found = lifecycle?.Rules ?? [];
      wasMissing ||= to !== null && lifecycle === undefined;
      const rules = wasMissing && further && found.length === 0 ? [ruleIn(further)] : found;
      const others = rules.filter(({ ID }) => ID !== UPLOAD_RULE);
      return [putLifecycle(Bucket, lifecycle, to ? [...others, inTheirForm(ruleIn(to), others)] : others)];
    },
  });
}

/** The lifecycle of a bucket of this account; undefined for one that does not exist yet. */
export async function lifecycleIfOurs(bucket: Bucket, account: Account): Promise<Lifecycle | undefined> {
  return (await ifOurs(bucket, account, () => lifecycleOf(bucket.bucket, account))) ?? undefined;
}

/** The call that gives a bucket these rules. It overwrites the whole configuration, so all rules are sent again. */
export function putLifecycle(
  Bucket: string,
  { TransitionDefaultMinimumObjectSize }: Lifecycle = {},
  Rules: LifecycleRule[],
): AnyCall {
  if (Rules.length === 0) return call('s3', 'DeleteBucketLifecycle', { Bucket });
  const isDefault = TransitionDefaultMinimumObjectSize === 'all_storage_classes_128K';
  const kept = TransitionDefaultMinimumObjectSize && !isDefault ? { TransitionDefaultMinimumObjectSize } : {};
  return call('s3', 'PutBucketLifecycleConfiguration', { Bucket, LifecycleConfiguration: { Rules }, ...kept });
}

/** The rules once incomplete uploads are aborted. */
export function abortingUploads(rules: LifecycleRule[]): LifecycleRule[] {
  if (rules.some(abortsAll)) return rules;
  const others = rules.filter(({ ID }) => ID !== UPLOAD_RULE);
  return [...others, inTheirForm(OURS, others)];
}

/** Whether a rule applies to every object of the bucket. */
export function appliesToAll({ Filter, Prefix }: LifecycleRule): boolean {
  return Filter ? Object.values(Filter).every((value) => value === '' || value === undefined) : !Prefix;
}

// An existing rule may wait longer than ours, but not so long that it saves nothing.
const MOST_DAYS = 30;

/** The rule that is the value of a fact. */
export const ruleIn = (value: LifecycleRule | Rule): LifecycleRule => value as LifecycleRule;

function abortsAll(rule: LifecycleRule | Rule): boolean {
  const { Status, AbortIncompleteMultipartUpload } = ruleIn(rule);
  const everything = appliesToAll(ruleIn(rule));
  const after = AbortIncompleteMultipartUpload?.DaysAfterInitiation;
  return Status === 'Enabled' && everything && after !== undefined && after <= MOST_DAYS;
}

// Rules of others that delete data are kept and reported: a lifecycle rule is hard to find once a file is gone.
function deletionsIn(rules: LifecycleRule[]): string | undefined {
  const deleting = rules.flatMap(({ ID, Status, Expiration, NoncurrentVersionExpiration }) => {
    if (Status !== 'Enabled' || ID === VERSION_RULE) return [];
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

/** A rule as the others are written: S3 refuses a mix of the old form (Prefix without Filter) and rules with a Filter. */
export function inTheirForm(rule: LifecycleRule, others: LifecycleRule[]): LifecycleRule {
  if (!others.some(({ Filter, Prefix }) => Filter === undefined && Prefix !== undefined)) return rule;
  const { Filter: _, ...rest } = rule;
  return { ...rest, Prefix: '' };
}

/** The lifecycle configuration of a bucket. */
export async function lifecycleOf(Bucket: string, account: Account): Promise<Lifecycle> {
  const question = call('s3', 'GetBucketLifecycleConfiguration', { Bucket });
  return (await orNull(account.send(question), 'NoSuchLifecycleConfiguration', 'NoSuchBucket')) ?? {};
}

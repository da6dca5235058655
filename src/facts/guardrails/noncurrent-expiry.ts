import type { LifecycleRule } from '@aws-sdk/client-s3';
import type { Account } from '../../aws/account.ts';
import { isUnsupported } from '../../aws/errors.ts';
import { ByHand, type Fact } from '../../engine/fact.ts';
import { sameJson } from '../../engine/same.ts';
import {
  abortingUploads,
  appliesToAll,
  inTheirForm,
  lifecycleIfOurs,
  lifecycleOf,
  putLifecycle,
  type Rule,
  ruleIn,
  VERSION_RULE,
} from '../buckets/bucket-lifecycle.ts';
import type { Bucket } from '../buckets/buckets.ts';
import { guardrail } from './guardrail.ts';

/** How long noncurrent versions stay if nothing else is said. */
const USUAL_DAYS = 365;
const OUT = 'or leave this guardrail out with --guardrails';

/** The rule that a new bucket gets. */
export function versionRule(days = USUAL_DAYS): Rule {
  return {
    ID: VERSION_RULE,
    Status: 'Enabled',
    Filter: { Prefix: '' },
    NoncurrentVersionExpiration: { NoncurrentDays: days },
  };
}

/**
 * Noncurrent versions of objects are deleted after some days; `uploads` is the other rule of the same configuration: it is
 * made first, with this one in a new bucket. A rule of somebody else that deletes them as early counts as well. Because it
 * deletes for good, it is not made without `days` in a bucket that existed before, nor beside a rule that keeps versions
 * longer (S3 pages "Lifecycle configuration elements": noncurrent versions are deleted permanently;
 * "PutBucketLifecycleConfiguration").
 */
export function noncurrentVersionsExpire(bucket: Bucket, uploads: Fact<Rule>, days?: number): Fact<Rule> {
  const Bucket = bucket.bucket;
  const wanted = days ?? USUAL_DAYS;
  const want = versionRule(days);
  const isMet = (rule: LifecycleRule) => {
    const after = rule.NoncurrentVersionExpiration?.NoncurrentDays;
    if (!isForAll(rule) || keepsSome(rule) || after === undefined) return false;
    return rule.ID === VERSION_RULE && days !== undefined ? after === wanted : after <= wanted;
  };
  return guardrail<Rule>(`noncurrent-expiry/${Bucket}`, {
    title: `bucket ${Bucket} deletes noncurrent versions after ${wanted} days`,
    thing: 'noncurrent versions',
    within: bucket,
    needs: [uploads],
    toldBy: [
      { of: bucket, operation: 'CreateBucket' },
      { of: uploads, operation: 'PutBucketLifecycleConfiguration' },
    ],
    want,
    async read(account) {
      const { Rules = [] } = await lifecycleOf(Bucket, account);
      return (Rules.find(isMet) ?? Rules.find(({ ID }) => ID === VERSION_RULE) ?? null) as Rule | null;
    },
    same(a, b) {
      if (a === null || b === null) return a === b;
      const [one, other] = [isMet(ruleIn(a)), isMet(ruleIn(b))];
      return one === other && (one || sameJson(a, b));
    },
    async calls(to, _now, account, madeByUs) {
      const lifecycle = await lifecycleIfOurs(bucket, account);
      // A new bucket gets it together with the other rule.
      if (lifecycle === undefined) return [];
      const others = (lifecycle.Rules ?? []).filter(({ ID }) => ID !== VERSION_RULE);
      if (to === null) return [putLifecycle(Bucket, lifecycle, others)];
      if (days === undefined) await mustBeSafe(bucket, others, account, madeByUs);
      // By then the other rule is made.
      const before = sameJson(to, want) ? abortingUploads(others) : others;
      return [putLifecycle(Bucket, lifecycle, [...before, inTheirForm(ruleIn(to), before)])];
    },
  });
}

const isForAll = (rule: LifecycleRule) => rule.Status === 'Enabled' && appliesToAll(rule);
const keepsSome = (rule: LifecycleRule) => (rule.NoncurrentVersionExpiration?.NewerNoncurrentVersions ?? 0) > 0;

async function mustBeSafe(bucket: Bucket, others: LifecycleRule[], account: Account, madeByUs = false): Promise<void> {
  const slower = others.find((rule) => isForAll(rule) && rule.NoncurrentVersionExpiration);
  if (slower)
    throw new ByHand(
      `rule "${slower.ID}" of bucket ${bucket.bucket} keeps noncurrent versions longer: to delete them for good after a number of days of your choice, add --keep-versions DAYS, ${OUT}`,
    );
  const owner = await bucket.owner?.(account).catch((error: unknown) => {
    if (isUnsupported(error)) return undefined;
    throw error;
  });
  // Its tags may be missing if the run that created it was ended right then.
  if (owner?.whose === 'theirs' || (owner?.whose === 'unmarked' && !madeByUs))
    throw new ByHand(
      `aws-baseline did not create bucket ${bucket.bucket}: to delete its noncurrent versions for good after a number of days of your choice, add --keep-versions DAYS, ${OUT}`,
    );
}

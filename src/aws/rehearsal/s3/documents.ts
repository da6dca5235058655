import type { Operations } from '../context.ts';
import { refuse } from '../refuse.ts';
import { puts, tells } from '../setting.ts';
import { checkedLifecycle } from './lifecycle.ts';
import { checkedBucketPolicy, policyIsPublic } from './policy.ts';
import { bucketOf, checkedTagSet, inBucket, malformedXml } from './rules.ts';

const policy = inBucket('policy');
const tags = inBucket('tags');
const lifecycle = inBucket('lifecycle');

const missing = (code: string, message: string, { Bucket = '' }: { Bucket?: string | undefined }): never =>
  refuse(code, message, 404, { BucketName: Bucket });
const SIZES = { TransitionDefaultMinimumObjectSize: 'all_storage_classes_128K' } as const;

/** A bucket's policy, tags and lifecycle: not there until they are put. */
export const s3Documents = {
  GetBucketPolicy: tells(policy, (Policy, request) =>
    Policy === null ? missing('NoSuchBucketPolicy', 'The bucket policy does not exist', request) : { Policy },
  ),
  GetBucketPolicyStatus: {
    fields: policy.names,
    answer(request, context) {
      const bucket = bucketOf(context, request);
      if (bucket.policy === null) missing('NoSuchBucketPolicy', 'The bucket policy does not exist', request);
      return { PolicyStatus: { IsPublic: policyIsPublic(bucket) } };
    },
  },
  // Nothing that this program does gives anybody an ACL.
  GetBucketAcl: {
    fields: policy.names,
    answer(request, context) {
      bucketOf(context, request);
      const Grantee = { Type: 'CanonicalUser' as const, ID: context.accountId };
      return { Owner: { ID: context.accountId }, Grants: [{ Grantee, Permission: 'FULL_CONTROL' as const }] };
    },
  },
  PutBucketPolicy: puts(
    policy,
    ({ Policy, ...request }, _before, context) => checkedBucketPolicy(Policy, bucketOf(context, request), context),
    ['Policy', 'ConfirmRemoveSelfBucketAccess'],
  ),
  DeleteBucketPolicy: puts(policy, () => null),
  GetBucketTagging: tells(tags, (TagSet, request) =>
    TagSet.length > 0 ? { TagSet } : missing('NoSuchTagSet', 'The TagSet does not exist', request),
  ),
  PutBucketTagging: puts(tags, ({ Tagging }) => checkedTagSet(Tagging?.TagSet ?? malformedXml()), ['Tagging']),
  GetBucketLifecycleConfiguration: tells(lifecycle, (Rules, request) =>
    Rules
      ? { Rules, ...SIZES }
      : missing('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist', request),
  ),
  PutBucketLifecycleConfiguration: puts(
    lifecycle,
    ({ LifecycleConfiguration }, _before, context) => checkedLifecycle(LifecycleConfiguration?.Rules, context),
    ['LifecycleConfiguration'],
    () => SIZES,
  ),
  DeleteBucketLifecycle: puts(lifecycle, () => null),
  GetBucketLogging: {
    fields: policy.names,
    answer(request, context) {
      const { logging } = bucketOf(context, request);
      return logging ? { LoggingEnabled: logging } : {};
    },
  },
  PutBucketLogging: {
    fields: [...policy.names, 'BucketLoggingStatus'],
    answer({ BucketLoggingStatus, ...request }, context) {
      const bucket = bucketOf(context, request);
      const { LoggingEnabled } = BucketLoggingStatus ?? {};
      const target = context.state.s3.buckets.find(({ name }) => name === LoggingEnabled?.TargetBucket);
      if (LoggingEnabled && target?.region !== bucket.region)
        refuse('InvalidTargetBucketForLogging', 'The target bucket for logging does not exist');
      if (LoggingEnabled) bucket.logging = LoggingEnabled;
      else delete bucket.logging;
      return {};
    },
  },
} satisfies Partial<Operations<'s3'>>;

import type { OutputOf } from '../services.ts';
import type { Operations } from './context.ts';
import { refuse } from './refuse.ts';
import { checkedLifecycle } from './s3-lifecycle.ts';
import { checkedBucketPolicy } from './s3-policy.ts';
import { bucketOf, checkedTagSet, malformedXml } from './s3-rules.ts';

type Lifecycle = NonNullable<OutputOf<'s3', 'GetBucketLifecycleConfiguration'>['Rules']>;

const BUCKET = ['Bucket', 'ExpectedBucketOwner'] as const;

/** A bucket's policy, tags and lifecycle: not there until they are put. */
export const s3Documents = {
  GetBucketPolicy: {
    fields: BUCKET,
    answer(request, context) {
      const { policy, name } = bucketOf(context, request);
      if (policy !== null) return { Policy: policy };
      return refuse('NoSuchBucketPolicy', 'The bucket policy does not exist', 404, { BucketName: name });
    },
  },
  PutBucketPolicy: {
    fields: [...BUCKET, 'Policy', 'ConfirmRemoveSelfBucketAccess'],
    answer({ Policy, ...request }, context) {
      const bucket = bucketOf(context, request);
      bucket.policy = checkedBucketPolicy(Policy, bucket, context);
      return {};
    },
  },
  DeleteBucketPolicy: {
    fields: BUCKET,
    answer(request, context) {
      bucketOf(context, request).policy = null;
      return {};
    },
  },
  GetBucketTagging: {
    fields: BUCKET,
    answer(request, context) {
      const { tags, name } = bucketOf(context, request);
      if (tags.length) return { TagSet: tags };
      return refuse('NoSuchTagSet', 'The TagSet does not exist', 404, { BucketName: name });
    },
  },
  PutBucketTagging: {
    fields: [...BUCKET, 'Tagging'],
    answer({ Tagging, ...request }, context) {
      bucketOf(context, request).tags = checkedTagSet(Tagging?.TagSet ?? malformedXml());
      return {};
    },
  },
  GetBucketLifecycleConfiguration: {
    fields: BUCKET,
    answer(request, context) {
      const { lifecycle, name } = bucketOf(context, request);
      if (lifecycle) {
        return { Rules: lifecycle as Lifecycle, TransitionDefaultMinimumObjectSize: 'all_storage_classes_128K' };
      }
      const message = 'The lifecycle configuration does not exist';
      return refuse('NoSuchLifecycleConfiguration', message, 404, { BucketName: name });
    },
  },
  PutBucketLifecycleConfiguration: {
    fields: [...BUCKET, 'LifecycleConfiguration'],
    answer({ LifecycleConfiguration, ...request }, context) {
      const bucket = bucketOf(context, request);
      bucket.lifecycle = checkedLifecycle(LifecycleConfiguration?.Rules, context);
      return { TransitionDefaultMinimumObjectSize: 'all_storage_classes_128K' };
    },
  },
  DeleteBucketLifecycle: {
    fields: BUCKET,
    answer(request, context) {
      bucketOf(context, request).lifecycle = null;
      return {};
    },
  },
} satisfies Partial<Operations<'s3'>>;

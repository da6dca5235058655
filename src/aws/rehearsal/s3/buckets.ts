import { globalRegionOf } from '../../account.ts';
import type { Context, Operations } from '../context.ts';
import { page } from '../page.ts';
import { refuse } from '../refuse.ts';
import { bucketOf, checkedBucketName, checkedTagSet, isForeign } from './rules.ts';
import { defaultEncryption, defaultOwnership, defaultPublicAccessBlock } from './settings.ts';

// Only this Region is named by leaving the constraint out.
const FIRST = 'us-east-1';

function checkConstraint(constraint: string | undefined, region: string): void {
  if (constraint === FIRST) refuse('InvalidLocationConstraint', 'The specified location-constraint is not valid');
  if ((constraint ?? FIRST) === region) return;
  // us-east-1 takes every constraint, being the global endpoint; every other Region takes only itself.
  if (region === FIRST && /^[a-z]{2}(-gov)?-[a-z]+-\d$/.test(constraint ?? '')) return;
  refuse(
    'IllegalLocationConstraintException',
    `The ${constraint ?? 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  );
}

function checkNamespace(namespace: string | undefined, name: string, { accountId, region }: Context): void {
  const ours = name.endsWith(`-${accountId}-${region}-an`);
  if (namespace === 'account-regional' ? !ours : /-\d{12}-[a-z0-9-]+-an$/.test(name)) {
    refuse('InvalidBucketName', 'The specified bucket is not valid.', 400, { BucketName: name });
  }
}

/** What HeadBucket answers has no body, so the SDK knows neither code nor message. */
function bodiless(status: number): never {
  refuse(status === 404 ? 'NotFound' : 'Unknown', 'UnknownError', status);
}

/** S3's buckets themselves. */
export const s3Buckets = {
  CreateBucket: {
    fields: ['Bucket', 'CreateBucketConfiguration', 'ObjectOwnership', 'BucketNamespace'],
    answer({ Bucket, CreateBucketConfiguration, ObjectOwnership, BucketNamespace }, context) {
      const { state, region } = context;
      const name = checkedBucketName(Bucket);
      checkConstraint(CreateBucketConfiguration?.LocationConstraint, region);
      checkNamespace(BucketNamespace, name, context);
      const tags = checkedTagSet(CreateBucketConfiguration?.Tags);
      const where = CreateBucketConfiguration?.LocationConstraint ?? FIRST;
      const Location = where === FIRST ? `/${name}` : `http://${name}.s3.amazonaws.com/`;
      const own = state.s3.buckets.find((one) => one.name === name);
      if (own?.region === FIRST && region === FIRST && where === FIRST) return { Location };
      if (own) {
        const message = 'Your previous request to create the named bucket succeeded and you already own it.';
        refuse('BucketAlreadyOwnedByYou', message, 409, { BucketName: name });
      }
      if (isForeign(state, name)) {
        const message =
          'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.';
        refuse('BucketAlreadyExists', message, 409, { BucketName: name });
      }
      state.s3.buckets.push({
        name,
        region: where,
        created: context.now.toISOString(),
        tags,
        encryption: defaultEncryption(),
        publicAccessBlock: defaultPublicAccessBlock(),
        ownership: defaultOwnership(ObjectOwnership),
        lifecycle: null,
        policy: null,
        objects: [],
        uploads: [],
      });
      return { Location };
    },
  },
  DeleteBucket: {
    fields: ['Bucket', 'ExpectedBucketOwner'],
    answer(request, context) {
      const bucket = bucketOf(context, request);
      if (bucket.objects.length) {
        const why = bucket.versioning ? ' You must delete all versions in the bucket.' : '';
        refuse('BucketNotEmpty', `The bucket you tried to delete is not empty.${why}`, 409, {
          BucketName: bucket.name,
        });
      }
      const { s3 } = context.state;
      s3.buckets = s3.buckets.filter((one) => one !== bucket);
      return {};
    },
  },
  HeadBucket: {
    fields: ['Bucket', 'ExpectedBucketOwner'],
    answer({ Bucket, ExpectedBucketOwner }, { state, region, accountId }) {
      const found = state.s3.buckets.find((one) => one.name === Bucket);
      if (!found) bodiless(isForeign(state, Bucket ?? '') ? 403 : 404);
      if (found.region !== region) bodiless(301);
      if (ExpectedBucketOwner !== undefined && ExpectedBucketOwner !== accountId) bodiless(403);
      return { BucketRegion: found.region, AccessPointAlias: false };
    },
  },
  GetBucketLocation: {
    fields: ['Bucket', 'ExpectedBucketOwner'],
    answer(request, context) {
      const region = context.state.s3.buckets.find((one) => one.name === request.Bucket)?.region ?? context.region;
      const found = bucketOf({ ...context, region }, request);
      return found.region === FIRST ? {} : { LocationConstraint: found.region as 'ap-southeast-2' };
    },
  },
  ListBuckets: {
    fields: ['MaxBuckets', 'ContinuationToken', 'Prefix', 'BucketRegion'],
    answer({ MaxBuckets, ContinuationToken, Prefix, BucketRegion }, { state, region, partition }) {
      if (MaxBuckets !== undefined && (MaxBuckets < 1 || MaxBuckets > 10_000)) {
        refuse('InvalidArgument', 'Argument max-buckets must be an integer between 1 and 10000');
      }
      if (BucketRegion && BucketRegion !== region && region !== globalRegionOf(partition)) {
        refuse('InvalidArgument', 'Argument value bucket-region must be the Region the request is sent to');
      }
      const told = MaxBuckets !== undefined || Prefix !== undefined || BucketRegion !== undefined;
      const found = state.s3.buckets
        .filter((one) => one.name.startsWith(Prefix ?? '') && (!BucketRegion || one.region === BucketRegion))
        .sort((one, other) => (one.name < other.name ? -1 : 1));
      const badToken = () => refuse('InvalidArgument', 'The continuation token provided is incorrect');
      const { items, next } = page(found, MaxBuckets ?? 10_000, ContinuationToken, badToken);
      return {
        Buckets: items.map((bucket) => ({
          Name: bucket.name,
          CreationDate: new Date(bucket.created),
          // The Region is told only when the request has a parameter (AWS page "Bucket").
          ...(told || ContinuationToken ? { BucketRegion: bucket.region } : {}),
        })),
        Owner: { ID: state.accountId.repeat(6).slice(0, 64) },
        ...(Prefix !== undefined ? { Prefix } : {}),
        ...(next ? { ContinuationToken: next } : {}),
      };
    },
  },
} satisfies Partial<Operations<'s3'>>;

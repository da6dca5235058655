import type { Context } from '../context.ts';
import { refuse } from '../refuse.ts';
import type { Place } from '../setting.ts';
import type { Bucket, RehearsalState } from '../state.ts';
import type { Tag } from '../tags.ts';

interface Request {
  Bucket?: string | undefined;
  ExpectedBucketOwner?: string | undefined;
}

/** Whether another account owns this name: names are shared by all accounts of a partition. */
export function isForeign(state: RehearsalState, name: string): boolean {
  return name.startsWith('taken-') || state.s3.foreignBuckets.includes(name);
}

/** A name as S3 takes it (AWS page "Bucket naming rules"); throws InvalidBucketName. */
export function checkedBucketName(name: string | undefined): string {
  const fine =
    name !== undefined &&
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !/\.\.|\.-|-\.|^\d+\.\d+\.\d+\.\d+$|^xn--|^sthree-|^amzn-s3-demo-|-s3alias$|--ol-s3$|\.mrap$|--x-s3$|--table-s3$/.test(
      name,
    );
  return fine
    ? name
    : refuse('InvalidBucketName', 'The specified bucket is not valid.', 400, { BucketName: name ?? '' });
}

/** The bucket, for a request sent to its own Region by its owner; throws as S3 would otherwise. */
export function bucketOf({ state, region, accountId }: Context, { Bucket, ExpectedBucketOwner }: Request): Bucket {
  const name = Bucket ?? '';
  const found = state.s3.buckets.find((one) => one.name === name);
  if (!found && isForeign(state, name)) refuse('AccessDenied', 'Access Denied', 403);
  if (!found) refuse('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName: name });
  if (found.region !== region) {
    refuse(
      'PermanentRedirect',
      'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
      301,
      { Bucket: name, Endpoint: `${name}.s3.${found.region}.amazonaws.com` },
    );
  }
  if (ExpectedBucketOwner !== undefined && ExpectedBucketOwner !== accountId)
    refuse('AccessDenied', 'Access Denied', 403);
  return found;
}

/** One setting of a bucket, named by the request. */
export function inBucket<K extends keyof Bucket>(key: K): Place<Request, Bucket[K]> {
  return {
    names: ['Bucket', 'ExpectedBucketOwner'],
    of(request, context) {
      const bucket = bucketOf(context, request);
      return {
        get value() {
          return bucket[key];
        },
        set value(value) {
          bucket[key] = value;
        },
      };
    },
  };
}

/** S3's answer to input that its schema does not allow. */
export function malformedXml(): never {
  refuse('MalformedXML', 'The XML you provided was not well-formed or did not validate against our published schema');
}

/** Tags as S3 keeps them; throws InvalidTag. */
export function checkedTagSet(tags: { Key?: string | undefined; Value?: string | undefined }[] | undefined): Tag[] {
  const kept = (tags ?? []).map(({ Key, Value }) => {
    if (!Key || Value === undefined) malformedXml();
    if (Key.length > 128) refuse('InvalidTag', 'The TagKey you have provided is invalid');
    if (Value.length > 256) refuse('InvalidTag', 'The TagValue you have provided is invalid');
    if (/^aws:/i.test(Key)) refuse('InvalidTag', 'System tags cannot be added/updated by requester');
    if (!/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(Key + Value))
      refuse('InvalidTag', 'The TagValue you have provided is invalid');
    return { Key, Value };
  });
  if (kept.length > 50) refuse('BadRequest', 'Object tags cannot be greater than 50');
  if (new Set(kept.map(({ Key }) => Key)).size < kept.length) {
    refuse('InvalidTag', 'Cannot provide multiple Tags with the same key');
  }
  return kept;
}

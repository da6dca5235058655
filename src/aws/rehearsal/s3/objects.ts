import { type Context, nextNumber, type Operations } from '../context.ts';
import { refuse } from '../refuse.ts';
import type { Bucket } from '../state.ts';
import { isXml, listing } from './keys.ts';
import { bucketOf, malformedXml } from './rules.ts';

/** The next id of an object's version, or of an upload. */
export function newVersion(context: Context): string {
  return `rehearsal${String(nextNumber(context)).padStart(23, '0')}`;
}

/** Objects by key, and of one key the newest first, as S3 lists versions. */
function listed(bucket: Bucket): Bucket['objects'] {
  const newest = bucket.objects.toReversed();
  return newest.sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0));
}

function deleteOne(bucket: Bucket, key: string, version: string | undefined, context: Context) {
  if (version !== undefined) {
    const found = bucket.objects.find((one) => one.key === key && one.version === version);
    bucket.objects = bucket.objects.filter((one) => one !== found);
    // A version that is not there counts as deleted.
    return {
      Key: key,
      VersionId: version,
      ...(found?.marker ? { DeleteMarker: true, DeleteMarkerVersionId: version } : {}),
    };
  }
  if (!bucket.versioning) {
    bucket.objects = bucket.objects.filter((one) => one.key !== key);
    return { Key: key };
  }
  if (bucket.versioning === 'Suspended') {
    bucket.objects = bucket.objects.filter((one) => one.key !== key || one.version !== 'null');
  }
  const marker = bucket.versioning === 'Suspended' ? 'null' : newVersion(context);
  bucket.objects.push({ key, version: marker, at: context.now.toISOString(), size: 0, marker: true });
  return { Key: key, DeleteMarker: true, DeleteMarkerVersionId: marker };
}

/** What is in a bucket: versions, delete markers, unfinished uploads. */
export const s3Objects = {
  ListObjectVersions: {
    fields: ['Bucket', 'Prefix', 'MaxKeys', 'KeyMarker', 'EncodingType', 'VersionIdMarker', 'ExpectedBucketOwner'],
    answer({ Prefix = '', MaxKeys = 1000, KeyMarker = '', VersionIdMarker, EncodingType, ...request }, context) {
      const bucket = bucketOf(context, request);
      if (VersionIdMarker && !KeyMarker) {
        refuse('InvalidArgument', 'A version-id marker cannot be specified without a key marker.');
      }
      const all = listed(bucket).filter(({ key }) => key.startsWith(Prefix));
      const last = all.findLastIndex(
        ({ key, version }) =>
          key < KeyMarker || (key === KeyMarker && (!VersionIdMarker || version === VersionIdMarker)),
      );
      const start = KeyMarker ? last + 1 : 0;
      const items = all.slice(start, start + Math.min(MaxKeys, 1000));
      const end = items.at(-1);
      const truncated = start + items.length < all.length;
      const inForm = listing(EncodingType);
      const shown = items.map((one) => ({
        Key: inForm(one.key),
        VersionId: one.version,
        IsLatest: all.find(({ key }) => key === one.key) === one,
        LastModified: new Date(one.at),
        Owner: { ID: context.accountId.repeat(6).slice(0, 64) },
        ...(one.marker
          ? {}
          : { Size: one.size, ETag: '"d41d8cd98f00b204e9800998ecf8427e"', StorageClass: 'STANDARD' as const }),
      }));
      const versions = shown.filter((_, index) => !items[index]?.marker);
      const markers = shown.filter((_, index) => items[index]?.marker);
      return {
        IsTruncated: truncated,
        ...(EncodingType ? { EncodingType } : {}),
        KeyMarker: inForm(KeyMarker),
        VersionIdMarker: VersionIdMarker ?? '',
        // The SDK leaves an empty list of S3 out.
        ...(versions.length ? { Versions: versions } : {}),
        ...(markers.length ? { DeleteMarkers: markers } : {}),
        Name: bucket.name,
        Prefix,
        MaxKeys,
        ...(truncated && end ? { NextKeyMarker: inForm(end.key), NextVersionIdMarker: end.version } : {}),
      };
    },
  },
  DeleteObjects: {
    fields: ['Bucket', 'Delete', 'ExpectedBucketOwner'],
    answer({ Delete, ...request }, context) {
      const bucket = bucketOf(context, request);
      const objects = Delete?.Objects ?? [];
      if (objects.length < 1 || objects.length > 1000) malformedXml();
      if (!objects.every(({ Key }) => isXml(Key ?? ''))) malformedXml();
      const deleted = objects.map(({ Key, VersionId }) => deleteOne(bucket, Key || malformedXml(), VersionId, context));
      return Delete?.Quiet ? {} : { Deleted: deleted };
    },
  },
  DeleteObject: {
    fields: ['Bucket', 'Key', 'VersionId', 'ExpectedBucketOwner'],
    answer({ Key, VersionId, ...request }, context) {
      const { DeleteMarker } = deleteOne(bucketOf(context, request), Key ?? '', VersionId, context);
      return { ...(VersionId ? { VersionId } : {}), ...(DeleteMarker ? { DeleteMarker } : {}) };
    },
  },
  ListMultipartUploads: {
    fields: ['Bucket', 'Prefix', 'MaxUploads', 'KeyMarker', 'EncodingType', 'UploadIdMarker', 'ExpectedBucketOwner'],
    answer({ Prefix = '', MaxUploads = 1000, KeyMarker = '', UploadIdMarker = '', EncodingType, ...request }, context) {
      const bucket = bucketOf(context, request);
      const rest = bucket.uploads
        .filter(({ key }) => key.startsWith(Prefix))
        .sort((one, other) => (one.key + one.id < other.key + other.id ? -1 : 1))
        .filter(
          ({ key, id }) => key > KeyMarker || (key === KeyMarker && UploadIdMarker !== '' && id > UploadIdMarker),
        );
      const items = rest.slice(0, MaxUploads);
      const end = items.at(-1);
      const truncated = items.length < rest.length;
      const inForm = listing(EncodingType);
      return {
        Bucket: bucket.name,
        ...(EncodingType ? { EncodingType } : {}),
        KeyMarker: inForm(KeyMarker),
        UploadIdMarker,
        ...(Prefix ? { Prefix } : {}),
        MaxUploads,
        IsTruncated: truncated,
        ...(truncated && end ? { NextKeyMarker: inForm(end.key), NextUploadIdMarker: end.id } : {}),
        ...(items.length
          ? {
              Uploads: items.map(({ key, id, at }) => ({
                Key: inForm(key),
                UploadId: id,
                Initiated: new Date(at),
                StorageClass: 'STANDARD' as const,
              })),
            }
          : {}),
      };
    },
  },
  AbortMultipartUpload: {
    fields: ['Bucket', 'Key', 'UploadId', 'ExpectedBucketOwner'],
    answer({ Key, UploadId, ...request }, context) {
      const bucket = bucketOf(context, request);
      const found = bucket.uploads.find(({ key, id }) => key === Key && id === UploadId);
      if (!found) {
        refuse(
          'NoSuchUpload',
          'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
          404,
        );
      }
      bucket.uploads = bucket.uploads.filter((one) => one !== found);
      return {};
    },
  },
} satisfies Partial<Operations<'s3'>>;

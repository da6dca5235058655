import type { ListMultipartUploadsOutput, ListObjectVersionsOutput } from '@aws-sdk/client-s3';
import type { Account } from '../../aws/account.ts';
import { type AnyCall, call } from '../../aws/call.ts';
import { orNull } from '../tags.ts';

const MOST_PAGES = 20; // of a thousand keys each; the rest is found by the next try, after S3 answers BucketNotEmpty

/** The calls that delete every version, delete marker and incomplete upload of a bucket; none for a deleted bucket. */
export async function emptyingCalls(Bucket: string, account: Account): Promise<AnyCall[]> {
  const whole = Promise.all([deletingVersions(Bucket, account), abortingUploads(Bucket, account)]);
  return ((await orNull(whole, 'NoSuchBucket')) ?? []).flat();
}

async function deletingVersions(Bucket: string, account: Account): Promise<AnyCall[]> {
  const [batches, alone]: AnyCall[][] = [[], []];
  let from: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined = {};
  for (let page = 0; from && page < MOST_PAGES; page++) {
    const question = call('s3', 'ListObjectVersions', { Bucket, EncodingType: 'url', ...from });
    const answer: ListObjectVersionsOutput = await account.send(question);
    const found = [...(answer.Versions ?? []), ...(answer.DeleteMarkers ?? [])].map(({ Key, VersionId }) => ({
      Key: keyIn(answer, Key),
      VersionId,
    }));
    const Objects = found.filter(({ Key }) => isXml(Key));
    if (Objects.length > 0) batches!.push(call('s3', 'DeleteObjects', { Bucket, Delete: { Objects, Quiet: true } }));
    for (const one of found.filter(({ Key }) => !isXml(Key)))
      alone!.push(call('s3', 'DeleteObject', { Bucket, ...one }));
    from = answer.IsTruncated
      ? { KeyMarker: keyIn(answer, answer.NextKeyMarker), VersionIdMarker: answer.NextVersionIdMarker }
      : undefined;
  }
  return [...batches!, ...alone!];
}

async function abortingUploads(Bucket: string, account: Account): Promise<AnyCall[]> {
  const calls: AnyCall[] = [];
  let from: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } | undefined = {};
  for (let page = 0; from && page < MOST_PAGES; page++) {
    const question = call('s3', 'ListMultipartUploads', { Bucket, EncodingType: 'url', ...from });
    const answer: ListMultipartUploadsOutput = await account.send(question);
    for (const { Key, UploadId } of answer.Uploads ?? [])
      calls.push(call('s3', 'AbortMultipartUpload', { Bucket, Key: keyIn(answer, Key), UploadId }));
    from = answer.IsTruncated
      ? { KeyMarker: keyIn(answer, answer.NextKeyMarker), UploadIdMarker: answer.NextUploadIdMarker }
      : undefined;
  }
  return calls;
}

// A key may hold characters that XML cannot carry, so keys are requested URL-encoded (page "ListObjectVersions",
// `encoding-type`). Some S3-compatible endpoints do not support that.
function keyIn({ EncodingType }: { EncodingType?: string | undefined }, key = ''): string {
  return EncodingType === 'url' ? decodeURIComponent(key.replaceAll('+', ' ')) : key;
}

// The characters that XML 1.0 allows. DeleteObjects refuses a whole batch with MalformedXML for one key with any other.
function isXml(key: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML cannot carry
  return !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(key);
}

import type { Place } from '../../../src/policies/index.ts';
import type { TableRow } from '../rows.ts';
import { rowMakers, stranger } from './row-makers.ts';

/** The bucket in which jobs keep results, for both groups. */
export function resultRows(group: 'engineer' | 'analyst', place: Place): TableRow[] {
  const { grant, refuse, bucket, away } = rowMakers([group], place);
  const name = `sagemaker-${place.region}-${place.accountId}`;
  const elsewhere = { 'aws:RequestedRegion': away };
  const theirs = { 'aws:ResourceAccount': stranger, 's3:ResourceAccount': stranger };
  const create = group === 'analyst' ? grant : refuse;
  return [
    ...grant('s3: GetBucketLocation ListBucket', bucket(name), 'results of jobs'),
    ...grant('s3: GetObject', `${bucket(name)}/job/output/model.tar.gz`, 'results of jobs'),
    ...create('s3: CreateBucket', bucket(name), 'a job does not create the bucket that it writes to'),
    ...refuse('s3: CreateBucket GetBucketLocation ListBucket', bucket(name), 'at home only', elsewhere),
    ...refuse('s3: GetObject', `${bucket(name)}/x`, 'at home only', elsewhere),
    ...refuse('s3: GetBucketLocation ListBucket', bucket(name), 'the bucket of a stranger', theirs),
    ...refuse('s3: GetObject', `${bucket(name)}/x`, 'the bucket of a stranger', theirs),
    ...create(
      's3: AbortMultipartUpload ListMultipartUploadParts PutObject',
      `${bucket(name)}/x`,
      "SageMaker's SDK uploads the script of a job as the caller",
    ),
    ...create('s3: ListBucketMultipartUploads', bucket(name), 'as above'),
    ...refuse('s3: PutObject', `${bucket(name)}/x`, 'the bucket of a stranger', theirs),
    ...refuse('s3: DeleteObject PutObjectAcl GetObjectVersion', `${bucket(name)}/x`, 'results stay'),
    ...refuse('s3: DeleteBucket PutBucketPolicy ListBucketVersions PutBucketVersioning', bucket(name), 'no settings'),
    ...refuse('s3: CreateBucket ListBucket', bucket(`sagemaker-${place.region}-${stranger}`), 'the one bucket only'),
    ...refuse('s3: CreateBucket ListBucket', bucket(`${name}x`), 'the one bucket only'),
    ...refuse('s3: GetObject', `${bucket(`${name}x`)}/x`, 'the one bucket only'),
  ];
}

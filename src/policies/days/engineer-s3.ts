import { bucketArn } from '../place.ts';
import { resultsBucket } from '../service-roles/results.ts';
import type { DayCall, Words } from './day.ts';

type Tasks = Record<string, DayCall[]>;

/** What engineers do with the two buckets. */
export function bucketTasks({ ask, pass, arn, iam, landing, analysis, place }: Words): Tasks {
  const object = landing('in/2026/data.csv');
  const point = arn('s3', `accesspoint/${place.landingBucket}-partner`);
  const job = arn('s3', 'job/0f6e1c');
  return {
    'uploads a file to the landing zone in the S3 console, tags it, and lists its versions': [
      ...ask('s3: ListAllMyBuckets'),
      ...ask(
        's3: GetAccountPublicAccessBlock ListAccessPoints ListAccessPointsForObjectLambda ListMultiRegionAccessPoints ListStorageLensConfigurations',
      ),
      ...ask(
        's3: GetBucketLocation GetBucketVersioning GetBucketPublicAccessBlock GetEncryptionConfiguration GetBucketTagging GetBucketObjectLockConfiguration GetBucketOwnershipControls GetLifecycleConfiguration ListBucket ListBucketVersions ListTagsForResource',
        landing(),
      ),
      ...ask('s3: PutObject GetObject GetObjectTagging PutObjectTagging GetObjectAttributes GetObjectAcl', object),
      ...ask('kms: ListAliases'),
    ],
    'uploads a large file in parts, stops, and deletes the parts': [
      ...ask('s3: PutObject ListMultipartUploadParts AbortMultipartUpload', landing('in/big.bin')),
      ...ask('s3: ListBucket ListBucketMultipartUploads', landing()),
    ],
    'moves data from the landing zone to the analysis bucket': [
      ...ask('s3: ListBucket GetBucketLocation', [landing(), analysis()]),
      ...ask('s3: GetObject GetObjectTagging DeleteObject', object),
      ...ask('s3: PutObject PutObjectTagging', analysis('out/data.csv')),
    ],
    'restores an earlier version of a file, and a file from an archive storage class': [
      ...ask('s3: ListBucketVersions', analysis()),
      ...ask(
        's3: GetObjectVersion GetObjectVersionTagging PutObjectVersionTagging RestoreObject PutObject',
        analysis('out/data.csv'),
      ),
    ],
    'creates an access point for the landing zone, uses it, and deletes it': [
      ...ask('s3: CreateAccessPoint GetAccessPointPolicy GetAccessPointPolicyStatus', point),
      ...ask('s3: GetAccessPoint ListAccessPoints'),
      ...ask('s3: ListBucket ListBucketVersions', [point, landing()]),
      ...ask('s3: PutObject GetObject DeleteObject', [`${point}/object/in/data.csv`, landing('in/data.csv')]),
      ...ask('s3: DeleteAccessPoint', point),
    ],
    "reads the results of an analyst's training job, and copies them to the analysis bucket": [
      ...ask('s3: GetBucketLocation ListBucket', bucketArn(place, resultsBucket(place))),
      ...ask('s3: GetObject', bucketArn(place, resultsBucket(place), 't-1/output/model.tar.gz')),
      ...ask('s3: PutObject', analysis('models/model.tar.gz')),
    ],
    'tags many objects with an S3 batch job, confirms it, and reads its report': [
      ...ask('s3: ListJobs'),
      ...ask('s3: ListBucket GetBucketLocation GetInventoryConfiguration', landing()),
      ...ask('s3: GetObject PutObject', landing('manifest.csv')),
      ...ask('iam: ListRoles'),
      ...ask('iam: GetRole GetRolePolicy ListRolePolicies', iam('role/aws-baseline/engineer/aws-baseline-s3-batch')),
      ...ask('s3: CreateJob', '*', { 's3:RequestJobOperation': 'S3PutObjectTagging' }),
      ...pass('s3-batch', 'batchoperations.s3.amazonaws.com'),
      ...ask('s3: PutJobTagging DescribeJob UpdateJobPriority UpdateJobStatus', job),
      ...ask('s3: GetObject', landing('reports/job-0f6e1c/manifest.json')),
    ],
  };
}

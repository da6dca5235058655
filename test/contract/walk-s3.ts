import { type Step, step } from './steps.ts';

const Bucket = 'acme-one';
const HOME = 'ap-southeast-2';
const s3 = (operation: string, input: object = {}, more: Pick<Step, 'differs' | 'region'> = {}) =>
  step('s3', operation, { Bucket, ...input }, more);
const TAGS = [{ Key: 'by', Value: 'us' }];
const here = { CreateBucketConfiguration: { LocationConstraint: HOME } };
const BLOCK = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
const policy = (statement: object) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: `arn:aws:s3:::${Bucket}/*`, ...statement }],
  });
const rule = {
  ID: 'r',
  Status: 'Enabled',
  Filter: { Prefix: '' },
  NoncurrentVersionExpiration: { NoncurrentDays: 30 },
};
const encryption = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: true };
const GETS = [
  'GetBucketEncryption',
  'GetBucketLifecycleConfiguration',
  'GetBucketLocation',
  'GetBucketOwnershipControls',
  'GetBucketPolicy',
  'GetBucketTagging',
  'GetBucketVersioning',
  'GetPublicAccessBlock',
  'ListMultipartUploads',
  'ListObjectVersions',
  'DeleteBucket',
];

/** S3's part of the walks. */
export const s3Walk: Step[] = [
  step('s3', 'ListBuckets'),
  ...GETS.map((operation) => s3(operation)),
  s3('HeadBucket'),
  s3('CreateBucket', {}, { differs: 'missingConstraint' }),
  s3('CreateBucket', { Bucket: 'acme-two', CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }),
  s3('CreateBucket', { Bucket: 'Bad_Name', ...here }, { differs: 'bucketName' }),
  s3('DeleteBucket', { Bucket: 'Bad_Name' }, { differs: 'bucketName' }),
  s3('CreateBucket', { Bucket: 'ab', ...here }),
  s3('CreateBucket', { Bucket: 'acme-first' }, { region: 'us-east-1' }),
  s3('CreateBucket', { Bucket: 'acme-first' }, { region: 'us-east-1' }),
  s3(
    'CreateBucket',
    { Bucket: 'acme-no', CreateBucketConfiguration: { LocationConstraint: 'us-east-1' } },
    { region: 'us-east-1' },
  ),
  s3(
    'CreateBucket',
    { Bucket: 'acme-tags', CreateBucketConfiguration: { LocationConstraint: HOME, Tags: TAGS } },
    { differs: 'location' },
  ),
  s3('GetBucketTagging', { Bucket: 'acme-tags' }, { differs: 'bucketTags' }),
  s3('DeleteBucket', { Bucket: 'acme-tags' }),
  // Moto made this one above, where AWS would not.
  s3('CreateBucket', here, { differs: 'location' }),
  s3('CreateBucket', here),
  s3('HeadBucket'),
  s3('HeadBucket', {}, { region: 'us-east-1', differs: 'otherRegion' }),
  s3('GetBucketTagging', {}, { region: 'us-east-1', differs: 'otherRegion' }),
  s3('GetBucketVersioning', { ExpectedBucketOwner: '999922223333' }, { differs: 'owner' }),
  s3('GetBucketLocation'),
  s3('GetBucketLocation', { Bucket: 'acme-first' }, { region: 'us-east-1' }),
  s3('GetBucketVersioning'),
  s3('GetPublicAccessBlock', {}, { differs: 'bucketDefaults' }),
  s3('GetBucketEncryption', {}, { differs: 'bucketDefaults' }),
  s3('GetBucketOwnershipControls', {}, { differs: 'bucketDefaults' }),
  s3('GetBucketPolicy'),
  s3('GetBucketTagging'),
  s3('GetBucketLifecycleConfiguration'),
  s3('PutBucketVersioning', { VersioningConfiguration: { Status: 'Enabled' } }),
  s3('GetBucketVersioning'),
  s3('PutBucketEncryption', { ServerSideEncryptionConfiguration: { Rules: [encryption] } }),
  s3('GetBucketEncryption', {}, { differs: 'encryptionBlocked' }),
  s3('DeleteBucketEncryption'),
  s3('GetBucketEncryption', {}, { differs: 'encryptionDelete' }),
  s3('PutPublicAccessBlock', { PublicAccessBlockConfiguration: BLOCK }),
  s3('GetPublicAccessBlock'),
  s3('PutBucketOwnershipControls', { OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] } }),
  s3('GetBucketOwnershipControls'),
  s3('PutBucketPolicy', { Policy: 'x' }, { differs: 'bucketPolicy' }),
  s3('PutBucketPolicy', { Policy: policy({ Effect: 'Allow' }) }, { differs: 'bucketPolicy' }),
  s3('PutBucketPolicy', { Policy: policy({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } }) }),
  s3('GetBucketPolicy'),
  s3('DeleteBucketPolicy'),
  s3('DeleteBucketPolicy'),
  s3('GetBucketPolicy'),
  s3('PutBucketTagging', { Tagging: { TagSet: [...TAGS, ...TAGS] } }),
  s3('PutBucketTagging', { Tagging: { TagSet: TAGS } }),
  s3('GetBucketTagging'),
  s3('PutBucketLifecycleConfiguration', { LifecycleConfiguration: { Rules: [rule] } }),
  s3('GetBucketLifecycleConfiguration'),
  s3('ListObjectVersions'),
  s3('DeleteObjects', { Delete: { Objects: [{ Key: 'k', VersionId: 'not-there' }] } }),
  s3('DeleteObjects', { Delete: { Objects: [{ Key: 'k' }] } }, { differs: 'versionDeleted' }),
  s3('ListMultipartUploads'),
  s3('AbortMultipartUpload', { Key: 'k', UploadId: 'not-there' }),
  step('s3', 'ListBuckets'),
  step('s3', 'ListBuckets', { MaxBuckets: 10 }, { differs: 'bucketRegion' }),
  s3('DeleteBucketLifecycle'),
  s3('GetBucketLifecycleConfiguration'),
  s3('DeletePublicAccessBlock'),
  s3('GetPublicAccessBlock'),
  s3('DeleteBucketOwnershipControls'),
  s3('GetBucketOwnershipControls'),
  s3('DeleteBucket', { Bucket: 'acme-first' }, { region: 'us-east-1' }),
];

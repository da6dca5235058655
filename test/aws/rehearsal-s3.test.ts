import { describe, expect, test } from 'vitest';
import { type Answer, account, ask, bucket, document, endOf, HOME, type Row } from './rehearsal-rows.ts';

const on1 = (operation: string, more: object = {}, region?: string): Row => [
  's3',
  operation,
  { Bucket: 'acme-one', ...more },
  region,
];
const bucketPolicy = (statement: object) =>
  on1('PutBucketPolicy', {
    Policy: document({ Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::acme-one/*', ...statement }),
  });
const lifecycle = (rule: object) =>
  on1('PutBucketLifecycleConfiguration', {
    LifecycleConfiguration: { Rules: [{ ID: 'r', Status: 'Enabled', Filter: { Prefix: '' }, ...rule }] },
  });

describe('S3', () => {
  test.each<[string, Row[], string]>([
    ['the same bucket again', [bucket(), bucket()], 'BucketAlreadyOwnedByYou'],
    [
      'the same bucket again in us-east-1',
      [
        ['s3', 'CreateBucket', { Bucket: 'acme-one' }, 'us-east-1'],
        ['s3', 'CreateBucket', { Bucket: 'acme-one' }, 'us-east-1'],
      ],
      'ok',
    ],
    [
      'a bucket of ours from us-east-1',
      [bucket(), ['s3', 'CreateBucket', { Bucket: 'acme-one' }, 'us-east-1']],
      'BucketAlreadyOwnedByYou',
    ],
    ["somebody else's bucket", [bucket('taken-by-others')], 'BucketAlreadyExists'],
    ["somebody else's bucket looked at", [['s3', 'GetBucketPolicy', { Bucket: 'taken-by-others' }]], 'AccessDenied'],
    [
      'no constraint outside of us-east-1',
      [['s3', 'CreateBucket', { Bucket: 'acme-one' }]],
      'IllegalLocationConstraintException',
    ],
    [
      'us-east-1 as a constraint',
      [
        [
          's3',
          'CreateBucket',
          { Bucket: 'acme-one', CreateBucketConfiguration: { LocationConstraint: 'us-east-1' } },
          'us-east-1',
        ],
      ],
      'InvalidLocationConstraint',
    ],
    [
      "another Region's constraint",
      [['s3', 'CreateBucket', { Bucket: 'acme-one', CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }]],
      'IllegalLocationConstraintException',
    ],
    ['capital letters', [bucket('Bad_Name')], 'InvalidBucketName'],
    ['two letters', [bucket('ab')], 'InvalidBucketName'],
    ['a reserved beginning', [bucket('xn--bucket')], 'InvalidBucketName'],
    [
      "a name of the account's own",
      [bucket(`acme-111122223333-${HOME}-an`, { BucketNamespace: 'account-regional' })],
      'ok',
    ],
    [
      "a name of another account's own",
      [bucket(`acme-999922223333-${HOME}-an`, { BucketNamespace: 'account-regional' })],
      'InvalidBucketName',
    ],
    ['a bucket that is not there', [on1('GetBucketPolicy')], 'NoSuchBucket'],
    ['a head of what is not there', [on1('HeadBucket')], 'NotFound'],
    ['a bucket seen from another Region', [bucket(), on1('GetBucketTagging', {}, 'us-east-1')], 'PermanentRedirect'],
    ['a head from another Region', [bucket(), on1('HeadBucket', {}, 'us-east-1')], 'Unknown'],
    ['a location from another Region', [bucket(), on1('GetBucketLocation', {}, 'us-east-1')], 'ok'],
    [
      'another owner expected',
      [bucket(), on1('GetBucketVersioning', { ExpectedBucketOwner: '999922223333' })],
      'AccessDenied',
    ],
    ['no tags', [bucket(), on1('GetBucketTagging')], 'NoSuchTagSet'],
    ['no policy', [bucket(), on1('GetBucketPolicy')], 'NoSuchBucketPolicy'],
    ['no lifecycle', [bucket(), on1('GetBucketLifecycleConfiguration')], 'NoSuchLifecycleConfiguration'],
    [
      'public access no longer blocked',
      [bucket(), on1('DeletePublicAccessBlock'), on1('GetPublicAccessBlock')],
      'NoSuchPublicAccessBlockConfiguration',
    ],
    [
      'no ownership',
      [bucket(), on1('DeleteBucketOwnershipControls'), on1('GetBucketOwnershipControls')],
      'OwnershipControlsNotFoundError',
    ],
    ['encryption cannot be taken away', [bucket(), on1('DeleteBucketEncryption'), on1('GetBucketEncryption')], 'ok'],
    ['a public policy', [bucket(), bucketPolicy({})], 'AccessDenied'],
    ['a public policy that is let in', [bucket(), on1('DeletePublicAccessBlock'), bucketPolicy({})], 'ok'],
    ['a policy for one account', [bucket(), bucketPolicy({ Principal: { AWS: '444455556666' } })], 'ok'],
    [
      'a policy for all, from one account',
      [bucket(), bucketPolicy({ Condition: { StringEquals: { 'aws:PrincipalAccount': '444455556666' } } })],
      'ok',
    ],
    [
      'a policy that denies all',
      [bucket(), bucketPolicy({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })],
      'ok',
    ],
    ['a policy that is no JSON', [bucket(), on1('PutBucketPolicy', { Policy: 'x' })], 'MalformedPolicy'],
    [
      'a policy for another bucket',
      [bucket(), bucketPolicy({ Resource: 'arn:aws:s3:::acme-two/*', Effect: 'Deny' })],
      'MalformedPolicy',
    ],
    ['a policy without principal', [bucket(), bucketPolicy({ Principal: undefined })], 'MalformedPolicy'],
    [
      'a policy for a user who is not there',
      [bucket(), bucketPolicy({ Principal: { AWS: 'arn:aws:iam::111122223333:user/nobody' } })],
      'MalformedPolicy',
    ],
    ['a rule that does nothing', [bucket(), lifecycle({})], 'InvalidRequest'],
    ['a rule without filter', [bucket(), lifecycle({ Filter: undefined, Expiration: { Days: 1 } })], 'MalformedXML'],
    ['a rule of no days', [bucket(), lifecycle({ Expiration: { Days: 0 } })], 'InvalidArgument'],
    ['a rule', [bucket(), lifecycle({ NoncurrentVersionExpiration: { NoncurrentDays: 30 } })], 'ok'],
    [
      'a tag twice',
      [
        bucket(),
        on1('PutBucketTagging', {
          Tagging: {
            TagSet: [
              { Key: 'a', Value: '1' },
              { Key: 'a', Value: '2' },
            ],
          },
        }),
      ],
      'InvalidTag',
    ],
    [
      'an upload that is not there',
      [bucket(), on1('AbortMultipartUpload', { Key: 'k', UploadId: 'u' })],
      'NoSuchUpload',
    ],
  ])('%s', async (_what, rows, name) => expect(await endOf(rows)).toBe(name));

  test('a new bucket is closed, encrypted, without ACLs, and keeps its tags', async () => {
    const on = account();
    const Tags = [{ Key: 'by', Value: 'us' }];
    await ask(on, bucket('acme-one', { CreateBucketConfiguration: { LocationConstraint: HOME, Tags } }));
    const all = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
    expect(await ask(on, on1('GetPublicAccessBlock'))).toEqual({ PublicAccessBlockConfiguration: all });
    const { OwnershipControls } = await ask(on, on1('GetBucketOwnershipControls'));
    expect(OwnershipControls).toEqual({ Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] });
    const { ServerSideEncryptionConfiguration } = await ask(on, on1('GetBucketEncryption'));
    expect(ServerSideEncryptionConfiguration.Rules[0].ApplyServerSideEncryptionByDefault).toEqual({
      SSEAlgorithm: 'AES256',
    });
    expect(await ask(on, on1('GetBucketVersioning'))).toEqual({});
    expect(await ask(on, on1('GetBucketTagging'))).toEqual({ TagSet: Tags });
  });

  test('buckets are listed in pages, and with their Regions only when asked so', async () => {
    const on = account();
    for (const name of ['b-two', 'b-one', 'c-three']) await ask(on, bucket(name));
    const plain = await ask(on, ['s3', 'ListBuckets', {}]);
    expect(plain.Buckets.map((one: Answer) => [one.Name, one.BucketRegion])).toEqual([
      ['b-one', undefined],
      ['b-two', undefined],
      ['c-three', undefined],
    ]);
    const first = await ask(on, ['s3', 'ListBuckets', { MaxBuckets: 2 }]);
    expect(first.Buckets[1]).toMatchObject({ Name: 'b-two', BucketRegion: HOME });
    const rest = await ask(on, ['s3', 'ListBuckets', { MaxBuckets: 2, ContinuationToken: first.ContinuationToken }]);
    expect([rest.Buckets.length, rest.ContinuationToken]).toEqual([1, undefined]);
  });

  test('a bucket goes only when every version and marker is gone', async () => {
    const on = account();
    await ask(on, bucket());
    await ask(on, on1('PutBucketVersioning', { VersioningConfiguration: { Status: 'Enabled' } }));
    on.person.uploads('acme-one', 'a.txt');
    on.person.uploads('acme-one', 'a.txt');
    on.person.startsUpload('acme-one', 'b.txt');
    await ask(on, on1('DeleteObjects', { Delete: { Objects: [{ Key: 'a.txt' }] } }));
    expect(await endOf([on1('DeleteBucket')], on)).toBe('BucketNotEmpty');
    const first = await ask(on, on1('ListObjectVersions', { MaxKeys: 1 }));
    expect([first.DeleteMarkers.length, first.Versions, first.IsTruncated]).toEqual([1, undefined, true]);
    const { NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = first;
    const rest = await ask(on, on1('ListObjectVersions', { KeyMarker, VersionIdMarker }));
    expect(rest.Versions.length).toBe(2);
    const Objects = [...first.DeleteMarkers, ...rest.Versions].map(({ Key, VersionId }) => ({ Key, VersionId }));
    expect((await ask(on, on1('DeleteObjects', { Delete: { Objects } }))).Deleted.length).toBe(3);
    const [{ Key, UploadId }] = (await ask(on, on1('ListMultipartUploads'))).Uploads;
    await ask(on, on1('AbortMultipartUpload', { Key, UploadId }));
    expect((await ask(on, on1('ListMultipartUploads'))).Uploads).toBeUndefined();
    expect(await endOf([on1('DeleteBucket')], on)).toBe('ok');
  });

  test("a head of somebody else's bucket is 403 without a code", async () => {
    await expect(ask(account(), ['s3', 'HeadBucket', { Bucket: 'taken-a' }])).rejects.toMatchObject({
      name: 'Unknown',
      $metadata: { httpStatusCode: 403 },
    });
  });
});

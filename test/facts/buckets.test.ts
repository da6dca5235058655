import { describe, expect, test } from 'vitest';
import type { Fact, Json } from '../../src/engine/fact.ts';
import { isSame } from '../../src/engine/finding.ts';
import { bucketAbortsUploads } from '../../src/facts/buckets/bucket-lifecycle.ts';
import { bucketRefusesPlainHttp } from '../../src/facts/buckets/bucket-policy.ts';
import {
  bucketBlocksPublicAccess,
  bucketEncrypts,
  bucketHasNoAcls,
  bucketKeepsVersions,
} from '../../src/facts/buckets/bucket-settings.ts';
import { bucketExists } from '../../src/facts/buckets/buckets.ts';
import { type Answers, fakeAccount, HOME, lines, refused, TAGS } from './fake-account.ts';

const bucket = bucketExists('acme-x', { region: HOME, tags: TAGS, deleteData: false });
const northern = bucketExists('acme-x', { region: 'us-east-1', tags: TAGS, deleteData: false });
const emptied = bucketExists('acme-x', { region: HOME, tags: TAGS, deleteData: true });
const tls = bucketRefusesPlainHttp(bucket, 'aws');
const uploads = bucketAbortsUploads(bucket);
const versions = bucketKeepsVersions(bucket);
const encryption = bucketEncrypts(bucket);
const block = bucketBlocksPublicAccess(bucket);

const on = (rules: object | string) => ({
  's3 GetBucketPolicy': { Policy: typeof rules === 'string' ? rules : JSON.stringify(rules) },
});
const withRules = (...Rules: object[]) => ({ 's3 GetBucketLifecycleConfiguration': { Rules } });
const NO_POLICY: Answers = { 's3 GetBucketPolicy': refused('NoSuchBucketPolicy') };
const NO_RULES: Answers = { 's3 GetBucketLifecycleConfiguration': refused('NoSuchLifecycleConfiguration') };
const EMPTY: Answers = { 's3 ListObjectVersions': {}, 's3 ListMultipartUploads': {} };

const OTHER = {
  Sid: 'Theirs',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::acme-x/*',
};
const OLD_TLS = { ...tls.want, Action: 's3:GetObject' };
const OTHER_RULE = { ID: 'theirs', Status: 'Enabled', Filter: { Prefix: 'logs/' }, Expiration: { Days: 30 } };
const json = (value: unknown) => `'${JSON.stringify(value)}'`;
const policy = (...Statement: object[]) => json({ Version: '2012-10-17', Statement });
const tagging = json({ TagSet: TAGS });
const EMPTY_LISTS = 'aws s3api delete-bucket --bucket acme-x';

describe('the calls', () => {
  // biome-ignore lint/suspicious/noExplicitAny: facts of every value in one table
  test.each<[string, Fact<any>, Json, Json, Answers, string[]]>([
    [
      'bucket: make',
      bucket,
      bucket.want,
      null,
      {},
      [
        `aws s3api create-bucket --bucket acme-x --create-bucket-configuration ${json({ LocationConstraint: HOME, Tags: TAGS })} --object-ownership BucketOwnerEnforced`,
        `aws s3api put-bucket-tagging --bucket acme-x --tagging ${tagging}`,
      ],
    ],
    [
      'bucket: make in us-east-1, which must not be named',
      northern,
      northern.want,
      null,
      {},
      [
        `aws s3api create-bucket --bucket acme-x --create-bucket-configuration ${json({ Tags: TAGS })} --object-ownership BucketOwnerEnforced`,
        `aws s3api put-bucket-tagging --bucket acme-x --tagging ${tagging}`,
      ],
    ],
    ['bucket: take away', bucket, null, bucket.want, EMPTY, [EMPTY_LISTS]],
    [
      'bucket: take away with an unfinished upload',
      emptied,
      null,
      bucket.want,
      { ...EMPTY, 's3 ListMultipartUploads': { Uploads: [{ Key: 'k', UploadId: 'u1' }] } },
      ['aws s3api abort-multipart-upload --bucket acme-x --key k --upload-id u1', EMPTY_LISTS],
    ],
    [
      'bucket: take away with data',
      emptied,
      null,
      bucket.want,
      {
        ...EMPTY,
        's3 ListObjectVersions': {
          Versions: [{ Key: 'k', VersionId: '1' }],
          DeleteMarkers: [{ Key: 'k', VersionId: '2' }],
        },
      },
      [
        `aws s3api delete-objects --bucket acme-x --delete ${json({
          Objects: [
            { Key: 'k', VersionId: '1' },
            { Key: 'k', VersionId: '2' },
          ],
          Quiet: true,
        })}`,
        EMPTY_LISTS,
      ],
    ],
    [
      'block: make',
      block,
      block.want,
      null,
      {},
      [`aws s3api put-public-access-block --bucket acme-x --public-access-block-configuration ${json(block.want)}`],
    ],
    [
      'block: give back',
      block,
      { BlockPublicAcls: true, IgnorePublicAcls: false, BlockPublicPolicy: false, RestrictPublicBuckets: false },
      block.want,
      {},
      [
        `aws s3api put-public-access-block --bucket acme-x --public-access-block-configuration ${json({ BlockPublicAcls: true, IgnorePublicAcls: false, BlockPublicPolicy: false, RestrictPublicBuckets: false })}`,
      ],
    ],
    ['block: take away', block, null, block.want, {}, ['aws s3api delete-public-access-block --bucket acme-x']],
    [
      'ownership: make',
      bucketHasNoAcls(bucket),
      'BucketOwnerEnforced',
      null,
      {},
      [
        `aws s3api put-bucket-ownership-controls --bucket acme-x --ownership-controls ${json({ Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] })}`,
      ],
    ],
    [
      'ownership: give back',
      bucketHasNoAcls(bucket),
      'ObjectWriter',
      'BucketOwnerEnforced',
      {},
      [
        `aws s3api put-bucket-ownership-controls --bucket acme-x --ownership-controls ${json({ Rules: [{ ObjectOwnership: 'ObjectWriter' }] })}`,
      ],
    ],
    [
      'ownership: take away',
      bucketHasNoAcls(bucket),
      null,
      'BucketOwnerEnforced',
      {},
      ['aws s3api delete-bucket-ownership-controls --bucket acme-x'],
    ],
    [
      'versioning: make',
      versions,
      'Enabled',
      null,
      {},
      [`aws s3api put-bucket-versioning --bucket acme-x --versioning-configuration '{"Status":"Enabled"}'`],
    ],
    [
      'versioning: take away can only suspend',
      versions,
      null,
      'Enabled',
      {},
      [`aws s3api put-bucket-versioning --bucket acme-x --versioning-configuration '{"Status":"Suspended"}'`],
    ],
    [
      'encryption: make',
      encryption,
      encryption.want,
      null,
      {},
      [
        `aws s3api put-bucket-encryption --bucket acme-x --server-side-encryption-configuration ${json({ Rules: encryption.want })}`,
      ],
    ],
    [
      'encryption: take away',
      encryption,
      null,
      encryption.want,
      {},
      ['aws s3api delete-bucket-encryption --bucket acme-x'],
    ],
    [
      'TLS: make',
      tls,
      tls.want,
      null,
      NO_POLICY,
      [`aws s3api put-bucket-policy --bucket acme-x --policy ${policy(tls.want)}`],
    ],
    [
      'TLS: make beside others',
      tls,
      tls.want,
      null,
      on({ Version: '2012-10-17', Statement: [OTHER] }),
      [`aws s3api put-bucket-policy --bucket acme-x --policy ${policy(OTHER, tls.want)}`],
    ],
    [
      'TLS: a single statement is a list of one, an id stays',
      tls,
      tls.want,
      null,
      on({ Version: '2008-10-17', Id: 'P1', Statement: OTHER }),
      [
        `aws s3api put-bucket-policy --bucket acme-x --policy ${json({ Version: '2008-10-17', Id: 'P1', Statement: [OTHER, tls.want] })}`,
      ],
    ],
    [
      'TLS: mend',
      tls,
      tls.want,
      OLD_TLS,
      on({ Version: '2012-10-17', Statement: [OLD_TLS, OTHER] }),
      [`aws s3api put-bucket-policy --bucket acme-x --policy ${policy(OTHER, tls.want)}`],
    ],
    [
      'TLS: take away, others stay',
      tls,
      null,
      tls.want,
      on({ Version: '2012-10-17', Statement: [tls.want, OTHER] }),
      [`aws s3api put-bucket-policy --bucket acme-x --policy ${policy(OTHER)}`],
    ],
    [
      'TLS: take away the last',
      tls,
      null,
      tls.want,
      on({ Version: '2012-10-17', Statement: [tls.want] }),
      ['aws s3api delete-bucket-policy --bucket acme-x'],
    ],
    [
      'lifecycle: make',
      uploads,
      uploads.want,
      null,
      NO_RULES,
      [
        `aws s3api put-bucket-lifecycle-configuration --bucket acme-x --lifecycle-configuration ${json({ Rules: [uploads.want] })}`,
      ],
    ],
    [
      'lifecycle: make beside others',
      uploads,
      uploads.want,
      null,
      withRules(OTHER_RULE),
      [
        `aws s3api put-bucket-lifecycle-configuration --bucket acme-x --lifecycle-configuration ${json({ Rules: [OTHER_RULE, uploads.want] })}`,
      ],
    ],
    [
      'lifecycle: mend',
      uploads,
      uploads.want,
      { ...uploads.want, Status: 'Disabled' },
      withRules({ ...uploads.want, Status: 'Disabled' }),
      [
        `aws s3api put-bucket-lifecycle-configuration --bucket acme-x --lifecycle-configuration ${json({ Rules: [uploads.want] })}`,
      ],
    ],
    [
      'lifecycle: take away, others stay',
      uploads,
      null,
      uploads.want,
      withRules(uploads.want, OTHER_RULE),
      [
        `aws s3api put-bucket-lifecycle-configuration --bucket acme-x --lifecycle-configuration ${json({ Rules: [OTHER_RULE] })}`,
      ],
    ],
    [
      'lifecycle: take away the last',
      uploads,
      null,
      uploads.want,
      withRules(uploads.want),
      ['aws s3api delete-bucket-lifecycle --bucket acme-x'],
    ],
  ])('%s', async (_what, fact, to, now, answers, expected) => {
    expect(await lines(fact, to, now, answers)).toEqual(expected);
  });

  test('a bucket with objects is for a person, unless its data may go', async () => {
    const full = { ...EMPTY, 's3 ListObjectVersions': { DeleteMarkers: [{ Key: 'k', VersionId: '2' }] } };
    await expect(lines(bucket, null, bucket.want, full)).rejects.toThrow('--delete-data');
  });

  test('every page of objects is deleted, each from where the last one ended', async () => {
    const pages: Record<string, object> = {
      start: {
        IsTruncated: true,
        NextKeyMarker: 'k1',
        NextVersionIdMarker: 'v1',
        Versions: [{ Key: 'a', VersionId: '1' }],
      },
      'k1 v1': { IsTruncated: false, Versions: [{ Key: 'b', VersionId: '2' }] },
    };
    const answers: Answers = {
      ...EMPTY,
      's3 ListObjectVersions': ({ KeyMarker, VersionIdMarker }) =>
        pages[KeyMarker ? `${KeyMarker} ${VersionIdMarker}` : 'start']!,
    };
    const all = await lines(emptied, null, bucket.want, answers);
    expect(all.map((line) => /"Key":"(\w)"/.exec(line)?.[1])).toEqual(['a', 'b', undefined]);
  });
});

const listed = (...Buckets: object[]) => ({ 's3 ListBuckets': { Buckets } });

/** Our bucket as an endpoint lists it that tells no Regions; `here` is its list of the home Region. */
const listedHere = (...here: object[]) => ({
  's3 ListBuckets': ({ BucketRegion }: { BucketRegion?: string }) => ({
    Buckets: BucketRegion ? here : [{ Name: 'acme-x' }],
  }),
});

describe('what is read', () => {
  // biome-ignore lint/suspicious/noExplicitAny: facts of every value in one table
  test.each<[string, Fact<any>, Answers, unknown]>([
    ['a bucket', bucket, listed({ Name: 'acme-x', BucketRegion: HOME }), { region: HOME }],
    ['no bucket', bucket, listed({ Name: 'acme-xy', BucketRegion: HOME }), null],
    ['no list at all', bucket, { 's3 ListBuckets': {} }, null],
    [
      'a bucket on the second page',
      bucket,
      {
        's3 ListBuckets': ({ ContinuationToken }) =>
          ContinuationToken === 'more'
            ? { Buckets: [{ Name: 'acme-x', BucketRegion: HOME }] }
            : { Buckets: [], ContinuationToken: 'more' },
      },
      { region: HOME },
    ],
    ['a bucket whose Region is told elsewhere', bucket, { ...listedHere({ Name: 'acme-x' }) }, { region: HOME }],
    [
      'a bucket that the list of the home Region does not have',
      bucket,
      { ...listedHere(), 's3 GetBucketLocation': { LocationConstraint: HOME } },
      { region: HOME },
    ],
    [
      'us-east-1, which S3 does not name',
      northern,
      { ...listedHere(), 's3 GetBucketLocation': {} },
      { region: 'us-east-1' },
    ],
    [
      'us-east-1 as null',
      northern,
      { ...listedHere(), 's3 GetBucketLocation': { LocationConstraint: null as never } },
      { region: 'us-east-1' },
    ],
    ['no block', block, { 's3 GetPublicAccessBlock': refused('NoSuchPublicAccessBlockConfiguration') }, null],
    ['a block without content', block, { 's3 GetPublicAccessBlock': {} }, null],
    [
      'no ownership',
      bucketHasNoAcls(bucket),
      { 's3 GetBucketOwnershipControls': refused('OwnershipControlsNotFoundError') },
      null,
    ],
    [
      'ownership without rules',
      bucketHasNoAcls(bucket),
      { 's3 GetBucketOwnershipControls': { OwnershipControls: { Rules: [] } } },
      null,
    ],
    ['never versioned', versions, { 's3 GetBucketVersioning': {} }, null],
    ['suspended', versions, { 's3 GetBucketVersioning': { Status: 'Suspended' } }, 'Suspended'],
    [
      'not encrypted',
      encryption,
      { 's3 GetBucketEncryption': refused('ServerSideEncryptionConfigurationNotFoundError') },
      null,
    ],
    ['a setting of no bucket', encryption, { 's3 GetBucketEncryption': refused('NoSuchBucket') }, null],
    ['no policy', tls, NO_POLICY, null],
    ['a policy without statements', tls, on({ Version: '2012-10-17' }), null],
    ['a policy that is no JSON', tls, on('moto'), null],
    ['our statement', tls, on({ Statement: [OTHER, OLD_TLS] }), OLD_TLS],
    [
      'their statement that says the same is preferred',
      tls,
      on({ Statement: [OLD_TLS, { ...tls.want, Sid: 'TheirTls', Action: ['S3:*'] }] }),
      { ...tls.want, Sid: 'TheirTls', Action: ['S3:*'] },
    ],
    ['no rules', uploads, NO_RULES, null],
    ['rules without a list', uploads, { 's3 GetBucketLifecycleConfiguration': {} }, null],
    [
      'their rule that says the same',
      uploads,
      withRules({ ...uploads.want, ID: 'theirs' }),
      { ...uploads.want, ID: 'theirs' },
    ],
    [
      'our rule, switched off',
      uploads,
      withRules({ ...uploads.want, Status: 'Disabled' }),
      { ...uploads.want, Status: 'Disabled' },
    ],
  ])('%s', async (_what, fact, answers, expected) => {
    expect(await fact.read(fakeAccount(answers))).toEqual(expected);
  });

  test('a bucket of ours in another Region stands in the way', async () => {
    const account = fakeAccount(listed({ Name: 'acme-x', BucketRegion: 'eu-west-1' }));
    await expect(bucket.read(account)).rejects.toThrow('you own bucket acme-x, but it is in eu-west-1');
  });

  test.each<[string, Answers, string | undefined]>([
    ['our tag', { 's3 GetBucketTagging': { TagSet: TAGS } }, 'ours'],
    ['other tags', { 's3 GetBucketTagging': { TagSet: [{ Key: 'managed-by', Value: 'terraform' }] } }, 'theirs'],
    ['tags that say nothing', { 's3 GetBucketTagging': { TagSet: [{ Key: 'team', Value: 'x' }] } }, 'unmarked'],
    ['no tags', { 's3 GetBucketTagging': refused('NoSuchTagSet') }, 'unmarked'],
    ['no bucket', { 's3 ListBuckets': { Buckets: [] } }, undefined],
  ])('whose it is: %s', async (_what, answers, expected) => {
    expect((await bucket.owner?.(fakeAccount(answers)))?.whose).toBe(expected);
  });

  test.each<[string, object[]]>([
    ['beside those of others', [{ Key: 'team', Value: 'x' }, ...TAGS]],
    ['where there were none', TAGS],
    ['beside those of AWS', [{ Key: 'aws:cloudformation:stack-name', Value: 'y' }, ...TAGS]],
  ])('our tags are put back %s', async (_what, TagSet) => {
    const others = TagSet.slice(0, -TAGS.length);
    const before = others.length > 0 ? { TagSet: others } : refused('NoSuchTagSet');
    expect(await bucket.mark?.(fakeAccount({ 's3 GetBucketTagging': before }))).toMatchObject([
      { operation: 'PutBucketTagging', input: { Bucket: 'acme-x', Tagging: { TagSet } } },
    ]);
  });
});

const rule = (more: object) => ({ ...uploads.want, ...more });
const sse = (SSEAlgorithm: string) => [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm } }];

describe('what is as good as what is wanted', () => {
  // biome-ignore lint/suspicious/noExplicitAny: facts of every value in one table
  test.each<[string, Fact<any>, unknown, boolean]>([
    ['versioning on', versions, 'Enabled', true],
    ['suspended', versions, 'Suspended', false],
    ['never versioned', versions, null, false],
    ['SSE-S3', encryption, sse('AES256'), true],
    ['KMS', encryption, sse('aws:kms'), true],
    ['no encryption', encryption, null, false],
    ['a rule without algorithm', encryption, [{ BucketKeyEnabled: true }], false],
    [
      'the TLS statement under another name, written otherwise',
      tls,
      {
        ...tls.want,
        Sid: 'x',
        Action: ['s3:*'],
        Resource: (tls.want.Resource as string[]).toReversed(),
        Condition: { Bool: { 'aws:SecureTransport': false } },
      },
      true,
    ],
    ['for objects only', tls, { ...tls.want, Resource: 'arn:aws:s3:::acme-x/*' }, false],
    ['allowed instead', tls, { ...tls.want, Effect: 'Allow' }, false],
    ['our rule', uploads, uploads.want, true],
    ['their days', uploads, rule({ ID: 'theirs', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 } }), true],
    ['the older form without a filter', uploads, rule({ Filter: undefined, Prefix: '' }), true],
    ['an empty filter', uploads, rule({ Filter: {} }), true],
    ['our rule switched off', uploads, rule({ Status: 'Disabled' }), false],
    ['our rule for a part only', uploads, rule({ Filter: { Prefix: 'logs/' } }), false],
    ['for tagged objects only', uploads, rule({ Filter: { Tag: { Key: 'a', Value: 'b' } } }), false],
    [
      'our rule that does something else',
      uploads,
      rule({ AbortIncompleteMultipartUpload: undefined, Expiration: { Days: 1 } }),
      false,
    ],
    ['all blocks', block, { ...block.want }, true],
    ['three blocks', block, { ...block.want, BlockPublicPolicy: false }, false],
    ['a block that is not told', block, { ...block.want, BlockPublicPolicy: undefined }, false],
  ])('%s', (_what, fact, now, same) => {
    expect(isSame(fact, now as Json, fact.want)).toBe(same);
    expect(isSame(fact, fact.want, now as Json)).toBe(same);
  });

  test.each([
    ['switched off and gone', rule({ Status: 'Disabled' }), null, false],
    ['switched off, as it was', rule({ Status: 'Disabled' }), rule({ Status: 'Disabled' }), true],
    [
      'switched off, with other days',
      rule({ Status: 'Disabled' }),
      rule({ Status: 'Disabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }),
      false,
    ],
  ])('on the way back: a rule %s', (_what, a, b, same) => expect(isSame(uploads, a, b)).toBe(same));
});

import type {
  PublicAccessBlockConfiguration as Block,
  ServerSideEncryptionConfiguration as Encryption,
  OwnershipControls as Ownership,
} from '@aws-sdk/client-s3';
import type { Operations } from '../context.ts';
import { refuse, unknownTo } from '../refuse.ts';
import { puts, tells } from '../setting.ts';
import { bucketOf, inBucket, malformedXml } from './rules.ts';

/**
 * What every bucket has since 2023 (AWS page "Default server-side encryption"), and again after a delete; SSE-C is
 * blocked in new buckets since April 2026 (AWS page "Default SSE-C setting for new buckets FAQ").
 */
export function defaultEncryption(): Encryption {
  return {
    Rules: [
      {
        ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' },
        BucketKeyEnabled: false,
        BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] },
      },
    ],
  };
}

/** What every new bucket has since 2023: all public access blocked. */
export function defaultPublicAccessBlock(): Block {
  return { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
}

/** ACLs are off unless the request says otherwise. */
export function defaultOwnership(given?: string): Ownership {
  return checkedOwnership({ Rules: [{ ObjectOwnership: (given ?? 'BucketOwnerEnforced') as 'BucketOwnerEnforced' }] });
}

function checkedOwnership(given: Ownership | undefined): Ownership {
  const [rule, ...more] = given?.Rules ?? [];
  const fine = /^(BucketOwnerEnforced|BucketOwnerPreferred|ObjectWriter)$/.test(rule?.ObjectOwnership ?? '');
  return given && fine && !more.length ? given : malformedXml();
}

function checkedEncryption(given: Encryption | undefined, before: Encryption): Encryption {
  const [rule, ...more] = given?.Rules ?? [];
  const algorithm = rule?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm;
  if (!rule || more.length || !/^(AES256|aws:kms|aws:kms:dsse)$/.test(algorithm ?? '')) malformedXml();
  if (algorithm === 'AES256' && rule.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID) {
    refuse(
      'InvalidArgument',
      'a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse',
    );
  }
  const blocked = rule.BlockedEncryptionTypes ?? before.Rules?.[0]?.BlockedEncryptionTypes;
  return {
    Rules: [
      {
        ...rule,
        BucketKeyEnabled: rule.BucketKeyEnabled ?? false,
        ...(blocked ? { BlockedEncryptionTypes: blocked } : {}),
      },
    ],
  };
}

const encryption = inBucket('encryption');
const block = inBucket('publicAccessBlock');
const ownership = inBucket('ownership');

/** A bucket's settings that a new bucket has already, and its versioning. */
export const s3Settings = {
  GetBucketVersioning: {
    fields: encryption.names,
    answer(request, context) {
      const { versioning, mfaDelete } = bucketOf(context, request);
      return { ...(versioning ? { Status: versioning } : {}), ...(mfaDelete ? { MFADelete: 'Enabled' } : {}) };
    },
  },
  PutBucketVersioning: {
    fields: [...encryption.names, 'VersioningConfiguration'],
    answer({ VersioningConfiguration, ...request }, context) {
      const bucket = bucketOf(context, request);
      const { Status, MFADelete } = VersioningConfiguration ?? {};
      if (MFADelete) unknownTo('s3 PutBucketVersioning', '"MFADelete"');
      if (Status !== 'Enabled' && Status !== 'Suspended')
        refuse('IllegalVersioningConfigurationException', 'The Versioning element must be specified');
      if (bucket.mfaDelete) refuse('AccessDenied', 'Mfa Authentication must be used for this request', 403);
      bucket.versioning = Status;
      return {};
    },
  },
  GetBucketEncryption: tells(encryption, (value) => ({ ServerSideEncryptionConfiguration: value })),
  PutBucketEncryption: puts(
    encryption,
    ({ ServerSideEncryptionConfiguration: given }, before) => checkedEncryption(given, before),
    ['ServerSideEncryptionConfiguration'],
  ),
  DeleteBucketEncryption: puts(encryption, defaultEncryption),
  GetPublicAccessBlock: tells(block, (value) =>
    value
      ? { PublicAccessBlockConfiguration: value }
      : refuse('NoSuchPublicAccessBlockConfiguration', 'The public access block configuration was not found', 404),
  ),
  PutPublicAccessBlock: puts(
    block,
    ({ PublicAccessBlockConfiguration: given = malformedXml() }) => ({
      BlockPublicAcls: given.BlockPublicAcls ?? false,
      IgnorePublicAcls: given.IgnorePublicAcls ?? false,
      BlockPublicPolicy: given.BlockPublicPolicy ?? false,
      RestrictPublicBuckets: given.RestrictPublicBuckets ?? false,
    }),
    ['PublicAccessBlockConfiguration'],
  ),
  DeletePublicAccessBlock: puts(block, () => null),
  GetBucketOwnershipControls: tells(ownership, (value) =>
    value
      ? { OwnershipControls: value }
      : refuse('OwnershipControlsNotFoundError', 'The bucket ownership controls were not found', 404),
  ),
  PutBucketOwnershipControls: puts(ownership, ({ OwnershipControls: given }) => checkedOwnership(given), [
    'OwnershipControls',
  ]),
  DeleteBucketOwnershipControls: puts(ownership, () => null),
} satisfies Partial<Operations<'s3'>>;

import type { OutputOf } from '../services.ts';
import type { Operations } from './context.ts';
import { refuse, unknownTo } from './refuse.ts';
import { bucketOf, malformedXml } from './s3-rules.ts';

type Encryption = NonNullable<OutputOf<'s3', 'GetBucketEncryption'>['ServerSideEncryptionConfiguration']>;
type Block = NonNullable<OutputOf<'s3', 'GetPublicAccessBlock'>['PublicAccessBlockConfiguration']>;
type Ownership = NonNullable<OutputOf<'s3', 'GetBucketOwnershipControls'>['OwnershipControls']>;

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

const BUCKET = ['Bucket', 'ExpectedBucketOwner'] as const;

/** A bucket's settings that a new bucket has already, and its versioning. */
export const s3Settings = {
  GetBucketVersioning: {
    fields: BUCKET,
    answer(request, context) {
      const { versioning, mfaDelete } = bucketOf(context, request);
      return { ...(versioning ? { Status: versioning } : {}), ...(mfaDelete ? { MFADelete: 'Enabled' } : {}) };
    },
  },
  PutBucketVersioning: {
    fields: [...BUCKET, 'VersioningConfiguration'],
    answer({ VersioningConfiguration, ...request }, context) {
      const bucket = bucketOf(context, request);
      const { Status, MFADelete } = VersioningConfiguration ?? {};
      if (MFADelete) unknownTo('s3 PutBucketVersioning', '"MFADelete"');
      if (Status !== 'Enabled' && Status !== 'Suspended') {
        refuse('IllegalVersioningConfigurationException', 'The Versioning element must be specified');
      }
      // AWS page "Configuring MFA delete".
      if (bucket.mfaDelete) {
        refuse('AccessDenied', 'Mfa Authentication must be used for this request', 403);
      }
      bucket.versioning = Status;
      return {};
    },
  },
  GetBucketEncryption: {
    fields: BUCKET,
    answer: (request, context) => ({
      ServerSideEncryptionConfiguration: bucketOf(context, request).encryption as Encryption,
    }),
  },
  PutBucketEncryption: {
    fields: [...BUCKET, 'ServerSideEncryptionConfiguration'],
    answer({ ServerSideEncryptionConfiguration, ...request }, context) {
      const bucket = bucketOf(context, request);
      bucket.encryption = checkedEncryption(ServerSideEncryptionConfiguration, bucket.encryption as Encryption);
      return {};
    },
  },
  DeleteBucketEncryption: {
    fields: BUCKET,
    answer(request, context) {
      bucketOf(context, request).encryption = defaultEncryption();
      return {};
    },
  },
  GetPublicAccessBlock: {
    fields: BUCKET,
    answer(request, context) {
      const block = bucketOf(context, request).publicAccessBlock as Block | null;
      if (block) return { PublicAccessBlockConfiguration: block };
      return refuse('NoSuchPublicAccessBlockConfiguration', 'The public access block configuration was not found', 404);
    },
  },
  PutPublicAccessBlock: {
    fields: [...BUCKET, 'PublicAccessBlockConfiguration'],
    answer({ PublicAccessBlockConfiguration: given, ...request }, context) {
      const bucket = bucketOf(context, request);
      if (!given) malformedXml();
      bucket.publicAccessBlock = {
        BlockPublicAcls: given.BlockPublicAcls ?? false,
        IgnorePublicAcls: given.IgnorePublicAcls ?? false,
        BlockPublicPolicy: given.BlockPublicPolicy ?? false,
        RestrictPublicBuckets: given.RestrictPublicBuckets ?? false,
      };
      return {};
    },
  },
  DeletePublicAccessBlock: {
    fields: BUCKET,
    answer(request, context) {
      bucketOf(context, request).publicAccessBlock = null;
      return {};
    },
  },
  GetBucketOwnershipControls: {
    fields: BUCKET,
    answer(request, context) {
      const ownership = bucketOf(context, request).ownership as Ownership | null;
      if (ownership) return { OwnershipControls: ownership };
      return refuse('OwnershipControlsNotFoundError', 'The bucket ownership controls were not found', 404);
    },
  },
  PutBucketOwnershipControls: {
    fields: [...BUCKET, 'OwnershipControls'],
    answer({ OwnershipControls, ...request }, context) {
      bucketOf(context, request).ownership = checkedOwnership(OwnershipControls);
      return {};
    },
  },
  DeleteBucketOwnershipControls: {
    fields: BUCKET,
    answer(request, context) {
      bucketOf(context, request).ownership = null;
      return {};
    },
  },
} satisfies Partial<Operations<'s3'>>;

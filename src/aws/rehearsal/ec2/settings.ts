import type { Operations } from '../context.ts';
import { puts, settingOf, tells } from '../setting.ts';

const encryption = settingOf('region', 'ebs-encryption', false);
const isEncrypted = (EbsEncryptionByDefault: boolean) => ({ EbsEncryptionByDefault });

type Sharing = 'unblocked' | 'block-new-sharing' | 'block-all-sharing';
const snapshots = settingOf<Sharing>('region', 'snapshot-block', 'unblocked');
const images = settingOf<'unblocked' | 'block-new-sharing'>('region', 'ami-block', 'unblocked');

type Defaults = { HttpTokens?: 'required' | 'optional'; HttpPutResponseHopLimit?: number };
const metadata = settingOf<Defaults>('region', 'imds-defaults', {});

const OF_THE_ACCOUNT = { ManagedBy: 'account' as const };

/** EC2's settings of a Region. */
export const ec2Settings = {
  GetEbsEncryptionByDefault: tells(encryption, isEncrypted),
  EnableEbsEncryptionByDefault: puts(encryption, () => true, [], isEncrypted),
  DisableEbsEncryptionByDefault: puts(encryption, () => false, [], isEncrypted),
  GetSnapshotBlockPublicAccessState: tells(snapshots, (State) => ({ State, ...OF_THE_ACCOUNT })),
  EnableSnapshotBlockPublicAccess: puts(
    snapshots,
    ({ State = 'unblocked' }) => State,
    ['State'],
    (State) => ({ State }),
  ),
  DisableSnapshotBlockPublicAccess: puts(
    snapshots,
    () => 'unblocked',
    [],
    () => ({ State: 'unblocked' as const }),
  ),
  GetImageBlockPublicAccessState: tells(images, (state) => ({
    ImageBlockPublicAccessState: state,
    ...OF_THE_ACCOUNT,
  })),
  EnableImageBlockPublicAccess: puts(
    images,
    () => 'block-new-sharing',
    ['ImageBlockPublicAccessState'],
    () => ({
      ImageBlockPublicAccessState: 'block-new-sharing' as const,
    }),
  ),
  DisableImageBlockPublicAccess: puts(
    images,
    () => 'unblocked',
    [],
    () => ({
      ImageBlockPublicAccessState: 'unblocked' as const,
    }),
  ),
  GetInstanceMetadataDefaults: tells(metadata, (value) => ({ AccountLevel: { ...value, ...OF_THE_ACCOUNT } })),
  ModifyInstanceMetadataDefaults: puts(
    metadata,
    ({ HttpTokens, HttpPutResponseHopLimit }, before): Defaults => ({
      ...preferred('HttpTokens', HttpTokens ?? before.HttpTokens, 'no-preference'),
      ...preferred('HttpPutResponseHopLimit', HttpPutResponseHopLimit ?? before.HttpPutResponseHopLimit, -1),
    }),
    ['HttpTokens', 'HttpPutResponseHopLimit'],
    () => ({ Return: true }),
  ),
  // Nothing that this program does makes a snapshot.
  DescribeSnapshots: { fields: ['OwnerIds', 'RestorableByUserIds', 'NextToken'], answer: () => ({ Snapshots: [] }) },
} satisfies Partial<Operations<'ec2'>>;

// What says that there is no preference is not kept.
function preferred<V>(key: string, value: V | undefined, none: unknown): object {
  return value === undefined || value === none ? {} : { [key]: value };
}

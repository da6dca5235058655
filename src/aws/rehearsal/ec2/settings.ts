import type { Operations } from '../context.ts';
import { puts, settingOf, tells } from '../setting.ts';

const encryption = settingOf('region', 'ebs-encryption', false);
const isEncrypted = (EbsEncryptionByDefault: boolean) => ({ EbsEncryptionByDefault });

/** EC2's settings of a Region. */
export const ec2Settings = {
  GetEbsEncryptionByDefault: tells(encryption, isEncrypted),
  EnableEbsEncryptionByDefault: puts(encryption, () => true, [], isEncrypted),
  DisableEbsEncryptionByDefault: puts(encryption, () => false, [], isEncrypted),
} satisfies Partial<Operations<'ec2'>>;

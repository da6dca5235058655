import { call } from '../../aws/call.ts';
import type { Fact } from '../../engine/fact.ts';
import { guardrail } from './guardrail.ts';

/** New EBS volumes and snapshot copies are encrypted (EC2 page "Enable Amazon EBS encryption by default"). */
export function volumesAreEncrypted(region: string): Fact<boolean> {
  return guardrail<boolean>(`ebs-encryption/${region}`, {
    title: `new EBS volumes in ${region} are encrypted`,
    thing: 'EBS encryption by default',
    want: true,
    protects: true,
    read: async (account) =>
      (await account.send(call('ec2', 'GetEbsEncryptionByDefault', {}, region))).EbsEncryptionByDefault ?? false,
    calls: (to) => [call('ec2', to ? 'EnableEbsEncryptionByDefault' : 'DisableEbsEncryptionByDefault', {}, region)],
  });
}

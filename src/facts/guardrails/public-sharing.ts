import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { ByHand, type Fact } from '../../engine/fact.ts';
import { mustBeOfTheAccount } from './central.ts';
import { guardrail } from './guardrail.ts';

type Sharing = 'unblocked' | 'block-new-sharing' | 'block-all-sharing';

/**
 * No EBS snapshot can be public. Snapshots that are public already would no longer be: if there are any, the user decides
 * (EC2 page "Block public access for Amazon EBS snapshots").
 */
export function snapshotsCannotBePublic(region: string): Fact<Sharing> {
  const asked = (account: Account) => account.send(call('ec2', 'GetSnapshotBlockPublicAccessState', {}, region));
  return guardrail<Sharing>(`snapshot-block/${region}`, {
    title: `EBS snapshots in ${region} cannot be shared publicly`,
    thing: 'snapshot block',
    want: 'block-all-sharing',
    protects: true,
    undoing: `EBS snapshots in ${region} can be shared publicly again, and those that were shared before are public again.`,
    read: async (account) => (await asked(account)).State ?? 'unblocked',
    async calls(to, _now, account) {
      mustBeOfTheAccount((await asked(account)).ManagedBy);
      if (to === 'block-all-sharing') await mustHaveNoPublicSnapshot(account, region);
      if (to === null || to === 'unblocked') return [call('ec2', 'DisableSnapshotBlockPublicAccess', {}, region)];
      return [call('ec2', 'EnableSnapshotBlockPublicAccess', { State: to }, region)];
    },
  });
}

// Page "DescribeSnapshots": `all` stands for snapshots with public create volume permissions.
async function mustHaveNoPublicSnapshot(account: Account, region: string): Promise<void> {
  const question = call('ec2', 'DescribeSnapshots', { OwnerIds: ['self'], RestorableByUserIds: ['all'] }, region);
  const { Snapshots = [] } = await account.send(question);
  const ids = Snapshots.flatMap(({ SnapshotId }) => SnapshotId ?? []);
  if (ids.length === 0) return;
  throw new ByHand(
    `${ids.length === 1 ? 'snapshot' : 'snapshots'} ${ids.join(', ')} in ${region} ${ids.length === 1 ? 'is' : 'are'} public now: make private what need not be public, or leave this guardrail out with --guardrails`,
  );
}

/**
 * No AMI can be made public; those that are public stay so. AWS shows a change up to ten minutes later, so its answer to
 * the call counts (EC2 pages "EnableImageBlockPublicAccess", "DisableImageBlockPublicAccess").
 */
export function imagesCannotBePublic(region: string): Fact<string> {
  const asked = (account: Account) => account.send(call('ec2', 'GetImageBlockPublicAccessState', {}, region));
  return guardrail<string>(`ami-block/${region}`, {
    title: `AMIs in ${region} cannot be made public`,
    thing: 'AMI block',
    want: 'block-new-sharing',
    protects: true,
    slow: true,
    remark: (now) => (now === 'unblocked' ? 'AWS shows a change up to ten minutes later' : undefined),
    undoing: `AMIs in ${region} can be made public again.`,
    read: async (account) => (await asked(account)).ImageBlockPublicAccessState ?? 'unblocked',
    async calls(to, _now, account) {
      mustBeOfTheAccount((await asked(account)).ManagedBy);
      if (to !== 'block-new-sharing') return [call('ec2', 'DisableImageBlockPublicAccess', {}, region)];
      return [call('ec2', 'EnableImageBlockPublicAccess', { ImageBlockPublicAccessState: to }, region)];
    },
  });
}

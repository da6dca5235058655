import type { Instance } from '@aws-sdk/client-ec2';
import { hasProfile } from './own-instances.ts';

/** What leaves an instance there, and unreachable by Session Manager or less safe than it was launched, with the ways out. */
export function faultsOf(instance: Instance, groupName: string, profile: string): string[] {
  const { InstanceId, State, IamInstanceProfile, MetadataOptions } = instance;
  const interfaces = instance.NetworkInterfaces ?? [];
  const groups = [...(instance.SecurityGroups ?? []), ...interfaces.flatMap(({ Groups }) => Groups ?? [])];
  if (State?.Name === 'pending') return [];
  const faults: string[] = [];
  if (!IamInstanceProfile)
    faults.push(
      `${InstanceId} has no instance profile, so Session Manager does not reach it: aws ec2 associate-iam-instance-profile --instance-id ${InstanceId} --iam-instance-profile Name=${profile}`,
    );
  else if (!hasProfile(instance, profile))
    faults.push(
      `${InstanceId} carries the baseline's tags but runs with ${IamInstanceProfile.Arn}, not with ${profile}: give it that profile, or take its tags off if it serves another purpose`,
    );
  if (MetadataOptions?.HttpTokens === 'optional')
    faults.push(
      `${InstanceId} gives its role's credentials to whoever asks without a token (IMDSv1): aws ec2 modify-instance-metadata-options --instance-id ${InstanceId} --http-tokens required`,
    );
  if (MetadataOptions?.HttpEndpoint === 'disabled')
    faults.push(
      `${InstanceId} cannot ask for its role's credentials, so Session Manager does not reach it: aws ec2 modify-instance-metadata-options --instance-id ${InstanceId} --http-endpoint enabled`,
    );
  if (groups.length > 0 && !groups.some(({ GroupName }) => GroupName === groupName))
    faults.push(
      `${InstanceId} is not in security group ${groupName}, so other groups decide who comes in: put it back with aws ec2 modify-instance-attribute --instance-id ${InstanceId} --groups, or keep it so`,
    );
  return faults;
}

import type { Instance } from '@aws-sdk/client-ec2';
import { hasProfile } from './own-instances.ts';

/** Problems that make an instance unreachable through Session Manager or less secure than at launch, and how to fix them. */
export function faultsOf(instance: Instance, groupName: string, profile: string): string[] {
  const { InstanceId, State, IamInstanceProfile, MetadataOptions } = instance;
  const interfaces = instance.NetworkInterfaces ?? [];
  const groups = [...(instance.SecurityGroups ?? []), ...interfaces.flatMap(({ Groups }) => Groups ?? [])];
  if (State?.Name === 'pending') return [];
  const faults: string[] = [];
  if (!IamInstanceProfile)
    faults.push(
      `${InstanceId} has no instance profile, so Session Manager cannot reach it: aws ec2 associate-iam-instance-profile --instance-id ${InstanceId} --iam-instance-profile Name=${profile}`,
    );
  else if (!hasProfile(instance, profile))
    faults.push(
      `${InstanceId} has the baseline's tags but runs with ${IamInstanceProfile.Arn}, not with ${profile}: attach that profile, or remove the tags if the instance serves another purpose`,
    );
  if (MetadataOptions?.HttpTokens === 'optional')
    faults.push(
      `${InstanceId} provides its role's credentials without a token (IMDSv1 is enabled): aws ec2 modify-instance-metadata-options --instance-id ${InstanceId} --http-tokens required`,
    );
  if (MetadataOptions?.HttpEndpoint === 'disabled')
    faults.push(
      `${InstanceId} cannot get its role's credentials (the metadata endpoint is disabled), so Session Manager cannot reach it: aws ec2 modify-instance-metadata-options --instance-id ${InstanceId} --http-endpoint enabled`,
    );
  if (groups.length > 0 && !groups.some(({ GroupName }) => GroupName === groupName))
    faults.push(
      `${InstanceId} is not in security group ${groupName}, so other groups control its inbound traffic: add it again with aws ec2 modify-instance-attribute --instance-id ${InstanceId} --groups, or keep it as it is`,
    );
  return faults;
}

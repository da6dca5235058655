import type { LaunchTemplateVersion, RequestLaunchTemplateData, ResponseLaunchTemplateData } from '@aws-sdk/client-ec2';
import type { Account } from '../../aws/account.ts';
import { call, lookup } from '../../aws/call.ts';
import type { InstanceProfile } from '../ec2/instance-profile.ts';
import { type InstanceWish, launch } from '../ec2/launch.ts';
import { networkOf, type SecurityGroup } from '../ec2/networks.ts';
import { notesOnUserData } from '../ec2/user-script.ts';
import { SCALE_NAME } from './ours.ts';
import { PAGE_USER_DATA } from './page.ts';
import type { OpenGroup } from './security-groups.ts';

/** What the instances of the group are: the settings of a single instance, and the groups of a load balancer, if there is one. */
export interface ScaledWish {
  instance: InstanceWish;
  group: SecurityGroup;
  targets: OpenGroup | undefined;
  profile: InstanceProfile;
}

/**
 * The data of the launch template: the launch of a single instance without its subnet, which the Auto Scaling group
 * chooses, and without an image of the user's with the newest Amazon Linux at each launch instead of today's (AWS page "Use AWS Systems Manager parameters
 * instead of AMI IDs in launch templates").
 */
export async function templateData(wish: ScaledWish, account: Account): Promise<RequestLaunchTemplateData> {
  const { instance, group, targets, profile } = wish;
  // What the user should know of one launch is not said of a template.
  const [{ request }, { vpcId }] = await Promise.all([
    launch(instance, group, profile, [], account, 0),
    networkOf(instance.subnet, account),
  ]);
  const { ClientToken: _token, MinCount: _min, MaxCount: _max, NetworkInterfaces = [], ...data } = request;
  return {
    ...data,
    ImageId:
      instance.ami ?? `resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${instance.arch}`,
    UserData: data.UserData ?? PAGE_USER_DATA,
    NetworkInterfaces: NetworkInterfaces.map(({ SubnetId: _subnet, ...one }) => ({
      ...one,
      Groups: [...(one.Groups ?? []), ...(targets ? [targets.groupId(vpcId)] : [])],
    })),
  } as RequestLaunchTemplateData;
}

/** What a user should know of the user data before it is in a template. */
export function notesOnTemplate({ instance: { userData, ami }, targets }: ScaledWish): string[] {
  if (!userData) return [];
  // The page that is served otherwise does so.
  const must = 'your instances must answer HTTP requests for / on port 80, or the load balancer has them replaced';
  return [...notesOnUserData(userData, ami !== undefined), ...(targets ? [must] : [])];
}

/**
 * The data of a template that exists, with what this program keeps right: metadata options, encryption, profile, groups,
 * tags, and what was asked for by a flag. The rest, such as image and user data, is the user's to change.
 */
export function mendedData(
  version: LaunchTemplateVersion | undefined,
  planned: RequestLaunchTemplateData,
  { type, keyName, volumeSize, publicIp, userData }: InstanceWish,
): RequestLaunchTemplateData {
  const now = withoutContent(version);
  const [kept] = now.NetworkInterfaces ?? [];
  const [network] = planned.NetworkInterfaces ?? [];
  const [root] = planned.BlockDeviceMappings ?? [];
  const disks = now.BlockDeviceMappings?.length ? now.BlockDeviceMappings : [root];
  const isPublic = publicIp ? (kept?.AssociatePublicIpAddress ?? true) : false;
  return {
    ImageId: planned.ImageId,
    ...(now.InstanceRequirements ? {} : { InstanceType: planned.InstanceType }),
    ...(now as RequestLaunchTemplateData),
    // Groups stand at the network interface.
    SecurityGroupIds: undefined,
    SecurityGroups: undefined,
    MetadataOptions: planned.MetadataOptions,
    IamInstanceProfile: planned.IamInstanceProfile,
    TagSpecifications: planned.TagSpecifications,
    NetworkInterfaces: [{ ...network, AssociatePublicIpAddress: isPublic }],
    BlockDeviceMappings: disks.map((disk) => ({
      ...disk,
      Ebs: {
        ...root?.Ebs,
        ...disk?.Ebs,
        Encrypted: true,
        ...(volumeSize !== undefined && disk?.DeviceName === root?.DeviceName ? { VolumeSize: volumeSize } : {}),
      },
    })),
    ...(type ? { InstanceType: planned.InstanceType, CreditSpecification: planned.CreditSpecification } : {}),
    ...(keyName ? { KeyName: planned.KeyName } : {}),
    ...(userData ? { UserData: planned.UserData } : {}),
  };
}

// Its user data may contain a secret: it is read when the new version is sent, and stands in no plan.
function withoutContent({
  LaunchTemplateData = {},
  VersionNumber,
}: LaunchTemplateVersion = {}): ResponseLaunchTemplateData {
  const Versions = [String(VersionNumber)];
  const question = call('ec2', 'DescribeLaunchTemplateVersions', { LaunchTemplateName: SCALE_NAME, Versions });
  return LaunchTemplateData.UserData
    ? { ...LaunchTemplateData, UserData: lookup(question, 'LaunchTemplateVersions[0].LaunchTemplateData.UserData') }
    : LaunchTemplateData;
}

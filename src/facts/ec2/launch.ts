import type { Image, InstanceTypeInfo, RunInstancesRequest } from '@aws-sdk/client-ec2';
import type { Account } from '../../aws/account.ts';
import { contentOf } from '../../aws/call.ts';
import type { FileContent } from '../../aws/file-content.ts';
import { Misfit } from '../../engine/fact.ts';
import { NAME_TAG, type Tag, tagOf } from '../tags.ts';
import { imageNamed, mustSupport, newestImage, notesOn } from './images.ts';
import type { InstanceProfile } from './instance-profile.ts';
import type { Arch, Family } from './instance-types.ts';
import { keyPairNamed } from './key-pairs.ts';
import { hashOf } from './launch-instead.ts';
import { networkOf, type SecurityGroup } from './networks.ts';
import { tokenStart } from './own-instances.ts';
import { choose, connectedFirst, type Place, withoutWayOut } from './places.ts';
import { SETTING_KEY } from './setting-keys.ts';
import { notesOnUserData } from './user-script.ts';

/** The settings of the instance; omitted ones are chosen from what AWS offers. Sizes in GiB. */
export interface InstanceWish {
  name: string;
  family: Family;
  type?: string | undefined;
  arch: Arch;
  subnet?: string | undefined;
  volumeSize?: number | undefined;
  publicIp: boolean;
  /** Reached through an EC2 Instance Connect Endpoint. */
  private?: boolean | undefined;
  keyName?: string | undefined;
  /** Another image than the newest Amazon Linux 2023. */
  ami?: string | undefined;
  /** Run by cloud-init at the first start. */
  userData?: FileContent | undefined;
  /** Launch even if an instance that AWS terminated, or one that may be ours, is still listed. */
  launchAgain?: boolean | undefined;
  tags: Tag[];
}

/** A launch: its request, the subnets to try in turn, and what the user should know first. */
export interface Launch {
  request: RunInstancesRequest;
  places: Place[];
  notes: string[];
}

/** The launch of the instance; `ended` are the ids of earlier, terminated instances, and `now` is in milliseconds. */
export async function launch(
  wish: InstanceWish,
  group: SecurityGroup,
  profile: InstanceProfile,
  ended: string[],
  account: Account,
  now: number,
): Promise<Launch> {
  const reading = networkOf(wish.subnet, account).then((found) => connectedFirst(found, wish.publicIp, account));
  const [image, KeyName, { network, routeOf }, { type, places }] = await Promise.all([
    wish.ami ? imageNamed(wish.ami, wish.arch, account) : newestImage(wish.arch, account),
    wish.keyName ? keyPairNamed(wish.keyName, account) : undefined,
    reading,
    choose(wish, reading, account),
  ]);
  mustSupport(image, type);
  const InstanceType = type.InstanceType;
  const tags = [{ Key: 'Name', Value: wish.name }, ...wish.tags.filter(({ Key }) => Key !== 'Name')];
  const specification: RunInstancesRequest = {
    ImageId: image.ImageId,
    InstanceType,
    MinCount: 1,
    MaxCount: 1,
    // IMDSv2 only, and not reachable from a container (one hop further).
    MetadataOptions: { HttpTokens: 'required', HttpEndpoint: 'enabled', HttpPutResponseHopLimit: 1 },
    BlockDeviceMappings: [rootDevice(image, wish.volumeSize)],
    ...credits(type),
    IamInstanceProfile: { Name: profile.want.InstanceProfileName },
    NetworkInterfaces: [
      {
        DeviceIndex: 0,
        SubnetId: places[0].subnetId,
        Groups: [group.groupId(network.vpcId)],
        AssociatePublicIpAddress: wish.publicIp,
        DeleteOnTermination: true,
      },
    ],
    ...(KeyName ? { KeyName } : {}),
    ...(wish.userData ? { UserData: contentOf(wish.userData) } : {}),
    TagSpecifications: (['instance', 'volume', 'network-interface'] as const).map((ResourceType) => ({
      ResourceType,
      Tags: tags,
    })),
  };
  const request = { ...specification, ClientToken: clientToken(wish, specification, ended, account) };
  const { subnetId } = places[0];
  const note = wish.private ? undefined : withoutWayOut(subnetId, routeOf(subnetId), wish.publicIp, account.homeRegion);
  return {
    request,
    places,
    notes: [
      ...(wish.ami ? notesOn(image, wish.private ?? false, now) : []),
      ...(wish.userData ? notesOnUserData(wish.userData, wish.ami !== undefined) : []),
      ...(note ? [note] : []),
    ],
  };
}

function rootDevice(image: Image, size: number | undefined) {
  const root = image.BlockDeviceMappings?.find(({ DeviceName }) => DeviceName === image.RootDeviceName);
  const smallest = root?.Ebs?.VolumeSize ?? 8;
  if (size !== undefined && size < smallest)
    throw new Misfit(SETTING_KEY.volumeSize, `--volume-size ${size} is too small: the image requires ${smallest} GiB`);
  const Ebs = { Encrypted: true, VolumeType: 'gp3' as const, VolumeSize: size ?? smallest, DeleteOnTermination: true };
  return { DeviceName: image.RootDeviceName, Ebs };
}

// T3 and later are "unlimited" by default, which is billed when CPU use exceeds the instance's baseline.
function credits(type: InstanceTypeInfo): Pick<RunInstancesRequest, 'CreditSpecification'> {
  return type.BurstablePerformanceSupported ? { CreditSpecification: { CpuCredits: 'standard' } } : {};
}

// The same settings give the same token, so a repeated request launches nothing twice. A terminated instance has used up
// its token, so its id is part of the next one. The prefix names the baseline.
function clientToken(wish: InstanceWish, specification: RunInstancesRequest, ended: string[], account: Account) {
  const { accountId } = account.identity;
  const seed = JSON.stringify([accountId, account.homeRegion, specification, [...ended].sort()]);
  return `${tokenStart(tagOf(wish.tags, NAME_TAG) ?? '')}${hashOf(seed)}`;
}

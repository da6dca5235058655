import type { Image, InstanceTypeInfo } from '@aws-sdk/client-ec2';
import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { Misfit, Obstacle } from '../../engine/fact.ts';
import { orNull } from '../tags.ts';
import type { Arch } from './instance-types.ts';
import { SETTING_KEY } from './setting-keys.ts';

/** The newest Amazon Linux 2023 image (AWS page "Calling public parameters in Parameter Store"). */
export async function newestImage(arch: Arch, account: Account): Promise<Image> {
  const Name = `/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${arch}`;
  const { Parameter } = await account.send(call('ssm', 'GetParameter', { Name }));
  const { Images } = await account.send(call('ec2', 'DescribeImages', { ImageIds: [String(Parameter?.Value)] }));
  if (Images?.[0]) return Images[0];
  throw new Obstacle(
    `image ${Parameter?.Value}, the latest Amazon Linux 2023, does not exist in ${account.homeRegion}`,
  );
}

/**
 * The image with this id; throws Misfit if the instance cannot be launched from it: it does not exist here, it is for
 * another architecture, or its root device is not an EBS volume, which alone can be encrypted and resized (EC2 page "Root
 * volumes for your Amazon EC2 instances").
 */
export async function imageNamed(id: string, arch: Arch, account: Account): Promise<Image> {
  const { homeRegion } = account;
  const unfit = (why: string, key: string = SETTING_KEY.ami) => new Misfit(key, why);
  const question = account.send(call('ec2', 'DescribeImages', { ImageIds: [id] }));
  const codes = ['InvalidAMIID.NotFound', 'InvalidAMIID.Malformed', 'InvalidAMIID.Unavailable'];
  const image = (await orNull(question, ...codes))?.Images?.[0];
  if (!image)
    throw unfit(
      `image ${id} does not exist in ${homeRegion}, or is not shared with this account: every Region has IDs of its own (aws ec2 describe-images --image-ids ${id} --region ${homeRegion})`,
    );
  if (image.State && image.State !== 'available') throw unfit(`image ${id} is not available (${image.State})`);
  if (image.Architecture && image.Architecture !== arch)
    throw unfit(`image ${id} is for ${image.Architecture}, not ${arch}: choose it with --arch`, SETTING_KEY.arch);
  if (image.RootDeviceType && image.RootDeviceType !== 'ebs')
    throw unfit(`the root device of image ${id} is not an EBS volume: choose another image with --ami`);
  return image;
}

/** Throws Misfit if the type requires enhanced networking and the image lacks it (EC2 page "Enable ENA"). */
export function mustSupport({ ImageId, EnaSupport }: Image, { InstanceType, NetworkInfo }: InstanceTypeInfo): void {
  if (EnaSupport === false && NetworkInfo?.EnaSupport === 'required')
    throw new Misfit(
      SETTING_KEY.ami,
      `image ${ImageId} does not support enhanced networking (ENA), which ${InstanceType} requires: choose another image with --ami`,
    );
}

/** The name of an image and the day it was created, for its user; with its ID if the user named it by that. */
export function nameAndDate({ ImageId, Name = '', CreationDate = '' }: Image, isChosen: boolean): string {
  const created = `created ${CreationDate.slice(0, 10) || 'at an unknown time'}`;
  return isChosen || !Name
    ? `image ${ImageId} is ${Name || 'without a name'}, ${created}`
    : `image ${Name}, ${created}`;
}

/** What a user should know besides about an image that the user chose, before the launch. */
export function notesOn(image: Image, isPrivate: boolean, now: number): string[] {
  const { DeprecationTime, ImageOwnerAlias, Platform } = image;
  const isDeprecated = DeprecationTime !== undefined && Date.parse(DeprecationTime) < now;
  const isWindows = /windows/i.test(Platform ?? '');
  const access = isPrivate
    ? isWindows && 'a private Windows instance cannot be reached: analysts may only connect by SSH'
    : ImageOwnerAlias !== 'amazon' &&
      'Session Manager works only if SSM Agent is installed in the image, which is not checked';
  return [
    ...(isDeprecated ? ['its owner has deprecated it, so it may lack security updates'] : []),
    ...(access ? [access] : []),
  ];
}

import { createHash } from 'node:crypto';
import type { Image, InstanceTypeInfo, RunInstancesRequest } from '@aws-sdk/client-ec2';
import type { Account } from '../aws/account.ts';
import { type AnyCall, call } from '../aws/call.ts';
import { codeOf } from '../aws/errors.ts';
import { Misfit, Obstacle } from '../engine/fact.ts';
import type { InstanceProfile } from './instance-profile.ts';
import { type Arch, type Family, smallestOf, subnetFor, typeNamed } from './instance-types.ts';
import { keyPairNamed } from './key-pairs.ts';
import { networkOf, type SecurityGroup } from './networks.ts';
import { tokenStart } from './own-instances.ts';
import { NAME_TAG, type Tag, tagOf } from './tags.ts';

/** What was asked for; what is left out is chosen from what AWS offers. Sizes in GiB. */
export interface InstanceWish {
  name: string;
  family: Family;
  type?: string | undefined;
  arch: Arch;
  subnet?: string | undefined;
  volumeSize?: number | undefined;
  publicIp: boolean;
  keyName?: string | undefined;
  /** Launch although one that AWS ended, or one that may be ours, is still listed. */
  launchAgain?: boolean | undefined;
  tags: Tag[];
}

/** The request that launches what is wished for; `ended` are the ids of those that were launched before. */
export async function launch(
  wish: InstanceWish,
  group: SecurityGroup,
  profile: InstanceProfile,
  ended: string[],
  account: Account,
): Promise<RunInstancesRequest> {
  const choosing = wish.type ? typeNamed(wish.type, wish.arch, account) : smallestOf(wish.family, wish.arch, account);
  const [image, KeyName, [type, network, subnetId]] = await Promise.all([
    newestImage(wish.arch, account),
    wish.keyName ? keyPairNamed(wish.keyName, account) : undefined,
    Promise.all([choosing, networkOf(wish.subnet, account)]).then(
      async ([chosen, found]) => [chosen, found, await subnetFor(String(chosen.InstanceType), found, account)] as const,
    ),
  ]);
  const InstanceType = type.InstanceType;
  const tags = [{ Key: 'Name', Value: wish.name }, ...wish.tags.filter(({ Key }) => Key !== 'Name')];
  const specification: RunInstancesRequest = {
    ImageId: image.ImageId,
    InstanceType,
    MinCount: 1,
    MaxCount: 1,
    // IMDSv2 only, and not from a container one hop further.
    MetadataOptions: { HttpTokens: 'required', HttpEndpoint: 'enabled', HttpPutResponseHopLimit: 1 },
    BlockDeviceMappings: [rootDevice(image, wish.volumeSize)],
    ...credits(type),
    IamInstanceProfile: { Name: profile.want.InstanceProfileName },
    NetworkInterfaces: [
      {
        DeviceIndex: 0,
        SubnetId: subnetId,
        Groups: [group.groupId(network.vpcId)],
        AssociatePublicIpAddress: wish.publicIp,
        DeleteOnTermination: true,
      },
    ],
    ...(KeyName ? { KeyName } : {}),
    TagSpecifications: (['instance', 'volume', 'network-interface'] as const).map((ResourceType) => ({
      ResourceType,
      Tags: tags,
    })),
  };
  return { ...specification, ClientToken: clientToken(wish, specification, ended, account) };
}

/** The newest Amazon Linux 2023 image (AWS page "Calling public parameters in Parameter Store"). */
async function newestImage(arch: Arch, account: Account): Promise<Image> {
  const Name = `/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${arch}`;
  const { Parameter } = await account.send(call('ssm', 'GetParameter', { Name }));
  const { Images } = await account.send(call('ec2', 'DescribeImages', { ImageIds: [String(Parameter?.Value)] }));
  if (Images?.[0]) return Images[0];
  throw new Obstacle(
    `${account.homeRegion} does not show the image ${Parameter?.Value} that AWS calls the newest Amazon Linux 2023`,
  );
}

function rootDevice(image: Image, size: number | undefined) {
  const root = image.BlockDeviceMappings?.find(({ DeviceName }) => DeviceName === image.RootDeviceName);
  const smallest = root?.Ebs?.VolumeSize ?? 8;
  if (size !== undefined && size < smallest)
    throw new Misfit('ec2.volume-size', `--volume-size ${size} is too small: the image needs ${smallest} GiB`);
  const Ebs = { Encrypted: true, VolumeType: 'gp3' as const, VolumeSize: size ?? smallest, DeleteOnTermination: true };
  return { DeviceName: image.RootDeviceName, Ebs };
}

// T3 and later are "unlimited" by default, which bills what goes over the baseline.
function credits(type: InstanceTypeInfo): Pick<RunInstancesRequest, 'CreditSpecification'> {
  return type.BurstablePerformanceSupported ? { CreditSpecification: { CpuCredits: 'standard' } } : {};
}

// The same wish gives the same token, so that a repeated launch starts nothing twice; an instance that ended has used
// its token up, so its id makes another. The beginning tells whose it is.
function clientToken(wish: InstanceWish, specification: RunInstancesRequest, ended: string[], account: Account) {
  const { accountId } = account.identity;
  const seed = JSON.stringify([accountId, account.homeRegion, specification, [...ended].sort()]);
  return `${tokenStart(tagOf(wish.tags, NAME_TAG) ?? '')}${createHash('sha256').update(seed).digest('hex').slice(0, 24)}`;
}

const MOST_TOKENS = 4;

/**
 * The launch once more with another client token, where an instance that ended within a day still holds this one. AWS
 * answers IdempotentInstanceTerminated (boto/boto3#4406), or IdempotentParameterMismatch when the request names other
 * things than before (AWS page "Ensuring idempotency in Amazon EC2 API requests"). The tokens are counted, so that two
 * runs at once send the same.
 */
export function withAnotherToken(error: unknown, refused: AnyCall[], times: number): AnyCall[] | undefined {
  if (!/^Idempotent(InstanceTerminated|ParameterMismatch)$/.test(codeOf(error)) || times > MOST_TOKENS)
    return undefined;
  return refused.map((given) => {
    const { ClientToken, ...input } = given.input as RunInstancesRequest;
    return call('ec2', 'RunInstances', { ...input, ClientToken: `${ClientToken}-${times}` });
  });
}

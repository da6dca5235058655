import { createHash } from 'node:crypto';
import type { Image, Instance, InstanceTypeInfo, RunInstancesRequest } from '@aws-sdk/client-ec2';
import type { Account } from '../aws/account.ts';
import { call } from '../aws/call.ts';
import { allPages } from '../aws/pages.ts';
import { type AnyFact, type Fact, fact, type Json, Misfit, Obstacle } from '../engine/fact.ts';
import type { InstanceProfile } from './instance-role.ts';
import { type Arch, type Family, smallestOf, subnetFor, typeNamed } from './instance-types.ts';
import { keyPairNamed } from './key-pairs.ts';
import { networkOf, type SecurityGroup } from './networks.ts';
import { marksIn, ownerBy, type Tag } from './tags.ts';

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
  tags: Tag[];
}

type InstanceValue = { [key: string]: Json };
const LIVE = ['pending', 'running', 'stopping', 'stopped'];
const isLive = ({ State }: Instance) => LIVE.includes(State?.Name ?? '');

/** An instance with our tags is there, running or stopped. A stopped one is not launched twice. */
export function instanceIsThere(
  wish: InstanceWish,
  group: SecurityGroup,
  profile: InstanceProfile,
  needs: AnyFact[],
): Fact<InstanceValue> {
  return fact<InstanceValue>({
    id: `ec2/instance/${wish.name}`,
    title: `instance ${wish.name} is there`,
    note: wish.type ?? `smallest ${wish.family} type`,
    want: { Name: wish.name },
    needs: [group, profile, ...needs],
    mayMisfit: [wish.type, wish.subnet, wish.volumeSize, wish.keyName].some((said) => said !== undefined),
    async read(account) {
      const [instance, ...others] = (await instancesOf(wish, account)).filter(isLive);
      if (!instance) return null;
      const { InstanceId = '', InstanceType = '', State } = instance;
      const value = { Name: wish.name, InstanceId, InstanceType, state: State?.Name ?? '' };
      // Somebody may have launched another with our tags.
      return others.length > 0 ? { ...value, others: others.map((one) => one.InstanceId ?? '') } : value;
    },
    same: (a, b) => (a === null) === (b === null),
    async calls(to, now, account) {
      if (to === null) {
        const InstanceIds = [now?.InstanceId, ...((now?.others as string[] | undefined) ?? [])].map(String);
        return [call('ec2', 'TerminateInstances', { InstanceIds })];
      }
      if (now !== null) return [];
      const ended = (await instancesOf(wish, account)).map(({ InstanceId = '' }) => InstanceId);
      return [call('ec2', 'RunInstances', await launch(wish, group, profile, ended, account))];
    },
    async owner(account) {
      const [instance] = (await instancesOf(wish, account)).filter(isLive);
      return instance && ownerBy(instance.Tags, wish.tags);
    },
  });
}

async function instancesOf({ name, tags }: InstanceWish, account: Account): Promise<Instance[]> {
  const Filters = [{ Key: 'Name', Value: name }, ...marksIn(tags)].map(({ Key, Value }) => ({
    Name: `tag:${Key}`,
    Values: [Value],
  }));
  const pages = await allPages(account, call('ec2', 'DescribeInstances', { Filters }), 'NextToken');
  return pages.flatMap(({ Reservations }) => Reservations ?? []).flatMap(({ Instances }) => Instances ?? []);
}

async function launch(
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
  return { ...specification, ClientToken: clientToken(specification, ended, account) };
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

// The same wish gives the same token, so that a repeated launch starts nothing twice; an instance that ended has
// used its token up, so its id makes another.
function clientToken(specification: RunInstancesRequest, ended: string[], account: Account): string {
  const { accountId } = account.identity;
  const seed = JSON.stringify([accountId, account.homeRegion, specification, [...ended].sort()]);
  return createHash('sha256').update(seed).digest('hex').slice(0, 40);
}

import type { OutputOf } from '../../services.ts';
import { arnOf, type Context, here } from '../context.ts';
import type { Instance } from '../state-region.ts';
import { imagesIn } from './image-list.ts';
import { instanceTypes } from './instance-types.ts';

type Answer = NonNullable<NonNullable<OutputOf<'ec2', 'RunInstances'>['Instances']>[number]>;

/** EC2's numbers of the states of an instance. */
export const CODES = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
} as const;

function groupsOf(instance: Instance, context: Context) {
  const { securityGroups } = here(context);
  return instance.groups.map((id) => ({ GroupId: id, GroupName: securityGroups.find((one) => one.id === id)?.name }));
}

function placeOf(instance: Instance, context: Context) {
  const subnet = here(context).subnets.find((one) => one.id === instance.subnet);
  return { zone: subnet?.zone, vpc: subnet?.vpc };
}

/** What an instance has only until it terminates: its network, its volume and its profile. */
function belongings(instance: Instance, context: Context): Partial<Answer> {
  const groups = groupsOf(instance, context);
  const { vpc } = placeOf(instance, context);
  const profile = context.state.iam.instanceProfiles.find((one) => one.name === instance.profile);
  const network = {
    SubnetId: instance.subnet,
    ...(vpc ? { VpcId: vpc } : {}),
    PrivateIpAddress: instance.address,
  };
  return {
    ...network,
    // A public address comes with the running state.
    ...(instance.state === 'running' && instance.publicAddress ? { PublicIpAddress: instance.publicAddress } : {}),
    SecurityGroups: groups,
    NetworkInterfaces: [
      {
        NetworkInterfaceId: instance.interface,
        Groups: groups,
        Status: 'in-use',
        OwnerId: context.accountId,
        ...network,
      },
    ],
    BlockDeviceMappings: [
      {
        DeviceName: instance.root.device,
        Ebs: {
          AttachTime: new Date(instance.launched),
          DeleteOnTermination: !instance.root.keep,
          Status: 'attached',
          VolumeId: instance.root.volume,
        },
      },
    ],
    ...(profile
      ? {
          IamInstanceProfile: {
            Arn: arnOf(context, 'iam', '', `instance-profile${profile.path}${profile.name}`),
            Id: profile.id,
          },
        }
      : {}),
  };
}

// AWS page "Troubleshoot Amazon EC2 instance terminates immediately": the reason is returned, the time only for a user.
function whyEnded({ ended, reason }: Instance): Partial<Answer> {
  if (!ended) return { StateTransitionReason: '' };
  if (reason)
    return {
      StateTransitionReason: reason.code,
      StateReason: { Code: reason.code, Message: `${reason.code}: ${reason.message}` },
    };
  return {
    StateTransitionReason: `User initiated (${ended.slice(0, 19).replace('T', ' ')} GMT)`,
    StateReason: {
      Code: 'Client.UserInitiatedShutdown',
      Message: 'Client.UserInitiatedShutdown: User initiated shutdown',
    },
  };
}

function cpusOf({ type }: Instance): number {
  return instanceTypes.find(({ name }) => name === type)?.cpus ?? 1;
}

/** The SDK's shape of an instance; an ended one has lost its network, volume and profile, but not its tags. */
export function instanceAnswer(instance: Instance, context: Context): Answer {
  const image = imagesIn(context.region).find((one) => one.id === instance.image);
  const { zone } = placeOf(instance, context);
  const ended = instance.state === 'terminated';
  return {
    InstanceId: instance.id,
    ImageId: instance.image,
    InstanceType: instance.type as NonNullable<Answer['InstanceType']>,
    State: { Code: CODES[instance.state], Name: instance.state },
    ...whyEnded(instance),
    ClientToken: instance.token,
    LaunchTime: new Date(instance.launched),
    AmiLaunchIndex: 0,
    ...(instance.key ? { KeyName: instance.key } : {}),
    Architecture: image?.architecture ?? 'x86_64',
    RootDeviceName: instance.root.device,
    RootDeviceType: 'ebs',
    VirtualizationType: 'hvm',
    Hypervisor: 'xen',
    EnaSupport: true,
    CpuOptions: { CoreCount: cpusOf(instance), ThreadsPerCore: 1 },
    EbsOptimized: instance.ebsOptimized,
    Monitoring: { State: instance.monitoring ? 'enabled' : 'disabled' },
    Placement: { ...(zone ? { AvailabilityZone: zone } : {}), GroupName: '', Tenancy: 'default' },
    MetadataOptions: {
      State: instance.state === 'pending' ? 'pending' : 'applied',
      HttpTokens: instance.metadata.tokens as 'required',
      HttpPutResponseHopLimit: instance.metadata.hops,
      HttpEndpoint: instance.metadata.endpoint as 'enabled',
      HttpProtocolIpv6: 'disabled',
      InstanceMetadataTags: instance.metadata.tags as 'disabled',
    },
    ProductCodes: [],
    Tags: instance.tags.instance,
    SecurityGroups: [],
    NetworkInterfaces: [],
    BlockDeviceMappings: [],
    ...(ended ? {} : belongings(instance, context)),
  };
}

import { vcpuQuotaOf } from '../../causes/vcpu-quotas.ts';
import type { InputOf } from '../../services.ts';
import { type Context, here } from '../context.ts';
import { refuse, unknownTo } from '../refuse.ts';
import { vcpuLimit } from '../servicequotas.ts';
import type { Subnet } from '../state-region.ts';
import { type Image, imagesIn } from './image-list.ts';
import { type InstanceType, instanceTypes, zonesOffering } from './instance-types.ts';
import { securityGroup } from './security-groups.ts';

type Given = InputOf<'ec2', 'RunInstances'>;

/** The image a request names, by id or by `resolve:ssm:<parameter>`. */
export function imageOf(given: string | undefined, { region }: Context): Image {
  if (!given) refuse('MissingParameter', 'The request must contain the parameter ImageId');
  const images = imagesIn(region);
  const parameter = /^resolve:ssm:(.+)$/.exec(given)?.[1];
  if (parameter) {
    const found = images.find((one) => one.parameter === parameter);
    return found ?? refuse('InvalidParameterValue', `Parameter ${parameter} not found.`);
  }
  if (!/^ami-([0-9a-f]{8}|[0-9a-f]{17})$/.test(given)) refuse('InvalidAMIID.Malformed', `Invalid id: "${given}"`);
  return (
    images.find((one) => one.id === given) ??
    refuse('InvalidAMIID.NotFound', `The image id '[${given}]' does not exist`)
  );
}

/** The type a request names, if this account may launch it and the image runs on it. */
export function typeOf(given: string | undefined, image: Image, context: Context): InstanceType {
  const { state } = context;
  const name = given ?? 'm1.small';
  const type = instanceTypes.find((one) => one.name === name);
  if (!type) refuse('InvalidParameterValue', `Invalid value '${name}' for InstanceType.`);
  if (type.architecture !== image.architecture) {
    refuse(
      'InvalidParameterValue',
      `The architecture '${type.architecture}' of the specified instance type does not match the architecture '${image.architecture}' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and try again. You can use 'describe-instance-types' or 'describe-images' to discover the architecture of the instance type or AMI.`,
    );
  }
  if (state.plan === 'free' && !type.free) {
    refuse(
      'InvalidParameterCombination',
      "The specified instance type is not eligible for Free Tier. For a list of Free Tier instance types, run 'describe-instance-types' with the filter 'free-tier-eligible=true'.",
    );
  }
  const limit = vcpuLimit(vcpuQuotaOf(name)?.code ?? '', context);
  if (type.cpus + vcpusInUse(name, context) > limit) {
    refuse(
      'VcpuLimitExceeded',
      `You have requested more vCPU capacity than your current vCPU limit of ${limit} allows for the instance bucket that the specified instance type belongs to. Please visit http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit.`,
    );
  }
  return type;
}

// Of the running instances that count against the same quota.
function vcpusInUse(name: string, context: Context): number {
  return here(context)
    .instances.filter(({ state }) => /^(pending|running)$/.test(state))
    .filter(({ type }) => vcpuQuotaOf(type)?.code === vcpuQuotaOf(name)?.code)
    .reduce((sum, { type }) => sum + (instanceTypes.find((one) => one.name === type)?.cpus ?? 0), 0);
}

/** The subnet to launch in: the one named, else a default one in a zone that offers the type. */
function subnetFor(given: string | undefined, type: InstanceType, context: Context): Subnet {
  const { subnets, vpcs } = here(context);
  const zones = zonesOffering(type, context.region);
  if (given === undefined) {
    const vpc = vpcs.find((one) => one.isDefault);
    const found = subnets.find((one) => one.vpc === vpc?.id && zones.includes(one.zone));
    return (
      found ??
      refuse('MissingInput', `No subnets found for the default VPC '${vpc?.id ?? ''}'. Please specify a subnet.`)
    );
  }
  const subnet = subnets.find((one) => one.id === given);
  if (!subnet) refuse('InvalidSubnetID.NotFound', `The subnet ID '${given}' does not exist`);
  if (!zones.includes(subnet.zone)) {
    refuse(
      'Unsupported',
      `Your requested instance type (${type.name}) is not supported in your requested Availability Zone (${subnet.zone}). Please retry your request by not specifying an Availability Zone or choosing ${zones.join(', ')}.`,
    );
  }
  return subnet;
}

/** The ids of the groups to launch with; the VPC's own default group when none is named. */
function groupsFor(given: string[] | undefined, subnet: Subnet, context: Context): string[] {
  const named = (given ?? []).map((id) => securityGroup(context, id));
  for (const group of named) {
    if (group.vpc !== subnet.vpc) {
      refuse('InvalidParameter', `Security group ${group.id} and subnet ${subnet.id} belong to different networks.`);
    }
  }
  if (named.length) return named.map((one) => one.id);
  return here(context)
    .securityGroups.filter((one) => one.vpc === subnet.vpc && one.name === 'default')
    .map((one) => one.id);
}

/** The name of the instance profile to launch with; EC2 knows it only some seconds after IAM does. */
export function profileFor(given: Given['IamInstanceProfile'], { state }: Context): string | undefined {
  if (!given) return undefined;
  const name = given.Name ?? given.Arn?.split('/').at(-1);
  const [field, value] = given.Name === undefined ? ['arn', given.Arn] : ['name', given.Name];
  const found = state.iam.instanceProfiles.find((one) => one.name === name);
  if (found && !found.roles.length) {
    refuse(
      'InvalidParameterValue',
      `Value (${value}) for parameter iamInstanceProfile.${field} is invalid. IAM Instance Profile "${value}" has no associated IAM Roles`,
    );
  }
  if (!found) {
    refuse(
      'InvalidParameterValue',
      `Value (${value}) for parameter iamInstanceProfile.${field} is invalid. Invalid IAM Instance Profile ${field}`,
    );
  }
  return found.name;
}

const INTERFACE = /^(DeviceIndex|SubnetId|Groups|AssociatePublicIpAddress|DeleteOnTermination|Description)$/;

/** Where to launch: said for the whole instance or for its one network interface, not for both. */
export function placeFor(given: Given, type: InstanceType, context: Context) {
  const [one, ...more] = given.NetworkInterfaces ?? [];
  if (more.length) unknownTo('ec2 RunInstances', 'a second network interface');
  for (const field of Object.keys(one ?? {})) {
    if (!INTERFACE.test(field)) unknownTo('ec2 RunInstances', `"NetworkInterfaces[0].${field}"`);
  }
  if (one && one.DeviceIndex !== 0) {
    refuse('InvalidParameterValue', 'The primary network interface must have the device index 0.');
  }
  const twice = one && (given.SubnetId !== undefined ? 'subnet ID' : given.SecurityGroupIds && 'security groups');
  if (twice) {
    const message = `Network interfaces and an instance-level ${twice} may not be specified on the same request`;
    refuse('InvalidParameterCombination', message);
  }
  const subnet = subnetFor(one ? one.SubnetId : given.SubnetId, type, context);
  return {
    subnet,
    groups: groupsFor(one ? one.Groups : given.SecurityGroupIds, subnet, context),
    isPublic: one?.AssociatePublicIpAddress ?? true,
  };
}

/** The key pair a request names, when it is there. */
export function keyFor(name: string | undefined, context: Context): string | undefined {
  if (name !== undefined && !here(context).keyPairs.includes(name)) {
    refuse('InvalidKeyPair.NotFound', `The key pair '${name}' does not exist`);
  }
  return name;
}

/** The root volume: the image's, with what the request says otherwise. */
export function rootVolume(given: Given['BlockDeviceMappings'], image: Image) {
  const other = given?.find((one) => one.DeviceName !== image.device);
  if (other)
    unknownTo('ec2 RunInstances', `a block device other than the root "${image.device}": "${other.DeviceName}"`);
  const ebs = given?.[0]?.Ebs ?? {};
  const size = ebs.VolumeSize ?? image.size;
  if (size < image.size) {
    refuse(
      'InvalidBlockDeviceMapping',
      `Volume of size ${size}GB is smaller than snapshot '${image.snapshot}', expect size>= ${image.size}GB`,
    );
  }
  const kind = ebs.VolumeType ?? 'gp3';
  if (!/^(gp2|gp3|io1|io2|standard)$/.test(kind))
    refuse('InvalidParameterValue', `Invalid volume type '${kind}' for a root device`);
  return {
    device: image.device,
    size,
    kind,
    encrypted: ebs.Encrypted ?? false,
    keep: ebs.DeleteOnTermination === false,
  };
}

/** The metadata options: the image's (Amazon Linux 2023 asks for IMDSv2, two hops) with what the request says. */
export function metadataFor(given: Given['MetadataOptions']) {
  const {
    HttpTokens = 'required',
    HttpPutResponseHopLimit: hops = 2,
    HttpEndpoint = 'enabled',
    InstanceMetadataTags = 'disabled',
  } = given ?? {};
  if (!/^(required|optional)$/.test(HttpTokens))
    refuse('InvalidParameterValue', `Invalid value '${HttpTokens}' for httpTokens`);
  if (hops < 1 || hops > 64) refuse('InvalidParameterValue', `Invalid value '${hops}' for httpPutResponseHopLimit`);
  return { tokens: HttpTokens, hops, endpoint: HttpEndpoint, tags: InstanceMetadataTags };
}

import { createHash } from 'node:crypto';
import type { InputOf } from '../../services.ts';
import { type Context, ec2Id, here, nextNumber } from '../context.ts';
import { refuse } from '../refuse.ts';
import type { Instance } from '../state-region.ts';
import { tagsFor } from './filters.ts';
import { imageOf, keyFor, metadataFor, placeFor, profileFor, rootVolume, typeOf } from './launch.ts';
import { endDryRun } from './security-groups.ts';

const TAGGED = ['instance', 'volume', 'network-interface'];

/** What two requests with one ClientToken must have in common: everything else. */
export function parametersOf({
  ClientToken: _token,
  DryRun: _dryRun,
  ...rest
}: InputOf<'ec2', 'RunInstances'>): string {
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sorted);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
    return Object.fromEntries(
      entries.sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]),
    );
  };
  // User data may contain a secret, and the account may be kept in a file.
  const UserData = rest.UserData && createHash('sha256').update(rest.UserData).digest('hex');
  return JSON.stringify(sorted({ ...rest, UserData }));
}

const MOST_USER_DATA_BYTES = 16_384;

// EC2 page "Error codes for the Amazon EC2 API".
function checkUserData(text = ''): void {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text))
    refuse('InvalidUserData.Malformed', 'Invalid BASE64 encoding of user data.');
  if (Buffer.from(text, 'base64').length > MOST_USER_DATA_BYTES)
    refuse('InvalidParameterValue', `User data is limited to ${MOST_USER_DATA_BYTES} bytes`);
}

/** The instance that a request starts; throws what EC2 would refuse, and DryRunOperation. */
export function newInstance(input: InputOf<'ec2', 'RunInstances'>, context: Context): Instance {
  const image = imageOf(input.ImageId, context);
  const type = typeOf(input.InstanceType, image, context);
  const { subnet, groups, isPublic } = placeFor(input, type, context);
  const key = keyFor(input.KeyName, context);
  const profile = profileFor(input.IamInstanceProfile, context);
  checkUserData(input.UserData);
  const root = rootVolume(input.BlockDeviceMappings, image);
  const metadata = metadataFor(input.MetadataOptions);
  const credits = input.CreditSpecification?.CpuCredits ?? (type.burstable ? 'unlimited' : undefined);
  if (input.CreditSpecification && !type.burstable) {
    refuse('InvalidParameterCombination', `The instance type ${type.name} does not support CreditSpecification.`);
  }
  if (credits && !/^(standard|unlimited)$/.test(credits))
    refuse('InvalidParameterValue', `Invalid value '${credits}' for cpuCredits`);
  const tags = (kind: string) => tagsFor(input.TagSpecifications, kind, TAGGED);
  const tagged = { instance: tags('instance'), volume: tags('volume'), 'network-interface': tags('network-interface') };
  endDryRun(input.DryRun);
  const number = nextNumber(context);
  const { launchesEnd } = here(context);
  return {
    id: ec2Id(context, 'i'),
    reservation: ec2Id(context, 'r'),
    launched: context.now.toISOString(),
    state: launchesEnd ? 'shutting-down' : 'pending',
    ...(launchesEnd ? { ended: context.now.toISOString(), reason: launchesEnd } : {}),
    token: input.ClientToken ?? `rehearsal-${number}`,
    image: image.id,
    type: type.name,
    subnet: subnet.id,
    groups,
    ...(profile ? { profile } : {}),
    ...(key ? { key } : {}),
    ...(credits ? { credits } : {}),
    metadata,
    root: { ...root, volume: ec2Id(context, 'vol') },
    tags: tagged,
    interface: ec2Id(context, 'eni'),
    address: subnet.cidr.replace(/\.0\/20$/, `.${4 + (number % 250)}`),
    ...(isPublic ? { publicAddress: `203.0.113.${number % 250}` } : {}),
    monitoring: input.Monitoring?.Enabled ?? false,
    ebsOptimized: input.EbsOptimized ?? false,
  };
}

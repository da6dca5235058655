import { EC2_NAME, instanceProfileExists, instanceProfileHasRole } from '../facts/ec2/instance-profile.ts';
import { ec2RoleExists, roleHasAwsPolicy } from '../facts/ec2/instance-role.ts';
import { FAMILIES } from '../facts/ec2/instance-types.ts';
import { instanceIsThere } from '../facts/ec2/instances.ts';
import { securityGroupLetsNobodyIn } from '../facts/ec2/networks.ts';
import { tagsFor, tagsWithRegion } from '../facts/tags.ts';
import { kindIn } from './kinds.ts';
import type { AnswersTo } from './settings/answers.ts';
import { EVERY } from './settings/every.ts';
import { settingIn, valueIn } from './settings/setting.ts';
import { SHAPES } from './settings/shapes.ts';
import type { Step } from './step.ts';

const WHY_IN_PROJECT =
  'One instance that cannot be reached from the internet. Near a spend limit, AWS may terminate it after a snapshot.';
const setting = settingIn('ec2');

/** The settings of this step. */
export const EC2 = {
  family: setting({
    key: 'ec2.family',
    flag: '--family <need>',
    kind: 'text',
    help: 'purpose of the instance; the smallest type is used, a free-tier type if available',
    choices: FAMILIES,
    default: 'general',
    onlyForWriting: true,
    place: 'ec2.family',
    ask: {
      message: 'What is the instance for',
      why: 'A running instance is billed by the second. Credits (or, in accounts created before 2025-07-15, the free tier) usually cover a small general one. It cannot be reached from the internet.',
      more:
        'You get the smallest type of this kind in your Region, with the latest Amazon Linux. Accelerated and storage ' +
        'types cost many times as much, and the quotas of a new account often do not allow them yet. To choose the type ' +
        'yourself, use --instance-type. You connect with Session Manager, without keys or open ports.',
      labels: [
        'general: balanced, smallest and cheapest',
        'compute: more CPU',
        'memory: more memory',
        'accelerated: GPU or machine learning chips',
        'storage: fast local disks',
      ],
      when: (draft): boolean => !draft.has(EC2.type.key),
    },
  }),
  type: setting({
    key: 'ec2.instance-type',
    flag: '--instance-type <type>',
    kind: 'text',
    help: 'use exactly this type',
    sample: 't3.micro',
    ...SHAPES.instanceType,
    place: 'ec2.type',
    ask: {
      message: 'Instance type',
      why: 'Exactly this type, regardless of its price: see aws ec2 describe-instance-types.',
      unprompted: true,
    },
  }),
  arch: setting({
    key: 'ec2.arch',
    flag: '--arch <arch>',
    kind: 'text',
    help: 'processor architecture',
    choices: ['x86_64', 'arm64'],
    default: 'x86_64',
    onlyForWriting: true,
    place: 'ec2.arch',
  }),
  subnet: setting({
    key: 'ec2.subnet',
    flag: '--subnet <id>',
    kind: 'text',
    help: 'subnet to use instead of the default VPC',
    sample: 'subnet-0a1b2c3d4e5f67890',
    ...SHAPES.subnet,
    place: 'ec2.subnet',
    ask: {
      message: 'Subnet',
      why:
        'The subnet to launch in, if not in the default VPC. aws ec2 describe-subnets ' +
        'lists them; aws ec2 create-default-vpc creates a default VPC.',
      unprompted: true,
    },
  }),
  volumeSize: setting({
    key: 'ec2.volume-size',
    flag: '--volume-size <gib>',
    kind: 'number',
    help: "size of the root volume in GiB (default: the image's)",
    sample: '20',
    ...SHAPES.volumeSize,
    onlyForWriting: true,
    place: 'ec2.volumeSize',
  }),
  publicIp: setting({
    key: 'ec2.public-ip',
    flag: '--no-public-ip',
    kind: 'boolean',
    help: 'no public IP address (Session Manager then needs a NAT gateway or VPC endpoints)',
    default: true,
    onlyForWriting: true,
    place: 'ec2.publicIp',
  }),
  instanceName: setting({
    key: 'ec2.instance-name',
    flag: '--instance-name <name>',
    kind: 'text',
    help: "the instance's Name tag (default: NAME-analysis)",
    sample: 'acme-analysis',
    ...SHAPES.tagValue,
    place: 'ec2.instanceName',
    derive: (said, draft) => said ?? `${valueIn(draft, EVERY.name) ?? ''}-analysis`,
  }),
  keyName: setting({
    key: 'ec2.key-name',
    flag: '--key-name <name>',
    kind: 'text',
    help: 'an existing SSH key pair (default: none, use Session Manager)',
    sample: 'my-key',
    ...SHAPES.keyName,
    onlyForWriting: true,
    place: 'ec2.keyName',
  }),
  launchAgain: setting({
    key: 'ec2.launch-again',
    flag: '--launch-again',
    kind: 'boolean',
    help: 'launch even if an instance that failed or may be ours is still listed',
    default: false,
    keptIn: 'command',
    onlyForWriting: true,
    place: 'ec2.launchAgain',
  }),
};

export const ec2Step: Step<AnswersTo<typeof EVERY & typeof EC2>> = {
  id: 'ec2',
  title: 'EC2 instance',
  why: 'One instance that is secure from the start: no inbound traffic, an encrypted disk, access through Session Manager.',
  otherwise: (draft) => (kindIn(draft) === 'project' ? { why: WHY_IN_PROJECT } : undefined),
  settings: Object.values(EC2),
  facts({ name, region, tags: further, partition, ec2 }, now) {
    const tags = tagsFor(name, further);
    const role = ec2RoleExists(EC2_NAME, { partition, tags: tagsWithRegion(name, region, further) });
    const profile = instanceProfileExists(EC2_NAME, tags);
    const hasRole = instanceProfileHasRole(profile, role);
    const group = securityGroupLetsNobodyIn(EC2_NAME, { subnet: ec2.subnet, tags });
    return [
      role,
      roleHasAwsPolicy(role, 'AmazonSSMManagedInstanceCore', partition),
      profile,
      hasRole,
      group,
      instanceIsThere({ ...ec2, name: ec2.instanceName, tags }, group, profile, [hasRole], now),
    ];
  },
};

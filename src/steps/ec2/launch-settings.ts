import { SETTING_KEY } from '../../facts/ec2/setting-keys.ts';
import { EVERY } from '../settings/every.ts';
import { settingIn, valueIn } from '../settings/setting.ts';
import { SHAPES } from '../settings/shapes.ts';
import { userDataIn } from './user-script.ts';

const setting = settingIn('ec2');

// EC2 page "Resource IDs": 8 or 17 hexadecimal digits.
const AMI = /^ami-([0-9a-f]{8}|[0-9a-f]{17})$/;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they would reach the terminal with a printed command
const PATH = /^[^\u0000-\u001f\u007f-\u009f]+$/;

/** The other settings of the instance: its network, disk, name and key pair. */
export const LAUNCH = {
  subnet: setting({
    key: SETTING_KEY.subnet,
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
    key: SETTING_KEY.volumeSize,
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
  private: setting({
    key: 'ec2.private',
    flag: '--private',
    kind: 'boolean',
    help: 'no public IP address; you connect by SSH through an EC2 Instance Connect Endpoint',
    default: false,
    place: 'ec2.private',
    ask: {
      message: 'Private, without a public IP address',
      why:
        'By default, the instance has a public IPv4 address, which AWS bills by the hour, and you connect with Session Manager. ' +
        'Nobody can connect to that address. A private instance has none and costs nothing more.',
      more:
        'A private instance gets Amazon Linux updates through a gateway endpoint for Amazon S3, and reaches nothing else. ' +
        'You connect by SSH through an EC2 Instance Connect Endpoint (aws ec2-instance-connect ssh). Both endpoints are free. ' +
        'Session Manager does not work there: it would need VPC endpoints that AWS bills by the hour.',
      // A group of instances is not private in this way.
      when: (draft): boolean => draft.get('ec2.public-ip') !== false && !draft.has('ec2.scale'),
    },
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
    key: SETTING_KEY.keyName,
    flag: '--key-name <name>',
    kind: 'text',
    help: 'an existing SSH key pair (default: none, use Session Manager)',
    sample: 'my-key',
    ...SHAPES.keyName,
    onlyForWriting: true,
    place: 'ec2.keyName',
  }),
  ami: setting({
    key: SETTING_KEY.ami,
    flag: '--ami <id>',
    kind: 'text',
    help: 'another image (default: the newest Amazon Linux 2023)',
    sample: 'ami-0a1b2c3d4e5f67890',
    check: (text) => (AMI.test(text) ? undefined : 'the ID of an image, such as ami-0a1b2c3d4e5f67890'),
    schema: { type: 'string', pattern: AMI.source },
    onlyForWriting: true,
    place: 'ec2.ami',
  }),
  userData: setting({
    key: SETTING_KEY.userData,
    flag: '--user-data <file>',
    kind: 'text',
    help: 'a script, without secrets, that the instance runs as root at its first start (at most 16 KB)',
    sample: 'setup.sh',
    check: (text) => (PATH.test(text) ? undefined : 'a path without control characters'),
    schema: { type: 'string', pattern: PATH.source },
    onlyForWriting: true,
    place: 'ec2.userData',
    derive: (_file, draft) => userDataIn(draft),
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

import type { IpPermission } from '@aws-sdk/client-ec2';
import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { allPages } from '../../aws/pages.ts';
import type { Chore } from '../../engine/fact.ts';
import { judged } from './judged.ts';

type Test = (permission: IpPermission) => boolean;

const ADMIN_PORTS = [22, 3389];
// With NetBIOS and without.
const CIFS = [139, 445];
/** AWS's list (Security Hub page "Amazon EC2 controls", EC2.19). */
const HIGH_RISK = [
  ...[20, 21, 22, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, 3389, 4333],
  ...[5000, 5432, 5500, 5601, 8080, 8088, 8888, 9200, 9300],
];

/** What benchmarks ask of every security group of a Region. */
export function judgedSecurityGroups(region: string): Chore<string[]>[] {
  const noGroup = (control: string, lets: string, test: Test): Chore<string[]> =>
    judged(control, {
      region,
      title: `no security group lets ${lets}`,
      how: 'narrow the source of the rule, or delete the rule',
      async read(account) {
        const groups = await groupsIn(region, account);
        return groups
          .filter(({ IpPermissions = [] }) => IpPermissions.some(test))
          .map(({ GroupId, GroupName }) => `${GroupName} (${GroupId})`);
      },
    });
  return [
    noGroup(
      'closed-to-ipv4',
      'all of IPv4 reach port 22 or 3389',
      (one) => isFromAllOfIpv4(one) && opens(one, ADMIN_PORTS),
    ),
    noGroup(
      'closed-to-ipv6',
      'all of IPv6 reach port 22 or 3389',
      (one) => isFromAllOfIpv6(one) && opens(one, ADMIN_PORTS),
    ),
    noGroup('closed-to-ssh', 'everyone reach port 22', (one) => isFromAll(one) && opens(one, [22])),
    noGroup('closed-to-rdp', 'everyone reach port 3389', (one) => isFromAll(one) && opens(one, [3389])),
    noGroup('closed-to-cifs', 'everyone reach port 139 or 445', (one) => isFromAll(one) && opens(one, CIFS)),
    noGroup(
      'closed-to-risky-ports',
      'everyone reach a high-risk port',
      (one) => isFromAll(one) && opens(one, HIGH_RISK),
    ),
    noGroup(
      'closed-but-for-web',
      'everyone reach a port other than 80 and 443',
      (one) => isFromAll(one) && !isWeb(one),
    ),
  ];
}

async function groupsIn(region: string, account: Account) {
  const pages = await allPages(account, call('ec2', 'DescribeSecurityGroups', {}, region), 'NextToken');
  return pages.flatMap(({ SecurityGroups = [] }) => SecurityGroups);
}

const isFromAllOfIpv4: Test = ({ IpRanges = [] }) => IpRanges.some(({ CidrIp }) => CidrIp === '0.0.0.0/0');
const isFromAllOfIpv6: Test = ({ Ipv6Ranges = [] }) => Ipv6Ranges.some(({ CidrIpv6 }) => CidrIpv6 === '::/0');
const isFromAll: Test = (permission) => isFromAllOfIpv4(permission) || isFromAllOfIpv6(permission);

// EC2 page "IpPermission": protocol -1 is all traffic, whatever ports it names; ICMP has types instead of ports.
function opens({ IpProtocol = '', FromPort = 0, ToPort = 65_535 }: IpPermission, ports: number[]): boolean {
  if (IpProtocol === '-1') return true;
  return /^(tcp|udp|6|17)$/.test(IpProtocol) && ports.some((port) => FromPort <= port && port <= ToPort);
}

const isWeb: Test = ({ IpProtocol, FromPort, ToPort }) =>
  /^(tcp|6)$/.test(IpProtocol ?? '') && FromPort === ToPort && (FromPort === 80 || FromPort === 443);

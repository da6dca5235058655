import type { IpPermission } from '@aws-sdk/client-ec2';

/** The rule that lets the agent of Session Manager reach AWS. */
export const TO_SESSION_MANAGER: IpPermission = {
  IpProtocol: 'tcp',
  FromPort: 443,
  ToPort: 443,
  IpRanges: [{ CidrIp: '0.0.0.0/0' }],
};

/** What a person should know of a group that lets port 443 out to private addresses only. */
export const onlyWithEndpoints =
  'it lets port 443 out to private addresses only, so Session Manager reaches the instance only through VPC endpoints, which are not looked at';

/**
 * Where rules let a machine go on port 443: anywhere; inside only, which may reach VPC endpoints (AWS page "Improve the
 * security of EC2 instances by using VPC endpoints for Systems Manager"); or nowhere that helps.
 */
export function waysOut(rules: IpPermission[] | undefined): 'anywhere' | 'inside' | 'none' {
  // EC2 always tells them; an endpoint that does not may not know them.
  if (rules === undefined) return 'anywhere';
  const open = rules.filter(letsOut443);
  const ranges = open.flatMap(({ IpRanges = [] }) => IpRanges.map(({ CidrIp = '' }) => CidrIp));
  const ranges6 = open.flatMap(({ Ipv6Ranges = [] }) => Ipv6Ranges.map(({ CidrIpv6 = '' }) => CidrIpv6));
  if (ranges.includes('0.0.0.0/0')) return 'anywhere';
  const isInside = open.some(
    ({ UserIdGroupPairs = [], PrefixListIds = [] }) => UserIdGroupPairs.length + PrefixListIds.length > 0,
  );
  return isInside || ranges.some(isPrivate) || ranges6.some((range) => /^f[cd]/i.test(range)) ? 'inside' : 'none';
}

function letsOut443({ IpProtocol, FromPort = 0, ToPort = 65_535 }: IpPermission): boolean {
  return IpProtocol === '-1' || (/^(tcp|6)$/.test(IpProtocol ?? '') && FromPort <= 443 && ToPort >= 443);
}

// RFC 1918 and RFC 6598, the addresses that a VPC usually has.
const isPrivate = (range: string): boolean =>
  /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(range);

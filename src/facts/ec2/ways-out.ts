import type { IpPermission } from '@aws-sdk/client-ec2';

/** The outbound rule that SSM Agent needs to reach AWS. */
export const TO_SESSION_MANAGER: IpPermission = {
  IpProtocol: 'tcp',
  FromPort: 443,
  ToPort: 443,
  IpRanges: [{ CidrIp: '0.0.0.0/0' }],
};

/** What does not work without outbound port 443, and what needs VPC endpoints if only private addresses are allowed. */
export interface WaysOutWords {
  shut: string;
  inside: string;
}

/** Of the instance. */
export const OF_INSTANCE: WaysOutWords = {
  shut: 'Session Manager cannot reach the instance',
  inside: 'Session Manager needs VPC endpoints',
};

/** The remark on a group that allows outbound port 443 only to private addresses. */
export const onlyWithEndpoints = ({ inside }: WaysOutWords): string =>
  `it allows outbound port 443 only to private addresses, so ${inside}, which are not checked`;

/**
 * The destinations that rules allow on port 443: anywhere; only inside, which may reach VPC endpoints (AWS page "Improve
 * the security of EC2 instances by using VPC endpoints for Systems Manager"); or none that is useful.
 */
export function waysOut(rules: IpPermission[] | undefined): 'anywhere' | 'inside' | 'none' {
  // EC2 always returns them; other endpoints may not support them.
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

// RFC 1918 and RFC 6598, the usual address ranges of a VPC.
const isPrivate = (range: string): boolean =>
  /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(range);

import type { InputOf, OutputOf } from '../../services.ts';
import { type Context, ec2Id } from '../context.ts';
import { refuse, unknownTo } from '../refuse.ts';
import type { Rule } from '../state-region.ts';

type Permission = NonNullable<InputOf<'ec2', 'AuthorizeSecurityGroupIngress'>['IpPermissions']>[number];
type PermissionAnswer = NonNullable<
  NonNullable<OutputOf<'ec2', 'DescribeSecurityGroups'>['SecurityGroups']>[number]['IpPermissions']
>[number];

type Wanted = Omit<Rule, 'id'>;

function checkSource(source: string): void {
  const range = /^(\d{1,3}(\.\d{1,3}){3}\/\d{1,2}|[0-9a-f:]+\/\d{1,3}|sg-[0-9a-f]+|pl-[0-9a-f]+)$/i;
  if (!range.test(source)) refuse('InvalidParameterValue', `CIDR block ${source} is malformed`);
}

/** A request's permissions as single rules, of one source each. */
export function rulesOf(permissions: Permission[] | undefined): Wanted[] {
  if (!permissions?.length) {
    refuse('MissingParameter', 'The request must contain the parameter ipPermissions');
  }
  return permissions.flatMap((one) => {
    const protocol = { '6': 'tcp', '17': 'udp', '1': 'icmp' }[one.IpProtocol ?? ''] ?? one.IpProtocol;
    if (!protocol) refuse('MissingParameter', 'The request must contain the parameter ipProtocol');
    // Ports mean nothing where every protocol is meant.
    const ports = protocol === '-1' ? {} : { from: one.FromPort, to: one.ToPort };
    if ((protocol === 'tcp' || protocol === 'udp') && (ports.from === undefined || ports.to === undefined)) {
      refuse('MissingParameter', 'The request must contain the parameters fromPort and toPort');
    }
    const sources = [
      ...(one.IpRanges ?? []).map(({ CidrIp, Description }) => ({ source: CidrIp, description: Description })),
      ...(one.Ipv6Ranges ?? []).map(({ CidrIpv6, Description }) => ({ source: CidrIpv6, description: Description })),
      ...(one.PrefixListIds ?? []).map(({ PrefixListId, Description }) => ({
        source: PrefixListId,
        description: Description,
      })),
      ...(one.UserIdGroupPairs ?? []).map((pair) => ({
        source: pair.GroupId ?? unknownTo('ec2', 'a source group without GroupId'),
        description: pair.Description,
      })),
    ];
    if (!sources.length) refuse('MissingParameter', "Either 'ipRanges' or 'groups' should be provided.");
    return sources.map(({ source = '', description }) => {
      checkSource(source);
      return JSON.parse(JSON.stringify({ protocol, ...ports, source, description })) as Wanted;
    });
  });
}

/** Whether two rules allow the same traffic; descriptions do not count. */
export function isSame(one: Wanted, other: Wanted): boolean {
  return (
    one.protocol === other.protocol && one.from === other.from && one.to === other.to && one.source === other.source
  );
}

/** A rule with the id that EC2 gives it. */
export function newRule(context: Context, wanted: Wanted): Rule {
  return { id: ec2Id(context, 'sgr'), ...wanted };
}

/** Rules as DescribeSecurityGroups groups them: one permission for each protocol and ports. */
export function permissionsOf(rules: readonly Wanted[], { accountId }: Context): PermissionAnswer[] {
  const ports = new Map<string, Wanted[]>();
  for (const rule of rules) {
    const key = `${rule.protocol} ${rule.from} ${rule.to}`;
    ports.set(key, [...(ports.get(key) ?? []), rule]);
  }
  return [...ports.values()].map((group) => {
    const [{ protocol, from, to }] = group as [Wanted];
    const note = ({ description }: Wanted) => (description ? { Description: description } : {});
    const of = (pattern: RegExp) => group.filter(({ source }) => pattern.test(source));
    return {
      IpProtocol: protocol,
      ...(from === undefined ? {} : { FromPort: from }),
      ...(to === undefined ? {} : { ToPort: to }),
      IpRanges: of(/^[0-9.]+\//).map((one) => ({ CidrIp: one.source, ...note(one) })),
      Ipv6Ranges: of(/:/).map((one) => ({ CidrIpv6: one.source, ...note(one) })),
      PrefixListIds: of(/^pl-/).map((one) => ({ PrefixListId: one.source, ...note(one) })),
      UserIdGroupPairs: of(/^sg-/).map((one) => ({ GroupId: one.source, UserId: accountId, ...note(one) })),
    };
  });
}

/** One rule as AuthorizeSecurityGroupIngress gives it back. */
export function ruleAnswer(rule: Rule, group: string, { accountId }: Context) {
  const { source } = rule;
  const to = source.startsWith('sg-')
    ? { ReferencedGroupInfo: { GroupId: source, UserId: accountId } }
    : source.startsWith('pl-')
      ? { PrefixListId: source }
      : source.includes(':')
        ? { CidrIpv6: source }
        : { CidrIpv4: source };
  return {
    SecurityGroupRuleId: rule.id,
    GroupId: group,
    GroupOwnerId: accountId,
    IsEgress: false,
    IpProtocol: rule.protocol,
    FromPort: rule.from ?? -1,
    ToPort: rule.to ?? -1,
    ...to,
    ...(rule.description ? { Description: rule.description } : {}),
  };
}

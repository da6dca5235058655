import type { SecurityGroup as GroupDetail, IpPermission } from '@aws-sdk/client-ec2';
import type { Account } from '../../aws/account.ts';
import { type AnyCall, call, lookup } from '../../aws/call.ts';
import { type Fact, fact } from '../../engine/fact.ts';
import { networkOf, securityGroupsNamed } from '../ec2/networks.ts';
import { marksIn, ownerOf, type Tag } from '../tags.ts';
import { mustBeOurs } from './ours.ts';

/** The group of the load balancer. */
export const BALANCER_GROUP = 'aws-baseline-alb';

/** The group of the instances behind it. */
export const TARGETS_GROUP = 'aws-baseline-alb-targets';

/** The port on which the instances serve. */
export const APP_PORT = 80;

/** One port, and who may come in there: a range of addresses, or the name of a security group. */
interface WayIn {
  port: number;
  from: string;
}

/** The fact about a security group, its name, and its id as a lookup that is resolved when a call is sent. */
export type OpenGroup = Fact<string[]> & { GroupName: string; groupId(vpcId: string): string };

interface Place {
  subnet: string | undefined;
  tags: Tag[];
}

/**
 * The load balancer's group: everybody may come in on these ports (AWS page "Security groups for your Application Load
 * Balancer").
 */
export function balancerGroupIsOpen(ports: number[], place: Place): OpenGroup {
  const ways = ports.map((port) => ({ port, from: '0.0.0.0/0' }));
  const does = `lets the internet in on port ${ports.join(' and ')} only`;
  return groupLetsIn(BALANCER_GROUP, does, ways, place);
}

/** The group of the instances: only the load balancer may come in, on the port on which they serve (same page). */
export function onlyBalancerReachesTargets(balancer: OpenGroup, place: Place): OpenGroup {
  const ways = [{ port: APP_PORT, from: balancer.GroupName }];
  const does = `lets only the load balancer in, on port ${APP_PORT}`;
  return groupLetsIn(TARGETS_GROUP, does, ways, place, balancer);
}

function groupLetsIn(GroupName: string, does: string, ways: WayIn[], place: Place, source?: OpenGroup): OpenGroup {
  const found = async (account: Account) => {
    const [groups, { vpcId }] = await Promise.all([
      securityGroupsNamed(GroupName, account),
      networkOf(place.subnet, account),
    ]);
    return { vpcId, group: groups.find(({ VpcId }) => VpcId === vpcId) };
  };
  // Their ids, by which AWS names the sources of rules.
  const namesIn = async (vpcId: string, account: Account): Promise<Map<string, string>> => {
    const groups = source ? await securityGroupsNamed(source.GroupName, account) : [];
    const mine = groups.filter(({ VpcId }) => VpcId === vpcId);
    return new Map(mine.map(({ GroupId = '', GroupName: name = '' }) => [GroupId, name]));
  };
  const groupId = (vpcId: string): string => {
    const told = { of: exists, operation: 'CreateSecurityGroup', path: 'GroupId' };
    const Filters = [
      { Name: 'group-name', Values: [GroupName] },
      { Name: 'vpc-id', Values: [vpcId] },
    ];
    return lookup(call('ec2', 'DescribeSecurityGroups', { Filters }), 'SecurityGroups[0].GroupId', told);
  };
  const permissionFor = ({ port, from }: WayIn, vpcId: string): IpPermission => ({
    IpProtocol: 'tcp',
    FromPort: port,
    ToPort: port,
    ...(source && from === source.GroupName
      ? { UserIdGroupPairs: [{ GroupId: source.groupId(vpcId) }] }
      : { IpRanges: [{ CidrIp: from }] }),
  });
  const exists = fact<string[]>({
    id: `ec2/security-group/${GroupName}`,
    title: `security group ${GroupName} ${does}`,
    thing: `security group ${GroupName}`,
    want: ways.map(asText).sort(),
    needs: source ? [source] : [],
    async read(account) {
      const { vpcId, group } = await found(account);
      if (!group) return null;
      const names = await namesIn(vpcId, account);
      return singleRules(group)
        .map(([rule, text]) => nameOf(rule, text, names))
        .sort();
    },
    remark: (now) => {
      const more = (now ?? []).filter((one) => !ways.map(asText).includes(one));
      return more.length > 0 ? `it also allows ${more.join(', ')}` : undefined;
    },
    async calls(to, now, account, madeByUs) {
      const { vpcId, group } = await found(account);
      const GroupId = groupId(vpcId);
      if (to === null) return [call('ec2', 'DeleteSecurityGroup', { GroupId })];
      mustBeOurs(`security group ${GroupName}`, ownerOf(group, place.tags, 'GroupId'), madeByUs);
      const names = await namesIn(vpcId, account);
      const extra = singleRules(group).filter(([rule, text]) => !to.includes(nameOf(rule, text, names)));
      const missing = ways.filter((way) => to.includes(asText(way)) && !now?.includes(asText(way)));
      const rulesOf = (IpPermissions: IpPermission[]) => ({ GroupId, IpPermissions });
      const revoke = extra.map(([rule]) => rule);
      const add = missing.map((way) => permissionFor(way, vpcId));
      return [
        ...(now === null ? [creation(GroupName, does, vpcId, place.tags)] : []),
        ...(revoke.length > 0 ? [call('ec2', 'RevokeSecurityGroupIngress', rulesOf(revoke))] : []),
        ...(add.length > 0 ? [call('ec2', 'AuthorizeSecurityGroupIngress', rulesOf(add))] : []),
      ];
    },
    owner: async (account) => ownerOf((await found(account)).group, place.tags, 'GroupId'),
    async mark(account) {
      const { GroupId = '' } = (await found(account)).group ?? {};
      return [call('ec2', 'CreateTags', { Resources: [GroupId], Tags: marksIn(place.tags) })];
    },
    madeAs: ['CreateSecurityGroup', 'GroupId'],
  });
  return { ...exists, GroupName, groupId };
}

function creation(GroupName: string, does: string, VpcId: string, Tags: Tag[]): AnyCall {
  const TagSpecifications = [{ ResourceType: 'security-group' as const, Tags }];
  const Description = `Made by aws-baseline: ${does}`;
  return call('ec2', 'CreateSecurityGroup', { GroupName, Description, VpcId, TagSpecifications });
}

const asText = ({ port, from }: WayIn): string => `tcp ${port} from ${from}`;

// Each rule of one source alone, as AWS takes it to revoke it, and as a text.
function singleRules(group: GroupDetail | undefined): [rule: IpPermission, text: string][] {
  return (group?.IpPermissions ?? []).flatMap(
    ({ IpProtocol = '', FromPort, ToPort, IpRanges, Ipv6Ranges, PrefixListIds, UserIdGroupPairs }) => {
      const ports = { IpProtocol, ...(FromPort === undefined ? {} : { FromPort, ToPort }) };
      const where = `${IpProtocol}${FromPort === undefined ? '' : ` ${FromPort}${ToPort === FromPort ? '' : `-${ToPort}`}`}`;
      const one = (source: Partial<IpPermission>, name = ''): [IpPermission, string] => [
        { ...ports, ...source },
        `${where} from ${name}`,
      ];
      return [
        ...(IpRanges ?? []).map((range) => one({ IpRanges: [range] }, range.CidrIp)),
        ...(Ipv6Ranges ?? []).map((range) => one({ Ipv6Ranges: [range] }, range.CidrIpv6)),
        ...(PrefixListIds ?? []).map((list) => one({ PrefixListIds: [list] }, list.PrefixListId)),
        ...(UserIdGroupPairs ?? []).map(({ GroupId, UserId }) =>
          one({ UserIdGroupPairs: [{ GroupId, ...(UserId ? { UserId } : {}) }] }, GroupId),
        ),
      ];
    },
  );
}

function nameOf({ UserIdGroupPairs = [] }: IpPermission, text: string, names: Map<string, string>): string {
  const id = UserIdGroupPairs[0]?.GroupId ?? '';
  const name = names.get(id);
  return name ? text.replace(id, name) : text;
}

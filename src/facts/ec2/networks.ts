import type { SecurityGroup as GroupDetail, IpPermission } from '@aws-sdk/client-ec2';
import type { Account } from '../../aws/account.ts';
import { call, lookup } from '../../aws/call.ts';
import { type Fact, fact, type Json, Misfit, Obstacle } from '../../engine/fact.ts';
import { sameDocument } from '../iam/documents.ts';
import { marksIn, ownerBy, ownerOf, type Tag } from '../tags.ts';
import { groupsReferringTo } from './group-users.ts';
import { SETTING_KEY } from './setting-keys.ts';
import { apart, CONNECT_NAME } from './ssh-rules.ts';
import { OF_INSTANCE, onlyWithEndpoints, TO_SESSION_MANAGER, type WaysOutWords, waysOut } from './ways-out.ts';

/** A VPC, and its subnets for the instance, sorted by Availability Zone. */
export interface Network {
  vpcId: string;
  subnets: { subnetId: string; zone: string }[];
}

/** The network of `subnet`, or the default VPC. Throws Obstacle if neither exists. */
export async function networkOf(subnet: string | undefined, account: Account): Promise<Network> {
  const Filters = subnet ? [{ Name: 'subnet-id', Values: [subnet] }] : [{ Name: 'default-for-az', Values: ['true'] }];
  const { Subnets } = await account.send(call('ec2', 'DescribeSubnets', { Filters }));
  const subnets = (Subnets ?? [])
    .map(({ SubnetId = '', AvailabilityZone = '' }) => ({ subnetId: SubnetId, zone: AvailabilityZone }))
    .sort((a, b) => (a.zone < b.zone ? -1 : 1));
  const vpcId = Subnets?.[0]?.VpcId;
  if (vpcId) return { vpcId, subnets };
  if (subnet)
    throw new Misfit(
      SETTING_KEY.subnet,
      `subnet ${subnet} does not exist in ${account.homeRegion}: see aws ec2 describe-subnets --region ${account.homeRegion}`,
    );
  throw new Obstacle(await noDefaultNetwork(account));
}

// create-default-vpc fails if the default VPC exists and only its subnets were deleted (EC2 page "Default subnets").
async function noDefaultNetwork(account: Account): Promise<string> {
  const { homeRegion } = account;
  const Filters = [{ Name: 'is-default', Values: ['true'] }];
  const { Vpcs = [] } = await account.send(call('ec2', 'DescribeVpcs', { Filters }));
  return Vpcs.length > 0
    ? `the default VPC in ${homeRegion} has no default subnet: specify a subnet with --subnet, or create one in that VPC with aws ec2 create-default-subnet --availability-zone ${homeRegion}a --region ${homeRegion} (or another zone that aws ec2 describe-availability-zones lists)`
    : `${homeRegion} has no default VPC: specify a subnet with --subnet, or create a default VPC with aws ec2 create-default-vpc --region ${homeRegion}`;
}

/** The inbound rules; `shut` if no outbound rule allows port 443. */
type Rules = { ingress: Json[]; shut?: true };

/** The fact about a security group, its name, and its id as a lookup that is resolved when a call is sent. */
export type SecurityGroup = Fact<Rules> & { GroupName: string; groupId(vpcId: string): string };

/**
 * A security group of this name exists, has no inbound rules, and allows SSM Agent to call AWS on port 443 (AWS page
 * "Session Manager prerequisites", "Connectivity to endpoints"). `subnet` determines the VPC; `words` are for another use.
 */
export function securityGroupLetsNobodyIn(
  GroupName: string,
  place: { subnet?: string | undefined; tags: Tag[]; words?: WaysOutWords; ssh?: boolean },
): SecurityGroup {
  const { words = OF_INSTANCE } = place;
  // AWS assigns the id, so calls look it up when they are sent.
  const groupId = (vpcId: string): string => {
    const told = { of: exists, operation: 'CreateSecurityGroup', path: 'GroupId' };
    return lookup(inVpc(GroupName, vpcId), 'SecurityGroups[0].GroupId', told);
  };
  const exists = fact<Rules>({
    id: `ec2/security-group/${GroupName}`,
    title: `security group ${GroupName} has no ${place.ssh ? 'other ' : ''}inbound rules`,
    thing: `security group ${GroupName}`,
    want: { ingress: [] },
    protects: true,
    // Also one of the first reads that show whether the Region is enabled in the account.
    mayMisfit: true,
    // EC2 does not guarantee the order of rules.
    same: (a, b) => (a === null || b === null ? a === b : sameDocument(a.ingress, b.ingress) && a.shut === b.shut),
    async read(account) {
      const group = await groupIn(GroupName, place.subnet, account);
      if (!group) return null;
      const isShut = waysOut(group.IpPermissionsEgress) === 'none';
      return { ingress: (await withoutConnect(group, place, account)).map(bare), ...(isShut ? { shut: true } : {}) };
    },
    remark: (now) => (now?.shut ? `no outbound rule allows port 443, so ${words.shut}` : undefined),
    async works(account) {
      const group = await groupIn(GroupName, place.subnet, account);
      return waysOut(group?.IpPermissionsEgress) === 'inside' ? onlyWithEndpoints(words) : undefined;
    },
    async calls(to, now, account) {
      const { vpcId } = await networkOf(place.subnet, account);
      const GroupId = groupId(vpcId);
      if (to === null) return [call('ec2', 'DeleteSecurityGroup', { GroupId })];
      if (now === null) {
        const Description = 'Made by aws-baseline: nobody may come in';
        const TagSpecifications = [{ ResourceType: 'security-group' as const, Tags: place.tags }];
        return [call('ec2', 'CreateSecurityGroup', { GroupName, Description, VpcId: vpcId, TagSpecifications })];
      }
      const extra = without(now.ingress, to.ingress);
      const missing = without(to.ingress, now.ingress);
      const IpPermissions = [TO_SESSION_MANAGER];
      return [
        ...(now.shut && !to.shut ? [call('ec2', 'AuthorizeSecurityGroupEgress', { GroupId, IpPermissions })] : []),
        ...(to.shut && !now.shut ? [call('ec2', 'RevokeSecurityGroupEgress', { GroupId, IpPermissions })] : []),
        ...(extra.length > 0 ? [call('ec2', 'RevokeSecurityGroupIngress', { GroupId, IpPermissions: extra })] : []),
        ...(missing.length > 0
          ? [call('ec2', 'AuthorizeSecurityGroupIngress', { GroupId, IpPermissions: missing })]
          : []),
      ];
    },
    usedBy: async (account) => groupsReferringTo(await groupIn(GroupName, place.subnet, account), account),
    owner: async (account) => ownerOf(await groupIn(GroupName, place.subnet, account), place.tags, 'GroupId'),
    async mark(account) {
      const { GroupId = '' } = (await groupIn(GroupName, place.subnet, account)) ?? {};
      return [call('ec2', 'CreateTags', { Resources: [GroupId], Tags: marksIn(place.tags) })];
    },
    madeAs: ['CreateSecurityGroup', 'GroupId'],
  });
  return { ...exists, GroupName, groupId };
}

// The way in from our EC2 Instance Connect Endpoint is a fact of its own, and stays if --private is left out later.
async function withoutConnect(
  { IpPermissions = [], VpcId }: GroupDetail,
  { ssh = false, tags }: { ssh?: boolean; tags: Tag[] },
  account: Account,
): Promise<IpPermission[]> {
  if (!IpPermissions.some(({ UserIdGroupPairs = [] }) => UserIdGroupPairs.length > 0)) return IpPermissions;
  const connect = (await securityGroupsNamed(CONNECT_NAME, account)).find((one) => one.VpcId === VpcId);
  const isOurs = ssh || /^(ours|partly)$/.test(ownerBy(connect?.Tags, tags).whose);
  return isOurs ? apart(IpPermissions, connect?.GroupId).rest : IpPermissions;
}

/** The rules that are not among others. */
export function without(rules: Json[], others: Json[]): IpPermission[] {
  return rules.filter((rule) => !others.some((other) => sameDocument(rule, other))) as IpPermission[];
}

function inVpc(GroupName: string, vpcId: string) {
  const Filters = [
    { Name: 'group-name', Values: [GroupName] },
    { Name: 'vpc-id', Values: [vpcId] },
  ];
  return call('ec2', 'DescribeSecurityGroups', { Filters });
}

async function groupIn(GroupName: string, subnet: string | undefined, account: Account) {
  const [groups, network] = await Promise.all([securityGroupsNamed(GroupName, account), networkOf(subnet, account)]);
  return groups.find(({ VpcId }) => VpcId === network.vpcId);
}

/** The security groups of a name, at most one in each VPC of the home Region. */
export async function securityGroupsNamed(GroupName: string, account: Account): Promise<GroupDetail[]> {
  const Filters = [{ Name: 'group-name', Values: [GroupName] }];
  return (await account.send(call('ec2', 'DescribeSecurityGroups', { Filters }))).SecurityGroups ?? [];
}

/** A rule without its empty lists, which have no meaning. */
export function bare(rule: IpPermission): Json {
  const entries = Object.entries(rule).filter(([, value]) => !(Array.isArray(value) && value.length === 0));
  return Object.fromEntries(entries) as Json;
}

import type { IpPermission } from '@aws-sdk/client-ec2';
import type { Account } from '../../aws/account.ts';
import { call, lookup } from '../../aws/call.ts';
import { type Fact, fact, type Json } from '../../engine/fact.ts';
import { sameDocument } from '../iam/documents.ts';
import { marksIn, ownerOf, type Tag } from '../tags.ts';
import { bare, networkOf, type SecurityGroup, securityGroupsNamed, without } from './networks.ts';
import { apart, CONNECT_NAME, sshWith } from './ssh-rules.ts';

/** The rules besides the one to the instance's group, and whether that one exists. */
type Rules = { ingress: Json[]; egress: Json[]; reaches: boolean };

/** The fact about the endpoint's security group, and its id. */
export type ConnectGroup = Fact<Rules> & Pick<SecurityGroup, 'GroupName' | 'groupId'>;

/**
 * The security group of the EC2 Instance Connect Endpoint has no inbound rule, and one outbound rule: SSH to the instance's
 * group (EC2 page "Security groups for EC2 Instance Connect Endpoint").
 */
export function connectGroupReaches(
  target: SecurityGroup,
  { subnet, tags }: { subnet?: string | undefined; tags: Tag[] },
): ConnectGroup {
  const GroupName = CONNECT_NAME;
  const inVpc = async (name: string, account: Account) => {
    const [groups, { vpcId }] = await Promise.all([securityGroupsNamed(name, account), networkOf(subnet, account)]);
    return groups.find(({ VpcId }) => VpcId === vpcId);
  };
  const groupId = (vpcId: string): string => {
    const Filters = [
      { Name: 'group-name', Values: [GroupName] },
      { Name: 'vpc-id', Values: [vpcId] },
    ];
    const told = { of: exists, operation: 'CreateSecurityGroup', path: 'GroupId' };
    return lookup(call('ec2', 'DescribeSecurityGroups', { Filters }), 'SecurityGroups[0].GroupId', told);
  };
  const exists = fact<Rules>({
    id: `ec2/security-group/${GroupName}`,
    title: `security group ${GroupName} only reaches ${target.GroupName} on port 22`,
    thing: `security group ${GroupName}`,
    want: { ingress: [], egress: [], reaches: true },
    needs: [target],
    protects: true,
    same: (a, b) =>
      a === null || b === null
        ? a === b
        : a.reaches === b.reaches && sameDocument(a.ingress, b.ingress) && sameDocument(a.egress, b.egress),
    async read(account) {
      const [group, instances] = await Promise.all([inVpc(GroupName, account), inVpc(target.GroupName, account)]);
      if (!group) return null;
      const { rest, has } = apart(group.IpPermissionsEgress, instances?.GroupId);
      return { ingress: (group.IpPermissions ?? []).map(bare), egress: rest.map(bare), reaches: has };
    },
    async calls(to, now, account) {
      const { vpcId } = await networkOf(subnet, account);
      const GroupId = groupId(vpcId);
      const reach = [sshWith(target.groupId(vpcId))];
      if (to === null) {
        // A group that another one refers to cannot be deleted.
        const instances = await inVpc(target.GroupName, account);
        const own = await inVpc(GroupName, account);
        const { has } = apart(instances?.IpPermissions, own?.GroupId);
        const revoked = { GroupId: instances?.GroupId, IpPermissions: [sshWith(own?.GroupId ?? '')] };
        return [
          ...(has ? [call('ec2', 'RevokeSecurityGroupIngress', revoked)] : []),
          call('ec2', 'DeleteSecurityGroup', { GroupId }),
        ];
      }
      if (now === null) {
        const Description = 'Made by aws-baseline: SSH to instances, through the EC2 Instance Connect Endpoint';
        const TagSpecifications = [{ ResourceType: 'security-group' as const, Tags: tags }];
        return [
          call('ec2', 'CreateSecurityGroup', { GroupName, Description, VpcId: vpcId, TagSpecifications }),
          // Every new group has this rule (VPC page "Default security groups", "Custom security groups").
          call('ec2', 'RevokeSecurityGroupEgress', { GroupId, IpPermissions: [TO_ANYWHERE] }),
          call('ec2', 'AuthorizeSecurityGroupEgress', { GroupId, IpPermissions: reach }),
        ];
      }
      const [lessIn, moreIn] = [without(now.ingress, to.ingress), without(to.ingress, now.ingress)];
      const [lessOut, moreOut] = [without(now.egress, to.egress), without(to.egress, now.egress)];
      if (now.reaches && !to.reaches) lessOut.push(...reach);
      if (to.reaches && !now.reaches) moreOut.push(...reach);
      const some = <O extends `${'Revoke' | 'Authorize'}SecurityGroup${'Ingress' | 'Egress'}`>(
        operation: O,
        IpPermissions: IpPermission[],
      ) =>
        IpPermissions.length > 0 ? [{ service: 'ec2' as const, operation, input: { GroupId, IpPermissions } }] : [];
      return [
        ...some('RevokeSecurityGroupIngress', lessIn),
        ...some('AuthorizeSecurityGroupIngress', moreIn),
        ...some('RevokeSecurityGroupEgress', lessOut),
        ...some('AuthorizeSecurityGroupEgress', moreOut),
      ];
    },
    owner: async (account) => ownerOf(await inVpc(GroupName, account), tags, 'GroupId'),
    async mark(account) {
      const { GroupId = '' } = (await inVpc(GroupName, account)) ?? {};
      return [call('ec2', 'CreateTags', { Resources: [GroupId], Tags: marksIn(tags) })];
    },
    madeAs: ['CreateSecurityGroup', 'GroupId'],
  });
  return { ...exists, GroupName, groupId };
}

/** The instance's security group lets SSH in from the group of the EC2 Instance Connect Endpoint, which it is part of. */
export function connectGroupMayEnter(
  source: ConnectGroup,
  target: SecurityGroup,
  subnet: string | undefined,
): Fact<true> {
  return fact<true>({
    id: `ec2/security-group/${target.GroupName}/ssh`,
    title: `security group ${target.GroupName} allows SSH from ${source.GroupName}`,
    want: true,
    within: source,
    needs: [target],
    async read(account) {
      const { vpcId } = await networkOf(subnet, account);
      const named = async (name: string) =>
        (await securityGroupsNamed(name, account)).find(({ VpcId }) => VpcId === vpcId);
      const [from, to] = await Promise.all([named(source.GroupName), named(target.GroupName)]);
      return apart(to?.IpPermissions, from?.GroupId).has ? true : null;
    },
    async calls(to, _now, account) {
      const { vpcId } = await networkOf(subnet, account);
      const IpPermissions = [sshWith(source.groupId(vpcId))];
      const operation = to ? 'AuthorizeSecurityGroupIngress' : 'RevokeSecurityGroupIngress';
      return [call('ec2', operation, { GroupId: target.groupId(vpcId), IpPermissions })];
    },
  });
}

const TO_ANYWHERE: IpPermission = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] };

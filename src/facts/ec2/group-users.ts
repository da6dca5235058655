import type { SecurityGroup } from '@aws-sdk/client-ec2';
import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { allPages } from '../../aws/pages.ts';
import type { User } from '../../engine/about.ts';

/**
 * The other security groups of a VPC whose rules refer to a group of it, which EC2 does not delete before them (EC2 API page
 * "DeleteSecurityGroup").
 */
export async function groupsReferringTo(group: SecurityGroup | undefined, account: Account): Promise<User[]> {
  if (!group?.VpcId) return [];
  const Filters = [{ Name: 'vpc-id', Values: [group.VpcId] }];
  const pages = await allPages(account, call('ec2', 'DescribeSecurityGroups', { Filters }), 'NextToken');
  return pages
    .flatMap(({ SecurityGroups = [] }) => SecurityGroups)
    .filter(({ GroupId, IpPermissions = [], IpPermissionsEgress = [] }) => {
      const pairs = [...IpPermissions, ...IpPermissionsEgress].flatMap(({ UserIdGroupPairs = [] }) => UserIdGroupPairs);
      return GroupId !== group.GroupId && pairs.some((one) => one.GroupId === group.GroupId);
    })
    .map(({ GroupName }) => ({
      id: `ec2/security-group/${GroupName}`,
      title: `security group ${GroupName} refers to it`,
    }));
}

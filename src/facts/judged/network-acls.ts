import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { allPages } from '../../aws/pages.ts';
import type { Chore } from '../../engine/fact.ts';
import { inbound, lets } from '../guardrails/network-acl.ts';
import { judged } from './judged.ts';

/**
 * No network ACL of a Region lets the world reach port 22 or 3389 by TCP or UDP, as CIS has it: an entry for all traffic
 * does, unless entries before it deny both protocols (VPC page "Network ACL rules": the first entry that fits).
 */
export function judgedNetworkAcls(region: string): Chore<string[]>[] {
  return [
    judged('acls-closed', {
      region,
      title: 'no network ACL lets everyone reach port 22 or 3389',
      how: 'narrow the entry that allows it (guardrail network-acl denies both ports before it, by TCP)',
      read: async (account) => open(region, account),
    }),
  ];
}

async function open(region: string, account: Account): Promise<string[]> {
  const pages = await allPages(account, call('ec2', 'DescribeNetworkAcls', {}, region), 'NextToken');
  return pages
    .flatMap(({ NetworkAcls = [] }) => NetworkAcls)
    .filter((acl) => lets(inbound(acl)))
    .map(({ NetworkAclId = '' }) => NetworkAclId);
}

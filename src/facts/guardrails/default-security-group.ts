import type { IpPermission } from '@aws-sdk/client-ec2';
import type { Account } from '../../aws/account.ts';
import { type AnyCall, call } from '../../aws/call.ts';
import { allPages } from '../../aws/pages.ts';
import { ByHand, type Fact, type Json } from '../../engine/fact.ts';
import { sameJson } from '../../engine/same.ts';
import { guardrail } from './guardrail.ts';

/** The rules of one group, both ways, each with one source, in a fixed order. */
type Rules = Record<'in' | 'out', Json[]>;
/** Every default security group of a Region, by its ID. */
type Groups = { [group: string]: Rules };

const NO_RULES: Rules = { in: [], out: [] };
// Stands for every group, whatever its ID: none has a rule.
const WANT: Groups = { '*': NO_RULES };
const isWant = (groups: Groups | null) => sameJson(groups, WANT);

/**
 * The default security group of each VPC lets nothing in or out, so that what is started without a group has no network by
 * accident (EC2 page "Default security groups for your VPCs": it cannot be deleted). Unused groups are emptied; one that a
 * network interface uses stays for the user to decide.
 */
export function defaultGroupsAreEmpty(region: string): Fact<Groups> {
  return guardrail<Groups>(`default-security-group/${region}`, {
    title: `default security groups in ${region} have no rules`,
    thing: 'default security groups',
    want: WANT,
    protects: true,
    read: (account) => groupsIn(region, account),
    same(a, b) {
      const [to, now] = isWant(a) ? [a, b] : [b, a];
      // A group that is gone with its VPC has no rules to restore.
      const wanted = (id: string) => (isWant(to) ? NO_RULES : (to?.[id] ?? now?.[id]));
      return now !== null && Object.keys(now).every((id) => sameJson(now[id], wanted(id)));
    },
    async calls(to, now, account) {
      const there = now ?? {};
      if (to === null || isWant(to)) {
        const full = Object.keys(there).filter((id) => !sameJson(there[id], NO_RULES));
        return (await unusedOf(full, region, account)).flatMap((id) => fromTo(id, there[id]!, NO_RULES, region));
      }
      return Object.keys(there).flatMap((id) => fromTo(id, there[id]!, to[id] ?? there[id]!, region));
    },
  });
}

async function groupsIn(region: string, account: Account): Promise<Groups> {
  const question = call(
    'ec2',
    'DescribeSecurityGroups',
    { Filters: [{ Name: 'group-name', Values: ['default'] }] },
    region,
  );
  const pages = await allPages(account, question, 'NextToken');
  const groups = pages.flatMap(({ SecurityGroups = [] }) => SecurityGroups);
  return Object.fromEntries(
    groups.map(({ GroupId = '', IpPermissions, IpPermissionsEgress }) => [
      GroupId,
      { in: rulesOf(IpPermissions), out: rulesOf(IpPermissionsEgress) },
    ]),
  );
}

// EC2 returns rules in any order and groups their sources as it likes.
function rulesOf(permissions: IpPermission[] = []): Json[] {
  const rules = permissions.flatMap(({ IpRanges, Ipv6Ranges, PrefixListIds, UserIdGroupPairs, ...ports }) => [
    ...(IpRanges ?? []).map((one) => ({ ...ports, IpRanges: [one] })),
    ...(Ipv6Ranges ?? []).map((one) => ({ ...ports, Ipv6Ranges: [one] })),
    ...(PrefixListIds ?? []).map((one) => ({ ...ports, PrefixListIds: [one] })),
    ...(UserIdGroupPairs ?? []).map((one) => ({ ...ports, UserIdGroupPairs: [one] })),
  ]);
  return (JSON.parse(JSON.stringify(rules)) as Json[]).toSorted((a, b) =>
    JSON.stringify(a) < JSON.stringify(b) ? -1 : 1,
  );
}

function fromTo(GroupId: string, now: Rules, to: Rules, region: string): AnyCall[] {
  const without = (all: Json[], others: Json[]) => all.filter((one) => !others.some((other) => sameJson(one, other)));
  const send = (operation: Operation, rules: Json[]) =>
    // What was read is what EC2 takes.
    rules.length > 0 ? [call('ec2', operation, { GroupId, IpPermissions: rules as IpPermission[] }, region)] : [];
  return [
    ...send('RevokeSecurityGroupIngress', without(now.in, to.in)),
    ...send('RevokeSecurityGroupEgress', without(now.out, to.out)),
    ...send('AuthorizeSecurityGroupIngress', without(to.in, now.in)),
    ...send('AuthorizeSecurityGroupEgress', without(to.out, now.out)),
  ];
}

type Operation = `${'Revoke' | 'Authorize'}SecurityGroup${'Ingress' | 'Egress'}`;

// The groups that no network interface uses; throws ByHand if all of them are used.
async function unusedOf(full: string[], region: string, account: Account): Promise<string[]> {
  if (full.length === 0) return [];
  const question = call('ec2', 'DescribeNetworkInterfaces', { Filters: [{ Name: 'group-id', Values: full }] }, region);
  const pages = await allPages(account, question, 'NextToken');
  const users = pages.flatMap(({ NetworkInterfaces = [] }) => NetworkInterfaces);
  const used = users.flatMap(({ NetworkInterfaceId, Groups = [] }) =>
    Groups.flatMap(({ GroupId = '' }) => (full.includes(GroupId) ? [{ GroupId, NetworkInterfaceId }] : [])),
  );
  const unused = full.filter((id) => !used.some(({ GroupId }) => GroupId === id));
  if (unused.length > 0) return unused;
  const named = used.slice(0, 3).map((one) => `network interface ${one.NetworkInterfaceId} uses ${one.GroupId}`);
  throw new ByHand(
    `${named.join(', ')}${used.length > 3 ? ` and ${used.length - 3} more` : ''} in ${region}: give it a security group of its own first, or leave this guardrail out with --guardrails`,
  );
}

import type { NetworkAcl, NetworkAclEntry } from '@aws-sdk/client-ec2';
import type { Account } from '../../aws/account.ts';
import { type AnyCall, call } from '../../aws/call.ts';
import { allPages } from '../../aws/pages.ts';
import { ByHand, type Fact } from '../../engine/fact.ts';
import { sameJson } from '../../engine/same.ts';
import { guardrail } from './guardrail.ts';

/** An inbound entry, in short: what it does to which protocol and ports from where. */
export type Entry = { number: number; action: string; protocol: string; from: number; to: number; source: string };
/** The inbound entries of the default network ACL of each VPC in a Region, by its ID. */
type Acls = { [acl: string]: Entry[] };

// Stands for every network ACL, whatever its ID.
const WANT: Acls = { '*': [] };
const isWant = (acls: Acls | null) => sameJson(acls, WANT);

const PORTS = [22, 3389];
const WORLD = ['0.0.0.0/0', '::/0'];
const TCP = '6';
const UDP = '17';
const DENIED = WORLD.flatMap((source) => PORTS.map((port) => ({ source, port })));
// AWS's own first entry has this number (VPC page "Default network ACL for a VPC").
const USUAL = 100;

/**
 * The default network ACL of each VPC denies SSH and RDP from everywhere, whatever a security group allows. EC2 takes the
 * first entry that fits, by number, so ours come before the first one that allows them to the world, and after those that
 * allow them to some addresses (VPC page "Network ACL rules"). Undo deletes ours only.
 */
export function remoteAccessIsDenied(region: string): Fact<Acls> {
  return guardrail<Acls>(`network-acl/${region}`, {
    title: `default network ACLs in ${region} deny SSH and RDP from the internet`,
    thing: 'network ACLs',
    want: WANT,
    protects: true,
    read: (account) => aclsIn(region, account),
    same(a, b) {
      const [to, now] = isWant(a) ? [a, b] : [b, a];
      if (isWant(to)) return now !== null && Object.values(now).every((entries) => missingIn(entries).length === 0);
      return Object.keys(now ?? {}).every((id) => surplus(now?.[id], to?.[id]).length === 0);
    },
    calls(to, now) {
      const ids = Object.keys(now ?? {});
      if (to === null || isWant(to)) return ids.flatMap((id) => closing(id, now?.[id] ?? [], region));
      return ids.flatMap((id) =>
        surplus(now?.[id], to[id]).map(({ number }) =>
          call('ec2', 'DeleteNetworkAclEntry', { NetworkAclId: id, RuleNumber: number, Egress: false }, region),
        ),
      );
    },
  });
}

async function aclsIn(region: string, account: Account): Promise<Acls> {
  const question = call('ec2', 'DescribeNetworkAcls', { Filters: [{ Name: 'default', Values: ['true'] }] }, region);
  const acls = (await allPages(account, question, 'NextToken')).flatMap(({ NetworkAcls = [] }) => NetworkAcls);
  return Object.fromEntries(acls.map((acl) => [acl.NetworkAclId ?? '', inbound(acl)]));
}

/** The inbound entries of a network ACL in the order in which EC2 tries them. */
export function inbound({ Entries = [] }: NetworkAcl): Entry[] {
  return Entries.filter(({ Egress }) => !Egress)
    .map(inShort)
    .toSorted((a, b) => a.number - b.number);
}

/** Whether entries let the world reach SSH or RDP, by TCP or by UDP: of those that fit, the first one decides. */
export function lets(entries: Entry[]): boolean {
  return [TCP, UDP].some((protocol) =>
    DENIED.some((one) => entries.find((entry) => isFor(entry, one, protocol))?.action === 'allow'),
  );
}

function inShort({ RuleNumber = 0, RuleAction, Protocol = '', PortRange, ...more }: NetworkAclEntry): Entry {
  // Without a range, the entry is for all ports (EC2 page "NetworkAclEntry").
  const { From: from = 0, To: to = 65_535 } = PortRange ?? {};
  const source = more.CidrBlock ?? more.Ipv6CidrBlock ?? '';
  return { number: RuleNumber, action: RuleAction ?? '', protocol: Protocol, from, to, source };
}

type Denied = (typeof DENIED)[number];

const isFor = ({ protocol, from, to, source }: Entry, denied: Denied, by = TCP) =>
  ['-1', by].includes(protocol) && from <= denied.port && denied.port <= to && source === denied.source;

const lowest = (entries: Entry[], action: string, denied: Denied) =>
  Math.min(...entries.filter((one) => one.action === action && isFor(one, denied)).map(({ number }) => number));

// The last entry, which denies all that no other one fits, does not count: EC2 adds an entry for IPv6 with the addresses.
const missingIn = (entries: Entry[]): Denied[] =>
  DENIED.filter((one) => {
    const deny = lowest(entries, 'deny', one);
    return !(deny < 32_767 && deny < lowest(entries, 'allow', one));
  });

function closing(NetworkAclId: string, entries: Entry[], region: string): AnyCall[] {
  const missing = missingIn(entries);
  const first = Math.min(USUAL, ...DENIED.map((one) => lowest(entries, 'allow', one)));
  const used = new Set(entries.map(({ number }) => number));
  const free = Array.from({ length: first - 1 }, (_, i) => first - 1 - i).filter((number) => !used.has(number));
  if (free.length < missing.length)
    throw new ByHand(
      `network ACL ${NetworkAclId} in ${region} has no free rule numbers before rule ${first}, which allows SSH or RDP from the internet: renumber that rule, or leave this guardrail out with --guardrails`,
    );
  return missing.map(({ source, port }, i) => {
    const from = source.includes(':') ? { Ipv6CidrBlock: source } : { CidrBlock: source };
    const PortRange = { From: port, To: port };
    const what = { NetworkAclId, RuleNumber: free[i], Protocol: '6', RuleAction: 'deny', Egress: false } as const;
    return call('ec2', 'CreateNetworkAclEntry', { ...what, ...from, PortRange }, region);
  });
}

// Entries as we make them that were not there before.
function surplus(now: Entry[] = [], to: Entry[] = []): Entry[] {
  const isOurs = ({ action, protocol, from, to: end, source }: Entry) =>
    action === 'deny' && protocol === '6' && from === end && PORTS.includes(from) && WORLD.includes(source);
  return now.filter((one) => isOurs(one) && !to.some((other) => sameJson(one, other)));
}

import type { NetworkAclEntry } from '@aws-sdk/client-ec2';
import { type Context, here, type Operations } from '../context.ts';
import { refuse } from '../refuse.ts';
import { puts, settingOf } from '../setting.ts';
import { filtered } from './filters.ts';

type Acls = Record<string, NetworkAclEntry[]>;

/** The entries of the default network ACLs that are not as AWS makes them. */
const changed = settingOf<Acls>('region', 'network-acls', {});

const all = { CidrBlock: '0.0.0.0/0', Protocol: '-1' };
const both = (more: NetworkAclEntry) => [false, true].map((Egress) => ({ ...all, ...more, Egress }));
const LAST = both({ RuleAction: 'deny', RuleNumber: 32_767 });
const USUAL = both({ RuleAction: 'allow', RuleNumber: 100 });

const aclOf = (vpc: string) => vpc.replace('vpc-', 'acl-');

function entriesOf(id: string | undefined, acls: Acls, context: Context): NetworkAclEntry[] {
  if (!here(context).vpcs.some((vpc) => aclOf(vpc.id) === id))
    refuse('InvalidNetworkAclID.NotFound', `The networkAcl ID '${id}' does not exist`);
  return acls[id ?? ''] ?? USUAL;
}

// As AWS made it is as if nobody had ever changed it.
function put(acls: Acls, id: string | undefined, entries: NetworkAclEntry[]): Acls {
  const { [id ?? '']: _, ...others } = acls;
  const isUsual = entries.length === USUAL.length && entries.every(({ RuleNumber }) => RuleNumber === 100);
  return isUsual ? others : { ...others, [id ?? '']: entries };
}

const isAt = (number: number | undefined, egress: boolean | undefined) => (one: NetworkAclEntry) =>
  one.RuleNumber === number && one.Egress === egress;

/** EC2's default network ACLs, one for each VPC. */
export const ec2NetworkAcls = {
  DescribeNetworkAcls: {
    fields: ['Filters', 'NextToken'],
    answer(request, context) {
      const { value } = changed.of(request, context);
      const found = filtered('DescribeNetworkAcls', here(context).vpcs, request.Filters, { default: () => ['true'] });
      return {
        NetworkAcls: found.map(({ id }) => ({
          NetworkAclId: aclOf(id),
          VpcId: id,
          IsDefault: true,
          Entries: [...entriesOf(aclOf(id), value, context), ...LAST],
        })),
      };
    },
  },
  CreateNetworkAclEntry: puts(
    changed,
    ({ NetworkAclId, ...entry }, before, context) => {
      const entries = entriesOf(NetworkAclId, before, context);
      if (entries.some(isAt(entry.RuleNumber, entry.Egress)))
        refuse(
          'NetworkAclEntryAlreadyExists',
          `The network acl entry identified by ${entry.RuleNumber} already exists.`,
        );
      return put(before, NetworkAclId, [...entries, entry]);
    },
    ['NetworkAclId', 'RuleNumber', 'Protocol', 'RuleAction', 'Egress', 'CidrBlock', 'Ipv6CidrBlock', 'PortRange'],
  ),
  DeleteNetworkAclEntry: puts(
    changed,
    ({ NetworkAclId, RuleNumber, Egress }, before, context) => {
      const entries = entriesOf(NetworkAclId, before, context);
      const left = entries.filter((one) => !isAt(RuleNumber, Egress)(one));
      if (left.length === entries.length)
        refuse('InvalidNetworkAclEntry.NotFound', `The network acl entry ${RuleNumber} does not exist.`);
      return put(before, NetworkAclId, left);
    },
    ['NetworkAclId', 'RuleNumber', 'Egress'],
  ),
} satisfies Partial<Operations<'ec2'>>;

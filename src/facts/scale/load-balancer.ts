import type { LoadBalancer as BalancerDetail } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Account } from '../../aws/account.ts';
import { call, lookup } from '../../aws/call.ts';
import { Broken, type Fact, fact, type Json } from '../../engine/fact.ts';
import { networkOf, securityGroupsNamed } from '../ec2/networks.ts';
import { marksIn, orNull, type Tag } from '../tags.ts';
import { defaultVersion } from './launch-template.ts';
import { mustBeOurs, SCALE_NAME } from './ours.ts';
import type { OpenGroup } from './security-groups.ts';
import { taggedOwner } from './tagged.ts';
import { type ScaledWish, templateData } from './template-launch.ts';
import { zonesFor } from './zones.ts';

type BalancerValue = { [key: string]: Json };

/** The fact about the load balancer, and its ARN as a lookup that is resolved when a call is sent. */
export type LoadBalancer = Fact<BalancerValue> & { arn(): string };

const Name = SCALE_NAME;
const thing = `load balancer ${Name}`;
const QUESTION = call('elasticloadbalancing', 'DescribeLoadBalancers', { Names: [Name] });

/** What the load balancer needs: the instances' type and subnet decide where it is. */
interface BalancerWish extends ScaledWish {
  door: OpenGroup;
  scheme: 'http' | 'https';
  tags: Tag[];
}

/**
 * An Application Load Balancer for the internet exists, in the zones of the instances, and only its own security group
 * decides who may come in (AWS API reference "CreateLoadBalancer", which is idempotent).
 */
export function loadBalancerFaces(wish: BalancerWish): LoadBalancer {
  const { door, scheme, tags } = wish;
  const exists = fact<BalancerValue>({
    id: `elasticloadbalancing/load-balancer/${Name}`,
    title: `${thing} takes requests from the internet`,
    thing,
    note: 'billed by the hour and by its traffic',
    want: { scheme: 'internet-facing', groups: [door.GroupName] },
    needs: [door],
    async read(account) {
      const [found, groups] = await Promise.all([
        balancerItself(account),
        securityGroupsNamed(door.GroupName, account),
      ]);
      return found
        ? seenAs(found, new Map(groups.map(({ GroupId = '', GroupName = '' }) => [GroupId, GroupName])))
        : null;
    },
    same: (a, b) =>
      a === null || b === null
        ? a === b
        : a.scheme === b.scheme && String(a.groups) === String(b.groups) && a.failed === b.failed,
    remark: (now) =>
      now?.state === 'provisioning' ? 'AWS is still setting it up, which takes a few minutes' : undefined,
    opens: ({ dns }) => (dns ? `${scheme}://${dns}` : undefined),
    async calls(to, now, account, madeByUs) {
      const LoadBalancerArn = arn();
      if (to === null) return [call('elasticloadbalancing', 'DeleteLoadBalancer', { LoadBalancerArn })];
      const { vpcId } = await networkOf(wish.instance.subnet, account);
      const SecurityGroups = [door.groupId(vpcId)];
      if (now === null)
        return [
          call('elasticloadbalancing', 'CreateLoadBalancer', {
            Name,
            Type: 'application',
            Scheme: 'internet-facing',
            IpAddressType: 'ipv4',
            Subnets: await subnetsOf(wish, account),
            SecurityGroups,
            Tags: tags,
          }),
        ];
      mustBeOurs(thing, await taggedOwner(await balancerArn(account), tags, account), madeByUs);
      if (now.scheme !== to.scheme || now.failed)
        throw new Broken(
          `${thing} ${now.failed ? 'could not be set up by AWS' : `is ${now.scheme}, which AWS cannot change`}: undo --steps ec2, then run apply again`,
        );
      return [call('elasticloadbalancing', 'SetSecurityGroups', { LoadBalancerArn, SecurityGroups })];
    },
    owner: async (account) => taggedOwner(await balancerArn(account), tags, account),
    async mark(account) {
      const ResourceArns = [(await balancerArn(account)) ?? ''];
      return [call('elasticloadbalancing', 'AddTags', { ResourceArns, Tags: marksIn(tags) })];
    },
    madeAs: ['CreateLoadBalancer', 'LoadBalancers[0].LoadBalancerArn'],
  });
  const arn = (): string =>
    lookup(QUESTION, 'LoadBalancers[0].LoadBalancerArn', {
      of: exists,
      operation: 'CreateLoadBalancer',
      path: 'LoadBalancers[0].LoadBalancerArn',
    });
  return { ...exists, arn };
}

/** The load balancer; undefined if there is none. */
export async function balancerItself(account: Account): Promise<BalancerDetail | undefined> {
  return (await orNull(account.send(QUESTION), 'LoadBalancerNotFound'))?.LoadBalancers?.[0];
}

const balancerArn = async (account: Account) => (await balancerItself(account))?.LoadBalancerArn;

function seenAs(one: BalancerDetail, names: Map<string, string>): BalancerValue {
  const { Scheme = '', SecurityGroups = [], DNSName = '', State } = one;
  return {
    scheme: Scheme,
    groups: SecurityGroups.map((id) => names.get(id) ?? id).sort(),
    dns: DNSName,
    state: State?.Code ?? '',
    ...(State?.Code === 'failed' ? { failed: true } : {}),
  };
}

async function subnetsOf(wish: BalancerWish, account: Account): Promise<string[]> {
  const { type, subnet } = wish.instance;
  const its = type ?? (await defaultVersion(account))?.LaunchTemplateData?.InstanceType;
  const chosen = its ?? (await templateData(wish, account)).InstanceType;
  const { subnets } = await zonesFor(String(chosen), { subnet, balanced: true }, account);
  return subnets.map(({ subnetId }) => subnetId);
}

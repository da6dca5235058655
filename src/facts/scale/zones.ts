import type { _InstanceType as InstanceTypeName, Subnet } from '@aws-sdk/client-ec2';
import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { allPages } from '../../aws/pages.ts';
import { Misfit } from '../../engine/fact.ts';
import { type Network, networkOf } from '../ec2/networks.ts';
import { defaultRoutesIn } from '../ec2/routes.ts';
import { SETTING_KEY } from '../ec2/setting-keys.ts';

/**
 * The VPC, and one subnet in each Availability Zone that offers the type: the default subnets; or `subnet` and those of its
 * VPC that reach the internet as it does. Throws Misfit if there are fewer than two zones, which a load balancer requires
 * (AWS page "Application Load Balancers", "Subnets for your load balancer"), or if a load balancer for the internet would
 * get subnets that it cannot be reached in.
 */
export async function zonesFor(
  type: string,
  { subnet, balanced }: { subnet: string | undefined; balanced: boolean },
  account: Account,
): Promise<Network> {
  const [offered, network] = await Promise.all([zonesOffering(type, account), subnetsFor(subnet, balanced, account)]);
  const subnets = network.subnets.filter(({ zone }) => offered.has(zone));
  if (subnets.length >= 2) return { ...network, subnets };
  throw new Misfit(
    subnet ? SETTING_KEY.subnet : SETTING_KEY.type,
    `--scale needs subnets in two Availability Zones that offer ${type}, and VPC ${network.vpcId} has ${subnets.length}${subnet ? ' like this one' : ''} (offered in: ${[...offered].sort().join(', ') || 'none'}): choose another --instance-type, or a --subnet in another VPC`,
  );
}

async function zonesOffering(type: string, account: Account): Promise<Set<string>> {
  const question = call('ec2', 'DescribeInstanceTypeOfferings', {
    LocationType: 'availability-zone',
    Filters: [{ Name: 'instance-type', Values: [type as InstanceTypeName] }],
  });
  const pages = await allPages(account, question, 'NextToken');
  return new Set(
    pages.flatMap(({ InstanceTypeOfferings = [] }) => InstanceTypeOfferings.map((one) => `${one.Location}`)),
  );
}

async function subnetsFor(subnet: string | undefined, balanced: boolean, account: Account): Promise<Network> {
  const network = await networkOf(subnet, account);
  if (subnet === undefined) return { ...network, subnets: oneForEachZone(network.subnets) };
  const Filters = [{ Name: 'vpc-id', Values: [network.vpcId] }];
  const [{ Subnets = [] }, routeOf] = await Promise.all([
    account.send(call('ec2', 'DescribeSubnets', { Filters })),
    defaultRoutesIn(network.vpcId, account),
  ]);
  const isPublic = (subnetId: string) => routeOf(subnetId) === 'internet';
  const reaches = isPublic(subnet);
  if (balanced && !reaches)
    throw new Misfit(
      SETTING_KEY.subnet,
      `subnet ${subnet} has no route to an internet gateway, so a load balancer there cannot be reached: specify a public subnet with --subnet`,
    );
  const alike = Subnets.filter(({ SubnetId = '' }) => isPublic(SubnetId) === reaches);
  const ranked = [...alike.filter(({ SubnetId }) => SubnetId === subnet), ...alike].map(asSubnet);
  return { vpcId: network.vpcId, subnets: oneForEachZone(ranked) };
}

const asSubnet = ({ SubnetId = '', AvailabilityZone = '' }: Subnet) => ({ subnetId: SubnetId, zone: AvailabilityZone });

function oneForEachZone(subnets: Network['subnets']): Network['subnets'] {
  const byZone = new Map<string, Network['subnets'][number]>();
  for (const one of subnets) if (!byZone.has(one.zone)) byZone.set(one.zone, one);
  return [...byZone.values()].sort((a, b) => (a.zone < b.zone ? -1 : 1));
}

import type { Subnet } from '@aws-sdk/client-ec2';
import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { isUnsupported } from '../../aws/errors.ts';
import { Misfit } from '../../engine/fact.ts';
import { type Network, networkOf } from '../ec2/networks.ts';
import { defaultRoutesIn } from '../ec2/routes.ts';

/**
 * The VPC of `subnet`, or the default VPC, with one subnet in each zone from which nodes reach the internet, as they must to
 * get images: `subnet` itself first, and default subnets before others. Throws Misfit if there are fewer than two (EKS page
 * "Amazon EKS networking requirements for VPC and subnets": two zones; nodes in a public subnet need public addresses).
 */
export async function clusterNetwork(subnet: string | undefined, account: Account): Promise<Network> {
  const { vpcId } = await networkOf(subnet, account);
  const Filters = [{ Name: 'vpc-id', Values: [vpcId] }];
  const [{ Subnets = [] }, routeOf] = await Promise.all([
    account.send(call('ec2', 'DescribeSubnets', { Filters })),
    defaultRoutesIn(vpcId, account).catch((error: unknown) => {
      if (isUnsupported(error)) return undefined;
      throw error;
    }),
  ]);
  const leadsOut = ({ SubnetId = '', MapPublicIpOnLaunch }: Subnet) => {
    const route = routeOf?.(SubnetId) ?? 'elsewhere';
    return route === 'elsewhere' || (route === 'internet' && MapPublicIpOnLaunch !== false);
  };
  const subnets = oneInEachZone(Subnets.filter(leadsOut), subnet);
  if (subnets.length >= 2) return { vpcId, subnets };
  const hasZones = oneInEachZone(Subnets, subnet).length >= 2;
  throw new Misfit(
    'ec2.subnet',
    hasZones
      ? `VPC ${vpcId} has subnets with a way to the internet in fewer than two Availability Zones, so the nodes of a cluster could not download images: add routes to a NAT gateway, or specify a subnet of another VPC with --subnet`
      : `VPC ${vpcId} has subnets in fewer than two Availability Zones, and EKS needs two`,
  );
}

function oneInEachZone(all: Subnet[], first: string | undefined): Network['subnets'] {
  const rank = ({ SubnetId, DefaultForAz }: Subnet) => (SubnetId === first ? 0 : DefaultForAz ? 1 : 2);
  const ranked = all.toSorted(
    (a, b) => rank(a) - rank(b) || (a.AvailabilityZone ?? '').localeCompare(b.AvailabilityZone ?? ''),
  );
  const byZone = new Map<string, string>();
  for (const { SubnetId = '', AvailabilityZone = '' } of ranked)
    if (!byZone.has(AvailabilityZone)) byZone.set(AvailabilityZone, SubnetId);
  return [...byZone].map(([zone, subnetId]) => ({ zone, subnetId }));
}

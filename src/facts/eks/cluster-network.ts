import type { Subnet } from '@aws-sdk/client-ec2';
import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { Misfit } from '../../engine/fact.ts';
import { type Network, networkOf } from '../ec2/networks.ts';

/**
 * The VPC of `subnet`, or the default VPC, with one subnet in each zone: `subnet` itself first, and default subnets before
 * others, whose nodes may lack a way to the internet. Throws Misfit if there are fewer than two.
 */
export async function clusterNetwork(subnet: string | undefined, account: Account): Promise<Network> {
  const { vpcId } = await networkOf(subnet, account);
  const Filters = [{ Name: 'vpc-id', Values: [vpcId] }];
  const { Subnets = [] } = await account.send(call('ec2', 'DescribeSubnets', { Filters }));
  const rank = ({ SubnetId, DefaultForAz }: Subnet) => (SubnetId === subnet ? 0 : DefaultForAz ? 1 : 2);
  const byZone = new Map<string, string>();
  const ranked = Subnets.toSorted(
    (a, b) => rank(a) - rank(b) || (a.AvailabilityZone ?? '').localeCompare(b.AvailabilityZone ?? ''),
  );
  for (const { SubnetId = '', AvailabilityZone = '' } of ranked)
    if (!byZone.has(AvailabilityZone)) byZone.set(AvailabilityZone, SubnetId);
  const subnets = [...byZone].map(([zone, subnetId]) => ({ zone, subnetId }));
  if (subnets.length >= 2) return { vpcId, subnets };
  throw new Misfit('ec2.subnet', `VPC ${vpcId} has subnets in fewer than two Availability Zones, and EKS needs two`);
}

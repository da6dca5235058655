import type { RouteTable } from '@aws-sdk/client-ec2';
import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { Misfit, Obstacle } from '../../engine/fact.ts';
import { type Network, networkOf } from './networks.ts';

/**
 * The network of `subnet`, or the default VPC, with its public subnets only: those whose route table leads to an internet
 * gateway (AWS page "Subnets for your VPC", "Subnet types"). Throws Misfit, an answer that does not fit, if there is none.
 */
export async function publicNetworkOf(subnet: string | undefined, account: Account): Promise<Network> {
  const network = await networkOf(subnet, account).catch((error: unknown) => {
    throw error instanceof Obstacle ? new Misfit('ec2.subnet', error.message) : error;
  });
  const Filters = [{ Name: 'vpc-id', Values: [network.vpcId] }];
  const { RouteTables = [] } = await account.send(call('ec2', 'DescribeRouteTables', { Filters }));
  const subnets = network.subnets.filter(({ subnetId }) => isPublic(subnetId, RouteTables));
  if (subnets.length > 0) return { ...network, subnets };
  const which = subnet ? `subnet ${subnet} has` : `the default subnets in ${account.homeRegion} have`;
  throw new Misfit(
    'ec2.subnet',
    `${which} no route to an internet gateway, so no image can be downloaded: specify a public subnet with --subnet, or add the route (aws ec2 create-route --destination-cidr-block 0.0.0.0/0 --gateway-id IGW --route-table-id RTB --region ${account.homeRegion})`,
  );
}

/** Whether a subnet leads to an internet gateway; without a route table of its own it uses the main one of its VPC (same page). */
export function isPublic(subnetId: string, tables: RouteTable[]): boolean {
  const own = tables.find(({ Associations = [] }) => Associations.some((one) => one.SubnetId === subnetId));
  const table = own ?? tables.find(({ Associations = [] }) => Associations.some((one) => one.Main));
  return (table?.Routes ?? []).some(
    ({ GatewayId = '', DestinationCidrBlock, State }) =>
      GatewayId.startsWith('igw-') && DestinationCidrBlock === '0.0.0.0/0' && State !== 'blackhole',
  );
}

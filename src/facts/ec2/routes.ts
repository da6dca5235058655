import type { RouteTable } from '@aws-sdk/client-ec2';
import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';

/** Where the default route of a subnet leads: to an internet gateway, to something else such as a NAT gateway, or nowhere. */
export type DefaultRoute = 'internet' | 'elsewhere' | 'none';

/**
 * The default routes of the subnets of a VPC. A subnet without a route table of its own uses the main one (AWS page
 * "Subnet route tables"); a route to something that was deleted is a "blackhole".
 */
export async function defaultRoutesIn(vpcId: string, account: Account): Promise<(subnetId: string) => DefaultRoute> {
  const Filters = [{ Name: 'vpc-id', Values: [vpcId] }];
  const { RouteTables = [] } = await account.send(call('ec2', 'DescribeRouteTables', { Filters }));
  return (subnetId) => routeIn(routeTableOf(subnetId, RouteTables));
}

/** The route table of a subnet, among those of its VPC. */
export function routeTableOf(subnetId: string, tables: RouteTable[]): RouteTable | undefined {
  const own = tables.find(({ Associations = [] }) => Associations.some((one) => one.SubnetId === subnetId));
  return own ?? tables.find(({ Associations = [] }) => Associations.some((one) => one.Main));
}

function routeIn(table: RouteTable | undefined): DefaultRoute {
  const all = (table?.Routes ?? []).filter(
    ({ DestinationCidrBlock, State }) => DestinationCidrBlock === '0.0.0.0/0' && State !== 'blackhole',
  );
  if (all.some(({ GatewayId = '' }) => GatewayId.startsWith('igw-'))) return 'internet';
  return all.length > 0 ? 'elsewhere' : 'none';
}

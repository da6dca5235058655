import type { Account } from '../../aws/account.ts';
import { Misfit, Obstacle } from '../../engine/fact.ts';
import { type Network, networkOf } from './networks.ts';
import { defaultRoutesIn } from './routes.ts';

/**
 * The network of `subnet`, or the default VPC, with its public subnets only: those whose route table leads to an internet
 * gateway (AWS page "Subnets for your VPC", "Subnet types"). Throws Misfit, an answer that does not fit, if there is none.
 */
export async function publicNetworkOf(subnet: string | undefined, account: Account): Promise<Network> {
  const network = await networkOf(subnet, account).catch((error: unknown) => {
    throw error instanceof Obstacle ? new Misfit('ec2.subnet', error.message) : error;
  });
  const routeOf = await defaultRoutesIn(network.vpcId, account);
  const subnets = network.subnets.filter(({ subnetId }) => routeOf(subnetId) === 'internet');
  if (subnets.length > 0) return { ...network, subnets };
  const which = subnet ? `subnet ${subnet} has` : `the default subnets in ${account.homeRegion} have`;
  throw new Misfit(
    'ec2.subnet',
    `${which} no route to an internet gateway, so no image can be downloaded: specify a public subnet with --subnet, or add the route (aws ec2 create-route --destination-cidr-block 0.0.0.0/0 --gateway-id IGW --route-table-id RTB --region ${account.homeRegion})`,
  );
}

import type { Account } from '../../aws/account.ts';
import { ask, type Price } from './prices.ts';

/** A NAT gateway for an hour, without its data. Undefined and throws like `ask`. */
export function natGatewayPrice(account: Account): Promise<Price | undefined> {
  const attributes = { productFamily: 'NAT Gateway' };
  return ask({ service: 'AmazonEC2', attributes, usage: /(^|-)NatGateway-Hours$/, unit: 'hour' }, account);
}

/** One GB of a snapshot in the standard tier for a month. Undefined and throws like `ask`. */
export function snapshotPrice(account: Account): Promise<Price | undefined> {
  const attributes = { productFamily: 'Storage Snapshot' };
  return ask({ service: 'AmazonEC2', attributes, usage: /(^|-)EBS:SnapshotUsage$/, unit: 'GB-month' }, account);
}

/** An interface VPC endpoint in one Availability Zone for an hour. Undefined and throws like `ask`. */
export function endpointPrice(account: Account): Promise<Price | undefined> {
  const attributes = { productFamily: 'VpcEndpoint' };
  return ask({ service: 'AmazonVPC', attributes, usage: /(^|-)VpcEndpoint-Hours$/, unit: 'hour' }, account);
}

const FAMILIES: Record<string, string> = {
  application: 'Load Balancer-Application',
  network: 'Load Balancer-Network',
  gateway: 'Load Balancer-Gateway',
};

/** A load balancer for an hour, without its capacity units. Undefined and throws like `ask`. */
export async function loadBalancerPrice(type: string, account: Account): Promise<Price | undefined> {
  const productFamily = FAMILIES[type];
  if (!productFamily) return undefined;
  return ask(
    { service: 'AWSELB', attributes: { productFamily }, usage: /(^|-)LoadBalancerUsage$/, unit: 'hour' },
    account,
  );
}

import { DescribeLoadBalancersCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';

export const Client = ElasticLoadBalancingV2Client;

/** Every Elastic Load Balancing operation this program may send, by its AWS name. */
export const commands = {
  DescribeLoadBalancers: DescribeLoadBalancersCommand,
};

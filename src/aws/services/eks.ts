import { DescribeClusterCommand, EKSClient, ListClustersCommand } from '@aws-sdk/client-eks';

export const Client = EKSClient;

/** Every EKS operation this program may send, by its AWS name. */
export const commands = {
  DescribeCluster: DescribeClusterCommand,
  ListClusters: ListClustersCommand,
};

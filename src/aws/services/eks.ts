import {
  CreateClusterCommand,
  DeleteClusterCommand,
  DescribeClusterCommand,
  EKSClient,
  ListClustersCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-eks';

export const Client = EKSClient;

/** Every EKS operation this program may send, by its AWS name. */
export const commands = {
  CreateCluster: CreateClusterCommand,
  DeleteCluster: DeleteClusterCommand,
  DescribeCluster: DescribeClusterCommand,
  ListClusters: ListClustersCommand,
  TagResource: TagResourceCommand,
  UntagResource: UntagResourceCommand,
};

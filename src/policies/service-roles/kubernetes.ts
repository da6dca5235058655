import { actions, allow, atHome, type Clause, deny } from '../document.ts';
import { arn, iamArn, type Place, rolePath, rolesOf } from '../place.ts';
import { ec2, pullsAnyImages, signsInToRegistry } from './analyst.ts';
import { need, type ServiceRole } from './service-role.ts';

/**
 * AmazonEKSComputePolicy lets EKS pass any role to EC2. Who creates an Auto Mode cluster chooses the role of its nodes, so
 * without this an analyst could start nodes with an administrator's role.
 */
function passesNodeRolesOnly(place: Place): Clause {
  return deny('PassNodeRolesOnly', 'Deny passing roles other than those of analysts to the nodes of a cluster.', {
    Action: 'iam:PassRole',
    NotResource: rolesOf('analyst', place),
  });
}

/**
 * AmazonEKSClusterPolicy lets EKS change any instance, its user data included. A cluster needs no such permission (AWS page
 * "Amazon EKS cluster IAM role", the minimal policy).
 */
function changesNoInstances(): Clause {
  return deny('ChangeNoInstances', 'Deny changing instances, such as the user data of other instances.', {
    Action: 'ec2:ModifyInstanceAttribute',
    Resource: '*',
  });
}

/**
 * For standard clusters and Auto Mode: its five AWS managed policies and `sts:TagSession` (AWS page "Amazon EKS Auto Mode
 * cluster IAM role"). They compare tags that EKS sets on its session, and AWS extends them with EKS, so they are attached as
 * they are, and a policy of ours takes away what they grant too much. EKS accepts `aws:SourceAccount` and `aws:SourceArn`
 * (AWS page "Cross-service confused deputy prevention in Amazon EKS").
 */
export const eksCluster: ServiceRole = {
  name: 'aws-baseline-eks-cluster',
  owner: 'analyst',
  service: 'EKS clusters',
  principal: () => 'eks.amazonaws.com',
  source: { service: 'eks', resource: 'cluster/*' },
  tagsSessions: true,
  awsPolicies: [
    'AmazonEKSClusterPolicy',
    'AmazonEKSComputePolicy',
    'AmazonEKSBlockStoragePolicy',
    'AmazonEKSLoadBalancingPolicy',
    'AmazonEKSNetworkingPolicy',
  ],
  clauses: (place) => [passesNodeRolesOnly(place), changesNoInstances()],
  needs: (place) => [
    need(place, 'read networks', 'ec2:DescribeSubnets', '*'),
    need(place, 'pass the role of nodes', 'iam:PassRole', iamArn(place, `role${rolePath('analyst')}${eksNode.name}`)),
  ],
};

function looksAround(place: Place): Clause {
  return allow('LookAround', 'View the instances, networks and volumes around a node, in the home Region.', {
    Action: actions(
      'ec2',
      `DescribeInstanceTypes DescribeInstances DescribeNetworkInterfaces DescribeRouteTables DescribeSecurityGroups
       DescribeSubnets DescribeTags DescribeVolumes DescribeVolumesModifications DescribeVpcs`,
    ),
    Resource: '*',
    Condition: atHome(place),
  });
}

function joinsClusters(place: Place): Clause {
  return allow('JoinClusters', 'View clusters, and hand their pods the roles that clusters give them.', {
    Action: ['eks-auth:AssumeRoleForPodIdentity', 'eks:DescribeCluster'],
    Resource: arn(place, 'eks', 'cluster/*'),
  });
}

function givesPodsAddresses(place: Place): Clause {
  return allow('GivePodsAddresses', 'Create, attach and change network interfaces, which give pods their addresses.', {
    Action: actions(
      'ec2',
      `AssignPrivateIpAddresses AttachNetworkInterface CreateNetworkInterface DeleteNetworkInterface
       DetachNetworkInterface ModifyNetworkInterfaceAttribute UnassignPrivateIpAddresses`,
    ),
    Resource: ['instance', 'network-interface', 'security-group', 'subnet'].map((type) =>
      arn(place, 'ec2', `${type}/*`),
    ),
  });
}

function tagsInterfaces(place: Place): Clause {
  return allow('TagInterfaces', 'Tag network interfaces, by which the cluster finds its own.', {
    Action: 'ec2:CreateTags',
    Resource: arn(place, 'ec2', 'network-interface/*'),
  });
}

/**
 * What AmazonEKSWorkerNodePolicy, AmazonEC2ContainerRegistryPullOnly and AmazonEKS_CNI_Policy grant, in the home Region and
 * on this account's resources only (AWS pages "Amazon EKS node IAM role" and "Amazon EKS Auto Mode node IAM role": these
 * policies or equivalent permissions). Nodes of node groups give pods their addresses; Auto Mode does not need that.
 */
export const eksNode: ServiceRole = {
  name: 'aws-baseline-eks-node',
  owner: 'analyst',
  service: 'EKS nodes',
  principal: ec2.principal,
  awsPolicies: [],
  clauses: (place) => [
    signsInToRegistry(place),
    pullsAnyImages(place),
    looksAround(place),
    joinsClusters(place),
    givesPodsAddresses(place),
    tagsInterfaces(place),
  ],
  needs: (place) => [
    need(place, 'pull images', 'ecr:BatchGetImage', arn(place, 'ecr', 'repository/app')),
    need(place, 'join a cluster', 'eks:DescribeCluster', arn(place, 'eks', 'cluster/c')),
    need(place, 'read networks', 'ec2:DescribeSubnets', '*'),
  ],
};

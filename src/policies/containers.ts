import { actions, allow, type Clause } from './document.ts';
import { arn, type Place } from './place.ts';

/** No ExecuteCommand: a shell in a running task has that task's role. */
export function runsContainers(place: Place): Clause {
  return allow('RunContainers', "Run this account's ECS clusters, services and tasks in the home Region.", {
    Action: actions(
      'ecs',
      `CreateCluster CreateService DeleteCluster DeleteService DeleteTaskDefinitions PutClusterCapacityProviders
       RegisterTaskDefinition RunTask StopServiceDeployment StopTask TagResource UntagResource UpdateCluster
       UpdateClusterSettings UpdateService`,
    ),
    Resource: arn(place, 'ecs', '*'),
  });
}

/**
 * The ECS console makes clusters and services with stacks of these names (AWS page "Permissions required for the Amazon ECS
 * console with AWS CloudFormation"). Without a role, which analysts cannot pass to it, CloudFormation works with the
 * permissions of the caller (page "AWS CloudFormation service role").
 */
export function usesEcsConsole(place: Place): Clause {
  return allow('UseEcsConsole', 'Create and change the CloudFormation stacks that the ECS console uses.', {
    Action: actions('cloudformation', 'CreateStack DeleteStack DescribeStack* UpdateStack'),
    Resource: ['ECS-Console-V2-*', 'Infra-ECS-Cluster-*'].map((name) => arn(place, 'cloudformation', `stack/${name}`)),
  });
}

/** No repository policies and no replication: each can share images with other accounts. */
export function keepsImages(place: Place): Clause {
  return allow('KeepImages', "Push, scan and delete images in this account's ECR repositories.", {
    Action: actions(
      'ecr',
      `*Lifecycle* *LayerUpload BatchDeleteImage CreateRepository DeleteRepository PutImage PutImageScanningConfiguration
       PutImageTagMutability StartImageScan TagResource UntagResource UploadLayerPart`,
    ),
    Resource: arn(place, 'ecr', 'repository/*'),
  });
}

/** Only for `docker login` to the public gallery, whose only endpoint for it is in us-east-1; it opens nothing else. */
export function pullsPublicImages(place: Place): Clause[] {
  if (place.partition !== 'aws') return [];
  return [
    allow('PullPublicImages', 'Sign in to the Amazon ECR Public Gallery, which is in us-east-1.', {
      Action: 'ecr-public:GetAuthorizationToken',
      Resource: '*',
    }),
    allow('PullPublicImagesToken', 'Get the token that the public gallery requires.', {
      Action: 'sts:GetServiceBearerToken',
      Resource: '*',
      Condition: { StringEquals: { 'sts:AWSServiceName': 'ecr-public.amazonaws.com' } },
    }),
  ];
}

/** No access entries, access policies, pod identities or identity providers: each can make a user cluster admin. */
export function runsKubernetes(place: Place): Clause {
  return allow('RunKubernetes', "Run this account's EKS clusters, node groups and add-ons in the home Region.", {
    Action: actions(
      'eks',
      `AccessKubernetesApi CreateAddon CreateFargateProfile CreateNodegroup DeleteAddon DeleteCluster
       DeleteFargateProfile DeleteNodegroup TagResource UntagResource UpdateAddon UpdateClusterConfig
       UpdateClusterVersion UpdateNodegroupConfig UpdateNodegroupVersion`,
    ),
    Resource: arn(place, 'eks', '*'),
  });
}

/** AWS can restrict these only by Region. */
export const computeWithoutArns = ['ecs:DeregisterTaskDefinition', 'eks:CreateCluster'];

import { actions, allow, atHome, type Clause, deny } from './document.ts';
import { arn, type Place } from './place.ts';

export function looksAtCompute(place: Place): Clause {
  return allow('LookAtCompute', 'View instances, containers, clusters and SageMaker resources in the home Region.', {
    Action: [
      'ec2:Describe*',
      ...actions('ecs', 'Describe* List*'),
      ...actions('eks', 'Describe* List*'),
      ...actions('sagemaker', 'Describe* GetSearchSuggestions List* Search'),
    ],
    Resource: '*',
    Condition: atHome(place),
  });
}

/** Only the resource types of a launch. ARNs of images and snapshots have no account ID. */
export function launchesInstances(place: Place): Clause {
  const types = 'instance key-pair launch-template network-interface security-group subnet volume'.split(' ');
  return allow('LaunchInstances', 'Launch EC2 instances in the home Region in existing networks.', {
    Action: 'ec2:RunInstances',
    Resource: [
      ...['image', 'snapshot'].map((type) => `arn:${place.partition}:ec2:${place.region}::${type}/*`),
      ...types.map((type) => arn(place, 'ec2', `${type}/*`)),
    ],
  });
}

export function tagsWhileLaunching(place: Place): Clause {
  return allow('TagWhileLaunching', 'Tag a new instance and its parts at launch, but not later.', {
    Action: 'ec2:CreateTags',
    Resource: ['instance', 'network-interface', 'volume'].map((type) => arn(place, 'ec2', `${type}/*`)),
    Condition: { StringEquals: { 'ec2:CreateAction': 'RunInstances' } },
  });
}

/** No ModifyInstanceAttribute: new user data would run with the role of an existing instance. */
export function operatesInstances(place: Place): Clause {
  return allow('OperateInstances', 'Start, stop, reboot and terminate instances in the home Region.', {
    Action: actions('ec2', 'RebootInstances StartInstances StopInstances TerminateInstances'),
    Resource: arn(place, 'ec2', 'instance/*'),
  });
}

/** No ExecuteCommand: a shell in a running task has that task's role. */
export function runsContainers(place: Place): Clause {
  return allow('RunContainers', "Run this account's ECS clusters, services and tasks in the home Region.", {
    Action: actions(
      'ecs',
      `CreateCluster CreateService DeleteCluster DeleteService DeleteTaskDefinitions PutClusterCapacityProviders
       RegisterTaskDefinition RunTask StopTask TagResource UntagResource UpdateCluster UpdateService`,
    ),
    Resource: arn(place, 'ecs', '*'),
  });
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

export function usesComputeWithoutArns(place: Place): Clause {
  return allow(
    'UseComputeWithoutArns',
    'Create EKS clusters and deregister ECS task definitions, which AWS can restrict only by Region.',
    {
      Action: ['ecs:DeregisterTaskDefinition', 'eks:CreateCluster'],
      Resource: '*',
      Condition: atHome(place),
    },
  );
}

export function usesSageMaker(place: Place): Clause {
  return allow('UseSageMaker', 'Use SageMaker in the home Region; an existing notebook runs with its own role.', {
    Action: actions('sagemaker', 'AddTags Batch* Create* Delete* Get* Invoke* PutRecord Retry* Start* Stop* Update*'),
    Resource: arn(place, 'sagemaker', '*'),
  });
}

/** A workforce signs in without IAM, a resource policy grants access to other accounts, capacity is paid in advance. */
export function leavesSageMakerDoorsShut(): Clause {
  return deny('LeaveSageMakerDoorsShut', "Deny sharing of models, SageMaker's own sign-ins and capacity purchases.", {
    Action: actions('sagemaker', '*Policy *Workforce CreateReservedCapacity CreateTrainingPlan StartSession'),
    Resource: '*',
  });
}

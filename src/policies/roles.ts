import { allow, type Clause } from './document.ts';
import { iamArn, type Place, type RoleOwner, rolesOf } from './place.ts';

/** The EC2 service principal in China ends in `.cn`, but not in every call (karpenter-provider-aws#6843), so both are listed. */
const ec2In: Record<Place['partition'], string[]> = {
  aws: ['ec2.amazonaws.com'],
  'aws-us-gov': ['ec2.amazonaws.com'],
  'aws-cn': ['ec2.amazonaws.com', 'ec2.amazonaws.com.cn'],
};

/** The most important clause: a user who can pass any role to any service has the permissions of that role. */
function passesRoles(owner: RoleOwner, place: Place, what: string, services: string[]): Clause {
  return allow('PassOwnRoles', `Pass the roles for ${owner}s to ${what}, and to nothing else.`, {
    Action: 'iam:PassRole',
    Resource: rolesOf(owner, place),
    Condition: { StringEquals: { 'iam:PassedToService': services } },
  });
}

export function passesEngineerRoles(place: Place): Clause {
  const services = ['batchoperations.s3.amazonaws.com', 'glue.amazonaws.com'];
  return passesRoles('engineer', place, 'Glue and S3 batch jobs', services);
}

export function passesAnalystRoles(place: Place): Clause {
  const services = [
    ...ec2In[place.partition],
    'ecs-tasks.amazonaws.com',
    'eks-fargate-pods.amazonaws.com',
    'eks.amazonaws.com',
    'sagemaker.amazonaws.com',
  ];
  return passesRoles('analyst', place, 'EC2, ECS tasks, EKS and SageMaker', services);
}

/** EKS requires both reads to accept the role of a node group. */
export function readsRoles(owner: RoleOwner, place: Place): Clause {
  return allow('ReadOwnRoles', `View the permissions of the roles for ${owner}s.`, {
    Action: ['iam:GetRole', 'iam:ListAttachedRolePolicies'],
    Resource: rolesOf(owner, place),
  });
}

const serviceLinked = [
  'ecs.amazonaws.com',
  'eks-fargate.amazonaws.com',
  'eks-nodegroup.amazonaws.com',
  'eks.amazonaws.com',
];

export function startsContainersFirstTime(place: Place): Clause {
  return allow('FirstUseOfContainers', 'Let ECS and EKS create their service-linked roles at first use.', {
    Action: 'iam:CreateServiceLinkedRole',
    Resource: serviceLinked.map((service) => iamArn(place, `role/aws-service-role/${service}/*`)),
    Condition: { StringEquals: { 'iam:AWSServiceName': serviceLinked } },
  });
}

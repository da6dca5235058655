import { allow, type Clause } from './document.ts';
import { iamArn, type Place, type RoleOwner, rolesOf } from './place.ts';

/** China names EC2 with `.cn`, but not in every call (karpenter-provider-aws#6843), so both stand there. */
const ec2In: Record<Place['partition'], string[]> = {
  aws: ['ec2.amazonaws.com'],
  'aws-us-gov': ['ec2.amazonaws.com'],
  'aws-cn': ['ec2.amazonaws.com', 'ec2.amazonaws.com.cn'],
};

/** The most important clause: whoever may hand any role to any service is that role. */
function passesRoles(owner: RoleOwner, place: Place, what: string, services: string[]): Clause {
  return allow('PassOwnRoles', `Hand roles made for ${owner}s to ${what}, and to nothing else.`, {
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

/** EKS asks for both reads before it takes a node group's role. */
export function readsRoles(owner: RoleOwner, place: Place): Clause {
  return allow('ReadOwnRoles', `See what the roles made for ${owner}s may do.`, {
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
  return allow('FirstUseOfContainers', 'Let ECS and EKS make the roles they need for themselves when first used.', {
    Action: 'iam:CreateServiceLinkedRole',
    Resource: serviceLinked.map((service) => iamArn(place, `role/aws-service-role/${service}/*`)),
    Condition: { StringEquals: { 'iam:AWSServiceName': serviceLinked } },
  });
}

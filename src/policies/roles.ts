import { actions, allow, type Clause } from './document.ts';
import { iamArn, type Place, type RoleOwner, rolePath, rolesOf } from './place.ts';

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

const roleReads = actions('iam', 'GetRole GetRolePolicy ListAttachedRolePolicies ListRolePolicies');

export function readsEngineerRoles(place: Place): Clause {
  return allow('ReadOwnRoles', 'View the permissions of the roles for engineers.', {
    Action: roleReads,
    Resource: rolesOf('engineer', place),
  });
}

/** EKS reads the role of a node group, and its own service-linked role, as the caller. */
export function readsAnalystRoles(place: Place): Clause {
  return allow('ReadOwnRoles', 'View the permissions of the roles for analysts and of service-linked roles.', {
    Action: [...roleReads, 'iam:GetInstanceProfile'],
    Resource: [
      rolesOf('analyst', place),
      iamArn(place, 'role/aws-service-role/*'),
      iamArn(place, `instance-profile${rolePath('analyst')}*`),
    ],
  });
}

const serviceLinked = [
  'ecs.amazonaws.com',
  'eks-fargate.amazonaws.com',
  'eks-nodegroup.amazonaws.com',
  'eks.amazonaws.com',
  'sagemaker.amazonaws.com',
];

export function startsServicesFirstTime(place: Place): Clause {
  return allow('FirstUseOfServices', 'Let ECS, EKS and SageMaker create their service-linked roles at first use.', {
    Action: 'iam:CreateServiceLinkedRole',
    Resource: serviceLinked.map((service) => iamArn(place, `role/aws-service-role/${service}/*`)),
    Condition: { StringEquals: { 'iam:AWSServiceName': serviceLinked } },
  });
}

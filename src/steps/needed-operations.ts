import { STEP_IDS, type StepId } from './answers.ts';

/** What is done to an account; look is status and plan, and the beginning of all others. */
export type Doing = 'look' | 'verify' | 'apply' | 'undo';

/** By service, the names of operations, one space between. */
type Operations = Record<string, string>;

/**
 * Every operation that a doing sends beyond those of a look, by step; `every` is what all steps have in common. Held by
 * test/robust/permissions.test.ts against what is really sent.
 */
const TABLE: Record<Doing, Record<StepId | 'every', Operations>> = {
  look: {
    every: {
      cloudwatch: 'DescribeAlarms ListTagsForResource',
      ec2: 'DescribeInstances DescribeSecurityGroups DescribeSubnets',
      iam: 'GetAccountAuthorizationDetails ListPolicyTags',
      organizations: 'DescribeOrganization',
      s3: 'GetBucketTagging ListBuckets',
      sns: 'ListSubscriptionsByTopic ListTagsForResource ListTopics',
      sts: 'GetCallerIdentity',
    },
    root: {
      budgets: 'DescribeBudget DescribeNotificationsForBudget DescribeSubscribersForNotification ListTagsForResource',
      cloudwatch: 'ListMetrics',
      iam: 'GetAccountSummary ListAccessKeys',
      sns: 'GetSubscriptionAttributes GetTopicAttributes',
    },
    admin: { iam: 'GetLoginProfile ListMFADevices' },
    buckets: {
      s3: 'GetBucketEncryption GetBucketLifecycleConfiguration GetBucketLocation GetBucketOwnershipControls GetBucketPolicy GetBucketVersioning GetPublicAccessBlock',
    },
    groups: { iam: 'GetLoginProfile' },
    ec2: {
      ec2: 'DescribeImages DescribeInstanceTypeOfferings DescribeInstanceTypes DescribeKeyPairs',
      iam: 'GetInstanceProfile GetPolicy',
      ssm: 'GetParameter',
    },
  },
  verify: {
    every: {
      ecs: 'DescribeTaskDefinition ListTaskDefinitionFamilies',
      eks: 'DescribeCluster ListClusters',
      glue: 'GetJobs',
      iam: 'SimulateCustomPolicy',
      sagemaker: 'DescribeNotebookInstance ListNotebookInstances',
    },
    root: {},
    admin: { iam: 'SimulatePrincipalPolicy' },
    buckets: {},
    groups: { iam: 'SimulatePrincipalPolicy' },
    ec2: {},
  },
  apply: {
    every: {},
    root: {
      budgets: 'CreateBudget CreateNotification CreateSubscriber TagResource UpdateBudget',
      cloudwatch: 'PutMetricAlarm TagResource',
      iam: 'DeleteAccessKey',
      sns: 'CreateTopic SetTopicAttributes Subscribe TagResource',
    },
    admin: {
      iam: 'AddUserToGroup AttachGroupPolicy CreateGroup CreateLoginProfile CreatePolicy CreatePolicyVersion CreateUser DeletePolicyVersion GetAccountPasswordPolicy SetDefaultPolicyVersion TagPolicy TagUser UpdateGroup',
    },
    buckets: {
      s3: 'CreateBucket PutBucketEncryption PutBucketLifecycleConfiguration PutBucketOwnershipControls PutBucketPolicy PutBucketTagging PutBucketVersioning PutPublicAccessBlock',
    },
    groups: {
      iam: 'AddUserToGroup AttachGroupPolicy CreateGroup CreateLoginProfile CreatePolicy CreatePolicyVersion CreateUser DeletePolicyVersion GetAccountPasswordPolicy SetDefaultPolicyVersion TagPolicy TagUser UpdateGroup',
    },
    ec2: {
      ec2: 'AuthorizeSecurityGroupEgress CreateSecurityGroup CreateTags RevokeSecurityGroupIngress RunInstances',
      iam: 'AddRoleToInstanceProfile AttachRolePolicy CreateInstanceProfile CreateRole TagInstanceProfile TagRole UpdateAssumeRolePolicy',
    },
  },
  undo: {
    every: {},
    root: {
      budgets: 'DeleteBudget DeleteNotification DeleteSubscriber UpdateBudget',
      cloudwatch: 'DeleteAlarms PutMetricAlarm',
      sns: 'DeleteTopic SetTopicAttributes Unsubscribe',
    },
    admin: {
      budgets: 'DescribeBudget DescribeNotificationsForBudget DescribeSubscribersForNotification ListTagsForResource',
      iam: 'CreatePolicyVersion DeactivateMFADevice DeleteAccessKey DeleteGroup DeleteGroupPolicy DeleteLoginProfile DeletePolicy DeletePolicyVersion DeleteSSHPublicKey DeleteServiceSpecificCredential DeleteSigningCertificate DeleteUser DeleteUserPolicy DeleteVirtualMFADevice DetachGroupPolicy DetachUserPolicy ListAccessKeys ListSSHPublicKeys ListServiceSpecificCredentials ListSigningCertificates ListVirtualMFADevices RemoveUserFromGroup SetDefaultPolicyVersion',
    },
    buckets: {
      budgets: 'DescribeBudget DescribeNotificationsForBudget DescribeSubscribersForNotification ListTagsForResource',
      s3: 'AbortMultipartUpload DeleteBucket DeleteBucketLifecycle DeleteBucketOwnershipControls DeleteBucketPolicy DeleteObject DeleteObjects DeletePublicAccessBlock ListMultipartUploads ListObjectVersions PutBucketLifecycleConfiguration PutBucketOwnershipControls PutBucketPolicy PutBucketVersioning PutPublicAccessBlock',
    },
    groups: {
      budgets: 'DescribeBudget DescribeNotificationsForBudget DescribeSubscribersForNotification ListTagsForResource',
      iam: 'CreatePolicyVersion DeactivateMFADevice DeleteAccessKey DeleteGroup DeleteGroupPolicy DeleteLoginProfile DeletePolicy DeletePolicyVersion DeleteSSHPublicKey DeleteServiceSpecificCredential DeleteSigningCertificate DeleteUser DeleteUserPolicy DeleteVirtualMFADevice DetachGroupPolicy DetachUserPolicy ListAccessKeys ListMFADevices ListSSHPublicKeys ListServiceSpecificCredentials ListSigningCertificates ListVirtualMFADevices RemoveUserFromGroup SetDefaultPolicyVersion',
    },
    ec2: {
      budgets: 'DescribeBudget DescribeNotificationsForBudget DescribeSubscribersForNotification ListTagsForResource',
      ec2: 'AuthorizeSecurityGroupIngress DeleteSecurityGroup RevokeSecurityGroupEgress TerminateInstances',
      iam: 'DeleteInstanceProfile DeleteRole DeleteRolePolicy DetachRolePolicy RemoveRoleFromInstanceProfile UpdateAssumeRolePolicy',
    },
  },
};

/** The table as lists of "service Operation". */
export const NEEDED = Object.fromEntries(
  Object.entries(TABLE).map(([doing, steps]) => [
    doing,
    Object.fromEntries(Object.entries(steps).map(([step, operations]) => [step, listed(operations)])),
  ]),
) as Record<Doing, Record<StepId | 'every', string[]>>;

function listed(operations: Operations): string[] {
  return Object.entries(operations)
    .flatMap(([service, names]) => names.split(' ').map((name) => `${service} ${name}`))
    .sort();
}

/** What a doing to these steps sends beyond a look, as "service Operation"; of a look itself, all of it. */
export function neededOperations(doing: Doing, steps: StepId[] = [...STEP_IDS]): string[] {
  return [...new Set([...NEEDED[doing].every, ...steps.flatMap((step) => NEEDED[doing][step])])];
}

/** What doctor looks at, whichever the steps. */
export const DOCTOR_OPERATIONS = listed({
  cloudwatch: 'DescribeAlarms',
  ec2: 'DescribeInstances DescribeSecurityGroups',
  iam: 'GetAccountAuthorizationDetails GetAccountSummary',
  organizations: 'DescribeOrganization',
  s3: 'ListBuckets',
  sns: 'ListSubscriptionsByTopic',
  ssm: 'GetParameter',
  sts: 'GetCallerIdentity',
});

/** What the wizard sends besides, step by step: the account's name, a bucket name's owner, MFA for the new admin. */
export const WIZARD_OPERATIONS: Partial<Record<StepId | 'every', string[]>> = {
  every: ['iam ListAccountAliases', 'iam ListMFADevices'],
  admin: ['iam CreateVirtualMFADevice', 'iam DeleteVirtualMFADevice', 'iam EnableMFADevice'],
  buckets: ['s3 HeadBucket'],
};

/** What is asked before an instance is launched, by plan and by a review with a person. Denied, no price is shown, and it is said why. */
export const PRICE_OPERATIONS: Partial<Record<StepId, string[]>> = { ec2: ['pricing GetProducts'] };

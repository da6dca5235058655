import type { AnyCall } from './call.ts';
import { messageOf } from './errors.ts';

// IAM actions with another name than the operation (Service Authorization Reference).
const OTHER_NAMES: Record<string, string> = {
  'lambda:Invoke': 'lambda:InvokeFunction',
  's3:ListBuckets': 's3:ListAllMyBuckets',
  's3:HeadBucket': 's3:ListBucket',
  's3:GetPublicAccessBlock': 's3:GetBucketPublicAccessBlock',
  's3:PutPublicAccessBlock': 's3:PutBucketPublicAccessBlock',
  's3:DeletePublicAccessBlock': 's3:PutBucketPublicAccessBlock',
  's3:DeleteBucketOwnershipControls': 's3:PutBucketOwnershipControls',
  's3:GetBucketEncryption': 's3:GetEncryptionConfiguration',
  's3:PutBucketEncryption': 's3:PutEncryptionConfiguration',
  's3:DeleteBucketEncryption': 's3:PutEncryptionConfiguration',
  's3:GetBucketLifecycleConfiguration': 's3:GetLifecycleConfiguration',
  's3:PutBucketLifecycleConfiguration': 's3:PutLifecycleConfiguration',
  's3:DeleteBucketLifecycle': 's3:PutLifecycleConfiguration',
  's3:ListObjectVersions': 's3:ListBucketVersions',
  's3:ListMultipartUploads': 's3:ListBucketMultipartUploads',
  's3:DeleteObject': 's3:DeleteObjectVersion',
  's3:DeleteObjects': 's3:DeleteObjectVersion',
  's3control:GetPublicAccessBlock': 's3:GetAccountPublicAccessBlock',
  's3control:PutPublicAccessBlock': 's3:PutAccountPublicAccessBlock',
  's3control:DeletePublicAccessBlock': 's3:PutAccountPublicAccessBlock',
  'accessanalyzer:CreateAnalyzer': 'access-analyzer:CreateAnalyzer',
  'accessanalyzer:DeleteAnalyzer': 'access-analyzer:DeleteAnalyzer',
  'accessanalyzer:ListAnalyzers': 'access-analyzer:ListAnalyzers',
  'accessanalyzer:TagResource': 'access-analyzer:TagResource',
  'budgets:DescribeBudgets': 'budgets:ViewBudget',
  'budgets:DescribeNotificationsForBudget': 'budgets:ViewBudget',
  'budgets:DescribeSubscribersForNotification': 'budgets:ViewBudget',
  'budgets:CreateBudget': 'budgets:ModifyBudget',
  'budgets:UpdateBudget': 'budgets:ModifyBudget',
  'budgets:DeleteBudget': 'budgets:ModifyBudget',
  'budgets:CreateNotification': 'budgets:ModifyBudget',
  'budgets:DeleteNotification': 'budgets:ModifyBudget',
  'budgets:CreateSubscriber': 'budgets:ModifyBudget',
  'budgets:DeleteSubscriber': 'budgets:ModifyBudget',
};

/** The IAM action that allows a call. */
export function permissionFor({ service, operation }: Pick<AnyCall, 'service' | 'operation'>): string {
  const action = `${service}:${operation}`;
  return OTHER_NAMES[action] ?? action;
}

// Further IAM actions that AWS checks: for tags in a create call, and for a role that is passed.
const ALSO: Record<string, string[]> = {
  'iam:CreateUser': ['iam:TagUser'],
  'iam:CreatePolicy': ['iam:TagPolicy'],
  'iam:CreateRole': ['iam:TagRole'],
  'iam:CreateInstanceProfile': ['iam:TagInstanceProfile'],
  'iam:AddRoleToInstanceProfile': ['iam:PassRole'],
  's3:CreateBucket': ['s3:PutBucketOwnershipControls', 's3:PutBucketTagging', 's3:TagResource'],
  's3:DeleteObjects': ['s3:DeleteObject'],
  'accessanalyzer:CreateAnalyzer': ['access-analyzer:TagResource', 'iam:CreateServiceLinkedRole'],
  'budgets:CreateBudget': ['budgets:TagResource'],
  'cloudtrail:CreateTrail': ['cloudtrail:AddTags'],
  'cloudtrail:UpdateTrail': ['iam:PassRole'],
  'events:PutRule': ['events:TagResource'],
  'budgets:CreateBudgetAction': ['budgets:TagResource', 'iam:PassRole'],
  'budgets:UpdateBudgetAction': ['iam:PassRole'],
  'sns:CreateTopic': ['sns:TagResource'],
  'cloudwatch:PutMetricAlarm': ['cloudwatch:TagResource'],
  'ec2:CreateSecurityGroup': ['ec2:CreateTags'],
  'ec2:CreateVpcEndpoint': ['ec2:CreateTags'],
  // EC2 page "Grant permissions to use EC2 Instance Connect Endpoint".
  'ec2:CreateInstanceConnectEndpoint': ['ec2:CreateNetworkInterface', 'ec2:CreateTags', 'iam:CreateServiceLinkedRole'],
  'ec2:RunInstances': ['ec2:CreateTags', 'iam:PassRole'],
  'ecs:CreateCluster': ['ecs:TagResource'],
  'ecs:RegisterTaskDefinition': ['ecs:TagResource', 'iam:PassRole'],
  'ecs:RunTask': ['ecs:TagResource', 'iam:PassRole'],
  'eks:CreateCluster': ['eks:TagResource', 'iam:PassRole'],
  'lambda:CreateFunction': ['lambda:TagResource', 'iam:PassRole'],
  'logs:CreateLogGroup': ['logs:TagResource'],
  'ec2:CreateFlowLogs': ['ec2:CreateTags', 'logs:CreateLogDelivery', 'logs:DeleteLogDelivery'],
  'ec2:DeleteFlowLogs': ['logs:DeleteLogDelivery'],
  'ec2:CreateLaunchTemplate': ['ec2:CreateTags'],
  'autoscaling:CreateAutoScalingGroup': [
    'autoscaling:CreateOrUpdateTags',
    'ec2:CreateTags',
    'ec2:RunInstances',
    'iam:CreateServiceLinkedRole',
    'iam:PassRole',
    'ssm:GetParameters',
  ],
  'elasticloadbalancing:CreateListener': ['elasticloadbalancing:AddTags'],
  'elasticloadbalancing:CreateLoadBalancer': ['elasticloadbalancing:AddTags', 'iam:CreateServiceLinkedRole'],
  'elasticloadbalancing:CreateTargetGroup': ['elasticloadbalancing:AddTags'],
  'scheduler:CreateScheduleGroup': ['scheduler:TagResource'],
  'scheduler:CreateSchedule': ['iam:PassRole'],
  'scheduler:UpdateSchedule': ['iam:PassRole'],
  'guardduty:CreateDetector': ['guardduty:TagResource', 'iam:CreateServiceLinkedRole'],
  'macie2:EnableMacie': ['iam:CreateServiceLinkedRole'],
  'securityhub:EnableSecurityHub': ['securityhub:TagResource', 'iam:CreateServiceLinkedRole'],
  'config:PutConfigurationRecorder': ['config:TagResource', 'iam:PassRole'],
  'ce:CreateAnomalyMonitor': ['ce:TagResource'],
  'ce:CreateAnomalySubscription': ['ce:TagResource'],
};

/** All IAM actions that a call needs. */
export function permissionsFor(call: Pick<AnyCall, 'service' | 'operation'>): string[] {
  return [permissionFor(call), ...(ALSO[`${call.service}:${call.operation}`] ?? [])];
}

/** The IAM action that was denied: the one in AWS's message, which may differ from the call's own (iam:PassRole in a launch). */
export function refusedPermission(error: unknown, call: Pick<AnyCall, 'service' | 'operation'>): string {
  const named = /not authorized to perform:? ([a-z0-9-]+:[A-Za-z]+)/.exec(messageOf(error))?.[1];
  return named ?? permissionFor(call);
}

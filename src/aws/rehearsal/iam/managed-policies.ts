import type { Context } from '../context.ts';

// A choice of AWS's own policies; any other ARN of AWS is answered with NoSuchEntity.
const NAMES = `AdministratorAccess PowerUserAccess ReadOnlyAccess SecurityAudit IAMFullAccess IAMReadOnlyAccess
  IAMUserChangePassword IAMUserSSHKeys AmazonSSMManagedInstanceCore AmazonSSMFullAccess AmazonSSMReadOnlyAccess
  AmazonS3FullAccess AmazonS3ReadOnlyAccess AmazonEC2FullAccess AmazonEC2ReadOnlyAccess AmazonVPCFullAccess
  AmazonVPCReadOnlyAccess CloudWatchAgentServerPolicy CloudWatchFullAccess CloudWatchReadOnlyAccess
  AmazonSNSFullAccess AmazonSNSReadOnlyAccess AWSCloudShellFullAccess AWSCloudTrail_FullAccess AWSSupportAccess
  AmazonEKSBlockStoragePolicy AmazonEKSClusterPolicy AmazonEKSComputePolicy AmazonEKSLoadBalancingPolicy
  AmazonEKSNetworkingPolicy AWSBillingReadOnlyAccess AWSBudgetsReadOnlyAccess AWSAccountManagementReadOnlyAccess SignInLocalDevelopmentAccess
  job-function/Billing job-function/ViewOnlyAccess job-function/SupportUser job-function/SystemAdministrator
  job-function/NetworkAdministrator job-function/DatabaseAdministrator job-function/DataScientist
  aws-service-role/AWSSupportServiceRolePolicy aws-service-role/AWSTrustedAdvisorServiceRolePolicy
  service-role/AmazonEC2RoleforSSM service-role/AmazonEC2ContainerServiceforEC2Role`.split(/\s+/);

/** Whether AWS itself keeps this policy (AWS page "AWS managed policies"). */
export function isManagedPolicy({ partition }: Context, arn: string): boolean {
  const start = `arn:${partition}:iam::aws:policy/`;
  return arn.startsWith(start) && NAMES.includes(arn.slice(start.length));
}

/**
 * The kind of account, which determines what it supports: standalone (not in an organization), management or member
 * account of an organization, or a project of AWS's new experience, without or with advanced features. If the caller may
 * not read it, the kind is unknown and treated as standalone.
 */
export const ACCOUNT_KINDS = ['standalone', 'management', 'member', 'project', 'project-advanced', 'unknown'] as const;
/** One of those. */
export type AccountKind = (typeof ACCOUNT_KINDS)[number];

/** The role that members of a project use (AWS page "Managed policies for your organization"). */
export const PROJECT_ROLE = 'AccountFullAccessRole';

/** The path of the roles that AWS manages in a project; members cannot change them. */
export const MANAGED_PATH = '/managed/';

/**
 * The Regions from which AWS selects a project's Region, by the contact address (AWS page "Regions for your projects").
 */
export const SELECTED_REGIONS = ['us-east-2', 'eu-north-1', 'ap-southeast-2'] as const;

/** A project, with its advanced features or without. */
export function isProject(kind: AccountKind): boolean {
  return kind === 'project' || kind === 'project-advanced';
}

/** What AWS denies near a project's spend limit (AWS page "Create a spend limit in AWS Settings"), as IAM actions. */
export const NEAR_SPEND_LIMIT: readonly string[] = [
  ...['ec2:CreateNatGateway', 'ec2:CreateVolume', 'ec2:RunInstances', 'ec2:StartInstances'],
  ...['elasticloadbalancing:CreateLoadBalancer', 'autoscaling:CreateAutoScalingGroup', 'ecs:CreateService'],
  ...['eks:CreateCluster', 'eks:CreateNodegroup', 'eks:CreateFargateProfile', 'lambda:CreateFunction'],
  ...['sns:CreateTopic', 'sqs:CreateQueue', 'scheduler:CreateSchedule', 'glue:CreateJob', 'glue:CreateCrawler'],
  ...['cloudformation:CreateStack', 'kms:CreateKey', 'ecr:CreateRepository', 'sagemaker:CreateApp'],
  ...['sagemaker:CreateEndpoint', 'sagemaker:CreateNotebookInstance', 'sagemaker:CreateProcessingJob'],
  ...['sagemaker:CreateTrainingJob', 'sagemaker:CreateTransformJob', 'sagemaker:StartNotebookInstance'],
];

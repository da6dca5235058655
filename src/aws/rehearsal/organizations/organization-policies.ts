import { MANAGED_PATH, NEAR_SPEND_LIMIT } from '../../account-kind.ts';
import type { Organization } from '../state.ts';

/**
 * What AWS's service control policies deny in a project, of the services that this program or its users may call (AWS page
 * "Managed policies for your organization"). `*` stands for any text, as in a policy.
 */
const ALWAYS = [
  'account:CloseAccount',
  'organizations:AcceptHandshake',
  'organizations:LeaveOrganization',
  'sso:CreateInstance',
];

const ON_MANAGED_ROLES = [
  ...['AttachRolePolicy', 'CreateRole', 'DeleteRole', 'DeleteRolePermissionsBoundary', 'DeleteRolePolicy'],
  ...['DetachRolePolicy', 'PutRolePermissionsBoundary', 'PutRolePolicy', 'TagRole', 'UntagRole'],
  ...['UpdateAssumeRolePolicy', 'UpdateRole'],
].map((name) => `iam:${name}`);

const UNTIL_ADVANCED_FEATURES = [
  ...['AcceptPrimaryEmailUpdate', 'DeleteAlternateContact', 'DisableRegion', 'EnableRegion', 'GetAlternateContact'].map(
    (name) => `account:${name}`,
  ),
  ...[
    'GetContactInformation',
    'GetRegionOptStatus',
    'PutAccountName',
    'PutAlternateContact',
    'PutContactInformation',
  ].map((name) => `account:${name}`),
  ...['account:StartPrimaryEmailUpdate', 'billing:*', 'notifications-contacts:*', 'notifications:Create*'],
  ...['notifications:Delete*', 'notifications:Update*', 'notifications:List*', 'iam:PutAccountProperties'],
];

/** All that is let through outside of the selected Region. */
const ALLOWED_IN: Record<string, string[]> = {
  'us-east-1': [
    ...['account:*', 'acm:*', 'aws-marketplace:*', 'budgets:*', 'ce:*', 'cloudfront:*', 'cloudshell:*'],
    ...['cloudtrail:LookupEvents', 'cloudwatch:BatchGet*', 'cloudwatch:Describe*', 'cloudwatch:GenerateQuery'],
    ...['cloudwatch:Get*', 'cloudwatch:List*', 'cost-optimization-hub:*', 'ec2:DescribeRegions', 'ecr-public:*'],
    ...['freetier:*', 'health:*', 'iam:*', 'invoicing:*', 'kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey'],
    ...['kms:ListAliases', 'logs:*', 'organizations:*', 'pricing:*', 'route53:*', 's3:GetBucketLocation'],
    ...['s3:ListAllMyBuckets', 'servicequotas:*', 'signin:*', 'sso:*', 'sts:*', 'support:*', 'tax:*'],
    ...['trustedadvisor:*', 'wafv2:*'],
  ],
  'us-west-2': [
    ...['cloudshell:*', 'cloudtrail:LookupEvents', 'health:*', 'kms:Decrypt', 'kms:DescribeKey', 'kms:ListAliases'],
    ...['servicequotas:*', 'sso:*', 'support:*', 'trustedadvisor:*'],
  ],
};
/** What advanced features add to it in us-east-1. */
const ADDED_BY_ADVANCED_FEATURES = [
  ...['access-analyzer:*', 'billing:*', 'config:*', 'consolidatedbilling:*', 'cur:*', 'globalaccelerator:*', 'kms:*'],
  ...['notifications-contacts:*', 'notifications:*', 'payments:*', 'resource-explorer-2:*', 'savingsplans:*'],
  ...['s3:GetAccountPublicAccessBlock', 's3:PutAccountPublicAccessBlock', 's3:GetBucketPublicAccessBlock'],
  ...['shield:*', 'supportplans:*', 'tag:GetResources'],
];

/** One request as a policy sees it. */
export interface Request {
  /** An IAM action: `s3:CreateBucket`. */
  action: string;
  region: string;
  /** An ARN. */
  resource: string;
}

/** The id of the service control policy that denies a request; undefined where none does. */
export function denyingPolicy(request: Request, organization: Organization): string | undefined {
  const { kind, denies, nearSpendLimit } = organization;
  const isListed = (patterns: readonly string[]) => patterns.some((pattern) => matches(pattern, request.action));
  // Service control policies do not bind the management account.
  if (kind === 'management') return undefined;
  if (isListed(denies)) return 'p-examplebyowner';
  if (kind === 'member') return undefined;
  if (isListed(ALWAYS)) return 'p-exampleprotect';
  if (isListed(ON_MANAGED_ROLES) && request.resource.includes(`:role${MANAGED_PATH}`)) return 'p-exampleprotect';
  if (kind === 'project' && isListed(UNTIL_ADVANCED_FEATURES)) return 'p-exampleaccount';
  if (nearSpendLimit && isListed(NEAR_SPEND_LIMIT)) return 'p-examplespending';
  return isOutside(request, organization) ? 'p-exampleregions' : undefined;
}

function isOutside({ action, region }: Request, { kind, regions }: Organization): boolean {
  if (regions.includes(region)) return false;
  const added = kind === 'project-advanced' && region === 'us-east-1' ? ADDED_BY_ADVANCED_FEATURES : [];
  return ![...(ALLOWED_IN[region] ?? []), ...added].some((pattern) => matches(pattern, action));
}

function matches(pattern: string, action: string): boolean {
  const [before = '', ...after] = pattern.split('*');
  const end = after.at(-1);
  return end === undefined ? pattern === action : action.startsWith(before) && action.endsWith(end);
}

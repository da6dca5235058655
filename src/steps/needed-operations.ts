import { RECORDED } from './recorded-operations.ts';
import { ALL_STEP_IDS, STEP_IDS, type StepId } from './settings/step-ids.ts';

/** What is done to an account; look covers status and plan, and is the first part of all others. */
export type Doing = 'look' | 'verify' | 'apply' | 'undo';

/**
 * What permissions are needed for: the steps; of step root, what is not of group `free`, the brake included; of step ec2, an
 * Auto Scaling group and its load balancer.
 */
export const PARTS = [...ALL_STEP_IDS, 'guardrails', 'scale'] as const;
export type Part = (typeof PARTS)[number];

/** By service, the names of operations, one space between. */
type Operations = Record<string, string>;

/**
 * The operations that each doing sends beyond those of a look, by part, as "service Operation"; `every` has those that all
 * steps share, and `guardrails` and `scale` those beyond their steps'. Recorded from actual requests.
 */
const NEEDED = Object.fromEntries(
  Object.entries(RECORDED).map(([doing, parts]) => [
    doing,
    Object.fromEntries(Object.entries(parts).map(([part, operations]) => [part, listed(operations)])),
  ]),
) as Record<Doing, Record<Part | 'every', string[]>>;

function listed(operations: Operations): string[] {
  return Object.entries(operations)
    .flatMap(([service, names]) => names.split(' ').map((name) => `${service} ${name}`))
    .sort();
}

/** The operations that a doing sends for these parts beyond a look, as "service Operation"; for a look, all of them. */
export function neededOperations(doing: Doing, parts: readonly Part[] = STEP_IDS): string[] {
  return [...new Set([...NEEDED[doing].every, ...parts.flatMap((part) => NEEDED[doing][part])])];
}

/** The operations of doctor, for any steps. */
export const DOCTOR_OPERATIONS = listed({
  cloudwatch: 'DescribeAlarms',
  ec2: 'DescribeInstances DescribeSecurityGroups',
  freetier: 'GetAccountPlanState',
  iam: 'GetAccountAuthorizationDetails GetAccountSummary',
  organizations: 'DescribeOrganization',
  s3: 'ListBuckets',
  sns: 'ListSubscriptionsByTopic',
  ssm: 'GetParameter',
  sts: 'GetCallerIdentity',
});

/**
 * Further operations of the wizard, by step: the account alias, the owner of a bucket name, MFA for the new admin, the quotas
 * for the instance type.
 */
export const WIZARD_OPERATIONS: Partial<Record<StepId | 'every', string[]>> = {
  every: ['iam ListAccountAliases', 'iam ListMFADevices'],
  admin: ['iam CreateVirtualMFADevice', 'iam DeleteVirtualMFADevice', 'iam EnableMFADevice'],
  buckets: ['s3 HeadBucket'],
  ec2: ['servicequotas GetServiceQuota'],
};

/** The operations for prices, sent by plan and by the review in a terminal. If denied, the reason is shown instead of a price. */
export const PRICE_OPERATIONS: Partial<Record<StepId, string[]>> = {
  ec2: ['pricing GetProducts'],
  try: ['pricing GetProducts'],
};

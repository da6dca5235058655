import { RECORDED } from './recorded-operations.ts';
import { STEP_IDS, type StepId } from './settings/step-ids.ts';

/** What is done to an account; look is status and plan, and the beginning of all others. */
export type Doing = 'look' | 'verify' | 'apply' | 'undo';

/** By service, the names of operations, one space between. */
type Operations = Record<string, string>;

/**
 * Every operation that a doing sends beyond those of a look, by step, as "service Operation"; `every` is what all steps
 * have in common. Recorded from what is really sent.
 */
export const NEEDED = Object.fromEntries(
  Object.entries(RECORDED).map(([doing, steps]) => [
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

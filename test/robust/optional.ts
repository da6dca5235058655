import { factsOf } from '../../src/steps/index.ts';
import { ANSWERS } from '../steps/rehearsed.ts';

/** One fact of a report. */
export interface Row {
  id: string;
  state: string;
  permission?: string;
  why?: string;
}

export const rowsOf = (json: { steps: { facts: Row[] }[] }) => json.steps.flatMap(({ facts }) => facts);

const OPTIONAL = new Set(factsOf(ANSWERS).facts.flatMap(({ id, optional }) => (optional ? [id] : [])));

/** The exit code of a run to which a read or a write was denied: what a guardrail cannot read changes none. */
export function codeFor(rows: Row[]): 0 | 4 {
  const denied = rows.filter(({ state }) => /^(unknown|failed)$/.test(state));
  return denied.length > 0 && denied.every(({ id, state }) => state === 'unknown' && OPTIONAL.has(id)) ? 0 : 4;
}

/**
 * What is asked, and nothing depends on: the caller, the kind and the plan of the account, its vCPU quotas, and the kind of
 * the root user's MFA device.
 */
const DISPENSABLE = [
  ...['sts GetCallerIdentity', 'organizations DescribeOrganization', 'freetier GetAccountPlanState'],
  'servicequotas GetServiceQuota',
  'iam ListVirtualMFADevices',
];

// Asked beside the list of budgets: in a new account, the answer is not used.
const OF_A_BUDGET = ['budgets DescribeNotificationsForBudget', 'budgets DescribeSubscribersForNotification'];

/** The operations whose denial changes something, in order. */
export function indispensable(operations: Iterable<string>, isNewAccount = false): string[] {
  const left = [...DISPENSABLE, ...(isNewAccount ? OF_A_BUDGET : [])];
  return [...new Set(operations)].filter((name) => !left.includes(name)).sort();
}

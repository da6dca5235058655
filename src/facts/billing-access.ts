import { consoleLink, globalRegionOf, type Partition } from '../aws/account.ts';
import { call } from '../aws/call.ts';
import { isDenied } from '../aws/errors.ts';
import type { Chore } from '../engine/fact.ts';
import { iamAccount } from './iam-account.ts';

type Metric = 'on' | 'not yet seen' | 'likely off';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * AWS sends billing metrics, so that an alarm has something to watch. No API tells the preference: the first
 * metric does, and it takes up to a day. `now` is the time in milliseconds.
 */
export function billingMetricIsSeen(partition: Partition, now: () => number): Chore<Metric> {
  const question = call(
    'cloudwatch',
    'ListMetrics',
    { Namespace: 'AWS/Billing', MetricName: 'EstimatedCharges' },
    globalRegionOf(partition),
  );
  return {
    id: 'billing/metric',
    title: 'AWS sends billing metrics',
    want: 'on',
    async read(account) {
      const { Metrics } = await account.send(question);
      if (Metrics?.length) return 'on';
      // The oldest role is a service-linked one that AWS made together with the account.
      const { roles } = await iamAccount(account);
      const oldest = Math.min(...[...roles.values()].map(({ CreateDate }) => CreateDate?.getTime() ?? now()));
      return now() - oldest > DAY_MS ? 'likely off' : 'not yet seen';
    },
    how: (seen) =>
      `As root open the page below, "Alert preferences", and switch on "Receive CloudWatch billing alerts" (${
        seen === 'likely off'
          ? 'none in a day or more, so it is likely off'
          : 'in a new account the first metric takes up to a day'
      })`,
    link: consoleLink(partition, 'billing/home#/preferences'),
  };
}

/**
 * IAM users may open the billing pages. Only root can allow it, and only an IAM user can see that it is allowed:
 * Budgets answers (whether its refusal always means this switch is unverified, see docs/unverified.md).
 */
export function iamMaySeeBilling(partition: Partition): Chore<boolean> {
  return {
    id: 'billing/iam-access',
    title: 'IAM users may open the billing pages',
    want: true,
    async read(account) {
      if (account.identity.kind === 'root') return null;
      try {
        await account.send(
          call('budgets', 'DescribeBudgets', { AccountId: account.identity.accountId, MaxResults: 1 }),
        );
        return true;
      } catch (error) {
        if (isDenied(error)) return false;
        throw error;
      }
    },
    how: (seen) =>
      `As root open the page below, "IAM user and role access to Billing information", Edit, Activate${
        seen === null ? ' (root cannot see whether it is on; the admin user will)' : ''
      }`,
    link: consoleLink(partition, 'billing/home#/account'),
  };
}

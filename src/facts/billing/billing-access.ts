import { consoleLink, globalRegionOf, type Partition } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import type { Chore } from '../../engine/fact.ts';
import { confirmedBy } from '../confirmed-by.ts';
import { iamAccount } from '../iam/account.ts';

/**
 * Whether a partition has its own bills. GovCloud has none: charges, billing alerts and billing pages belong to the
 * associated standard account (AWS page "AWS GovCloud (US) Billing and Payment").
 */
export function billsHere(partition: Partition): boolean {
  return partition !== 'aws-us-gov';
}

type Metric = 'on' | 'not yet seen' | 'likely off';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Billing alerts are on, so AWS publishes the billing metric that the alarm monitors. No API returns the preference; the
 * first metric proves it and takes up to a day. `now` is the time in milliseconds. `isSaid` (the user's own statement)
 * counts only while the first metric may still be on its way.
 */
export function billingMetricIsSeen(partition: Partition, now: () => number, isSaid = false): Chore<Metric> {
  const question = call(
    'cloudwatch',
    'ListMetrics',
    { Namespace: 'AWS/Billing', MetricName: 'EstimatedCharges' },
    globalRegionOf(partition),
  );
  return {
    id: 'billing/metric',
    title: 'billing alerts are on',
    saidBy: 'root.billing-alerts',
    play: (person) => person.turnsOnBillingAlerts(),
    want: 'on',
    async read(account) {
      const { Metrics } = await account.send(question);
      if (Metrics?.length) return 'on';
      // The oldest role is a service-linked role that AWS created together with the account.
      const { roles } = await iamAccount(account);
      const oldest = Math.min(...[...roles.values()].map(({ CreateDate }) => CreateDate?.getTime() ?? now()));
      if (now() - oldest > DAY_MS) return 'likely off';
      return isSaid ? 'on' : 'not yet seen';
    },
    how: (seen) =>
      `As root, open the page below and turn on "Receive CloudWatch billing alerts" in "Alert preferences" (${
        seen === 'likely off'
          ? 'no metric for at least a day, so it is probably off'
          : 'in a new account the first metric takes up to a day'
      })`,
    link: consoleLink(partition, 'billing/home#/preferences'),
  };
}

/**
 * AWS e-mails when a month's use comes near a limit of the free tier. The preference has no public API (AWS page "Tracking
 * your AWS Free Tier usage"), so the user has to confirm it.
 */
export function freeTierAlertsAreOn(partition: Partition, done: readonly string[]): Chore<boolean> {
  return confirmedBy(done, {
    id: 'billing/free-tier-alerts',
    title: 'free tier alerts are on',
    saidBy: 'root.free-tier-alerts',
    how:
      'On the page below, turn on "Receive AWS Free Tier alerts" in "Alert preferences". No API returns this setting: ' +
      'confirm it with --done root.free-tier-alerts',
    link: consoleLink(partition, 'billing/home#/preferences'),
  });
}

/**
 * IAM users have access to the billing pages. Only root can change the setting. It controls console pages, not the APIs
 * of Cost Explorer, Budgets and Cost and Usage Reports (AWS page "Overview of managing access permissions", section
 * "Activating access to the Billing and Cost Management console"), so no API returns it; the user has to confirm it.
 */
export function iamMaySeeBilling(partition: Partition, done: readonly string[]): Chore<boolean> {
  return confirmedBy(done, {
    id: 'billing/iam-access',
    title: 'IAM users have access to the billing pages',
    saidBy: 'root.billing-access',
    how:
      'As root, open the page below and choose "IAM user and role access to Billing information", Edit, Activate. No ' +
      'API returns this setting: confirm it with --done root.billing-access',
    link: consoleLink(partition, 'billing/home#/account'),
  });
}

import { consoleLink, globalRegionOf, type Partition } from '../aws/account.ts';
import { call } from '../aws/call.ts';
import type { Chore } from '../engine/fact.ts';
import { iamAccount } from './iam-account.ts';

/**
 * Whether a partition has its own bills. GovCloud has none: charges, billing alerts and billing pages are those of the
 * standard account that belongs to it (AWS page "AWS GovCloud (US) Billing and Payment").
 */
export function billsHere(partition: Partition): boolean {
  return partition !== 'aws-us-gov';
}

type Metric = 'on' | 'not yet seen' | 'likely off';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * AWS sends billing metrics, so that an alarm has something to watch. No API tells the preference: the first
 * metric does, and it takes up to a day. `now` is the time in milliseconds. A person's word that the preference is on
 * (`isSaid`) counts as long as a first metric may still be under way, not against an account that has had a day.
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
    title: 'AWS sends billing metrics',
    saidBy: 'root.billing-alerts',
    play: (person) => person.turnsOnBillingAlerts(),
    want: 'on',
    async read(account) {
      const { Metrics } = await account.send(question);
      if (Metrics?.length) return 'on';
      // The oldest role is a service-linked one that AWS made together with the account.
      const { roles } = await iamAccount(account);
      const oldest = Math.min(...[...roles.values()].map(({ CreateDate }) => CreateDate?.getTime() ?? now()));
      if (now() - oldest > DAY_MS) return 'likely off';
      return isSaid ? 'on' : 'not yet seen';
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
 * IAM users may open the billing pages. The switch is root's and governs console pages only, not the APIs of Cost
 * Explorer, Budgets and Cost and Usage Reports (AWS page "Overview of managing access permissions", section
 * "Activating access to the Billing and Cost Management console"), so no API tells it: only a person can.
 */
export function iamMaySeeBilling(partition: Partition, isSaid: boolean): Chore<boolean> {
  return {
    id: 'billing/iam-access',
    title: 'IAM users may open the billing pages',
    saidBy: 'root.billing-access',
    want: true,
    read: async () => (isSaid ? true : null),
    how:
      'As root open the page below, "IAM user and role access to Billing information", Edit, Activate. AWS tells no ' +
      'program whether it is on: say so with --done root.billing-access',
    link: consoleLink(partition, 'billing/home#/account'),
  };
}

import { leavesPaymentsToRoot, readsBilling, watchesCosts } from './billing.ts';
import { actions, allow, atHome, type Clause } from './document.ts';
import { arn, globalRegion, type Place } from './place.ts';

/** With us-east-1 as home, where billing lives, a plain `*` would give root's powers over taxes and the account. */
function worksAtHome(place: Place): Clause {
  return allow('WorkAtHome', 'Do everything in the home Region, except what money and the account itself are about.', {
    NotAction: ['account:*', 'billing:*', 'cur:*', 'freetier:*', 'invoicing:*', 'purchase-orders:*', 'tax:*'],
    Resource: '*',
    Condition: atHome(place),
  });
}

function managesIdentities(): Clause {
  return allow('ManageIdentities', 'Manage users, groups, roles and policies; these belong to no Region.', {
    Action: ['iam:*', 'sts:*'],
    Resource: '*',
  });
}

function looksAtAccountWideThings(): Clause {
  return allow('UseAccountWideServices', 'List all buckets, write to AWS Support, see AWS outages and list prices.', {
    Action: ['health:Describe*', 'pricing:Describe*', 'pricing:Get*', 's3:ListAllMyBuckets', 'support:*'],
    Resource: '*',
  });
}

/** What an administrator meets in the console and no Region holds; changes to it stay with root and `iam:*`. */
function readsGlobalServices(): Clause {
  return allow(
    'ReadGlobalServices',
    'Read Route 53, CloudFront, Organizations, Regions, Trusted Advisor, data exports and notifications.',
    {
      Action: [
        ...actions('account', 'GetRegionOptStatus ListRegions'),
        ...actions('bcm-data-exports', 'Get* List*'),
        ...actions('cloudfront', 'Describe* Get* List*'),
        ...actions('notifications', 'Get* List*'),
        ...actions('notifications-contacts', 'Get* List*'),
        ...actions('organizations', 'Describe* List*'),
        ...actions('route53', 'Get* List*'),
        ...actions('route53domains', 'Get* List*'),
        ...actions('trustedadvisor', 'Describe* Get* List*'),
      ],
      Resource: '*',
    },
  );
}

function keepsBillingAlarm(place: Place): Clause {
  const region = globalRegion(place);
  return allow('KeepBillingAlarm', `Keep alarms and their e-mail topics in ${region}, where billing alarms live.`, {
    Action: ['cloudwatch:*', 'sns:*'],
    Resource: [arn(place, 'cloudwatch', 'alarm:*', region), arn(place, 'sns', '*', region)],
  });
}

function looksIntoGlobalRegion(place: Place): Clause {
  const region = globalRegion(place);
  return allow(
    'LookIntoGlobalRegion',
    `Read metrics, certificates, quotas and the record of who did what in ${region}; use CloudShell there.`,
    {
      Action: [
        ...actions('acm', 'Describe* List*'),
        'cloudshell:*',
        ...actions('cloudtrail', 'Describe* Get* List* LookupEvents'),
        ...actions('cloudwatch', 'DescribeAlarmsForMetric GetMetricData GetMetricStatistics ListMetrics'),
        ...actions('servicequotas', 'Get* List*'),
        ...actions('sns', 'ListSubscriptions ListTopics'),
        ...actions('wafv2', 'Get* List*'),
      ],
      Resource: '*',
      Condition: { StringEquals: { 'aws:RequestedRegion': region } },
    },
  );
}

/** `admin_access`. A seat belt, not a boundary: `iam:*` lets an administrator lift all of it. */
export function adminAccess(place: Place): Clause[] {
  return [
    worksAtHome(place),
    managesIdentities(),
    readsBilling(),
    watchesCosts(),
    looksAtAccountWideThings(),
    readsGlobalServices(),
    keepsBillingAlarm(place),
    looksIntoGlobalRegion(place),
    leavesPaymentsToRoot(),
  ];
}

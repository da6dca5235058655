import { leavesPaymentsToRoot, readsBilling, watchesCosts } from './billing.ts';
import { actions, allow, atHome, type Clause, deny } from './document.ts';
import { arn, globalRegion, type Place } from './place.ts';

/**
 * In us-east-1, the Region of billing, a plain `*` would also grant root's permissions for invoices and the account.
 * Scanners do not know every service that could stand here: the others are in `leavesPaymentsToRoot`.
 */
function worksAtHome(place: Place): Clause {
  return allow('WorkAtHome', 'Do everything in the home Region, except actions on billing and on the account itself.', {
    NotAction: ['account:*'],
    Resource: '*',
    Condition: atHome(place),
  });
}

function managesIdentities(): Clause {
  return allow('ManageIdentities', 'Manage users, groups, roles and policies, which are global.', {
    Action: ['iam:*', 'sts:*'],
    Resource: '*',
  });
}

function looksAtAccountWideThings(): Clause {
  return allow(
    'UseAccountWideServices',
    'List all buckets, contact AWS Support, view AWS Health events and list prices.',
    {
      Action: ['health:Describe*', 'pricing:Describe*', 'pricing:Get*', 's3:ListAllMyBuckets', 'support:*'],
      Resource: '*',
    },
  );
}

/** Global services that an administrator sees in the console, read-only. */
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
  return allow('KeepBillingAlarm', `Manage alarms and their SNS topics in ${region}, the Region of billing alarms.`, {
    Action: ['cloudwatch:*', 'sns:*'],
    Resource: [arn(place, 'cloudwatch', 'alarm:*', region), arn(place, 'sns', '*', region)],
  });
}

/** Alerts about the root user are rules of EventBridge there (IAM page "AWS account root user", sign-in events). */
function keepsRootAlert(place: Place): Clause {
  const region = globalRegion(place);
  return allow('KeepRootAlert', `Manage the EventBridge rules of the baseline in ${region}.`, {
    Action: 'events:*',
    Resource: arn(place, 'events', 'rule/aws-baseline-*', region),
  });
}

/** What an intruder does first or what cannot be taken back. With `iam:*`, an administrator can remove this statement too. */
function keepsEvidence(): Clause {
  return deny('KeepEvidence', 'Deny stopping CloudTrail, deleting KMS keys and buying in AWS Marketplace.', {
    Action: [
      'aws-marketplace:Subscribe',
      'cloudtrail:DeleteTrail',
      'cloudtrail:StopLogging',
      'kms:ScheduleKeyDeletion',
    ],
    Resource: '*',
  });
}

function looksIntoGlobalRegion(place: Place): Clause {
  const region = globalRegion(place);
  return allow(
    'LookIntoGlobalRegion',
    `Read metrics, certificates, quotas and CloudTrail events in ${region}; use CloudShell there.`,
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

/** `admin_access`. A safeguard, not a boundary: with `iam:*`, an administrator can remove all restrictions. */
export function adminAccess(place: Place): Clause[] {
  return [
    worksAtHome(place),
    managesIdentities(),
    readsBilling(),
    watchesCosts(),
    looksAtAccountWideThings(),
    readsGlobalServices(),
    keepsBillingAlarm(place),
    keepsRootAlert(place),
    looksIntoGlobalRegion(place),
    leavesPaymentsToRoot(),
    keepsEvidence(),
  ];
}

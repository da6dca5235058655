import type { Place } from '../../../src/policies/index.ts';
import type { TableRow } from '../rows.ts';
import { billingReads } from './billing.ts';
import { rowMakers, stranger } from './row-makers.ts';

export function adminRows(place: Place): TableRow[] {
  const { grant, refuse, arn, iam, bucket, globalRegion, away } = rowMakers(['admin'], place);
  const at = { 'aws:RequestedRegion': globalRegion };
  const elsewhere = { 'aws:RequestedRegion': place.region === globalRegion ? away : globalRegion };
  const home = { 'aws:RequestedRegion': place.region };
  const worldwide = (service: string, resource: string) => arn(service, resource, '');
  const account = worldwide('account', 'account');
  const alarm = arn('cloudwatch', 'alarm:x', globalRegion);
  const topic = arn('sns', 'aws-baseline-alarms', globalRegion);
  return [
    ...[at, home].flatMap((region) => [
      ...grant('iam: CreateUser DeleteUser PutUserPolicy', iam('user/new'), 'IAM has no Region', region),
      ...grant('sts: GetCallerIdentity GetSessionToken', '*', 'STS has no Region', region),
      ...grant('sts: AssumeRole', iam('role/x'), 'STS has no Region', region),
      ...grant('iam: PassRole', iam('role/administrator'), 'the admin passes any role', {
        ...region,
        'iam:PassedToService': 'ec2.amazonaws.com',
      }),
      ...refuse('account: CloseAccount PutContactInformation EnableRegion', account, 'nobody but root', region),
      ...refuse('payments: MakePayment ListPaymentInstruments', '*', 'no group gets payments', region),
      ...refuse(
        'tax: PutTaxRegistration BatchPutTaxRegistration CancelDocument CreateDocument DeleteTaxRegistration UpdateExemptions',
        '*',
        'reads only',
        region,
      ),
      ...refuse(
        'invoicing: PutInvoiceEmailDeliveryPreferences StartInvoiceCorrection CreateInvoiceUnit CreateProcurementPortalPreference DeleteProcurementPortalPreference PutProcurementPortalPreference SendProcurementPortalValidation UpdateProcurementPortalPreferenceStatus VerifyProcurementPortalValidation',
        '*',
        'reads only',
        region,
      ),
      ...refuse(
        'invoicing: DeleteInvoiceUnit TagResource UntagResource UpdateInvoiceUnit',
        worldwide('invoicing', 'invoice-unit/x'),
        'reads only',
        region,
      ),
      ...refuse('freetier: UpgradeAccountPlan', '*', 'reads only', region),
      ...refuse(
        'billing: PutContractInformation RedeemCredits UpdateIAMAccessPreference UseSourceView',
        '*',
        'reads only',
        region,
      ),
      ...refuse(
        'billing: AssociateSourceViews CreateBillingView DeleteBillingView DeleteResourcePolicy DisassociateSourceViews GetResourcePolicy PutResourcePolicy TagResource UntagResource UpdateBillingView',
        worldwide('billing', 'billingview/x'),
        'reads only',
        region,
      ),
      ...refuse('cur: PutClassicReportPreferences', '*', 'reads only', region),
      ...refuse(
        'cur: PutReportDefinition ModifyReportDefinition DeleteReportDefinition TagResource UntagResource',
        worldwide('cur', 'definition/x').replace('::', `:${globalRegion}:`),
        'reads only',
        region,
      ),
      ...refuse('purchase-orders: AddPurchaseOrder', '*', 'reads only', region),
      ...refuse(
        'purchase-orders: DeletePurchaseOrder ModifyPurchaseOrders UpdatePurchaseOrder TagResource UntagResource',
        worldwide('purchase-orders', 'purchase-order/x'),
        'reads only',
        region,
      ),
    ]),
    ...scaling(place),
    ...billingReads('admin', place),
    ...globalReads(place),
    ...grant('s3: ListAllMyBuckets', '*', 'answered from anywhere', { 'aws:RequestedRegion': away }),
    ...grant('support: CreateCase DescribeCases', '*', 'support', at),
    ...grant('pricing: GetProducts GetAttributeValues DescribeServices', '*', 'list prices', at),
    ...grant('health: DescribeEvents DescribeEventAggregates', '*', 'notices', at),
    ...grant(
      'account: GetAccountInformation GetAlternateContact PutAlternateContact DeleteAlternateContact',
      account,
      'contacts',
      at,
    ),
    ...grant('billing: GetBillingPreferences UpdateBillingPreferences', '*', 'alert preferences', at),
    ...grant('freetier: GetFreeTierUsage GetAccountPlanState PutFreeTierAlertPreference', '*', 'alert preferences', at),
    ...grant('budgets: ModifyBudget ViewBudget', worldwide('budgets', 'budget/x'), 'budgets', at),
    ...grant('ce: CreateAnomalyMonitor UpdatePreferences', '*', 'Cost Explorer', at),
    ...grant(
      'cloudwatch: DeleteAlarms DescribeAlarms PutMetricAlarm ListTagsForResource TagResource UntagResource',
      alarm,
      'the billing alarm',
      at,
    ),
    ...grant('cloudwatch: DescribeAlarmsForMetric GetMetricStatistics', '*', 'the billing metric', at),
    ...grant(
      'cloudwatch: GetMetricData ListMetrics',
      arn('cloudwatch', 'dataset/x', globalRegion),
      'the billing metric',
      at,
    ),
    ...grant(
      'sns: CreateTopic DeleteTopic Subscribe SetTopicAttributes GetTopicAttributes ListSubscriptionsByTopic TagResource',
      topic,
      "the alarm's topic",
      at,
    ),
    ...grant('sns: ListTopics ListSubscriptions', '*', 'the topics', at),
    ...grant('cloudtrail: DescribeTrails ListTrails LookupEvents', '*', 'who did what', at),
    ...grant('cloudtrail: GetTrailStatus', arn('cloudtrail', 'trail/x', globalRegion), 'who did what', at),
    ...grant('cloudshell: CreateEnvironment', '*', 'CloudShell there too', at),
    ...grant('acm: ListCertificates', '*', 'certificates for CloudFront', at),
    ...grant('acm: DescribeCertificate', arn('acm', 'certificate/x', globalRegion), 'certificates for CloudFront', at),
    ...grant('servicequotas: ListServices GetServiceQuota', '*', 'quotas of global services', at),
    ...grant('wafv2: ListWebACLs', '*', 'firewalls of CloudFront', at),
    ...grant('wafv2: GetWebACL', arn('wafv2', 'global/webacl/x/1', globalRegion), 'firewalls of CloudFront', at),
    ...grant('servicequotas: GetServiceQuota', arn('servicequotas', 'ec2/L-1216C47A'), 'quotas at home', home),
    ...grant('lambda: CreateFunction', arn('lambda', 'function:x'), 'everything at home', home),
    ...grant('s3: DeleteObjectVersion', `${bucket(place.landingBucket)}/x`, 'everything at home', home),
    ...grant('cloudtrail: CreateTrail StartLogging UpdateTrail', arn('cloudtrail', 'trail/x'), 'the trail', home),
    ...refuse('cloudtrail: StopLogging DeleteTrail', arn('cloudtrail', 'trail/x'), 'the trail stays', home),
    ...grant('kms: CreateKey ListKeys', '*', 'everything at home', home),
    ...refuse('kms: ScheduleKeyDeletion', arn('kms', 'key/x'), 'a deleted key is gone for good', home),
    ...refuse('aws-marketplace: Subscribe', '*', 'no purchases', home),
    ...grant('aws-marketplace: ViewSubscriptions', '*', 'everything at home', home),
    ...grant(
      'events: PutRule DeleteRule DescribeRule PutTargets RemoveTargets ListTargetsByRule TagResource',
      arn('events', 'rule/aws-baseline-root', globalRegion),
      'the alert about the root user',
      at,
    ),
    ...refuse(
      'cloudwatch: PutMetricAlarm',
      alarm.replace(place.accountId, stranger),
      "another account's alarm",
      elsewhere,
    ),
    ...refuse('sns: Publish', topic.replace(place.accountId, stranger), "another account's topic", elsewhere),
    ...refuse('lambda: CreateFunction', arn('lambda', 'function:x'), 'no Region, no home', {
      'aws:RequestedRegion': null,
    }),
    ...refuse('cloudtrail: LookupEvents', '*', 'no Region, not the global one', { 'aws:RequestedRegion': null }),
    ...(place.region === globalRegion ? [] : globalOnlyRows(place)),
  ];
}

/** The read side of what belongs to no Region, wherever it is asked from. */
/** An Auto Scaling group with a load balancer, or what stops or deletes the instance in time: at home, with the roles that AWS creates at the first use of a service. */
function scaling(place: Place): TableRow[] {
  const { grant, refuse, arn, iam, away } = rowMakers(['admin'], place);
  const group = arn('autoscaling', 'autoScalingGroup:1:autoScalingGroupName/aws-baseline');
  const balancer = arn('elasticloadbalancing', 'loadbalancer/app/aws-baseline/1');
  const targets = arn('elasticloadbalancing', 'targetgroup/aws-baseline/1');
  const listener = arn('elasticloadbalancing', 'listener/app/aws-baseline/1/2');
  const schedule = arn('scheduler', 'schedule/aws-baseline-schedule/aws-baseline-delete-after');
  const template = arn('ec2', 'launch-template/lt-1');
  const linked = (service: string, name: string) => iam(`role/aws-service-role/${service}.amazonaws.com/${name}`);
  const groups =
    'autoscaling: CreateAutoScalingGroup UpdateAutoScalingGroup DeleteAutoScalingGroup PutScalingPolicy CreateOrUpdateTags AttachLoadBalancerTargetGroups StartInstanceRefresh';
  return [
    ...grant(groups, group, '--scale'),
    ...refuse('autoscaling: CreateAutoScalingGroup', group, 'at home only', { 'aws:RequestedRegion': away }),
    ...grant(
      'ec2: CreateLaunchTemplate CreateLaunchTemplateVersion ModifyLaunchTemplate DeleteLaunchTemplate',
      template,
      '--scale',
    ),
    ...grant(
      'elasticloadbalancing: CreateLoadBalancer SetSecurityGroups DeleteLoadBalancer AddTags',
      balancer,
      '--load-balancer',
    ),
    ...grant('elasticloadbalancing: CreateTargetGroup ModifyTargetGroup DeleteTargetGroup', targets, '--load-balancer'),
    ...grant('elasticloadbalancing: CreateListener', balancer, '--load-balancer'),
    ...grant('elasticloadbalancing: ModifyListener', listener, '--load-balancer'),
    ...refuse('elasticloadbalancing: CreateLoadBalancer', balancer, 'at home only', { 'aws:RequestedRegion': away }),
    ...grant('ssm: GetParameters', '*', 'the image of the launch template'),
    ...grant(
      'cloudwatch: PutMetricAlarm DeleteAlarms TagResource ListTagsForResource',
      arn('cloudwatch', 'alarm:aws-baseline-stop-when-idle'),
      '--stop-when-idle',
    ),
    ...grant(
      'scheduler: CreateScheduleGroup GetScheduleGroup DeleteScheduleGroup TagResource ListTagsForResource',
      arn('scheduler', 'schedule-group/aws-baseline-schedule'),
      '--delete-after',
    ),
    ...grant('scheduler: CreateSchedule GetSchedule UpdateSchedule DeleteSchedule', schedule, '--delete-after'),
    ...grant('scheduler: ListSchedules', '*', '--delete-after'),
    ...refuse('scheduler: CreateSchedule', schedule, 'at home only', { 'aws:RequestedRegion': away }),
    ...grant('iam: PassRole', iam('role/aws-baseline/account/aws-baseline-schedule'), '--delete-after', {
      'iam:PassedToService': 'scheduler.amazonaws.com',
    }),
    ...grant(
      'iam: CreateServiceLinkedRole',
      linked('events', 'AWSServiceRoleForCloudWatchEvents'),
      'at the first alarm that stops an instance',
      { 'iam:AWSServiceName': 'events.amazonaws.com' },
    ),
    ...grant(
      'iam: CreateServiceLinkedRole',
      linked('autoscaling', 'AWSServiceRoleForAutoScaling'),
      'at the first group',
      {
        'iam:AWSServiceName': 'autoscaling.amazonaws.com',
      },
    ),
    ...grant(
      'iam: CreateServiceLinkedRole',
      linked('elasticloadbalancing', 'AWSServiceRoleForElasticLoadBalancing'),
      'at the first load balancer',
      { 'iam:AWSServiceName': 'elasticloadbalancing.amazonaws.com' },
    ),
  ];
}

function globalReads(place: Place): TableRow[] {
  const { grant, globalRegion, away, arn } = rowMakers(['admin'], place);
  const reads: [actions: string, resource: string, why: string][] = [
    ['route53: GetHostedZone ListResourceRecordSets', `arn:${place.partition}:route53:::hostedzone/Z1`, 'DNS'],
    ['route53: ListHostedZones GetHostedZoneCount', '*', 'DNS'],
    ['route53domains: ListDomains GetDomainDetail', '*', 'domains'],
    ['cloudfront: GetDistribution', arn('cloudfront', 'distribution/E1', ''), 'CloudFront'],
    ['cloudfront: DescribeFunction', arn('cloudfront', 'function/f', ''), 'CloudFront'],
    ['cloudfront: ListDistributions', '*', 'CloudFront'],
    ['organizations: DescribeOrganization ListAccounts ListRoots', '*', 'the organization'],
    ['account: ListRegions GetRegionOptStatus', arn('account', 'account', ''), 'which Regions are on'],
    ['trustedadvisor: DescribeAccount GetRecommendation ListRecommendations', '*', 'Trusted Advisor'],
    ['bcm-data-exports: ListExports', '*', 'data exports'],
    ['bcm-data-exports: GetExport', arn('bcm-data-exports', 'export/x', globalRegion), 'data exports'],
    ['notifications: ListNotificationConfigurations ListNotificationHubs', '*', 'user notifications'],
    ['notifications: GetNotificationConfiguration', arn('notifications', 'configuration/x', ''), 'user notifications'],
    ['notifications-contacts: ListEmailContacts', '*', 'user notifications'],
    [
      'notifications-contacts: GetEmailContact',
      arn('notifications-contacts', 'emailcontact/x', ''),
      'user notifications',
    ],
  ];
  return [globalRegion, away].flatMap((region) =>
    reads.flatMap(([named, resource, why]) => grant(named, resource, why, { 'aws:RequestedRegion': region })),
  );
}

/** Where home is not the global Region, the latter is open for account management only. */
function globalOnlyRows(place: Place): TableRow[] {
  const { refuse, arn, bucket, globalRegion } = rowMakers(['admin'], place);
  const at = { 'aws:RequestedRegion': globalRegion };
  const far = { 'aws:RequestedRegion': 'eu-west-1' };
  return [
    ...refuse('s3: CreateBucket', bucket('x'), 'home only', at),
    ...refuse('lambda: CreateFunction', arn('lambda', 'function:x', globalRegion), 'home only', at),
    ...refuse('cloudtrail: StopLogging DeleteTrail', arn('cloudtrail', 'trail/x', globalRegion), 'reads only', at),
    ...refuse(
      'cloudtrail: PutEventSelectors UpdateTrail',
      arn('cloudtrail', 'trail/x', globalRegion),
      'reads only',
      at,
    ),
    ...refuse(
      'events: PutRule',
      arn('events', 'rule/aws-baseline-root', globalRegion).replace(place.accountId, stranger),
      "another account's rule",
      at,
    ),
    ...refuse('events: PutRule', arn('events', 'rule/other', globalRegion), 'rules of the baseline only', at),
    ...refuse('events: PutRule', arn('events', 'rule/aws-baseline-root', 'eu-west-1'), 'one other Region', far),
    ...refuse('cloudwatch: PutDashboard', arn('cloudwatch', 'dashboard/x', ''), 'alarms only', at),
    ...refuse('cloudwatch: PutAnomalyDetector', '*', 'alarms only', at),
    ...refuse('sns: SetSMSAttributes', '*', 'topics only', at),
    ...refuse('s3: PutAccountPublicAccessBlock', '*', 'home only', at),
    ...refuse('route53: CreateHostedZone', '*', 'reads only', at),
    ...refuse('route53domains: RegisterDomain', '*', 'reads only', at),
    ...refuse('cloudfront: CreateDistribution', '*', 'reads only', at),
    ...refuse('organizations: LeaveOrganization CreateOrganization', '*', 'reads only', at),
    ...refuse('trustedadvisor: UpdateNotificationPreferences', '*', 'reads only', at),
    ...refuse('bcm-data-exports: CreateExport', '*', 'reads only', at),
    ...refuse('notifications: CreateNotificationConfiguration', '*', 'reads only', at),
    ...refuse('notifications-contacts: CreateEmailContact', '*', 'reads only', at),
    ...refuse('acm: RequestCertificate', '*', 'reads only', at),
    ...refuse('acm: ExportCertificate', arn('acm', 'certificate/x', globalRegion), 'no private keys', at),
    ...refuse('servicequotas: RequestServiceQuotaIncrease', '*', 'reads only', at),
    ...refuse('wafv2: CreateWebACL', '*', 'reads only', at),
    ...refuse('acm: ListCertificates', '*', 'one other Region', far),
    ...refuse('servicequotas: ListServices', '*', 'one other Region', far),
    ...refuse('wafv2: ListWebACLs', '*', 'one other Region', far),
    ...refuse('health: EnableHealthServiceAccessForOrganization', '*', 'notices only', at),
    ...refuse('cloudwatch: PutMetricAlarm', arn('cloudwatch', 'alarm:x', 'eu-west-1'), 'one other Region', far),
    ...refuse('sns: CreateTopic', arn('sns', 'x', 'eu-west-1'), 'one other Region', far),
    ...refuse('sns: ListTopics', '*', 'one other Region', far),
    ...refuse('cloudshell: CreateEnvironment', '*', 'one other Region', far),
    ...refuse('cloudtrail: LookupEvents', '*', 'one other Region', far),
  ];
}

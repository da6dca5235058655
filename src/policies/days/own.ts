import { globalRegion } from '../place.ts';
import type { DayCall, Words } from './day.ts';

type Tasks = Record<string, DayCall[]>;

/** What every member of a group does with the own user. */
export function ownTasks({ ask, iam, user, place }: Words): Tasks {
  const own = iam(`user/${user}`);
  const client = (region: string) =>
    `arn:${place.partition}:signin:${region}:${place.accountId}:oauth2/public-client/localhost`;
  return {
    'chooses a password, sets up MFA, and later replaces the device': [
      ...ask('iam: GetAccountPasswordPolicy GetAccountSummary ListVirtualMFADevices'),
      ...ask('iam: ChangePassword GetUser ListMFADevices', own),
      ...ask('iam: CreateVirtualMFADevice', iam('mfa/phone-2026')),
      ...ask('iam: EnableMFADevice GetMFADevice ResyncMFADevice DeactivateMFADevice', own),
      ...ask('iam: DeleteVirtualMFADevice', iam(`mfa/${user}-old`)),
    ],
    'signs in on their own computer with "aws login"': [
      ...ask('signin: AuthorizeOAuth2Access CreateOAuth2Token', client(place.region)),
      ...ask('signin: AuthorizeOAuth2Access CreateOAuth2Token', client(globalRegion(place))),
      ...ask('sts: GetCallerIdentity DecodeAuthorizationMessage'),
    ],
    'opens the console and its start pages': [
      ...ask('account: ListRegions', `arn:${place.partition}:account::${place.accountId}:account`),
      ...ask('health: DescribeEventAggregates'),
      ...ask('iam: ListAccountAliases'),
      ...ask('s3: ListAllMyBuckets'),
      ...ask('s3express: ListAllMyDirectoryBuckets'),
      ...ask('servicequotas: ListServiceQuotas'),
      ...ask('tag: GetResources'),
    ],
  };
}

/** What only engineers do besides. */
export function engineerTasks({ ask, arn, iam, user, place }: Words): Tasks {
  const account = `arn:${place.partition}:account::${place.accountId}:account`;
  const view = `arn:${place.partition}:billing::${place.accountId}:billingview/primary`;
  const shell = arn('cloudshell', 'environment/e-1');
  const group = arn('logs', 'log-group:/aws-glue/jobs/error');
  return {
    'works in CloudShell, and uploads and downloads files there': [
      ...ask('cloudshell: CreateEnvironment DescribeEnvironments'),
      ...ask(
        'cloudshell: GetEnvironmentStatus StartEnvironment CreateSession PutCredentials GetFileUploadUrls GetFileDownloadUrls StopEnvironment DeleteEnvironment',
        shell,
      ),
    ],
    'searches the logs of Glue jobs for errors': [
      ...ask(
        'logs: DescribeLogGroups DescribeQueryDefinitions DescribeAccountPolicies DescribeFieldIndexes DescribeIndexPolicies ListLogGroups',
      ),
      ...ask('logs: DescribeMetricFilters DescribeSubscriptionFilters GetDataProtectionPolicy GetTransformer', group),
      ...ask('logs: StartQuery GetQueryResults GetLogGroupFields GetLogRecord', group),
      ...ask('logs: StopQuery StopLiveTail'),
    ],
    'reads the bill of the month and the quotas': [
      ...ask('ce: GetCostAndUsage', view),
      ...ask('budgets: ViewBudget', `arn:${place.partition}:budgets::${place.accountId}:budget/month`),
      ...ask('account: GetAccountInformation GetContactInformation GetAlternateContact', account),
      ...ask('billing: GetBillingData', view),
      ...ask('billing: GetContractInformation GetCredits GetSellerOfRecord'),
      ...ask('ce: DescribeReport ListCostAllocationTags'),
      ...ask('consolidatedbilling: GetAccountBillingRole ListLinkedAccounts'),
      ...ask('freetier: GetFreeTierUsage'),
      ...ask('invoicing: GetInvoicePDF ListInvoiceSummaries'),
      ...ask('tax: GetTaxRegistrationDocument ListTaxRegistrations'),
      ...ask('servicequotas: ListServiceQuotas ListServices'),
      ...ask('tag: GetResources'),
    ],
    'creates an access key for their own user, and replaces it': [
      ...ask(
        'iam: CreateAccessKey ListAccessKeys GetAccessKeyLastUsed UpdateAccessKey DeleteAccessKey',
        iam(`user/${user}`),
      ),
      ...ask('sts: GetSessionToken'),
    ],
  };
}

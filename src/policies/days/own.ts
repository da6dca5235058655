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
    'signs in on the own computer with "aws login"': [
      ...ask('signin: AuthorizeOAuth2Access CreateOAuth2Token', client(place.region)),
      ...ask('signin: AuthorizeOAuth2Access CreateOAuth2Token', client(globalRegion(place))),
      ...ask('sts: GetCallerIdentity DecodeAuthorizationMessage'),
    ],
  };
}

/** What only engineers do besides. */
export function engineerTasks({ ask, arn, iam, user, place }: Words): Tasks {
  const shell = arn('cloudshell', 'environment/e-1');
  const group = arn('logs', 'log-group:/aws-glue/jobs/error');
  return {
    'works in CloudShell, with files from the own computer and back': [
      ...ask('cloudshell: CreateEnvironment DescribeEnvironments'),
      ...ask(
        'cloudshell: GetEnvironmentStatus StartEnvironment CreateSession PutCredentials GetFileUploadUrls GetFileDownloadUrls StopEnvironment DeleteEnvironment',
        shell,
      ),
    ],
    'searches the logs of Glue jobs for errors': [
      ...ask('logs: DescribeLogGroups DescribeQueryDefinitions'),
      ...ask('logs: StartQuery GetQueryResults GetLogGroupFields GetLogRecord', group),
      ...ask('logs: StopQuery'),
    ],
    'reads the bill of the month and the quotas': [
      ...ask('ce: GetCostAndUsage', `arn:${place.partition}:billing::${place.accountId}:billingview/primary`),
      ...ask('budgets: ViewBudget', `arn:${place.partition}:budgets::${place.accountId}:budget/month`),
      ...ask('freetier: GetFreeTierUsage'),
      ...ask('servicequotas: ListServiceQuotas ListServices'),
      ...ask('tag: GetResources'),
    ],
    'makes an access key for the own user, and replaces it': [
      ...ask(
        'iam: CreateAccessKey ListAccessKeys GetAccessKeyLastUsed UpdateAccessKey DeleteAccessKey',
        iam(`user/${user}`),
      ),
      ...ask('sts: GetSessionToken'),
    ],
  };
}

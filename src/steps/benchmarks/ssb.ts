import type { Benchmark } from './benchmark.ts';

const APPLICATION = 'it concerns your application, not the account';
const PAGES = 'https://docs.aws.amazon.com/prescriptive-guidance/latest/aws-startup-security-baseline';

/** AWS Startup Security Baseline (AWS Prescriptive Guidance). */
export const SSB: Benchmark = {
  id: 'ssb',
  title: 'AWS Startup Security Baseline',
  version: '2026',
  link: `${PAGES}/welcome.html`,
  items: [
    {
      id: 'ACCT.01',
      title: 'AWS knows contacts for security, billing and operations',
      by: ['security-contact', 'billing-contact', 'operations-contact'],
    },
    { id: 'ACCT.02', title: 'the root user is protected', by: ['root-mfa', 'root-access-keys'] },
    { id: 'ACCT.03', title: 'each person signs in as their own user', by: ['member-of-admin'] },
    { id: 'ACCT.04', title: 'users get permissions from groups', by: ['permissions-by-groups', 'no-full-access'] },
    { id: 'ACCT.05', title: 'signing in requires MFA', by: ['attached-require_mfa', 'users-have-mfa'] },
    { id: 'ACCT.06', title: 'passwords must be strong', by: ['password-policy'] },
    { id: 'ACCT.07', title: 'CloudTrail writes to a protected bucket', by: ['trail'] },
    { id: 'ACCT.08', title: 'buckets cannot be made public', by: ['s3-account-block'] },
    {
      id: 'ACCT.09',
      title: 'networks that nobody uses are closed',
      by: ['default-security-group'],
      note: 'their groups only: whether to delete a VPC is yours to decide',
    },
    { id: 'ACCT.10', title: 'a budget watches the charges', by: ['budget'] },
    { id: 'ACCT.11', title: 'IAM Access Analyzer works', by: ['access-analyzer'] },
    {
      id: 'ACCT.12',
      title: 'high risks of Trusted Advisor are resolved',
      person: 'open Trusted Advisor in the console; without a Support plan it shows a few checks',
    },
    { id: 'ACCT.13', title: 'credentials are short-lived', by: ['no-access-keys'] },
    { id: 'ACCT.14', title: 'GuardDuty is on', by: ['guardduty'] },
    { id: 'ACCT.15', title: 'AWS Security Hub is on', by: ['security-hub'] },
    { id: 'ACCT.16', title: 'unusual costs are reported', by: ['cost-anomaly'] },
    { id: 'ACCT.17', title: 'work is limited to one Region', by: ['attached-admin_access'] },
    { id: 'WKLD.01', title: 'compute uses roles', by: ['instances-with-roles'], note: 'of EC2 instances' },
    { id: 'WKLD.02', title: 'resource policies limit where credentials work', not: APPLICATION },
    { id: 'WKLD.03', title: 'secrets are kept in a service for secrets', not: APPLICATION },
    { id: 'WKLD.04', title: 'secrets are not exposed', not: APPLICATION },
    { id: 'WKLD.05', title: 'exposed secrets are found', not: APPLICATION },
    {
      id: 'WKLD.06',
      title: 'Session Manager replaces SSH and RDP',
      by: ['closed-to-ipv4', 'closed-to-ipv6'],
    },
    {
      id: 'WKLD.07',
      title: 'access to sensitive objects is logged',
      paid: 'data events of CloudTrail are billed by their number',
    },
    { id: 'WKLD.08', title: 'EBS volumes are encrypted', by: ['ebs-encryption'], note: 'of new volumes' },
    { id: 'WKLD.09', title: 'databases are encrypted', not: 'this program creates no databases and reads none' },
    { id: 'WKLD.10', title: 'private resources are in private subnets', not: APPLICATION },
    { id: 'WKLD.11', title: 'security groups limit access', by: ['closed-to-risky-ports', 'default-security-group'] },
    { id: 'WKLD.12', title: 'VPC endpoints reach AWS', paid: 'interface endpoints are billed by the hour' },
    { id: 'WKLD.13', title: 'public pages require HTTPS', not: APPLICATION },
    { id: 'WKLD.14', title: 'public endpoints have edge protection', not: APPLICATION },
    { id: 'WKLD.15', title: 'templates define the security', not: APPLICATION },
  ],
};

import type { Benchmark, Item } from './benchmark.ts';

const ORGANIZATION =
  'it concerns an organization, and joining one ends the Free plan (see "aws-baseline explain identity")';
const DATABASES = 'this program creates no databases and reads none';
const NO_KEY = 'CloudTrail encrypts with keys of S3; a key of your own in AWS KMS is billed monthly';
const DATA_EVENTS = 'data events are billed by their number: add them to the trail where an audit asks for them';

// What CIS wants an alarm for, 5.1 to 5.15.
const ALARMS = [
  ...['denied API calls', 'console sign-ins without MFA', 'use of the root user', 'changes of IAM policies'],
  ...['changes of CloudTrail', 'failed console sign-ins', 'KMS keys that are disabled or scheduled for deletion'],
  ...['changes of bucket policies', 'changes of AWS Config', 'changes of security groups', 'changes of network ACLs'],
  ...['changes of network gateways', 'changes of route tables', 'changes of VPCs', 'changes of the organization'],
];

const IDENTITY: Item[] = [
  { id: '2.1.1', title: 'root access of member accounts is managed centrally', not: ORGANIZATION },
  { id: '2.1.2', title: 'policies of the organization limit every account', not: ORGANIZATION },
  { id: '2.1.3', title: 'the management account runs no workloads', not: ORGANIZATION },
  { id: '2.1.4', title: 'organizational units follow environments', not: ORGANIZATION },
  { id: '2.1.5', title: 'organization policies are administered by a delegated account', not: ORGANIZATION },
  { id: '2.1.6', title: 'services of the organization are administered by delegated accounts', not: ORGANIZATION },
  { id: '2.2', title: 'the contact details of the account are current', by: ['account-contact'] },
  { id: '2.3', title: 'AWS knows a security contact', by: ['security-contact'] },
  { id: '2.4', title: 'the root user has no access keys', by: ['root-access-keys'] },
  { id: '2.5', title: 'the root user has MFA', by: ['root-mfa'] },
  { id: '2.6', title: 'the MFA device of the root user is hardware', by: ['root-hardware-mfa'] },
  { id: '2.7', title: 'nobody works as the root user', by: ['member-of-admin', 'root-alert'] },
  { id: '2.8', title: 'passwords have at least 14 characters', by: ['password-policy'] },
  { id: '2.9', title: 'the last 24 passwords cannot be used again', by: ['password-policy'] },
  { id: '2.10', title: 'every IAM user with a password has MFA', by: ['users-have-mfa'] },
  { id: '2.11', title: 'credentials are not kept unused for 45 days', by: ['credentials-in-use'] },
  { id: '2.12', title: 'access keys are replaced after 90 days', by: ['access-keys-rotated'] },
  { id: '2.13', title: 'users get permissions from groups only', by: ['permissions-by-groups'] },
  { id: '2.14', title: 'no attached policy allows everything', by: ['no-full-access'] },
  { id: '2.15', title: 'a role for AWS Support exists', by: ['support-role'] },
  { id: '2.16', title: 'instances use roles', by: ['instances-with-roles'] },
  {
    id: '2.17',
    title: 'IAM keeps no expired certificates',
    not: 'this program uploads no certificates: see "aws iam list-server-certificates"',
  },
  { id: '2.18', title: 'IAM Access Analyzer works in every Region', by: ['access-analyzer'] },
  { id: '2.19', title: 'users of several accounts are managed centrally', not: ORGANIZATION },
  { id: '2.20', title: 'nobody has full access to CloudShell', by: ['no-full-cloudshell'] },
  {
    id: '2.21',
    title: 'no resource policy allows everyone',
    by: ['s3-account-block'],
    note: 'of buckets only: IAM Access Analyzer finds other resources',
  },
];

const STORAGE: Item[] = [
  { id: '3.1.1', title: 'buckets deny requests without TLS', by: ['buckets-tls'] },
  {
    id: '3.1.2',
    title: 'buckets have MFA delete',
    person: 'only the root user can turn it on, and then only root can delete versions',
  },
  { id: '3.1.3', title: 'sensitive data in buckets is found', by: ['macie'] },
  { id: '3.1.4', title: 'buckets block public access', by: ['s3-account-block'] },
  { id: '3.2.1', title: 'databases are encrypted', not: DATABASES },
  { id: '3.2.2', title: 'databases get minor upgrades', not: DATABASES },
  { id: '3.2.3', title: 'databases are not public', not: DATABASES },
  { id: '3.2.4', title: 'databases run in several Availability Zones', not: DATABASES },
  { id: '3.3.1', title: 'EFS file systems are encrypted', not: 'this program creates no file systems and reads none' },
];

const LOGGING: Item[] = [
  { id: '4.1', title: 'CloudTrail records all Regions', by: ['trail'] },
  { id: '4.2', title: 'the log files of CloudTrail can be validated', by: ['trail'] },
  { id: '4.3', title: 'AWS Config records in every Region', by: ['config'] },
  { id: '4.4', title: 'access to the bucket of CloudTrail is logged', by: ['trail', 'bucket-logs'] },
  { id: '4.5', title: 'CloudTrail encrypts with a key of AWS KMS', paid: NO_KEY },
  { id: '4.6', title: 'KMS keys are rotated', not: 'this program creates no keys and reads none' },
  { id: '4.7', title: 'every VPC has flow logs', by: ['flow-logs'] },
  { id: '4.8', title: 'writes of objects are logged', paid: DATA_EVENTS },
  { id: '4.9', title: 'reads of objects are logged', paid: DATA_EVENTS },
];

const NETWORK: Item[] = [
  { id: '6.1.1', title: 'new EBS volumes are encrypted in every Region', by: ['ebs-encryption'] },
  { id: '6.1.2', title: 'nobody outside reaches CIFS', by: ['closed-to-cifs'] },
  { id: '6.2', title: 'network ACLs close ports 22 and 3389', by: ['network-acl'] },
  { id: '6.3', title: 'security groups close ports 22 and 3389 to IPv4', by: ['closed-to-ipv4'] },
  { id: '6.4', title: 'security groups close ports 22 and 3389 to IPv6', by: ['closed-to-ipv6'] },
  { id: '6.5', title: 'default security groups allow nothing', by: ['default-security-group'] },
  {
    id: '6.6',
    title: 'routes of peering connections are narrow',
    not: 'this program creates no peering connections and reads none',
  },
  { id: '6.7', title: 'instances require IMDSv2', by: ['instances-imdsv2'] },
];

/** CIS Amazon Web Services Foundations Benchmark. */
export const CIS: Benchmark = {
  id: 'cis',
  title: 'CIS AWS Foundations',
  version: '7.0.0',
  link: 'https://www.cisecurity.org/benchmark/amazon_web_services',
  items: [
    ...IDENTITY,
    ...STORAGE,
    ...LOGGING,
    ...ALARMS.map((what, i): Item => ({ id: `5.${i + 1}`, title: `an alarm tells of ${what}`, by: ['cis-alarms'] })),
    { id: '5.16', title: 'AWS Security Hub is on', by: ['security-hub'] },
    ...NETWORK,
  ],
};

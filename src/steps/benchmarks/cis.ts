import type { Benchmark, Item } from './benchmark.ts';
import type { Control } from './controls.ts';

const ORGANIZATION =
  'it concerns an organization, and joining one ends the Free plan (see "aws-baseline explain identity")';
const DATABASES = 'this program creates no databases and reads none';
const NO_KEY = 'CloudTrail encrypts with keys of S3; a key of your own in AWS KMS is billed monthly';
const DATA_EVENTS = 'data events are billed by their number: add them to the trail where an audit asks for them';

// What CIS wants an alarm for, 5.1 to 5.15.
const ALARMS: readonly (readonly [Control, string])[] = [
  ['alarm-5.1', 'denied API calls'],
  ['alarm-5.2', 'console sign-ins without MFA'],
  ['alarm-5.3', 'use of the root user'],
  ['alarm-5.4', 'changes of IAM policies'],
  ['alarm-5.5', 'changes of CloudTrail'],
  ['alarm-5.6', 'failed console sign-ins'],
  ['alarm-5.7', 'KMS keys that are disabled or scheduled for deletion'],
  ['alarm-5.8', 'changes of bucket policies'],
  ['alarm-5.9', 'changes of AWS Config'],
  ['alarm-5.10', 'changes of security groups'],
  ['alarm-5.11', 'changes of network ACLs'],
  ['alarm-5.12', 'changes of network gateways'],
  ['alarm-5.13', 'changes of route tables'],
  ['alarm-5.14', 'changes of VPCs'],
  ['alarm-5.15', 'changes of the organization'],
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
  {
    id: '2.7',
    title: 'nobody works as the root user',
    by: ['member-of-admin', 'root-alert'],
    note: 'when root was last used, the credential report shows',
  },
  { id: '2.8', title: 'passwords have at least 14 characters', by: ['password-policy'], or: 'password-length' },
  { id: '2.9', title: 'the last 24 passwords cannot be used again', by: ['password-policy'], or: 'password-reuse' },
  { id: '2.10', title: 'every IAM user with a password has MFA', by: ['users-have-mfa'] },
  { id: '2.11', title: 'credentials are not kept unused for 45 days', by: ['credentials-in-use'] },
  { id: '2.12', title: 'access keys are replaced after 90 days', by: ['access-keys-rotated'] },
  { id: '2.13', title: 'users get permissions from groups only', by: ['permissions-by-groups'] },
  { id: '2.14', title: 'no attached policy allows everything', by: ['no-full-access'] },
  { id: '2.15', title: 'a role for AWS Support exists', by: ['support-role'], or: 'aws-support-role' },
  { id: '2.16', title: 'instances use roles', by: ['instances-with-roles'] },
  { id: '2.17', title: 'IAM keeps no expired certificates', by: ['certificates-valid'] },
  { id: '2.18', title: 'IAM Access Analyzer works in every Region', by: ['access-analyzer'] },
  { id: '2.19', title: 'users of several accounts are managed centrally', not: ORGANIZATION },
  { id: '2.20', title: 'nobody has full access to CloudShell', by: ['no-full-cloudshell'] },
  {
    id: '2.21',
    title: 'no resource policy allows everyone',
    by: ['s3-account-block'],
    or: 'buckets-not-public',
    note: 'of buckets only: IAM Access Analyzer finds other resources',
  },
];

const STORAGE: Item[] = [
  { id: '3.1.1', title: 'buckets deny requests without TLS', by: ['buckets-tls'] },
  {
    id: '3.1.2',
    title: 'buckets have MFA delete',
    by: ['buckets-mfa-delete'],
    otherwise: { person: 'only the root user can turn it on, and then only root can delete versions' },
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
  { id: '4.1', title: 'CloudTrail records all Regions', by: ['trail'], or: 'trail-in-all-regions' },
  { id: '4.2', title: 'the log files of CloudTrail can be validated', by: ['trails-validated'] },
  { id: '4.3', title: 'AWS Config records in every Region', by: ['config', 'recorders-deliver'] },
  { id: '4.4', title: 'access to the bucket of CloudTrail is logged', by: ['trail-buckets-logged'] },
  {
    id: '4.5',
    title: 'CloudTrail encrypts with a key of AWS KMS',
    by: ['trails-encrypted'],
    otherwise: { paid: NO_KEY },
  },
  { id: '4.6', title: 'KMS keys are rotated', not: 'this program creates no keys and reads none' },
  { id: '4.7', title: 'every VPC has flow logs', by: ['flow-logs'] },
  {
    id: '4.8',
    title: 'writes of objects are logged',
    by: ['object-writes-logged'],
    otherwise: { paid: DATA_EVENTS },
  },
  { id: '4.9', title: 'reads of objects are logged', by: ['object-reads-logged'], otherwise: { paid: DATA_EVENTS } },
  {
    id: '4.10',
    title: 'requests to web front ends are logged',
    not: 'this program creates no distributions, load balancers or APIs and reads none',
  },
];

const NETWORK: Item[] = [
  { id: '6.1.1', title: 'new EBS volumes are encrypted in every Region', by: ['ebs-encryption'] },
  { id: '6.1.2', title: 'nobody outside reaches CIFS', by: ['closed-to-cifs'] },
  { id: '6.2', title: 'network ACLs close ports 22 and 3389', by: ['network-acl', 'acls-closed'] },
  { id: '6.3', title: 'security groups close ports 22 and 3389 to IPv4', by: ['closed-to-ipv4'] },
  { id: '6.4', title: 'security groups close ports 22 and 3389 to IPv6', by: ['closed-to-ipv6'] },
  { id: '6.5', title: 'default security groups allow nothing', by: ['default-security-group'] },
  {
    id: '6.6',
    title: 'routes of peering connections are narrow',
    not: 'this program creates no peering connections and reads none',
  },
  { id: '6.7', title: 'instances require IMDSv2', by: ['instances-imdsv2'] },
  {
    id: '6.8',
    title: 'workloads reach AWS through VPC endpoints',
    person:
      'decide which services need one: gateway endpoints for S3 and DynamoDB are free, interface endpoints are billed by the hour',
  },
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
    ...ALARMS.map(
      ([by, what]): Item => ({ id: by.slice('alarm-'.length), title: `an alarm tells of ${what}`, by: [by] }),
    ),
    { id: '5.16', title: 'AWS Security Hub is on', by: ['security-hub'] },
    ...NETWORK,
  ],
};

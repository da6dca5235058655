import type { Benchmark, Item } from './benchmark.ts';

const ACCOUNT: Item[] = [
  { id: 'Account.1', title: 'AWS knows a security contact', by: ['security-contact'] },
  { id: 'CloudTrail.1', title: 'CloudTrail records all Regions', by: ['trail'], or: 'trail-in-all-regions' },
  {
    id: 'CloudTrail.2',
    title: 'CloudTrail encrypts with a key of AWS KMS',
    by: ['trails-encrypted'],
    otherwise: { paid: 'a key of your own is billed monthly' },
  },
  { id: 'CloudTrail.4', title: 'the log files of CloudTrail can be validated', by: ['trails-validated'] },
  { id: 'CloudTrail.5', title: 'CloudTrail writes to CloudWatch Logs', by: ['trails-to-logs'] },
  { id: 'Config.1', title: 'AWS Config records', by: ['config'] },
  { id: 'GuardDuty.1', title: 'GuardDuty is on', by: ['guardduty'] },
  { id: 'Macie.1', title: 'Macie is on', by: ['macie'] },
  { id: 'SSM.7', title: 'documents of Systems Manager cannot be public', by: ['ssm-documents'] },
];

const IAM: Item[] = [
  { id: 'IAM.1', title: 'no attached policy allows everything', by: ['no-full-access'] },
  { id: 'IAM.2', title: 'users have no policies of their own', by: ['permissions-by-groups'] },
  { id: 'IAM.3', title: 'access keys are replaced after 90 days', by: ['access-keys-rotated'] },
  { id: 'IAM.4', title: 'the root user has no access keys', by: ['root-access-keys'] },
  { id: 'IAM.5', title: 'users with a password have MFA', by: ['users-have-mfa'] },
  { id: 'IAM.6', title: 'the MFA device of the root user is hardware', by: ['root-hardware-mfa'] },
  { id: 'IAM.7', title: 'passwords must be strong', by: ['password-policy'] },
  { id: 'IAM.8', title: 'credentials are not kept unused for 90 days', by: ['credentials-in-use-90'] },
  { id: 'IAM.10', title: 'passwords must have four kinds of characters', by: ['password-policy'] },
  { id: 'IAM.21', title: 'no policy allows all actions of a service', by: ['no-service-wildcards'] },
  { id: 'IAM.22', title: 'credentials are not kept unused for 45 days', by: ['credentials-in-use'] },
  { id: 'IAM.28', title: 'IAM Access Analyzer works', by: ['access-analyzer'] },
];

const EC2: Item[] = [
  { id: 'EC2.1', title: 'snapshots are not public', by: ['snapshot-block'] },
  { id: 'EC2.2', title: 'default security groups allow nothing', by: ['default-security-group'] },
  { id: 'EC2.3', title: 'attached volumes are encrypted', by: ['ebs-encryption'], note: 'of new volumes' },
  { id: 'EC2.4', title: 'stopped instances are removed', not: 'an instance may be stopped on purpose' },
  { id: 'EC2.6', title: 'every VPC has flow logs', by: ['flow-logs'] },
  { id: 'EC2.7', title: 'new EBS volumes are encrypted', by: ['ebs-encryption'] },
  { id: 'EC2.8', title: 'instances require IMDSv2', by: ['instances-imdsv2'] },
  { id: 'EC2.9', title: 'instances have no public address', by: ['instances-private'] },
  { id: 'EC2.10', title: 'VPCs have an endpoint for EC2', paid: 'interface endpoints are billed by the hour' },
  { id: 'EC2.13', title: 'nobody outside reaches port 22', by: ['closed-to-ssh'] },
  { id: 'EC2.14', title: 'nobody outside reaches port 3389', by: ['closed-to-rdp'] },
  { id: 'EC2.17', title: 'instances have one network interface', by: ['instances-one-interface'] },
  { id: 'EC2.18', title: 'only ports 80 and 443 are open to everyone', by: ['closed-but-for-web'] },
  { id: 'EC2.19', title: 'high-risk ports are not open to everyone', by: ['closed-to-risky-ports'] },
  { id: 'EC2.21', title: 'network ACLs close ports 22 and 3389', by: ['network-acl'] },
  { id: 'EC2.24', title: 'instances use hardware virtualization', by: ['instances-hvm'] },
  { id: 'EC2.182', title: 'snapshots cannot be shared publicly', by: ['snapshot-block'] },
];

const S3: Item[] = [
  { id: 'S3.1', title: 'the account blocks public access', by: ['s3-account-block'] },
  { id: 'S3.2', title: 'buckets cannot be read by everyone', by: ['s3-account-block'] },
  { id: 'S3.3', title: 'buckets cannot be written by everyone', by: ['s3-account-block'] },
  { id: 'S3.5', title: 'buckets deny requests without TLS', by: ['buckets-tls'] },
  {
    id: 'S3.6',
    title: 'bucket policies give other accounts no dangerous permissions',
    by: ['access-analyzer'],
    note: 'its findings show who has them',
  },
  { id: 'S3.8', title: 'each bucket blocks public access', by: ['buckets-blocked'] },
  { id: 'S3.9', title: 'access to buckets is logged', by: ['bucket-logs'] },
  { id: 'S3.10', title: 'versions in buckets expire', by: ['noncurrent-expiry'] },
  { id: 'S3.12', title: 'buckets have no ACLs', by: ['buckets-without-acls'] },
  { id: 'S3.13', title: 'buckets have lifecycle rules', by: ['buckets-lifecycle'] },
  { id: 'S3.14', title: 'buckets keep versions', by: ['buckets-versioned'] },
  {
    id: 'S3.20',
    title: 'buckets have MFA delete',
    by: ['buckets-mfa-delete'],
    otherwise: { person: 'only the root user can turn it on, and then only root can delete versions' },
  },
];

/** AWS Foundational Security Best Practices (Security Hub), as far as it concerns services that a baseline uses. */
export const FSBP: Benchmark = {
  id: 'fsbp',
  title: 'AWS Foundational Security Best Practices',
  version: '1.0.0',
  link: 'https://docs.aws.amazon.com/securityhub/latest/userguide/fsbp-standard.html',
  items: [...ACCOUNT, ...IAM, ...EC2, ...S3],
};

import type { Benchmark } from './benchmark.ts';

/**
 * The Ministry of Justice's baseline for AWS accounts, and the account settings of its Terraform module. The page numbers
 * nothing, so the ids are words.
 */
export const MOJ: Benchmark = {
  id: 'moj',
  title: 'UK Ministry of Justice baseline for AWS accounts',
  version: '2026',
  link: 'https://security-guidance.service.justice.gov.uk/baseline-aws-accounts/',
  items: [
    { id: 'contacts', title: 'the security team is a contact', by: ['security-contact'] },
    { id: 'access-analyzer', title: 'IAM Access Analyzer works in every Region', by: ['access-analyzer'] },
    { id: 'guardduty', title: 'GuardDuty is on', by: ['guardduty'] },
    { id: 'cloudtrail', title: 'CloudTrail is on', by: ['trail'], note: 'a copy in another account is yours to make' },
    { id: 'config', title: 'AWS Config is on', by: ['config'] },
    { id: 'security-hub', title: 'AWS Security Hub is on', by: ['security-hub'] },
    { id: 'tags', title: 'resources have tags', not: 'the tags that count are those of your organization: see --tag' },
    { id: 'regions', title: 'only the wanted Regions are used', by: ['attached-admin_access'] },
    { id: 'identity', title: 'idle users are disabled after 30 days', by: ['credentials-in-use-30'] },
    { id: 'mfa', title: 'signing in requires MFA', by: ['attached-require_mfa', 'users-have-mfa'] },
    { id: 'root', title: 'use of the root user is reported', by: ['root-mfa', 'root-alert'] },
    { id: 'encryption', title: 'data at rest is encrypted', by: ['ebs-encryption'], note: 'S3 encrypts by itself' },
    {
      id: 'world',
      title: 'the world cannot read or reach anything',
      by: ['s3-account-block', 'closed-to-risky-ports'],
    },
    { id: 'password-policy', title: 'passwords must be strong', by: ['password-policy'] },
    { id: 'support-role', title: 'a role for AWS Support exists', by: ['support-role'], or: 'aws-support-role' },
    { id: 'ebs-encryption', title: 'new EBS volumes are encrypted', by: ['ebs-encryption'] },
    { id: 'snapshot-block', title: 'snapshots cannot be shared publicly', by: ['snapshot-block'] },
    { id: 'ami-block', title: 'images cannot be made public', by: ['ami-block'] },
    { id: 'imdsv2', title: 'new instances require IMDSv2', by: ['imdsv2-default'] },
    { id: 'ssm-documents', title: 'documents of Systems Manager cannot be public', by: ['ssm-documents'] },
    { id: 'default-security-group', title: 'default security groups allow nothing', by: ['default-security-group'] },
  ],
};

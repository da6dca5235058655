import type { Cause } from './cause.ts';
import { LATER } from './later.ts';

/** Causes that affect the launch of an instance, besides those of the whole account. */
export const LAUNCH_CAUSES: readonly Cause[] = [
  {
    // EC2 page "Troubleshoot IAM roles for Amazon EC2".
    id: 'instance-profile-not-seen-yet',
    says: /Invalid IAM Instance Profile|has no associated IAM Roles/i,
    state: 'waiting',
    patience: 120,
    why: 'EC2 does not see the new instance profile and its role yet',
    next: LATER,
  },
  {
    id: 'free-tier-only',
    says: /free.?tier/i,
    state: 'failed',
    why: "the account's Free plan allows only free-tier-eligible instance types",
    next: 'omit --instance-type and --family, or upgrade: aws freetier upgrade-account-plan --account-plan-type PAID --region us-east-1',
  },
  {
    // EC2 page "Troubleshoot Amazon EC2 instance launch issues", "Insufficient instance capacity": wait a few minutes.
    id: 'no-capacity',
    code: /^InsufficientInstanceCapacity$/,
    state: 'waiting',
    patience: 120,
    why: 'AWS has no capacity for this instance type in this Availability Zone at the moment',
    next: `${LATER}; or choose another --instance-type or --subnet`,
  },
  {
    id: 'type-not-in-zone',
    code: /^Unsupported$/,
    state: 'failed',
    next: 'this Availability Zone does not offer the instance type: choose another --instance-type or --subnet',
  },
  {
    // EC2 page "Error codes for the Amazon EC2 API".
    id: 'no-free-address',
    code: /^InsufficientFreeAddressesInSubnet$/,
    state: 'failed',
    why: 'the subnet has no free private address',
    next: 'specify another subnet with --subnet, or delete network interfaces that are not needed',
  },
  {
    id: 'no-default-network',
    code: /^VPCIdNotSpecified$/,
    state: 'failed',
    next: 'the Region has no default VPC with a subnet: specify a subnet with --subnet; aws-baseline status shows how to create one',
  },
  {
    id: 'no-key-pair',
    code: /^InvalidKeyPair/,
    state: 'failed',
    patience: 20,
    next: 'the key pair does not exist in this Region: omit --key-name and connect with Session Manager',
  },
];

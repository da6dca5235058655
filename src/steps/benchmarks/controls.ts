/** Guardrails that benchmarks ask for, by their word in `--guardrails`. */
export const GUARDRAIL_CONTROLS = [
  ...([
    'password-policy',
    's3-account-block',
    'ebs-encryption',
    'imdsv2-default',
    'snapshot-block',
    'ami-block',
  ] as const),
  ...([
    'ssm-documents',
    'default-security-group',
    'access-analyzer',
    'support-role',
    'budget',
    'cost-anomaly',
  ] as const),
  ...(['trail', 'root-alert', 'bucket-logs', 'noncurrent-expiry', 'network-acl', 'guardduty', 'config'] as const),
  ...(['security-hub', 'flow-logs', 'cis-alarms', 'macie'] as const),
] as const;

/** Guardrails that AWS bills, so that an item without them is "paid", not "open". */
export const PAID_CONTROLS: readonly string[] = [
  'guardduty',
  'config',
  'security-hub',
  'flow-logs',
  'cis-alarms',
  'macie',
];

/** What else benchmarks ask for: the `control` of facts of the steps, and of those that judge the whole account. */
export const OTHER_CONTROLS = [
  ...(['root-mfa', 'root-hardware-mfa', 'root-access-keys', 'account-contact'] as const),
  ...(['security-contact', 'billing-contact', 'operations-contact'] as const),
  ...(['member-of-admin', 'attached-admin_access', 'attached-require_mfa'] as const),
  ...([
    'users-have-mfa',
    'access-keys-rotated',
    'no-access-keys',
    'credentials-in-use',
    'permissions-by-groups',
  ] as const),
  ...(['no-full-access', 'no-full-cloudshell', 'no-service-wildcards'] as const),
  ...(['buckets-tls', 'buckets-blocked', 'buckets-without-acls', 'buckets-versioned', 'buckets-lifecycle'] as const),
  ...(['closed-to-ipv4', 'closed-to-ipv6', 'closed-to-ssh', 'closed-to-rdp', 'closed-to-cifs'] as const),
  ...(['closed-to-risky-ports', 'closed-but-for-web', 'instances-imdsv2', 'instances-with-roles'] as const),
  ...(['instances-private', 'instances-one-interface', 'instances-hvm'] as const),
] as const;

/** The word of a guardrail, or of another control. */
export type Control = (typeof GUARDRAIL_CONTROLS)[number] | (typeof OTHER_CONTROLS)[number];

/** The flag that makes a control true, if it is not a guardrail's word. */
export const FLAG_OF: Partial<Record<Control, string>> = {
  'security-contact': '--security-contact',
  'billing-contact': '--billing-contact',
  'operations-contact': '--operations-contact',
  'attached-require_mfa': '--require-mfa',
};

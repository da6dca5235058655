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
  ...(['password-length', 'password-reuse', 'aws-support-role', 'certificates-valid'] as const),
  ...(['credentials-in-use-30', 'credentials-in-use-90', 'acls-closed', 'recorders-deliver'] as const),
  ...(['buckets-mfa-delete', 'buckets-not-public', 'trail-in-all-regions', 'trails-validated'] as const),
  ...(['trails-encrypted', 'trails-to-logs', 'trail-buckets-logged'] as const),
  ...(['object-writes-logged', 'object-reads-logged'] as const),
  ...([
    'alarm-5.1',
    'alarm-5.2',
    'alarm-5.3',
    'alarm-5.4',
    'alarm-5.5',
    'alarm-5.6',
    'alarm-5.7',
    'alarm-5.8',
  ] as const),
  ...(['alarm-5.9', 'alarm-5.10', 'alarm-5.11', 'alarm-5.12', 'alarm-5.13', 'alarm-5.14', 'alarm-5.15'] as const),
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

/** The guardrails that make another control true, as far as they are not met; else a person has to. */
export const guardrailsOf = (control: Control): readonly Control[] =>
  control.startsWith('alarm-') ? ['cis-alarms', 'trail'] : (MADE_BY[control] ?? []);

const MADE_BY: Partial<Record<Control, readonly Control[]>> = {
  'trails-validated': ['trail'],
  'trail-buckets-logged': ['trail', 'bucket-logs'],
  'trails-to-logs': ['cis-alarms'],
};

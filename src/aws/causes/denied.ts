import type { Cause, Refused } from './cause.ts';
import { allowOrRoot, isRoot, liftBoundary, liftServiceControl, ORGANIZATION } from './lifting.ts';

const named = (what: string, { policy }: Refused) => (policy ? `${what} (${policy})` : what);

/**
 * Denials by a policy, by its type in AWS's message: "with an explicit deny in a ... policy", or "because no ... policy
 * allows the ... action", since 2026 followed by the policy's ARN (IAM page "Troubleshoot access denied error messages").
 * Service and resource control policies, bucket policies and MFA Delete also apply to root, which has neither
 * identity-based policies nor a boundary.
 */
export const DENIALS: readonly Cause[] = [
  {
    id: 'mfa-delete',
    denied: true,
    of: /^s3 /,
    says: /\bMFA\b/i,
    state: 'failed',
    by: 'MFA Delete',
    why: 'the bucket has MFA Delete enabled: S3 neither deletes versions nor changes versioning without a code from the MFA device of the root user',
    next: 'only the root user can disable MFA Delete, with an access key and a code from its MFA device: aws s3api put-bucket-versioning --bucket BUCKET --versioning-configuration Status=Enabled,MFADelete=Disabled --mfa "SERIAL CODE"; then run the same command again',
  },
  {
    id: 'service-control-policy',
    denied: true,
    says: /service control polic/i,
    state: 'denied',
    by: 'service control policy',
    why: (refused) => `${named('a service control policy of your organization', refused)} denies it`,
    next: liftServiceControl,
  },
  {
    id: 'resource-control-policy',
    denied: true,
    says: /resource control polic/i,
    state: 'denied',
    by: 'resource control policy',
    why: (refused) => `${named('a resource control policy of your organization', refused)} denies it`,
    next: ORGANIZATION,
  },
  {
    // EC2 page "Declarative policies": the organization's custom message may follow these words.
    id: 'declarative-policy',
    says: /declarative polic/i,
    state: 'denied',
    by: 'declarative policy',
    why: 'a declarative policy of your organization disables this',
    next: ORGANIZATION,
  },
  {
    // Not by a service control policy, which is told apart above (S3 page "Configuring block public access settings for
    // your account": an organization's S3 policy overrides the account's settings).
    id: 'organization-s3-policy',
    denied: true,
    of: /^s3control (Put|Delete)PublicAccessBlock$/,
    says: /organi[sz]ation/i,
    state: 'denied',
    by: 'Amazon S3 policy',
    why: 'an S3 policy of your organization manages this setting for all its accounts',
    next: ORGANIZATION,
  },
  {
    id: 'permissions-boundary',
    denied: true,
    says: /permissions? boundar/i,
    state: 'denied',
    by: 'permissions boundary',
    why: (refused) => {
      const whose = refused.caller?.name ? `${refused.caller.kind} ${refused.caller.name}` : 'the caller';
      return `the permissions boundary of ${whose} does not allow it${refused.policy ? `: ${refused.policy}` : ''}`;
    },
    next: liftBoundary,
  },
  {
    id: 'session-policy',
    denied: true,
    says: /session polic/i,
    state: 'failed',
    by: 'session policy',
    why: (refused) =>
      `${named('the session policy', refused)} of these temporary credentials does not allow ${refused.permission}`,
    next: 'sign in again without a session policy (from AssumeRole or GetFederationToken), or ask whoever issues these credentials to extend it',
  },
  {
    id: 'vpc-endpoint-policy',
    denied: true,
    says: /VPC endpoint polic/i,
    state: 'failed',
    by: 'VPC endpoint policy',
    why: ({ permission }) => `the policy of the VPC endpoint in your network does not allow ${permission}`,
    next: 'run this from a network without that endpoint, such as AWS CloudShell, or ask the owner of the VPC to extend the endpoint policy',
  },
  {
    // S3 page "Blocking public access": S3 refuses because of an existing public statement, not because of ours.
    id: 'block-public-access',
    denied: true,
    says: /Block ?Public ?(Access|Policy|Acls)/i,
    state: 'failed',
    by: 'S3 Block Public Access',
    why: 'the bucket policy has a statement that makes the bucket public, and S3 Block Public Access rejects such a policy',
    next: 'remove the public statement from the bucket policy (S3 console > bucket > Permissions), then run the same command again',
  },
  {
    // KMS page "Troubleshooting key access": the key policy decides, even for root.
    id: 'kms-key-policy',
    denied: true,
    says: /\bkms:[A-Z]/,
    state: 'failed',
    by: 'KMS key policy',
    why: ({ permission }) => `the policy of the KMS key for this resource does not allow ${permission}`,
    next: ({ permission }) => `ask the administrator of the KMS key to allow ${permission} in the key policy`,
  },
  {
    id: 'resource-based-policy',
    denied: true,
    says: /(resource-based|role trust|bucket|key|topic) polic/i,
    state: 'failed',
    by: 'resource-based policy',
    why: ({ permission }) =>
      `the policy of the resource itself (for a bucket, the bucket policy) does not allow ${permission}`,
    next: ({ operation, permission }) =>
      operation.startsWith('s3 ')
        ? `change the bucket policy to allow ${permission}; the root user can delete a bucket policy that locks everyone out: aws s3api delete-bucket-policy --bucket BUCKET`
        : `change the policy of the resource to allow ${permission}`,
  },
  {
    id: 'identity-explicit-deny',
    denied: true,
    says: /explicit deny in an? identity-based polic/i,
    state: 'failed',
    by: 'identity-based policy',
    why: (refused) =>
      `${named('one of your policies', refused)} denies ${refused.permission}, and an explicit deny overrides any allow`,
    next: (refused) =>
      `ask an administrator to remove the deny of ${refused.permission}${isRoot(refused) ? '' : ', or run this as root'}`,
  },
  {
    id: 'explicit-deny',
    denied: true,
    says: /explicit deny/i,
    state: 'failed',
    why: ({ permission }) =>
      `a policy denies ${permission}, and an explicit deny overrides any allow; AWS does not say which policy`,
    next: (refused) =>
      isRoot(refused)
        ? allowOrRoot(refused)
        : `ask an administrator which policy denies ${refused.permission}: one of yours, of the resource, or of an organization`,
  },
  { id: 'not-allowed', denied: true, state: 'failed', next: allowOrRoot },
];

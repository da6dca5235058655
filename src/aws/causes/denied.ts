import type { Cause, Refused } from './cause.ts';

const isRoot = ({ caller }: Refused) => caller?.kind === 'root';
const named = (what: string, { policy }: Refused) => (policy ? `${what} (${policy})` : what);

const ORGANIZATION =
  'only whoever runs the organization can lift it, in its management account: AWS Organizations > Policies; no rights in this account help, nor does root';

function allowOrRoot(refused: Refused): string {
  const { permission } = refused;
  return isRoot(refused)
    ? `root itself was refused ${permission}, so a policy of an organization, of the network or of the thing itself denies it: ask whoever runs these`
    : `ask an administrator to allow ${permission}, or run this as root`;
}

function liftBoundary({ caller }: Refused): string {
  const ask = 'ask an administrator who is not under the boundary to allow it there or to take the boundary off';
  if (caller?.kind === 'user' && caller.name)
    return `${ask}: aws iam delete-user-permissions-boundary --user-name ${caller.name}`;
  if (caller?.kind !== 'role' || !caller.name) return ask;
  return caller.name.startsWith('AWSReservedSSO_')
    ? `${ask}: it belongs to the permission set in IAM Identity Center`
    : `${ask}: aws iam delete-role-permissions-boundary --role-name ${caller.name}`;
}

/**
 * Refusals by a policy, by the words in which AWS names its type: "with an explicit deny in a ... policy", or "because no
 * ... policy allows the ... action", since 2026 followed by the policy's ARN (IAM page "Troubleshoot access denied error
 * messages"). Root is bound by service and resource control policies, by bucket policies and by MFA Delete, but has
 * neither identity-based policies nor a boundary.
 */
export const DENIALS: readonly Cause[] = [
  {
    id: 'mfa-delete',
    denied: true,
    of: /^s3 /,
    says: /\bMFA\b/i,
    state: 'failed',
    by: 'MFA Delete',
    why: 'the bucket has MFA Delete on: without a code from the MFA device of the account owner, S3 neither deletes versions nor changes versioning',
    next: 'MFA Delete can be turned off only with an access key of the root user and a code from its MFA device: aws s3api put-bucket-versioning --bucket BUCKET --versioning-configuration Status=Enabled,MFADelete=Disabled --mfa "SERIAL CODE"; then run the same command again',
  },
  {
    id: 'service-control-policy',
    denied: true,
    says: /service control polic/i,
    state: 'denied',
    by: 'service control policy',
    why: (refused) => `${named('a service control policy of your organization', refused)} denies it`,
    next: ORGANIZATION,
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
    // EC2 page "Declarative policies": the message may be the organization's own after these words.
    id: 'declarative-policy',
    says: /declarative polic/i,
    state: 'denied',
    by: 'declarative policy',
    why: 'a declarative policy of your organization has switched this off',
    next: ORGANIZATION,
  },
  {
    id: 'permissions-boundary',
    denied: true,
    says: /permissions? boundar/i,
    state: 'denied',
    by: 'permissions boundary',
    why: (refused) => {
      const whose = refused.caller?.name ? `${refused.caller.kind} ${refused.caller.name}` : 'whoever is signed in';
      return `the permissions boundary of ${whose} does not let it through${refused.policy ? `: ${refused.policy}` : ''}`;
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
      `${named('the session policy', refused)} of these temporary credentials does not let ${refused.permission} through`,
    next: 'sign in again without a session policy (that of AssumeRole or GetFederationToken), or have whoever hands out these credentials widen it',
  },
  {
    id: 'vpc-endpoint-policy',
    denied: true,
    says: /VPC endpoint polic/i,
    state: 'failed',
    by: 'VPC endpoint policy',
    why: ({ permission }) => `the policy of the VPC endpoint on the way to AWS does not let ${permission} through`,
    next: 'run this from a network without that endpoint, such as AWS CloudShell, or ask whoever runs the VPC to widen the endpoint policy',
  },
  {
    // S3 page "Blocking public access": what S3 refuses is the public statement that is there besides ours.
    id: 'block-public-access',
    denied: true,
    says: /Block ?Public ?(Access|Policy|Acls)/i,
    state: 'failed',
    by: 'S3 Block Public Access',
    why: 'the bucket policy has a statement that makes the bucket public, and S3 Block Public Access takes no such policy',
    next: 'remove the public statement from the bucket policy (S3 console > bucket > Permissions), then run the same command again',
  },
  {
    // KMS page "Troubleshooting key access": the key policy decides, for root too.
    id: 'kms-key-policy',
    denied: true,
    says: /\bkms:[A-Z]/,
    state: 'failed',
    by: 'KMS key policy',
    why: ({ permission }) => `the KMS key that encrypts this does not let you use it (${permission})`,
    next: ({ permission }) => `ask whoever administers the KMS key to allow ${permission} in its key policy`,
  },
  {
    id: 'resource-based-policy',
    denied: true,
    says: /(resource-based|role trust|bucket|key|topic) polic/i,
    state: 'failed',
    by: 'resource-based policy',
    why: ({ permission }) =>
      `the policy of the thing itself (of a bucket its bucket policy) does not allow ${permission}`,
    next: ({ operation, permission }) =>
      operation.startsWith('s3 ')
        ? `change the bucket policy so that it allows ${permission}; one that locks everybody out can be deleted by the root user: aws s3api delete-bucket-policy --bucket BUCKET`
        : `change the policy of the thing itself so that it allows ${permission}`,
  },
  {
    id: 'identity-explicit-deny',
    denied: true,
    says: /explicit deny in an? identity-based polic/i,
    state: 'failed',
    by: 'identity-based policy',
    why: (refused) =>
      `${named('a policy of yours', refused)} denies ${refused.permission}, and a deny outweighs every allow`,
    next: (refused) =>
      `ask an administrator to take the deny of ${refused.permission} away${isRoot(refused) ? '' : ', or run this as root'}`,
  },
  {
    id: 'explicit-deny',
    denied: true,
    says: /explicit deny/i,
    state: 'failed',
    why: ({ permission }) =>
      `some policy denies ${permission}, and a deny outweighs every allow; AWS does not say which`,
    next: (refused) =>
      isRoot(refused)
        ? allowOrRoot(refused)
        : `ask an administrator which policy denies ${refused.permission}: one of your own, of the thing itself, or of an organization`,
  },
  { id: 'not-allowed', denied: true, state: 'failed', next: allowOrRoot },
];

import { SIGNED_OUT } from '../errors.ts';
import type { Cause } from './cause.ts';
import { quotaLink, vcpuQuotaOf } from './vcpu-quotas.ts';

const QUOTAS = 'https://console.aws.amazon.com/servicequotas/home';

/** What to do about a Region that is not enabled in the account. */
export const REGION_OFF =
  'choose another --region, or enable this one at https://console.aws.amazon.com/billing/home#/account (AWS Regions; it takes minutes to hours). If it is enabled, the session token may be valid only in Regions that are enabled by default: get a new one with AWS_STS_REGIONAL_ENDPOINTS=regional';

/** Causes that affect the whole account or all requests of the caller. */
export const ACCOUNT_CAUSES: readonly Cause[] = [
  {
    // STS pages "GetSessionToken" and "GetFederationToken": no IAM operation without MFA, or none at all.
    id: 'session-without-iam',
    code: /^SessionWithoutIam$/,
    state: 'failed',
    next: 'sign in with credentials that can call IAM: root or an administrator in AWS CloudShell, aws login, a role, or a session with MFA (aws sts get-session-token --serial-number SERIAL --token-code CODE)',
  },
  {
    // IAM page "Manage AWS STS in an AWS Region", "Managing global endpoint session tokens".
    id: 'token-not-for-region',
    code: /^TokenNotForRegion$/,
    state: 'failed',
    next: 'get a new session token from a Regional endpoint (set AWS_STS_REGIONAL_ENDPOINTS=regional and sign in again), or configure the global endpoint to issue tokens for all Regions: aws iam set-security-token-service-preferences --global-endpoint-token-version v2Token',
  },
  { id: 'region-off', code: /^RegionNotEnabled$/, state: 'failed', next: REGION_OFF },
  {
    id: 'signed-out',
    code: SIGNED_OUT,
    state: 'failed',
    next: 'your credentials have expired: sign in again, then run the same command again',
  },
  {
    id: 'marketplace-terms',
    code: /^OptInRequired$/,
    says: /marketplace|accept (the )?terms/i,
    state: 'failed',
    why: 'the image is an AWS Marketplace product, and its terms have not been accepted in this account',
    next: 'accept the terms at the address in the message of AWS, or omit --ami',
  },
  {
    // EC2 page "Error codes" (OptInRequired, Blocked), S3 page "Error responses" (NotSignedUp), "Common errors" of the others.
    id: 'not-activated',
    code: /^(OptInRequired|NotSignedUp|SubscriptionRequired\w*)$/,
    state: 'waiting',
    why: 'AWS has not activated the account for this service yet (for a new account, this takes minutes to 24 hours after sign-up)',
    next: 'check that sign-up is complete (payment method, phone number, support plan) at https://portal.aws.amazon.com/billing/signup?type=resubscribe#/resubscribed; then run the same command later, or wait for it with --wait 4h',
  },
  {
    id: 'blocked',
    is: /^(Account)?Blocked$|account is (currently |temporarily )?blocked/i,
    state: 'failed',
    why: 'AWS has blocked the account; waiting does not help',
    next: 'open a case with AWS Support (free, "Account and billing"): https://console.aws.amazon.com/support/home#/case/create',
  },
  {
    id: 'suspended',
    is: /^(AccountProblem|AllAccessDisabled|UserSuspended|InvalidPayer|(AWS)?Account(Is)?(Suspended|Closed|Disabled|Inactive)\w*)$|account (is|has been|was) (currently |temporarily )?(suspended|closed|terminated)/i,
    state: 'failed',
    why: 'the account is suspended or closed, or a bill is unpaid',
    next: 'sign in as root and check https://console.aws.amazon.com/billing/home for unpaid bills; AWS Support can reopen a closed account within 90 days',
  },
  {
    id: 'pending-verification',
    code: /^PendingVerification$/,
    state: 'waiting',
    why: 'AWS is still verifying the new account before its first instance (minutes to 4 hours)',
    next: 'no instance is running and nothing is charged; run the same command later, or wait for it with --wait 4h',
  },
  {
    id: 'vcpu-quota',
    code: /^VcpuLimitExceeded$/,
    state: 'failed',
    why: ({ instanceType }) => {
      const { code, name } = vcpuQuotaOf(instanceType) ?? {};
      return name === undefined
        ? "the account's quota does not allow as many vCPUs of this kind of instance as the launch needs"
        : `the account's quota does not allow the vCPUs of another ${instanceType}: ${name} (${code})`;
    },
    next: ({ instanceType, caller, region }) => {
      const { code } = vcpuQuotaOf(instanceType) ?? {};
      const page = code ? quotaLink(code, caller?.partition ?? 'aws', region) : `${QUOTAS}/services/ec2/quotas`;
      const where = region === undefined ? ' (in the Region of the launch)' : '';
      return `choose a smaller type with --instance-type or another --family, or request an increase at ${page}${where}`;
    },
  },
  {
    // EC2 page "Error codes for the Amazon EC2 API".
    id: 'instance-quota',
    code: /^(InstanceLimitExceeded|MaxSpotInstanceCountExceeded)$/,
    state: 'failed',
    why: 'the account already runs as many instances as its quota in this Region allows',
    next: `terminate instances that are not needed, or request an increase at ${QUOTAS}/services/ec2/quotas`,
  },
  {
    id: 'throttled',
    code: /Throttl|RequestLimitExceeded|BandwidthLimitExceeded|TooManyRequests|SlowDown/,
    state: 'waiting',
    patience: 120,
    ofLooks: true,
    why: 'AWS is throttling requests from this account',
    next: 'run the same command again in a minute, or let it wait with --wait 10m',
  },
  {
    // The quota is not reached: IAM does not see recent deletions everywhere yet (IAM pages of these operations).
    id: 'room-not-seen-yet',
    code: /^LimitExceeded$/,
    of: /^iam (CreatePolicyVersion|AddRoleToInstanceProfile)$/,
    state: 'waiting',
    patience: 120,
    why: 'a recent change is not visible everywhere in IAM yet',
    next: 'run the same command again in a minute, or let it wait with --wait 10m',
  },
  {
    // S3 page "Bucket quotas, limitations, and restrictions"; the quota is the account's, in all Regions together.
    id: 'too-many-buckets',
    code: /^TooManyBuckets$/,
    state: 'failed',
    why: 'the account has reached its quota of buckets, for all Regions together',
    next: `delete buckets that are not needed, or request an increase at ${QUOTAS}/services/s3/quotas`,
  },
  {
    id: 'quota',
    code: /LimitExceeded|QuotaExceeded|^(TooMany(?!Requests)\w+|LimitExceeded\w*)$/,
    state: 'failed',
    next: `the account has reached an AWS quota: delete resources that are not needed, or request an increase at ${QUOTAS}`,
  },
];

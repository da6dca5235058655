import { describe, expect, test } from 'vitest';
import { identityOf } from '../../src/aws/account.ts';
import { CAUSES, causeOf, isAwsAnswer } from '../../src/aws/causes/causes.ts';
import { messageOf } from '../../src/aws/errors.ts';

const ID = '111122223333';
const ROOT = identityOf(`arn:aws:iam::${ID}:root`, ID);
const ANN = identityOf(`arn:aws:iam::${ID}:user/ann`, ID);
const ROLE = identityOf(`arn:aws:sts::${ID}:assumed-role/builder/session`, ID);
const SSO = identityOf(`arn:aws:sts::${ID}:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/ann`, ID);
const SCP = 'arn:aws:organizations::999988887777:policy/o-a1b2c3d4e5/service_control_policy/p-examplep4';

const named = (name: string, message: string, status = 403) =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } });
const denial = (why: string, arn = '') =>
  named(
    'AccessDenied',
    `${arn ? `User: ${arn} is` : 'You are'} not authorized to perform: iam:CreateUser on resource: x ${why}`,
  );
const of = (operation: string) => {
  const [service, name] = operation.split(' ');
  return { service: service as 's3', operation: name as string };
};
const causeIn = (why: string, caller = ANN, operation = 'iam CreateUser') =>
  causeOf(denial(why), { call: of(operation), caller });

// IAM page "Troubleshoot access denied error messages", and the ARNs that stand behind them since 2026.
test.each([
  ['with an explicit deny in a service control policy', 'service-control-policy', 'denied'],
  [`with an explicit deny in a service control policy: ${SCP}`, 'service-control-policy', 'denied'],
  ['because no service control policy allows the iam:CreateUser action', 'service-control-policy', 'denied'],
  ['with an explicit deny in a resource control policy', 'resource-control-policy', 'denied'],
  ['because no resource control policy allows the iam:CreateUser action', 'resource-control-policy', 'denied'],
  ['with an explicit deny in a permissions boundary', 'permissions-boundary', 'denied'],
  ['because no permissions boundary allows the iam:CreateUser action', 'permissions-boundary', 'denied'],
  ['with an explicit deny in a session policy', 'session-policy', 'failed'],
  ['because no session policy allows the iam:CreateUser action', 'session-policy', 'failed'],
  ['with an explicit deny in a VPC endpoint policy', 'vpc-endpoint-policy', 'failed'],
  ['because no VPC endpoint policy allows the iam:CreateUser action', 'vpc-endpoint-policy', 'failed'],
  ['with an explicit deny in an identity-based policy', 'identity-explicit-deny', 'failed'],
  ['because no identity-based policy allows the iam:CreateUser action', 'not-allowed', 'failed'],
  ['with an explicit deny in a resource-based policy', 'resource-based-policy', 'failed'],
  ['because no resource-based policy allows the iam:CreateUser action', 'resource-based-policy', 'failed'],
  ['with an explicit deny', 'explicit-deny', 'failed'],
  ['', 'not-allowed', 'failed'],
])('a denial "%s" is %s: %s', (why, id, state) => {
  expect(causeIn(why)).toMatchObject({ id, state });
  // To root nobody says that root could do it, and nothing is left out for anybody.
  for (const caller of [ANN, ROLE, SSO, ROOT]) expect(causeIn(why, caller)?.next).toBeTruthy();
  expect(causeIn(why, ROOT)?.next).not.toMatch(/run this as root/);
  if (state === 'denied') expect(causeIn(why)?.next).not.toMatch(/run this as root/);
});

test('the policy that AWS names is told', () => {
  expect(causeIn(`with an explicit deny in a service control policy: ${SCP}`)?.why).toContain(SCP);
  const boundary = `arn:aws:iam::${ID}:policy/edge`;
  expect(causeIn(`with an explicit deny in a permissions boundary: ${boundary}`)?.why).toContain(boundary);
});

test.each([
  [ANN, 'aws iam delete-user-permissions-boundary --user-name ann'],
  [ROLE, 'aws iam delete-role-permissions-boundary --role-name builder'],
  [SSO, 'permission set in IAM Identity Center'],
])('who can lift a boundary: $name', (caller, words) => {
  expect(causeIn('because no permissions boundary allows the iam:CreateUser action', caller)?.next).toContain(words);
});

test('whom AWS names is the caller, not whoever the run began as', () => {
  const error = denial('because no identity-based policy allows the iam:CreateUser action', ANN.arn);
  expect(causeOf(error, { call: of('iam CreateUser'), caller: ROOT })?.next).toContain('or run this as root');
});

test.each<[name: string, message: string, operation: string, id: string | undefined, state?: string, next?: RegExp]>([
  [
    'AccessDenied',
    'Mfa Authentication must be used for this request',
    's3 DeleteObjects',
    'mfa-delete',
    'failed',
    /MFADelete=Disabled/,
  ],
  [
    'AccessDenied',
    'not authorized to perform: kms:GenerateDataKey on resource: k because no resource-based policy allows the kms:GenerateDataKey action',
    's3 PutBucketEncryption',
    'kms-key-policy',
    'failed',
    /kms:GenerateDataKey in the key policy/,
  ],
  [
    'OptInRequired',
    'You are not subscribed to this service.',
    'ec2 DescribeVpcs',
    'not-activated',
    'waiting',
    /--wait/,
  ],
  ['NotSignedUp', 'Your account is not signed up for the S3 service.', 's3 ListBuckets', 'not-activated', 'waiting'],
  ['SubscriptionRequiredException', 'needs a subscription', 'sns CreateTopic', 'not-activated', 'waiting'],
  [
    'OptInRequired',
    'In order to use this AWS Marketplace product you need to accept terms and subscribe.',
    'ec2 RunInstances',
    'marketplace-terms',
    'failed',
    /accept the terms/,
  ],
  [
    'AccessDenied',
    'The account is managed by an organization-level policy.',
    's3control PutPublicAccessBlock',
    'organization-s3-policy',
    'denied',
    /organization/,
  ],
  ['AccessDenied', 'Access Denied', 's3control PutPublicAccessBlock', 'not-allowed', 'failed'],
  ['Blocked', 'Your account is currently blocked.', 'ec2 RunInstances', 'blocked', 'failed', /AWS Support/],
  [
    'AccountProblem',
    'There is a problem with your AWS account.',
    's3 CreateBucket',
    'suspended',
    'failed',
    /unpaid bills/,
  ],
  ['PendingVerification', 'being validated', 'ec2 RunInstances', 'pending-verification', 'waiting'],
  [
    'TooManyBuckets',
    'You have attempted to create more buckets than allowed.',
    's3 CreateBucket',
    'too-many-buckets',
    'failed',
    /servicequotas/,
  ],
  ['LimitExceeded', 'Cannot exceed quota for UsersPerAccount: 5000.', 'iam CreateUser', 'quota', 'failed', /quota/],
  ['LimitExceeded', 'has 5 versions', 'iam CreatePolicyVersion', 'room-not-seen-yet', 'waiting', /--wait/],
  ['LimitExceeded', 'has a role', 'iam AddRoleToInstanceProfile', 'room-not-seen-yet', 'waiting'],
  ['TooManyRequestsException', 'slow down', 'sns Subscribe', 'throttled', 'waiting', /in a minute/],
  ['RequestLimitExceeded', 'Request limit exceeded.', 'ec2 RunInstances', 'throttled', 'waiting', /--wait/],
  ['InsufficientInstanceCapacity', 'none left', 'ec2 RunInstances', 'no-capacity', 'waiting', /--subnet/],
  [
    'PasswordPolicyViolationException',
    'too short',
    'iam CreateLoginProfile',
    'password-policy',
    'failed',
    /get-account-password-policy/,
  ],
  ['MalformedPolicy', 'Invalid principal in policy', 's3 PutBucketPolicy', 'deleted-principal', 'failed', /AIDA/],
  ['BucketAlreadyExists', 'not available', 's3 CreateBucket', 'bucket-name-taken', 'failed', /--bucket-names regional/],
  ['BucketAlreadyExists', 'not available', 'sns CreateTopic', undefined],
  [
    'OperationAborted',
    'A conflicting conditional operation',
    's3 CreateBucket',
    'bucket-name-busy',
    'waiting',
    /--wait/,
  ],
  ['OperationAborted', 'A conflicting conditional operation', 's3 PutBucketPolicy', 'bucket-busy', 'waiting'],
  ['ExpiredToken', 'expired', 'iam CreateUser', 'signed-out', 'failed', /sign in again/],
  ['InternalFailure', 'oops', 'iam CreateUser', undefined],
])('%s "%s" of %s is %s', (name, message, operation, id, state, next) => {
  const cause = causeOf(named(name, message, 400), { call: of(operation), caller: ANN });
  expect(cause?.id).toBe(id);
  if (state) expect(cause?.state).toBe(state);
  if (next) expect(cause?.next).toMatch(next);
});

describe('an encoded authorization message', () => {
  const blob = 'x'.repeat(1_100);
  const error = named(
    'UnauthorizedOperation',
    `You are not authorized to perform this operation. Encoded authorization failure message: ${blob}`,
  );
  test('is cut, and the way to read it is told', () => {
    expect(messageOf(error)).toBe('You are not authorized to perform this operation.');
    const next = causeOf(error, { call: of('ec2 RunInstances'), caller: ANN })?.next;
    expect(next).toContain('ask an administrator to allow ec2:RunInstances');
    expect(next).toContain('aws sts decode-authorization-message');
    expect(next).not.toContain('xxx');
  });
  test('anything else that nobody can read is cut, too', () => {
    expect(messageOf(named('X', `see ${blob} there`))).toBe('see ... there');
  });
});

test.each<[boolean, unknown]>([
  [true, named('AccessDenied', 'no')],
  [true, Object.assign(new Error('Rate exceeded'), { name: 'Throttling' })],
  [true, Object.assign(new Error('bad'), { name: 'ValidationError', $metadata: { httpStatusCode: 400 } })],
  [false, new Error('connect ECONNREFUSED')],
  [false, Object.assign(new Error('ours'), { name: 'RegionNotEnabled' })],
  [false, Object.assign(new Error('no credentials'), { name: 'CredentialsProviderError' })],
  [false, named('SyntaxError', 'Deserialization error: to see the raw response', 500)],
])('%s: AWS itself said %s', (isTheirs, error) => expect(isAwsAnswer(error)).toBe(isTheirs));

test('every cause is told by a sentence or only says how long to try again', () => {
  expect(CAUSES.filter(({ why, next, patience }) => !why && !next && !patience)).toEqual([]);
  expect(CAUSES.filter(({ state, by, why }) => state === 'denied' && (!by || !why))).toEqual([]);
});

import { expect, test } from 'vitest';
import { look } from '../../src/engine/look.ts';
import { judgedBuckets } from '../../src/facts/judged/buckets.ts';
import { contactIsKnown } from '../../src/facts/judged/contacts.ts';
import { judgedInstances } from '../../src/facts/judged/instances.ts';
import { judgedSecurityGroups } from '../../src/facts/judged/networks.ts';
import { judgedPolicies } from '../../src/facts/judged/policies.ts';
import { rootHasHardwareMfa } from '../../src/facts/judged/root-user.ts';
import { judgedUsers } from '../../src/facts/judged/users.ts';
import { ACCOUNT, type Answers, fakeAccount, HOME, iam, refused } from './fake-account.ts';

const NOW = Date.parse('2026-11-24T10:00:00Z');
const daysAgo = (days: number) => new Date(NOW - days * 86_400_000);
const ALL = [
  ...judgedUsers(() => NOW),
  ...judgedPolicies(),
  ...judgedBuckets(),
  ...judgedSecurityGroups(HOME),
  ...judgedInstances(HOME),
  rootHasHardwareMfa('aws'),
  contactIsKnown('SECURITY'),
];

/** The state of one control, and what is against it or why it is unknown. */
async function seen(control: string, answers: Answers): Promise<[string, unknown]> {
  const facts = ALL.filter((one) => one.control === control);
  expect(facts).toHaveLength(1);
  const [finding] = await look(facts, fakeAccount(answers));
  return [finding!.state, finding!.state === 'unknown' ? finding!.why : finding!.now];
}

const PASSWORD = (days: number) => ({ LoginProfile: { UserName: 'ann', CreateDate: daysAgo(days) } });
const KEYS = (...keys: [days: number, status?: string][]) => ({
  AccessKeyMetadata: keys.map(([days, Status = 'Active'], i) => ({
    UserName: 'ann',
    AccessKeyId: `AKIA${i}`,
    Status,
    CreateDate: daysAgo(days),
  })),
});
const ANN = (more: object = {}) => iam({ users: [{ UserName: 'ann', ...more }] });
const NO_PASSWORD = { 'iam GetLoginProfile': refused('NoSuchEntityException') };
const arnOf = (name: string) => `arn:aws:iam::${ACCOUNT}:policy/${name}`;

/** A policy with this statement, which group `team` has unless nobody has it. */
const policy = (statement: object, isUsed = true): Answers => ({
  ...iam({
    groups: [{ GroupName: 'team', AttachedManagedPolicies: isUsed ? [{ PolicyArn: arnOf('p') }] : [] }],
    policies: [
      {
        PolicyName: 'p',
        Arn: arnOf('p'),
        PolicyVersionList: [
          {
            IsDefaultVersion: false,
            Document: JSON.stringify({ Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }),
          },
          { IsDefaultVersion: true, Document: encodeURIComponent(JSON.stringify({ Statement: statement })) },
        ],
      },
    ],
  }),
});
const managed = (name: string) =>
  iam({ roles: [{ RoleName: 'ops', AttachedManagedPolicies: [{ PolicyArn: `arn:aws:iam::aws:policy/${name}` }] }] });

const bucketPolicy = (statement: object) => ({
  's3 GetBucketPolicy': { Policy: JSON.stringify({ Statement: [statement] }) },
});
const DENY = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' };
const PLAIN = { Condition: { Bool: { 'aws:SecureTransport': false } } };

const group = (permission: object): Answers => ({
  'ec2 DescribeSecurityGroups': {
    SecurityGroups: [{ GroupId: 'sg-1', GroupName: 'web', IpPermissions: [permission] }],
  },
});
const FROM_ALL = { IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
const FROM_ALL_V6 = { Ipv6Ranges: [{ CidrIpv6: '::/0' }] };
const tcp = (FromPort: number, ToPort = FromPort) => ({ IpProtocol: 'tcp', FromPort, ToPort });
const WRONG = ['web (sg-1)'];

const instance = (more: object): Answers => ({
  'ec2 DescribeInstances': {
    Reservations: [{ Instances: [{ InstanceId: 'i-1', State: { Name: 'running' }, ...more }] }],
  },
});
const SUMMARY = (AccountMFAEnabled: number, AccountPasswordPresent = 1) => ({
  'iam GetAccountSummary': { SummaryMap: { AccountMFAEnabled, AccountPasswordPresent } },
});
const VIRTUAL = (...devices: object[]) => ({ 'iam ListVirtualMFADevices': { VirtualMFADevices: devices } });

const ok = ['ok', []];
const no = (...names: string[]) => ['by-hand', names];
const unknown = (words: string) => ['unknown', expect.stringContaining(words)];

test.each<[control: string, what: string, answers: Answers, expected: unknown[]]>([
  [
    'users-have-mfa',
    'a password without MFA',
    { ...ANN(), 'iam GetLoginProfile': PASSWORD(1), 'iam ListMFADevices': { MFADevices: [] } },
    no('ann'),
  ],
  [
    'users-have-mfa',
    'with MFA',
    { ...ANN(), 'iam GetLoginProfile': PASSWORD(1), 'iam ListMFADevices': { MFADevices: [{}] } },
    ok,
  ],
  ['users-have-mfa', 'without a password, nothing else is asked', { ...ANN(), ...NO_PASSWORD }, ok],
  [
    'access-keys-rotated',
    '89 days, and an inactive one',
    { ...ANN(), 'iam ListAccessKeys': KEYS([89], [200, 'Inactive']) },
    ok,
  ],
  ['access-keys-rotated', '90 days', { ...ANN(), 'iam ListAccessKeys': KEYS([90], [1]) }, no('ann (AKIA0)')],
  ['no-access-keys', 'a new key', { ...ANN(), 'iam ListAccessKeys': KEYS([1]) }, no('ann (AKIA0)')],
  ['no-access-keys', 'an inactive key', { ...ANN(), 'iam ListAccessKeys': KEYS([1, 'Inactive']) }, ok],
  [
    'credentials-in-use',
    'younger than that',
    { ...ANN(), 'iam GetLoginProfile': PASSWORD(44), 'iam ListAccessKeys': KEYS([44]) },
    ok,
  ],
  [
    'credentials-in-use',
    'an old password',
    { ...ANN(), 'iam GetLoginProfile': PASSWORD(45), 'iam ListAccessKeys': KEYS() },
    unknown('credentials of ann'),
  ],
  [
    'credentials-in-use',
    'an old key',
    { ...ANN(), ...NO_PASSWORD, 'iam ListAccessKeys': KEYS([45]) },
    unknown('credentials of ann'),
  ],
  ['permissions-by-groups', 'an inline policy', ANN({ UserPolicyList: [{}] }), no('ann')],
  ['permissions-by-groups', 'an attached policy', ANN({ AttachedManagedPolicies: [{}] }), no('ann')],
  ['permissions-by-groups', 'neither', ANN({ GroupList: ['team'] }), ok],
  [
    'no-full-access',
    'AdministratorAccess of a role',
    managed('AdministratorAccess'),
    no('AdministratorAccess of role ops'),
  ],
  ['no-full-access', 'another managed policy', managed('ReadOnlyAccess'), ok],
  ['no-full-access', 'everything', policy({ Effect: 'Allow', Action: ['*'], Resource: ['*'] }), no('p')],
  [
    'no-full-access',
    'everything, but nobody has it',
    policy({ Effect: 'Allow', Action: '*', Resource: '*' }, false),
    ok,
  ],
  [
    'no-full-access',
    'everything of one bucket',
    policy({ Effect: 'Allow', Action: '*', Resource: 'arn:aws:s3:::b/*' }),
    ok,
  ],
  ['no-full-access', 'everything denied', policy({ Effect: 'Deny', Action: '*', Resource: '*' }), ok],
  ['no-full-cloudshell', 'of a role', managed('AWSCloudShellFullAccess'), no('role ops')],
  ['no-full-cloudshell', 'nobody', iam({}), ok],
  [
    'no-service-wildcards',
    'sns:*, although nobody has it',
    policy({ Effect: 'Allow', Action: 'sns:*', Resource: '*' }, false),
    no('p'),
  ],
  ['no-service-wildcards', 'sns:Get*', policy({ Effect: 'Allow', Action: 'sns:Get*', Resource: '*' }), ok],
  ['buckets-tls', 'a boolean as the value, as some tools write it', bucketPolicy({ ...DENY, ...PLAIN }), ok],
  [
    'buckets-tls',
    'an old version of TLS',
    bucketPolicy({ ...DENY, Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } } }),
    ok,
  ],
  ['buckets-tls', 'of one user only', bucketPolicy({ ...DENY, ...PLAIN, Principal: { AWS: '123' } }), no('acme-x')],
  ['buckets-tls', 'of reads only', bucketPolicy({ ...DENY, ...PLAIN, Action: 's3:GetObject' }), no('acme-x')],
  ['buckets-tls', 'no policy', { 's3 GetBucketPolicy': refused('NoSuchBucketPolicy') }, no('acme-x')],
  [
    'buckets-blocked',
    'three of four',
    {
      's3 GetPublicAccessBlock': {
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true },
      },
    },
    no('acme-x'),
  ],
  [
    'buckets-blocked',
    'none',
    { 's3 GetPublicAccessBlock': refused('NoSuchPublicAccessBlockConfiguration') },
    no('acme-x'),
  ],
  [
    'buckets-without-acls',
    'the old default',
    { 's3 GetBucketOwnershipControls': refused('OwnershipControlsNotFoundError') },
    no('acme-x'),
  ],
  ['buckets-versioned', 'suspended', { 's3 GetBucketVersioning': { Status: 'Suspended' } }, no('acme-x')],
  [
    'buckets-lifecycle',
    'a rule that is off',
    { 's3 GetBucketLifecycleConfiguration': { Rules: [{ Status: 'Disabled' }] } },
    no('acme-x'),
  ],
  ['buckets-lifecycle', 'a rule', { 's3 GetBucketLifecycleConfiguration': { Rules: [{ Status: 'Enabled' }] } }, ok],
  ['closed-to-ipv4', 'a range around 22', group({ ...tcp(0, 1024), ...FROM_ALL }), no(...WRONG)],
  ['closed-to-ipv4', 'all traffic', group({ IpProtocol: '-1', ...FROM_ALL }), no(...WRONG)],
  ['closed-to-ipv4', 'from IPv6 only', group({ ...tcp(22), ...FROM_ALL_V6 }), ok],
  ['closed-to-ipv4', 'from an office', group({ ...tcp(22), IpRanges: [{ CidrIp: '203.0.113.0/24' }] }), ok],
  [
    'closed-to-ipv4',
    'ICMP, whose types are no ports',
    group({ IpProtocol: 'icmp', FromPort: -1, ToPort: -1, ...FROM_ALL }),
    ok,
  ],
  ['closed-to-ipv6', '3389', group({ ...tcp(3389), ...FROM_ALL_V6 }), no(...WRONG)],
  ['closed-to-ssh', '3389', group({ ...tcp(3389), ...FROM_ALL }), ok],
  ['closed-to-rdp', '3389', group({ ...tcp(3389), ...FROM_ALL_V6 }), no(...WRONG)],
  ['closed-to-cifs', '445', group({ ...tcp(445), ...FROM_ALL }), no(...WRONG)],
  ['closed-to-risky-ports', '5432', group({ ...tcp(5432), ...FROM_ALL }), no(...WRONG)],
  ['closed-to-risky-ports', '443', group({ ...tcp(443), ...FROM_ALL }), ok],
  ['closed-but-for-web', '443', group({ ...tcp(443), ...FROM_ALL }), ok],
  ['closed-but-for-web', '80 to 443', group({ ...tcp(80, 443), ...FROM_ALL }), no(...WRONG)],
  [
    'instances-imdsv2',
    'optional',
    instance({ MetadataOptions: { HttpTokens: 'optional', HttpEndpoint: 'enabled' } }),
    no('i-1'),
  ],
  [
    'instances-imdsv2',
    'no metadata at all',
    instance({ MetadataOptions: { HttpTokens: 'optional', HttpEndpoint: 'disabled' } }),
    ok,
  ],
  ['instances-imdsv2', 'a terminated one', instance({ State: { Name: 'terminated' } }), ok],
  ['instances-with-roles', 'none', instance({}), no('i-1')],
  ['instances-private', 'a public address', instance({ PublicIpAddress: '203.0.113.9' }), no('i-1')],
  ['instances-one-interface', 'two', instance({ NetworkInterfaces: [{}, {}] }), no('i-1')],
  ['instances-hvm', 'paravirtual', instance({ VirtualizationType: 'paravirtual' }), no('i-1')],
  ['root-hardware-mfa', 'no MFA', SUMMARY(0), no('the root user has no MFA')],
  ['root-hardware-mfa', 'no password', SUMMARY(0, 0), ok],
  [
    'root-hardware-mfa',
    "a user's virtual device",
    { ...SUMMARY(1), ...VIRTUAL({ SerialNumber: 'arn:aws:iam::1:mfa/ann' }) },
    ok,
  ],
  [
    'root-hardware-mfa',
    'a virtual device of any name',
    { ...SUMMARY(1), ...VIRTUAL({ SerialNumber: 'arn:aws:iam::1:mfa/phone', User: { Arn: 'arn:aws:iam::1:root' } }) },
    no('the root user has a virtual device (arn:aws:iam::1:mfa/phone)'),
  ],
  [
    'security-contact',
    'none',
    { 'account GetAlternateContact': refused('ResourceNotFoundException') },
    no('no security contact'),
  ],
  ['security-contact', 'somebody', { 'account GetAlternateContact': { AlternateContact: { Name: 'Bo' } } }, ok],
])('%s: %s', async (control, _what, answers, expected) => {
  expect(await seen(control, answers)).toEqual(expected);
});

test('a denied read is unknown, with the permission', async () => {
  const [finding] = await look(
    judgedPolicies(),
    fakeAccount({ 'iam GetAccountAuthorizationDetails': refused('AccessDenied') }),
  );
  expect(finding).toMatchObject({ state: 'unknown', permission: 'iam:GetAccountAuthorizationDetails' });
});

import { expect, test } from 'vitest';
import { look } from '../../src/engine/look.ts';
import { judgedAlarms } from '../../src/facts/judged/alarms.ts';
import { judgedBuckets } from '../../src/facts/judged/buckets.ts';
import { certificatesAreValid } from '../../src/facts/judged/certificates.ts';
import { contactIsKnown } from '../../src/facts/judged/contacts.ts';
import { judgedInstances } from '../../src/facts/judged/instances.ts';
import { judgedNetworkAcls } from '../../src/facts/judged/network-acls.ts';
import { judgedSecurityGroups } from '../../src/facts/judged/networks.ts';
import { judgedPasswords } from '../../src/facts/judged/passwords.ts';
import { judgedPolicies } from '../../src/facts/judged/policies.ts';
import { recordersDeliver } from '../../src/facts/judged/recorders.ts';
import { rootHasHardwareMfa } from '../../src/facts/judged/root-user.ts';
import { judgedTrails } from '../../src/facts/judged/trails.ts';
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
  ...judgedTrails(),
  ...judgedAlarms(),
  ...judgedPasswords(),
  ...judgedNetworkAcls(HOME),
  recordersDeliver(HOME),
  certificatesAreValid(() => NOW),
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

const used = (days?: number): Answers => ({
  'iam GetAccessKeyLastUsed': { AccessKeyLastUsed: { LastUsedDate: days === undefined ? undefined : daysAgo(days) } },
});
const signedIn = (days?: number): Answers => ({
  'iam ListUsers': { Users: [{ UserName: 'ann', ...(days === undefined ? {} : { PasswordLastUsed: daysAgo(days) }) }] },
});

const GROUP = `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:theirs:*`;
/** A trail of somebody else that is logging in all Regions, with these fields, selectors and status. */
const trail = (more: object = {}, selectors: object = {}, IsLogging = true): Answers => ({
  'cloudtrail DescribeTrails': {
    trailList: [
      {
        ...{ Name: 'theirs', TrailARN: 'arn:aws:cloudtrail:us-east-1:1:trail/theirs', HomeRegion: 'us-east-1' },
        ...{ S3BucketName: 'acme-x', IsMultiRegionTrail: true, CloudWatchLogsLogGroupArn: GROUP },
        ...more,
      },
    ],
  },
  'cloudtrail GetTrailStatus': { IsLogging },
  'cloudtrail GetEventSelectors': selectors,
});
const NO_TRAIL = { 'cloudtrail DescribeTrails': { trailList: [] } };
const OBJECTS = (ReadWriteType: string, arn = 'arn:aws:s3') => ({
  EventSelectors: [{ ReadWriteType, DataResources: [{ Type: 'AWS::S3::Object', Values: [arn] }] }],
});
const ADVANCED = (...more: object[]) => ({
  AdvancedEventSelectors: [
    {
      FieldSelectors: [
        { Field: 'eventCategory', Equals: ['Data'] },
        { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
        ...more,
      ],
    },
  ],
});

const METRIC = { metricName: 'm', metricNamespace: 'CISBenchmark', metricValue: '1' };
/** A filter with this pattern in the log group of that trail, and an alarm on its metric. */
const watched = (filterPattern: string, alarm: object = {}, filter: object = {}): Answers => ({
  ...trail(),
  'logs DescribeMetricFilters': {
    metricFilters: [{ logGroupName: 'theirs', filterPattern, metricTransformations: [METRIC], ...filter }],
  },
  'cloudwatch DescribeAlarms': {
    MetricAlarms: [
      { MetricName: 'm', Namespace: 'CISBenchmark', AlarmActions: ['arn:aws:sns:x'], Threshold: 3, ...alarm },
    ],
  },
});
const named = (...names: string[]) => names.map((one) => `($.eventName = "${one}")`).join(' || ');
const TRAILS = named('StopLogging', 'StartLogging', 'DeleteTrail', 'UpdateTrail', 'CreateTrail');
const KMS = named('DisableKey', 'ScheduleKeyDeletion');
const acl = (...entries: object[]): Answers => ({
  'ec2 DescribeNetworkAcls': { NetworkAcls: [{ NetworkAclId: 'acl-1', Entries: entries }] },
});
const entry = (RuleNumber: number, RuleAction: string, Protocol: string, port?: number, more: object = {}) => ({
  ...{ RuleNumber, RuleAction, Protocol, CidrBlock: '0.0.0.0/0', Egress: false, ...more },
  ...(port === undefined ? {} : { PortRange: { From: port, To: port } }),
});
const OPEN_ACL = entry(100, 'allow', '-1');
const passwords = (PasswordPolicy: object): Answers => ({ 'iam GetAccountPasswordPolicy': { PasswordPolicy } });

const ok = ['ok', []];
const no = (...names: string[]) => ['by-hand', names];
const TOLD = (what: string) => [`no alarm tells of changes to ${what}`];
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
  ['access-keys-rotated', '90 days', { ...ANN(), 'iam ListAccessKeys': KEYS([90], [1]) }, ok],
  ['access-keys-rotated', '91 days', { ...ANN(), 'iam ListAccessKeys': KEYS([91], [1]) }, no('ann (AKIA0)')],
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
    'an old password with which nobody ever signed in',
    { ...ANN(), 'iam GetLoginProfile': PASSWORD(45), 'iam ListAccessKeys': KEYS(), ...signedIn() },
    no('the password of ann'),
  ],
  [
    'credentials-in-use',
    'a sign-in 45 days ago',
    { ...ANN(), 'iam GetLoginProfile': PASSWORD(99), 'iam ListAccessKeys': KEYS(), ...signedIn(45) },
    no('the password of ann'),
  ],
  [
    'credentials-in-use',
    'a sign-in 44 days ago',
    { ...ANN(), 'iam GetLoginProfile': PASSWORD(99), 'iam ListAccessKeys': KEYS(), ...signedIn(44) },
    ok,
  ],
  [
    'credentials-in-use-30',
    'a sign-in 44 days ago',
    { ...ANN(), 'iam GetLoginProfile': PASSWORD(99), 'iam ListAccessKeys': KEYS(), ...signedIn(44) },
    no('the password of ann'),
  ],
  [
    'credentials-in-use-90',
    'a sign-in 89 days ago',
    { ...ANN(), 'iam GetLoginProfile': PASSWORD(99), 'iam ListAccessKeys': KEYS(), ...signedIn(89) },
    ok,
  ],
  [
    'credentials-in-use',
    'an old key that was never used, and one that is off',
    { ...ANN(), ...NO_PASSWORD, 'iam ListAccessKeys': KEYS([45], [99, 'Inactive']), ...used() },
    no('ann (AKIA0)'),
  ],
  [
    'credentials-in-use',
    'an old key in use',
    { ...ANN(), ...NO_PASSWORD, 'iam ListAccessKeys': KEYS([99]), ...used(44) },
    ok,
  ],
  [
    'credentials-in-use',
    'a key used 45 days ago',
    { ...ANN(), ...NO_PASSWORD, 'iam ListAccessKeys': KEYS([99]), ...used(45) },
    no('ann (AKIA0)'),
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
  ['aws-support-role', "somebody's role", managed('AWSSupportAccess'), ok],
  ['aws-support-role', 'another policy', managed('SecurityAudit'), no('no role has AWSSupportAccess')],
  ['password-length', 'longer, without symbols', passwords({ MinimumPasswordLength: 16, RequireSymbols: false }), ok],
  ['password-length', 'shorter', passwords({ MinimumPasswordLength: 13 }), no('shorter passwords are allowed')],
  [
    'password-length',
    'no policy',
    { 'iam GetAccountPasswordPolicy': refused('NoSuchEntityException') },
    no('shorter passwords are allowed'),
  ],
  ['password-reuse', 'all that IAM can', passwords({ MinimumPasswordLength: 8, PasswordReusePrevention: 24 }), ok],
  ['password-reuse', 'five', passwords({ PasswordReusePrevention: 5 }), no('passwords can be used again')],
  [
    'certificates-valid',
    'one that has expired',
    {
      'iam ListServerCertificates': {
        ServerCertificateMetadataList: [
          { ServerCertificateName: 'old', Expiration: daysAgo(0) },
          { ServerCertificateName: 'new', Expiration: daysAgo(-1) },
        ],
      },
    },
    no('old'),
  ],
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
  ['closed-to-cifs', 'with NetBIOS', group({ ...tcp(139), ...FROM_ALL_V6 }), no(...WRONG)],
  ['acls-closed', 'the default', acl(OPEN_ACL), no('acl-1')],
  [
    'acls-closed',
    'the default with entries that deny TCP: UDP is open',
    acl(OPEN_ACL, entry(98, 'deny', '6', 22), entry(99, 'deny', '6', 3389)),
    no('acl-1'),
  ],
  ['acls-closed', 'all traffic denied first', acl(OPEN_ACL, entry(1, 'deny', '-1')), ok],
  ['acls-closed', 'only port 22, out', acl(entry(1, 'allow', '6', 22, { Egress: true })), ok],
  ['acls-closed', 'only port 22, by UDP', acl(entry(1, 'allow', '17', 22)), no('acl-1')],
  ['acls-closed', 'only port 22, denied before', acl(entry(2, 'allow', '6', 22), entry(1, 'deny', '6', 22)), ok],
  [
    'acls-closed',
    'only port 22, denied after',
    acl(entry(2, 'allow', '6', 22), entry(3, 'deny', '6', 22)),
    no('acl-1'),
  ],
  ['acls-closed', 'from an office', acl(entry(1, 'allow', '-1', undefined, { CidrBlock: '203.0.113.0/24' })), ok],
  [
    'acls-closed',
    'from IPv6',
    acl(entry(1, 'allow', '6', 3389, { CidrBlock: undefined, Ipv6CidrBlock: '::/0' })),
    no('acl-1'),
  ],
  [
    'recorders-deliver',
    'a failure',
    {
      'config DescribeConfigurationRecorderStatus': {
        ConfigurationRecordersStatus: [{ name: 'r', lastStatus: 'Failure' }],
      },
    },
    no('recorder r'),
  ],
  [
    'recorders-deliver',
    'a new one',
    {
      'config DescribeConfigurationRecorderStatus': {
        ConfigurationRecordersStatus: [{ name: 'r', lastStatus: 'Pending' }],
      },
    },
    ok,
  ],
  ['buckets-mfa-delete', 'on', { 's3 GetBucketVersioning': { Status: 'Enabled', MFADelete: 'Enabled' } }, ok],
  ['buckets-mfa-delete', 'versions only', { 's3 GetBucketVersioning': { Status: 'Enabled' } }, no('acme-x')],
  ['buckets-mfa-delete', 'no bucket', { 's3 ListBuckets': { Buckets: [] } }, no('no bucket')],
  [
    'buckets-not-public',
    'a public policy that its own settings block',
    { 's3 GetPublicAccessBlock': { PublicAccessBlockConfiguration: { RestrictPublicBuckets: true } } },
    ok,
  ],
  [
    'buckets-not-public',
    'a public policy',
    {
      's3 GetPublicAccessBlock': refused('NoSuchPublicAccessBlockConfiguration'),
      's3 GetBucketPolicyStatus': { PolicyStatus: { IsPublic: true } },
    },
    no('acme-x'),
  ],
  ['trail-in-all-regions', 'one without validation', trail({ LogFileValidationEnabled: false }), ok],
  ['trail-in-all-regions', 'one that is stopped', trail({}, {}, false), no('no trail')],
  ['trail-in-all-regions', 'one of one Region', trail({ IsMultiRegionTrail: false }), no('no trail')],
  [
    'trail-in-all-regions',
    'one of writes',
    trail({}, { EventSelectors: [{ ReadWriteType: 'WriteOnly' }] }),
    no('no trail'),
  ],
  ['trails-validated', 'without', trail(), no('trail theirs')],
  ['trails-validated', 'with', trail({ LogFileValidationEnabled: true }), ok],
  ['trails-validated', 'no trail', NO_TRAIL, no('no trail')],
  ['trails-encrypted', 'with a key', trail({ KmsKeyId: 'arn:aws:kms:x' }), ok],
  ['trails-encrypted', 'without', trail(), no('trail theirs')],
  ['trails-to-logs', 'without', trail({ CloudWatchLogsLogGroupArn: undefined }), no('trail theirs')],
  ['trail-buckets-logged', 'with', { ...trail(), 's3 GetBucketLogging': { LoggingEnabled: {} } }, ok],
  ['trail-buckets-logged', 'without', { ...trail(), 's3 GetBucketLogging': {} }, no('acme-x')],
  ['trail-buckets-logged', 'in another account', trail({ S3BucketName: 'central' }), unknown('bucket central')],
  ['object-writes-logged', 'of all buckets', trail({}, OBJECTS('All')), ok],
  ['object-writes-logged', 'reads', trail({}, OBJECTS('ReadOnly')), no('no trail with data events of all buckets')],
  ['object-reads-logged', 'reads', trail({}, OBJECTS('ReadOnly')), ok],
  [
    'object-reads-logged',
    'of one bucket',
    trail({}, OBJECTS('All', 'arn:aws:s3:::b/')),
    no('no trail with data events of all buckets'),
  ],
  ['object-reads-logged', 'by an advanced selector', trail({}, ADVANCED()), ok],
  [
    'object-reads-logged',
    'writes by an advanced selector',
    trail({}, ADVANCED({ Field: 'readOnly', Equals: ['false'] })),
    no('no trail with data events of all buckets'),
  ],
  [
    'object-writes-logged',
    'of one bucket by an advanced selector',
    trail({}, ADVANCED({ Field: 'resources.ARN', StartsWith: ['arn:aws:s3:::b/'] })),
    no('no trail with data events of all buckets'),
  ],
  ['alarm-5.5', 'the names in another order, and any threshold', watched(`{ ${TRAILS} }`), ok],
  ['alarm-5.5', 'more names', watched(`{ ${TRAILS} || ${named('PutEventSelectors')} }`), ok],
  ['alarm-5.5', 'with their source', watched(`{ ($.eventSource = cloudtrail.amazonaws.com) && (${TRAILS}) }`), ok],
  [
    'alarm-5.5',
    'of another source',
    watched(`{ ($.eventSource = s3.amazonaws.com) && (${TRAILS}) }`),
    no(...TOLD('trails')),
  ],
  ['alarm-5.5', 'a name less', watched(`{ ${named('StopLogging', 'DeleteTrail')} }`), no(...TOLD('trails'))],
  [
    'alarm-5.5',
    'a further condition',
    watched(`{ (${TRAILS}) && ($.userIdentity.type = "IAMUser") }`),
    no(...TOLD('trails')),
  ],
  ['alarm-5.5', 'no action', watched(`{ ${TRAILS} }`, { AlarmActions: [] }), no(...TOLD('trails'))],
  ['alarm-5.5', 'its actions disabled', watched(`{ ${TRAILS} }`, { ActionsEnabled: false }), no(...TOLD('trails'))],
  ['alarm-5.5', 'another metric', watched(`{ ${TRAILS} }`, { MetricName: 'n' }), no(...TOLD('trails'))],
  ['alarm-5.5', 'another log group', watched(`{ ${TRAILS} }`, {}, { logGroupName: 'app' }), no(...TOLD('trails'))],
  ['alarm-5.5', 'a stopped trail', { ...watched(`{ ${TRAILS} }`), ...trail({}, {}, false) }, no(...TOLD('trails'))],
  [
    'alarm-5.5',
    'a log group of another account',
    { ...watched(`{ ${TRAILS} }`), ...trail({ CloudWatchLogsLogGroupArn: GROUP.replace(ACCOUNT, '999988887777') }) },
    no(...TOLD('trails')),
  ],
  ['alarm-5.7', 'with the source', watched(`{ ($.eventSource = kms.amazonaws.com) && ((${KMS})) }`), ok],
  ['alarm-5.7', 'without it', watched(`{ ${KMS} }`), no(expect.stringContaining('KMS keys') as never)],
  [
    'alarm-5.2',
    'any sign-in, as CIS allows',
    watched('{ ($.additionalEventData.MFAUsed != "Yes") && ($.eventName = ConsoleLogin) }'),
    ok,
  ],
  [
    'alarm-5.3',
    'with parentheses',
    watched(
      '{ ($.userIdentity.type = Root) && ($.userIdentity.invokedBy NOT EXISTS) && ($.eventType != AwsServiceEvent) }',
    ),
    ok,
  ],
  [
    'alarm-5.1',
    'the pattern of CIS 7.0',
    watched(
      '{ ($.errorCode ="*UnauthorizedOperation") || ($.errorCode ="AccessDenied*") && ($.sourceIPAddress!="delivery.logs.amazonaws.com") && ($.eventName!="HeadBucket") }',
    ),
    ok,
  ],
  [
    'alarm-5.15',
    'the events of CIS',
    watched(
      `{ ($.eventSource = organizations.amazonaws.com) && (${named(...'AcceptHandshake AttachPolicy CreateAccount CreateOrganizationalUnit CreatePolicy DeclineHandshake DeleteOrganization DeleteOrganizationalUnit DeletePolicy DetachPolicy DisablePolicyType EnablePolicyType InviteAccountToOrganization LeaveOrganization MoveAccount RemoveAccountFromOrganization UpdatePolicy UpdateOrganizationalUnit'.split(' '))}) }`,
    ),
    ok,
  ],
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

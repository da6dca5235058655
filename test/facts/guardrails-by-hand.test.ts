import { describe, expect, test } from 'vitest';
import type { Fact, Json } from '../../src/engine/fact.ts';
import { isSame } from '../../src/engine/finding.ts';
import { look } from '../../src/engine/look.ts';
import { externalAccessIsAnalyzed } from '../../src/facts/guardrails/access-analyzer.ts';
import { accountHasAlias } from '../../src/facts/guardrails/account-alias.ts';
import { supportRoleExists } from '../../src/facts/guardrails/account-roles.ts';
import { contactIsSet } from '../../src/facts/guardrails/contacts.ts';
import { defaultGroupsAreEmpty } from '../../src/facts/guardrails/default-security-group.ts';
import { newInstancesRequireImdsv2 } from '../../src/facts/guardrails/imdsv2-default.ts';
import { imagesCannotBePublic, snapshotsCannotBePublic } from '../../src/facts/guardrails/public-sharing.ts';
import { bucketsCannotBePublic } from '../../src/facts/guardrails/s3-account-block.ts';
import { documentsCannotBePublic } from '../../src/facts/guardrails/ssm-documents.ts';
import { ACCOUNT, type Answers, fakeAccount, HOME, iam, lines, refused, TAGS } from './fake-account.ts';

const place = { accountId: ACCOUNT, partition: 'aws', tags: TAGS } as const;
const block = bucketsCannotBePublic(ACCOUNT);
const metadata = newInstancesRequireImdsv2(HOME);
const snapshots = snapshotsCannotBePublic(HOME);
const images = imagesCannotBePublic(HOME);
const documents = documentsCannotBePublic(HOME);
const groups = defaultGroupsAreEmpty(HOME);
const analyzer = externalAccessIsAnalyzed(HOME, place);
const alias = accountHasAlias('acme');
const ERIKA = { Name: 'Erika', EmailAddress: 'e@example.com', PhoneNumber: '+1 555 0100', Title: 'Owner' };
const contact = contactIsSet('SECURITY', ERIKA);
const role = supportRoleExists(place);

const LEVEL = (more: object = {}): Answers => ({ 'ec2 GetInstanceMetadataDefaults': { AccountLevel: more } });
const SNAPSHOTS = (more: object = {}): Answers => ({
  'ec2 GetSnapshotBlockPublicAccessState': { State: 'unblocked', ManagedBy: 'account', ...more },
  'ec2 DescribeSnapshots': { Snapshots: [] },
});
const IMAGES = (more: object = {}): Answers => ({
  'ec2 GetImageBlockPublicAccessState': { ImageBlockPublicAccessState: 'unblocked', ManagedBy: 'account', ...more },
});
const SETTING = '--setting-id /ssm/documents/console/public-sharing-permission';

// biome-ignore lint/suspicious/noExplicitAny: facts of every value in one table
type Any = Fact<any>;
const found = async (fact: Any, answers: Answers) => (await look([fact], fakeAccount(answers)))[0]!;

describe('the calls', () => {
  test.each<[string, Any, Json, Json, Answers, string[]]>([
    ['metadata: make', metadata, metadata.want, {}, LEVEL(), ['required --http-put-response-hop-limit 2']],
    [
      'metadata: a hop limit stays',
      metadata,
      metadata.want,
      { HttpPutResponseHopLimit: 1 },
      LEVEL(),
      ['required --http-put-response-hop-limit 1'],
    ],
    ['metadata: give back', metadata, {}, metadata.want, LEVEL(), ['no-preference --http-put-response-hop-limit -1']],
    [
      'snapshots: give back',
      snapshots,
      'block-new-sharing',
      snapshots.want,
      SNAPSHOTS(),
      ['--state block-new-sharing'],
    ],
    ['snapshots: off', snapshots, 'unblocked', snapshots.want, SNAPSHOTS(), ['disable-snapshot-block-public-access']],
    ['images: on', images, images.want, 'unblocked', IMAGES(), ['enable-image-block-public-access']],
    ['images: off', images, 'unblocked', images.want, IMAGES(), ['disable-image-block-public-access']],
    ['documents: on', documents, 'Disable', null, {}, [`update-service-setting --region ${HOME} ${SETTING}`]],
    [
      'documents: back to the default',
      documents,
      null,
      'Disable',
      {},
      [`reset-service-setting --region ${HOME} ${SETTING}`],
    ],
    ['alias: make', alias, 'acme', null, {}, ['aws iam create-account-alias --account-alias acme']],
    ['alias: give back', alias, 'before', 'acme', {}, ['aws iam create-account-alias --account-alias before']],
    ['alias: take away', alias, null, 'acme', {}, ['aws iam delete-account-alias --account-alias acme']],
    [
      'contact: make',
      contact,
      ERIKA,
      null,
      {},
      ["--name Erika --email-address e@example.com --phone-number '+1 555 0100'"],
    ],
    ['contact: take away', contact, null, ERIKA, {}, ['delete-alternate-contact --alternate-contact-type SECURITY']],
    ['block: take away', block, null, block.want, {}, [`delete-public-access-block --account-id ${ACCOUNT}`]],
    ['analyzer: make', analyzer, 'ACTIVE', null, {}, ['--analyzer-name aws-baseline --type ACCOUNT --tags']],
    ['analyzer: take away', analyzer, null, 'ACTIVE', {}, ['delete-analyzer']],
  ])('%s', async (_what, fact, to, now, answers, parts) => {
    const sent = await lines(fact, to, now, answers);
    expect(sent).toHaveLength(parts.length);
    for (const [i, part] of parts.entries()) expect(sent[i]).toContain(part);
  });
});

describe('what is public or in use today is the user’s to decide, and is named', () => {
  const NO_BLOCK = { 's3control GetPublicAccessBlock': refused('NoSuchPublicAccessBlockConfiguration') };
  const OPEN = { 's3 GetPublicAccessBlock': refused('NoSuchPublicAccessBlockConfiguration') };
  const NO_POLICY = { 's3 GetBucketPolicyStatus': refused('NoSuchBucketPolicy') };
  const PUBLIC = { 's3 GetBucketPolicyStatus': { PolicyStatus: { IsPublic: true } } };
  const untold = (Principal: unknown) => ({
    's3 GetBucketPolicyStatus': {},
    's3 GetBucketPolicy': {
      Policy: JSON.stringify({ Statement: [{ Effect: 'Allow', Principal, Action: 's3:GetObject' }] }),
    },
  });
  const OWNER = { 's3 GetBucketAcl': { Grants: [{ Grantee: { ID: 'me' } }] } };
  const EVERYBODY = { Grantee: { URI: 'http://acs.amazonaws.com/groups/global/AllUsers' }, Permission: 'READ' };

  test.each<[string, Answers, string]>([
    ['a public policy', { ...OPEN, ...PUBLIC, ...OWNER }, 'by-hand'],
    ['a public ACL', { ...OPEN, ...NO_POLICY, 's3 GetBucketAcl': { Grants: [EVERYBODY] } }, 'by-hand'],
    ['neither', { ...OPEN, ...NO_POLICY, ...OWNER }, 'todo'],
    ['a policy for everyone, at an endpoint that tells no status', { ...OPEN, ...untold('*'), ...OWNER }, 'by-hand'],
    [
      'a policy for one, at an endpoint that tells no status',
      { ...OPEN, ...untold({ AWS: ACCOUNT }), ...OWNER },
      'todo',
    ],
    [
      'a public policy that the bucket does not serve',
      { 's3 GetPublicAccessBlock': { PublicAccessBlockConfiguration: block.want } },
      'todo',
    ],
  ])('a bucket with %s', async (_what, answers, state) => {
    const one = await found(block, { ...NO_BLOCK, ...answers });
    expect([one.state, one.how]).toEqual([
      state,
      state === 'todo' ? undefined : expect.stringContaining('bucket acme-x is public'),
    ]);
  });

  test('a public snapshot', async () => {
    const answers = { ...SNAPSHOTS(), 'ec2 DescribeSnapshots': { Snapshots: [{ SnapshotId: 'snap-1' }] } };
    expect(await found(snapshots, answers)).toMatchObject({ state: 'by-hand', how: expect.stringContaining('snap-1') });
  });

  const RULE = { IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: 'sg-1', UserId: ACCOUNT }] };
  const GROUPS = (IpPermissions: object[]): Answers => ({
    'ec2 DescribeSecurityGroups': { SecurityGroups: [{ GroupId: 'sg-1', IpPermissions, IpPermissionsEgress: [] }] },
  });

  test('a default security group', async () => {
    const uses = { NetworkInterfaceId: 'eni-1', Groups: [{ GroupId: 'sg-1' }] };
    const used = await found(groups, {
      ...GROUPS([RULE]),
      'ec2 DescribeNetworkInterfaces': { NetworkInterfaces: [uses] },
    });
    expect(used).toMatchObject({ state: 'by-hand', how: expect.stringContaining('eni-1 uses sg-1') });
    const unused = await found(groups, {
      ...GROUPS([RULE]),
      'ec2 DescribeNetworkInterfaces': { NetworkInterfaces: [] },
    });
    expect(unused.calls?.map(({ operation }) => operation)).toEqual(['RevokeSecurityGroupIngress']);
    expect((await found(groups, GROUPS([]))).state).toBe('ok');
  });

  test('of two default security groups, the unused one is emptied first', async () => {
    const group = (GroupId: string, ...IpPermissions: object[]) => ({
      GroupId,
      IpPermissions,
      IpPermissionsEgress: [],
    });
    const users = { NetworkInterfaces: [{ NetworkInterfaceId: 'eni-1', Groups: [{ GroupId: 'sg-1' }] }] };
    const two = (...rules: object[]): Answers => ({
      'ec2 DescribeSecurityGroups': { SecurityGroups: [group('sg-1', RULE), group('sg-2', ...rules)] },
      'ec2 DescribeNetworkInterfaces': users,
    });
    const { state, calls } = await found(groups, two(RULE));
    expect([state, calls?.map(({ input }) => input)]).toEqual(['todo', [expect.objectContaining({ GroupId: 'sg-2' })]]);
    expect(await found(groups, two())).toMatchObject({
      state: 'by-hand',
      how: expect.stringContaining('eni-1 uses sg-1'),
    });
  });

  test('the rules of a default group come back, but not those of a group that is gone', async () => {
    const before = await groups.read(fakeAccount(GROUPS([RULE])));
    const now = { 'sg-1': { in: [], out: [] } };
    expect(await lines(groups, { ...before, 'sg-2': before!['sg-1']! }, now)).toEqual([
      expect.stringContaining('authorize-security-group-ingress'),
    ]);
    expect([isSame(groups, now, before!), isSame(groups, before!, before!), isSame(groups, {}, before!)]).toEqual([
      false,
      true,
      true,
    ]);
  });
});

describe('what an organization manages is said and left', () => {
  const central = { ManagedBy: 'declarative-policy' };
  test.each<[string, Any, Answers]>([
    ['metadata', metadata, LEVEL(central)],
    ['snapshots', snapshots, SNAPSHOTS(central)],
    ['images', images, IMAGES(central)],
  ])('%s', async (_what, fact, answers) => {
    const one = await found(fact, answers);
    expect([one.state, one.how]).toEqual([
      'by-hand',
      expect.stringContaining('declarative policy of your organization'),
    ]);
  });
});

describe('what does the job already is met', () => {
  const analyzers = (...all: object[]): Answers => ({ 'accessanalyzer ListAnalyzers': { analyzers: all } });
  test.each<[string, Any, Answers, string]>([
    ['an analyzer of somebody else', analyzer, analyzers({ name: 'theirs', status: 'ACTIVE', type: 'ACCOUNT' }), 'ok'],
    ['one of its organization', analyzer, analyzers({ name: 'org', status: 'ACTIVE', type: 'ORGANIZATION' }), 'ok'],
    [
      'one of unused access',
      analyzer,
      analyzers({ name: 'u', status: 'ACTIVE', type: 'ACCOUNT_UNUSED_ACCESS' }),
      'todo',
    ],
    ['one that is off', analyzer, analyzers({ name: 'theirs', status: 'DISABLED', type: 'ACCOUNT' }), 'todo'],
    [
      'ours that failed',
      analyzer,
      analyzers({ name: 'aws-baseline', status: 'FAILED', tags: { 'managed-by': 'aws-baseline' } }),
      'by-hand',
    ],
    ['IMDSv2 with one hop', metadata, LEVEL({ HttpTokens: 'required', HttpPutResponseHopLimit: 1 }), 'ok'],
    [
      'a document setting that AWS makes the default',
      documents,
      { 'ssm GetServiceSetting': { ServiceSetting: { SettingValue: 'Disable', Status: 'Default' } } },
      'ok',
    ],
    ['no contact', contact, { 'account GetAlternateContact': refused('ResourceNotFoundException') }, 'todo'],
    ['an alias', alias, { 'iam ListAccountAliases': { AccountAliases: ['acme'] } }, 'ok'],
    ['no role', role, { ...iam({}), 'iam GetPolicy': { Policy: {} } }, 'todo'],
    [
      'a policy that the endpoint does not have',
      role,
      { ...iam({}), 'iam GetPolicy': refused('NoSuchEntity') },
      'by-hand',
    ],
  ])('%s', async (_what, fact, answers, state) => {
    expect((await found(fact, answers)).state).toBe(state);
  });
});

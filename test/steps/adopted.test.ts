import { beforeAll, describe, expect, test } from 'vitest';
import { type AnyCall, call } from '../../src/aws/call.ts';
import type { RehearsalAccount, RehearsalState } from '../../src/aws/rehearsal/account.ts';
import { isChore } from '../../src/engine/fact.ts';
import { journalInMemory } from '../../src/engine/journal.ts';
import { look } from '../../src/engine/look.ts';
import { lookBack, weakens } from '../../src/engine/undo.ts';
import {
  ANSWERS,
  byHand,
  factsFor,
  HOME,
  idsOf,
  lasting,
  makeAll,
  rehearsal,
  undoAll,
  unfinished,
} from './rehearsed.ts';

const facts = factsFor();
const REGIONS = [HOME, 'us-east-1'];
const THEIR_TAGS = [{ Key: 'managed-by', Value: 'terraform' }];
const says = (Action: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
const POLICY = 'arn:aws:iam::111122223333:policy/admin_access';
const TOPIC = 'arn:aws:sns:us-east-1:111122223333:aws-baseline-alarms';
const BUCKET = 'acme-analysis';
const LAMBDA = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const SSH = {
  IpProtocol: 'tcp',
  FromPort: 22,
  ToPort: 22,
  IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'from the office' }],
};
const WEB = {
  IpProtocol: 'tcp',
  FromPort: 443,
  ToPort: 443,
  IpRanges: [{ CidrIp: '10.0.0.0/8' }],
  Ipv6Ranges: [{ CidrIpv6: '::/0' }],
};
const THEIR_TOPIC_POLICY = JSON.stringify({
  Version: '2008-10-17',
  Id: 'theirs',
  Statement: [
    { Sid: 'Us', Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sns:Publish', Resource: TOPIC },
  ],
});

// Things of the very names that the steps make, each another way than the steps want it.
const BEFORE: AnyCall[] = [
  call('iam', 'CreatePolicy', { PolicyName: 'admin_access', PolicyDocument: says('s3:Get*'), Tags: THEIR_TAGS }),
  ...['a', 'b', 'c', 'd'].map((letter) =>
    call('iam', 'CreatePolicyVersion', {
      PolicyArn: POLICY,
      PolicyDocument: says(`s3:List${letter}*`),
      SetAsDefault: letter === 'b',
    }),
  ),
  call('iam', 'CreateGroup', { GroupName: 'admin' }),
  call('iam', 'CreateGroup', { GroupName: 'engineer', Path: '/theirs/' }),
  call('iam', 'CreateGroup', { GroupName: 'auditors' }),
  call('iam', 'AttachGroupPolicy', { GroupName: 'auditors', PolicyArn: POLICY }),
  call('iam', 'CreateUser', { UserName: 'admin_acme', Tags: THEIR_TAGS }),
  call('iam', 'AddUserToGroup', { UserName: 'admin_acme', GroupName: 'auditors' }),
  call('iam', 'CreateUser', { UserName: 'engineer_eve' }),
  call('iam', 'CreateLoginProfile', {
    UserName: 'engineer_eve',
    Password: 'Correct-Horse-9-Battery',
    PasswordResetRequired: false,
  }),
  call('iam', 'AddUserToGroup', { UserName: 'engineer_eve', GroupName: 'engineer' }),
  call('iam', 'CreateUser', { UserName: 'visitor' }),
  call('iam', 'CreateRole', {
    RoleName: 'aws-baseline-ec2',
    Path: '/aws-baseline/analyst/',
    AssumeRolePolicyDocument: LAMBDA,
  }),
  call('iam', 'CreateInstanceProfile', { InstanceProfileName: 'aws-baseline-ec2' }),
  call('s3', 'CreateBucket', {
    Bucket: BUCKET,
    CreateBucketConfiguration: { LocationConstraint: HOME },
    ObjectOwnership: 'ObjectWriter',
  }),
  call('s3', 'PutBucketVersioning', { Bucket: BUCKET, VersioningConfiguration: { Status: 'Enabled' } }),
  call('s3', 'PutBucketVersioning', { Bucket: BUCKET, VersioningConfiguration: { Status: 'Suspended' } }),
  call('s3', 'PutPublicAccessBlock', { Bucket: BUCKET, PublicAccessBlockConfiguration: { BlockPublicAcls: true } }),
  call('s3', 'PutBucketPolicy', {
    Bucket: BUCKET,
    Policy: JSON.stringify({
      Version: '2012-10-17',
      Id: 'theirs',
      Statement: {
        Sid: 'NoDelete',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:DeleteObject',
        Resource: `arn:aws:s3:::${BUCKET}/*`,
      },
    }),
  }),
  call('s3', 'PutBucketLifecycleConfiguration', {
    Bucket: BUCKET,
    LifecycleConfiguration: {
      Rules: [{ ID: 'logs', Status: 'Enabled', Filter: { Prefix: 'logs/' }, Expiration: { Days: 30 } }],
    },
  }),
  call('s3', 'CreateBucket', { Bucket: 'acme-landing-zone', CreateBucketConfiguration: { LocationConstraint: HOME } }),
  call('s3', 'PutBucketTagging', { Bucket: 'acme-landing-zone', Tagging: { TagSet: THEIR_TAGS } }),
  call('s3', 'DeletePublicAccessBlock', { Bucket: 'acme-landing-zone' }),
  call('s3', 'DeleteBucketOwnershipControls', { Bucket: 'acme-landing-zone' }),
  call('s3', 'CreateBucket', { Bucket: 'acme-other', CreateBucketConfiguration: { LocationConstraint: HOME } }),
  call('sns', 'CreateTopic', { Name: 'aws-baseline-alarms', Tags: THEIR_TAGS }, 'us-east-1'),
  call(
    'sns',
    'SetTopicAttributes',
    { TopicArn: TOPIC, AttributeName: 'Policy', AttributeValue: THEIR_TOPIC_POLICY },
    'us-east-1',
  ),
  call('sns', 'Subscribe', { TopicArn: TOPIC, Protocol: 'email', Endpoint: 'b@example.com' }, 'us-east-1'),
  call(
    'cloudwatch',
    'PutMetricAlarm',
    {
      AlarmName: 'aws-baseline-billing-10-usd',
      Namespace: 'AWS/Billing',
      MetricName: 'EstimatedCharges',
      Dimensions: [{ Name: 'Currency', Value: 'USD' }],
      Statistic: 'Maximum',
      Period: 3600,
      EvaluationPeriods: 2,
      Threshold: 5,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      AlarmActions: [TOPIC],
      OKActions: [TOPIC],
      TreatMissingData: 'breaching',
      Tags: THEIR_TAGS,
    },
    'us-east-1',
  ),
  call('ec2', 'CreateSecurityGroup', { GroupName: 'aws-baseline-ec2', Description: 'theirs' }),
];

let before: RehearsalState;
beforeAll(async () => {
  const account = rehearsal();
  await byHand(account, BEFORE);
  const id = account.state().regions[HOME]?.securityGroups.find(({ name }) => name === 'aws-baseline-ec2')?.id ?? '';
  await byHand(account, [call('ec2', 'AuthorizeSecurityGroupIngress', { GroupId: id, IpPermissions: [SSH, WEB] })]);
  account.person.confirmsEmail('b@example.com');
  before = account.state();
});

/** What there is, by kind and name. */
const namesIn = ({ iam, s3, regions }: RehearsalState): Record<string, string[]> => ({
  users: iam.users.map(({ name }) => name),
  groups: iam.groups.map(({ name }) => name),
  roles: iam.roles.map(({ name }) => name),
  policies: iam.policies.map(({ name }) => name),
  profiles: iam.instanceProfiles.map(({ name }) => name),
  buckets: s3.buckets.map(({ name }) => name),
  topics: Object.values(regions).flatMap(({ topics }) => topics.map(({ name }) => name)),
  alarms: Object.values(regions).flatMap(({ alarms }) => alarms.map(({ name }) => name)),
  securityGroups: Object.values(regions).flatMap(({ securityGroups }) => securityGroups.map(({ name }) => name)),
  instances: Object.values(regions).flatMap(({ instances }) =>
    instances.filter(({ ended }) => !ended).map(({ id }) => id),
  ),
});

async function made(journal = journalInMemory()): Promise<RehearsalAccount> {
  const account = rehearsal(before);
  expect(unfinished(await makeAll(facts, account, journal))).toEqual([]);
  // A subscription that nobody confirmed cannot be taken back.
  account.person.confirmsEmail();
  return account;
}

describe('what was there before', () => {
  test('is mended, not made anew', async () => {
    const findings = await makeAll(facts, rehearsal(before));
    // A setting of the account is put, whoever has a thing of that name.
    const things = findings.filter(({ fact }) => isChore(fact) || !fact.wholeAccount);
    expect(idsOf(things, 'changed').toSorted()).toEqual([
      'cloudwatch/alarm/aws-baseline-billing-10-usd',
      'ec2/security-group/aws-baseline-ec2',
      'iam/policy/admin_access',
      'iam/role/aws-baseline-ec2',
      's3/acme-analysis/ownership',
      's3/acme-analysis/public-access-block',
      's3/acme-analysis/versioning',
      'sns/aws-baseline-alarms/policy',
    ]);
    expect(idsOf(findings, 'ok')).toEqual(
      expect.arrayContaining([
        'iam/user/engineer_eve/sign-in',
        'iam/user/engineer_eve/group/engineer',
        'sns/aws-baseline-alarms/subscription/b@example.com',
        's3/acme-landing-zone/bucket',
      ]),
    );
  });

  test('a policy of theirs is left alone until somebody agrees to adopt it', async () => {
    const account = rehearsal(before);
    const findings = await makeAll(factsFor({ ...ANSWERS, adopt: false }), account);
    expect(findings.find(({ fact }) => fact.id === 'iam/policy/admin_access')).toMatchObject({
      state: 'by-hand',
      how: expect.stringContaining('--adopt'),
    });
    const theirs = (state: RehearsalState) => state.iam.policies.find(({ name }) => name === 'admin_access');
    expect(theirs(account.state())).toEqual(theirs(before));
    expect(idsOf(findings, 'failed')).toEqual([]);
  });

  test('keeps what others put there', async () => {
    const { s3, iam, regions } = (await made()).state();
    const bucket = s3.buckets.find(({ name }) => name === BUCKET);
    expect(JSON.parse(bucket?.policy ?? '')).toMatchObject({
      Id: 'theirs',
      Statement: [{ Sid: 'NoDelete' }, { Sid: 'AwsBaselineTlsOnly' }],
    });
    expect(JSON.stringify(bucket?.lifecycle)).toContain('"logs"');
    expect(iam.policies.find(({ name }) => name === 'admin_access')).toMatchObject({
      tags: THEIR_TAGS,
      versions: { length: 5 },
    });
    expect(iam.users.find(({ name }) => name === 'admin_acme')).toMatchObject({
      groups: ['auditors', 'admin'],
      tags: THEIR_TAGS,
    });
    expect(iam.users.find(({ name }) => name === 'engineer_eve')?.login?.reset).toBe(false);
    expect(regions['us-east-1']?.topics[0]?.tags).toEqual(THEIR_TAGS);
  });

  test('is exactly so again after undo, by the journal', async () => {
    const journal = journalInMemory();
    const account = await made(journal);
    expect(unfinished(await undoAll(facts, account, journal))).toEqual([]);
    expect(lasting(account.state(), REGIONS)).toEqual(lasting(before, REGIONS));
    // The journal is silent about a user that was right as it was, so undo says that it leaves it.
    expect(idsOf(await lookBack(facts, account, journal), 'by-hand')).toEqual(['iam/user/engineer_eve']);
    const others = facts.filter((fact) => isChore(fact) || !fact.wholeAccount);
    expect(await lookBack(others, account, journal)).toHaveLength(1);
  });

  test('also when some of it was made right in a second run', async () => {
    const journal = journalInMemory();
    const account = await made(journal);
    await byHand(account, [
      call('s3', 'PutBucketVersioning', { Bucket: BUCKET, VersioningConfiguration: { Status: 'Suspended' } }),
      call('s3', 'DeleteBucketPolicy', { Bucket: 'acme-landing-zone' }),
    ]);
    await makeAll(facts, account, journal);
    await undoAll(facts, account, journal);
    expect(lasting(account.state(), REGIONS)).toEqual(lasting(before, REGIONS));
  });

  test('undo asks before it lifts what protects it', async () => {
    const journal = journalInMemory();
    const account = await made(journal);
    const weaker = (await lookBack(facts, account, journal)).filter(weakens).map(({ fact }) => fact.id);
    expect(weaker).toEqual(
      expect.arrayContaining([
        's3/acme-analysis/public-access-block',
        's3/acme-analysis/versioning',
        's3/acme-analysis/tls-only',
        'ec2/security-group/aws-baseline-ec2',
        'sns/aws-baseline-alarms/policy',
      ]),
    );
    expect(weaker.filter((id) => id.startsWith('s3/acme-more'))).toEqual([]);
  });
});

describe('from the tags alone', () => {
  test('what we made goes away, what was there before stays', async () => {
    const account = await made();
    const after = account.state();
    expect(unfinished(await undoAll(facts, account))).toEqual([]);
    // A group that was there before keeps the policies that it has by now: they would not be missed without a trace.
    const policies = ['admin_access', 'require_mfa', 'engineer_access', 'engineer_access_2'];
    // So does the bucket for access logs, as long as they log to it.
    const buckets = [...(namesIn(before).buckets ?? []), 'acme-access-logs'];
    // A service-linked role has no marks: undo names it and leaves it.
    const roles = [...(namesIn(before).roles ?? []), 'AWSServiceRoleForConfig'];
    expect(namesIn(account.state())).toEqual({ ...namesIn(before), policies, buckets, roles });
    const groupsOf = ({ iam }: RehearsalState) => iam.groups.map(({ name, attached }) => [name, attached]);
    expect(groupsOf(account.state())).toEqual(groupsOf(after).filter(([name]) => name !== 'analyst'));
  });

  test('what we adopted is not touched: no protection is lifted', async () => {
    const account = await made();
    const after = account.state();
    await undoAll(facts, account);
    const bucketsOf = (state: RehearsalState) =>
      state.s3.buckets.filter(({ name }) => /^acme-(analysis|landing-zone)$/.test(name));
    expect(bucketsOf(account.state())).toEqual(bucketsOf(after));
    const kept = await look(
      facts.filter(({ id }) => /^s3\/acme-(analysis|landing-zone)\/|^ec2\/security-group\/aws-baseline-ec2$/.test(id)),
      account,
    );
    expect(idsOf(kept, 'ok')).toHaveLength(kept.length);
  });
});

describe('what stands in the way', () => {
  test.each<[string, (account: RehearsalAccount) => Promise<void> | void, string, RegExp, RegExp]>([
    [
      'a role on another path holds up the instance',
      (account) =>
        byHand(account, [
          call('iam', 'CreateRole', { RoleName: 'aws-baseline-ec2', AssumeRolePolicyDocument: LAMBDA }),
        ]),
      'iam/role/aws-baseline-ec2',
      /must be on \/aws-baseline\/analyst\//,
      /^(iam\/(role|instance-profile)\/aws-baseline-ec2\/|ec2\/instance|cloudwatch\/alarm\/aws-baseline-stop-when-idle$|scheduler\/schedule\/)/,
    ],
    [
      'a group that differs in case holds up its members',
      (account) => byHand(account, [call('iam', 'CreateGroup', { GroupName: 'Analyst' })]),
      'iam/group/analyst',
      /group "Analyst" exists/,
      /^iam\/(group\/analyst\/|user\/analyst_.*\/group)/,
    ],
    [
      'a bucket of ours elsewhere holds up its settings',
      (account) =>
        byHand(account, [
          call(
            's3',
            'CreateBucket',
            { Bucket: 'acme-more', CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } },
            'eu-west-1',
          ),
        ]),
      's3/acme-more/bucket',
      /is in eu-west-1/,
      /^(s3|guardrails\/[a-z-]+)\/acme-more(\/|$)/,
    ],
    [
      'no default VPC holds up the instance',
      (account) => account.person.deletesDefaultVpc(),
      'ec2/security-group/aws-baseline-ec2',
      /no default VPC/,
      /^(ec2\/|cloudwatch\/alarm\/aws-baseline-stop-when-idle$|scheduler\/schedule\/)/,
    ],
  ])('%s, and the rest is done', async (_what, arrange, id, why, heldUp) => {
    const account = rehearsal();
    await arrange(account);
    const findings = await makeAll(facts, account);
    const obstacle = findings.find(({ fact }) => fact.id === id);
    expect([obstacle?.state, obstacle?.why]).toEqual(['unknown', expect.stringMatching(why)]);
    const open = idsOf(findings, 'todo', 'unknown', 'failed').filter((one) => one !== id);
    expect(open.length).toBeGreaterThan(0);
    expect(open.filter((one) => !heldUp.test(one))).toEqual([]);
    expect(idsOf(findings, 'failed')).toEqual([]);
  });

  test("somebody else's bucket of that name fails alone", async () => {
    const account = rehearsal();
    account.person.takesBucketName('acme-more');
    const findings = await makeAll(facts, account);
    expect(idsOf(findings, 'failed')).toEqual(['s3/acme-more/bucket']);
    expect(idsOf(findings, 'todo').every((id) => /^(s3|guardrails\/[a-z-]+)\/acme-more(\/|$)/.test(id))).toBe(true);
  });
});

test.each(['us-east-1', 'us-gov-west-1', 'cn-north-1'])('in %s all of it can be made and undone', async (region) => {
  const account = rehearsal(undefined, region);
  const all = factsFor({ ...ANSWERS, region, partition: account.identity.partition });
  const journal = journalInMemory();
  const clean = account.state();
  const findings = await makeAll(all, account, journal);
  expect(unfinished(findings)).toEqual([]);
  account.person.confirmsEmail();
  await undoAll(all, account, journal);
  const regions = Object.keys(account.state().regions);
  expect(lasting(account.state(), regions)).toEqual(lasting(clean, regions));
});

import type { LifecycleRule } from '@aws-sdk/client-s3';
import type { RehearsalState } from '../../src/aws/rehearsal/account.ts';
import type { ConnectEndpoint, GatewayEndpoint } from '../../src/aws/rehearsal/ec2/endpoint-state.ts';
import type { ScheduleGroup } from '../../src/aws/rehearsal/scheduler/state.ts';
import { HOME } from './rehearsed.ts';

/** Breaks what a fact is about; `id` is the fact's. */
type Break = (state: RehearsalState, id: string) => unknown;

/**
 * What a look finds then: `todo`, and apply mends it; `broken`, a person's, with the way out; `fine`, it does its job all
 * the same; `open`, a chore that is not done; `stopped`, nothing is written until a person has decided. The pattern is what is said.
 */
export interface Way {
  how: string;
  act: Break;
  finds: 'todo' | 'broken' | 'fine' | 'open' | 'stopped';
  says?: RegExp;
}

const GLOBAL = 'us-east-1';
const ACCOUNT = '111122223333';
export const TOPIC = `arn:aws:sns:${GLOBAL}:${ACCOUNT}:aws-baseline-alarms`;
export const THEIRS = `arn:aws:sns:${GLOBAL}:${ACCOUNT}:pager`;
const KEY = `arn:aws:kms:${HOME}:${ACCOUNT}:key/k`;

const last = (id: string) => id.split('/').at(-1)!;
const part = (id: string, at: number) => id.split('/')[at]!;
const named = <T extends { name: string }>(all: T[], name: string): T => all.find((one) => one.name === name)!;
const dropped = <T extends { name: string }>(all: T[], name: string) => all.splice(all.indexOf(named(all, name)), 1);

const ec2 = (state: RehearsalState) => state.regions[HOME]!;
export const topicOf = (state: RehearsalState, id = 'sns/aws-baseline-alarms') =>
  named(
    [GLOBAL, HOME].flatMap((region) => state.regions[region]?.topics ?? []),
    part(id, 1),
  );
export const alarmOf = (state: RehearsalState, id: string) => named(state.regions[GLOBAL]!.alarms, last(id));
const budgetOf = (state: RehearsalState) => named(state.budgets!, 'aws-baseline-monthly');
const inBudget = (more: object) => (state: RehearsalState) => Object.assign(budgetOf(state).budget, more);
const mailOf = (state: RehearsalState, id: string) =>
  budgetOf(state).notifications.find(({ notification }) => notification.NotificationType === last(id).toUpperCase())!;
const PAGER = { SubscriptionType: 'EMAIL', Address: 'pager@example.com' } as const;
const bucketOf = (state: RehearsalState, id: string) => named(state.s3.buckets, part(id, 1));
const userOf = (state: RehearsalState, id: string) => named(state.iam.users, part(id, 2));
const groupOf = (state: RehearsalState, id: string) => named(state.iam.groups, part(id, 2));
const roleOf = (state: RehearsalState, id: string) => named(state.iam.roles, part(id, 2));
const instanceRole = (state: RehearsalState) => named(state.iam.roles, 'aws-baseline-ec2');
const profileOf = (state: RehearsalState) => named(state.iam.instanceProfiles, 'aws-baseline-ec2');
const sgOf = (state: RehearsalState) => named(ec2(state).securityGroups, 'aws-baseline-ec2');
const connectOf = (state: RehearsalState) => named(ec2(state).securityGroups, 'aws-baseline-ec2-connect');
const gatewaysOf = (state: RehearsalState) => ec2(state).settings!['vpc-endpoints'] as GatewayEndpoint[];
const tunnelOf = (state: RehearsalState) => (ec2(state).settings!['connect-endpoints'] as ConnectEndpoint[])[0]!;
const instanceOf = (state: RehearsalState) => ec2(state).instances[0]!;
const subscriptionOf = (state: RehearsalState, id: string) =>
  topicOf(state, id).subscriptions.find(({ endpoint }) => endpoint === last(id))!;

type Labelled = { tags: { Key: string }[] };
const first = (list: unknown) => (list as Labelled[])[0]!;
const analyzerOf = (state: RehearsalState) => (ec2(state).settings!.analyzers as { tags: { Key: string }[] }[])[0]!;
const guardRole = (state: RehearsalState, id: string) =>
  named(state.iam.roles, `aws-baseline-${part(id, 1).replace('-role', '')}`);
const trailOf = (state: RehearsalState) =>
  (ec2(state).settings!.trails as { bucket: string; tags: { Key: string }[] }[])[0]!;
const trail =
  (to: object): Break =>
  (state) =>
    Object.assign(trailOf(state), to);
const ruleOf = (state: RehearsalState) =>
  (state.regions[GLOBAL]!.settings!.rules as { targets: object[]; tags: { Key: string }[] }[])[0]!;
const THEIR_GROUP = `arn:aws:logs:${HOME}:${ACCOUNT}:log-group:theirs:*`;
const THEIRS_AT_HOME = `arn:aws:sns:${HOME}:${ACCOUNT}:pager`;
const METRIC = { metricNamespace: 'LogMetrics', metricValue: '1' };
const groupOfTrail = (state: RehearsalState) => named(ec2(state).logGroups!, '/aws-baseline/trail');
const cisAlarmOf = (state: RehearsalState, id: string) =>
  ec2(state).alarms.find(({ name }) => name.startsWith(`aws-baseline-cis-${last(id)}-`))!;
const cisName = (state: RehearsalState, id: string) => cisAlarmOf(state, id).name;
const filterOf = (state: RehearsalState, id: string) => groupOfTrail(state).filters![cisName(state, id)]!;
const filter =
  (to: object): Break =>
  (state, id) =>
    Object.assign(filterOf(state, id), to);
const cisAlarm =
  (to: object): Break =>
  (state, id) =>
    Object.assign(cisAlarmOf(state, id).settings, to);
const bucketIn = (state: RehearsalState, id: string) => named(state.s3.buckets, part(id, 2));
const grant =
  (change: (all: Record<string, unknown>[]) => object[]): Break =>
  (state, id) => {
    const bucket = bucketOf(state, id);
    bucket.policy = withStatements(bucket.policy, change);
  };
const versionRule =
  (change: (rule: LifecycleRule) => LifecycleRule[]): Break =>
  (state, id) => {
    const bucket = bucketIn(state, id);
    bucket.lifecycle = structuredClone(bucket.lifecycle ?? []).flatMap((rule) =>
      rule.NoncurrentVersionExpiration ? change(rule) : [rule],
    );
  };
const expiring = (days: number, more: object = {}): LifecycleRule => ({
  ID: 'theirs',
  Status: 'Enabled',
  Filter: { Prefix: '' },
  NoncurrentVersionExpiration: { NoncurrentDays: days, ...more },
});
const unset =
  (name: string): Break =>
  (state) =>
    delete ec2(state).settings![name];

const accountSetting = (name: string) => (state: RehearsalState) => first(state.settings![name]);
const regionSetting = (name: string) => (state: RehearsalState) => first(ec2(state).settings![name]);

const document = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const DENY_S3_IAM = document({
  Effect: 'Deny',
  Action: ['s3:*', 'iam:ChangePassword', 'ssmmessages:*', 'ec2:*', 'ecr:*', 'logs:*'],
  Resource: '*',
});
const DENY_ELSEWHERE = document({
  Effect: 'Deny',
  Action: '*',
  Resource: '*',
  Condition: { StringNotEquals: { 'aws:RequestedRegion': [HOME] } },
});
const ALLOW_S3_ONLY = document({ Effect: 'Allow', Action: 's3:*', Resource: '*' });
const ALLOW_SNS_ONLY = document({ Effect: 'Allow', Action: 'sns:*', Resource: '*' });
const ALLOW_ALL = document({ Effect: 'Allow', Action: '*', Resource: '*' });
const AWS = 'arn:aws:iam::aws:policy/';

function ownPolicy(state: RehearsalState, name: string, text: string): string {
  const [one] = state.iam.policies;
  const arn = `arn:aws:iam::${ACCOUNT}:policy/${name}`;
  const versions = [{ ...one!.versions[0]!, id: 'v1', document: text }];
  state.iam.policies.push({
    ...structuredClone(one!),
    name,
    arn,
    id: `ANPA${name}`,
    default: 'v1',
    versions,
    tags: [],
  });
  return arn;
}

function withStatements(text: string | null, change: (all: Record<string, unknown>[]) => object[]): string {
  const policy = JSON.parse(text ?? '{}');
  return JSON.stringify({ ...policy, Statement: change([policy.Statement].flat()) });
}
const tls =
  (change: (one: Record<string, unknown>) => object): Break =>
  (state, id) => {
    const bucket = bucketOf(state, id);
    bucket.policy = withStatements(bucket.policy, (all) => all.map(change));
  };
const beside =
  (more: (arn: string) => object): Break =>
  (state, id) => {
    const bucket = bucketOf(state, id);
    bucket.policy = withStatements(bucket.policy, (all) => [...all, more(`arn:aws:s3:::${bucket.name}`)]);
  };
const rules =
  (change: (rules: LifecycleRule[]) => LifecycleRule[]): Break =>
  (state, id) => {
    const bucket = bucketOf(state, id);
    bucket.lifecycle = change(structuredClone(bucket.lifecycle) ?? []);
  };
const out =
  (...egress: object[]): Break =>
  (state) =>
    (sgOf(state).egress = egress.map(
      (rule, i) => ({ id: `sgr-${i}`, protocol: 'tcp', from: 443, to: 443, ...rule }) as never,
    ));
const into =
  (source: string): Break =>
  (state) =>
    sgOf(state).ingress.push({ id: 'sgr-9', protocol: 'tcp', from: 22, to: 22, source });
const trust =
  (change: (one: Record<string, unknown>) => object[]): Break =>
  (state, id) =>
    (roleOf(state, id).trust = withStatements(roleOf(state, id).trust, (all) => all.flatMap(change)));
const setting =
  (key: string, value: unknown): Break =>
  (state, id) =>
    (alarmOf(state, id).settings[key] = value);
const idleOf = (state: RehearsalState) => named(ec2(state).alarms, 'aws-baseline-stop-when-idle');
const idle =
  (key: string, value: unknown): Break =>
  (state) =>
    (idleOf(state).settings[key] = value);
const schedules = (state: RehearsalState) => (ec2(state).settings!['schedule-groups'] as ScheduleGroup[])[0]!;
const deletion =
  (to: object): Break =>
  (state) =>
    Object.assign(schedules(state).schedules[0]!.settings, to);
const deletionTarget = (more: object) => (state: RehearsalState) =>
  Object.assign(schedules(state).schedules[0]!.settings.Target as object, more);
const tagsLost =
  (of: (state: RehearsalState, id: string) => { tags: { Key: string }[] }): Break =>
  (state, id) => {
    const it = of(state, id);
    it.tags = it.tags.filter(({ Key }) => Key !== 'managed-by');
  };

const todo = (how: string, act: Break, says?: RegExp): Way => ({ how, act, finds: 'todo', ...(says ? { says } : {}) });
const broken = (how: string, act: Break, says: RegExp): Way => ({ how, act, finds: 'broken', says });
const fine = (how: string, act: Break, says?: RegExp): Way => ({ how, act, finds: 'fine', ...(says ? { says } : {}) });
export const open = (how: string, act: Break): Way => ({ how, act, finds: 'open' });

type Limited = { inline: Record<string, string>; attached: string[]; boundary?: string };
const denies = (of: (state: RehearsalState, id: string) => Limited): Way[] => [
  broken('an inline deny', (state, id) => (of(state, id).inline.stop = DENY_S3_IAM), /inline policy stop .*denies/),
  broken('AWSDenyAll', (state, id) => of(state, id).attached.push(`${AWS}AWSDenyAll`), /AWSDenyAll.*detach-/),
  broken(
    "AWS's quarantine",
    (state, id) => of(state, id).attached.push(`${AWS}AWSCompromisedKeyQuarantineV3`),
    /AWSCompromisedKeyQuarantineV3.*access key/,
  ),
  broken(
    'a deny in a policy of its own',
    (state, id) => of(state, id).attached.push(ownPolicy(state, 'stop', DENY_S3_IAM)),
    /policy stop .*denies/,
  ),
  fine('a deny that does not matter', (state, id) => (of(state, id).inline.home = DENY_ELSEWHERE)),
];
const boundaries = (of: (state: RehearsalState, id: string) => Limited): Way[] => [
  broken(
    'a boundary that allows too little',
    (state, id) => (of(state, id).boundary = ownPolicy(state, 'edge', ALLOW_SNS_ONLY)),
    /boundary edge .*does not allow.*delete-(user|role)-permissions-boundary/,
  ),
  broken(
    "a boundary of AWS's own",
    (state, id) => (of(state, id).boundary = `${AWS}SecurityAudit`),
    /boundary SecurityAudit .*does not allow/,
  ),
  fine('a boundary that allows all', (state, id) => (of(state, id).boundary = ownPolicy(state, 'edge', ALLOW_ALL))),
  fine(
    "AWS's AdministratorAccess as a boundary",
    (state, id) => (of(state, id).boundary = `${AWS}AdministratorAccess`),
  ),
];

/** Things with tags that the rehearsal account keeps among the settings of the account or of the home Region: name, fact. */
export const KEPT: [setting: string, fact: string][] = [
  ['analyzers', `guardrails/access-analyzer/${HOME}`],
  ['trails', 'guardrails/trail'],
  ['flow-logs', `guardrails/flow-logs/${HOME}`],
  ['vpc-endpoints', 'ec2/vpc-endpoint/s3'],
  ['connect-endpoints', 'ec2/instance-connect-endpoint'],
  ['guardduty', `guardrails/guardduty/${HOME}`],
  ['security-hub', `guardrails/security-hub/${HOME}`],
  ['config-recorder', `guardrails/config/${HOME}`],
  ['anomaly-monitors', 'guardrails/cost-anomaly/monitor'],
  ['schedule-groups', 'scheduler/group/aws-baseline-schedule'],
  ['anomaly-subscriptions', 'guardrails/cost-anomaly/mails'],
];

/** By the fact's id: how people, other tools and AWS leave it there, and what a look finds then. */
export const WAYS: [fact: RegExp, ...ways: Way[]][] = [
  [
    /^root\/mfa$/,
    open('no device', ({ root }) => (root.mfa = false)),
    fine('an app', ({ root }) => Object.assign(root, { mfa: true, mfaApp: true }), /an authenticator app/),
  ],
  [
    /^root\/access-keys$/,
    open('a key', ({ root }) => root.accessKeys.push({ id: 'AKIA', created: 'then', active: false })),
  ],
  [/^billing\/metric$/, open('alerts are off', ({ billing }) => (billing.alerts = false))],
  [
    /^guardrails\/password-policy$/,
    todo('shorter', ({ iam }) => (iam.passwordPolicy!.MinimumPasswordLength = 8)),
    todo('no symbols', ({ iam }) => (iam.passwordPolicy!.RequireSymbols = false)),
    todo('old ones again', ({ iam }) => delete iam.passwordPolicy!.PasswordReusePrevention),
    fine('longer', ({ iam }) => (iam.passwordPolicy!.MinimumPasswordLength = 20)),
    fine('they expire', ({ iam }) => Object.assign(iam.passwordPolicy!, { MaxPasswordAge: 60, HardExpiry: true })),
    fine('users may not change their own', ({ iam }) => (iam.passwordPolicy!.AllowUsersToChangePassword = false)),
  ],
  [/^guardrails\/ebs-encryption\//, todo('off', unset('ebs-encryption'))],
  [
    /^guardrails\/s3-account-block$/,
    todo('off', (state) => delete state.settings!['s3-account-block']),
    todo('one of four is off', (state) =>
      Object.assign(state.settings!['s3-account-block'] as object, { BlockPublicPolicy: false }),
    ),
  ],
  [
    /^guardrails\/imdsv2-default\//,
    todo('off', unset('imds-defaults')),
    todo('IMDSv1 too', (state) =>
      Object.assign(ec2(state).settings!['imds-defaults'] as object, { HttpTokens: 'optional' }),
    ),
    fine('fewer hops', (state) =>
      Object.assign(ec2(state).settings!['imds-defaults'] as object, { HttpPutResponseHopLimit: 1 }),
    ),
  ],
  [
    /^guardrails\/snapshot-block\//,
    todo('off', unset('snapshot-block')),
    todo('new ones only', (state) => (ec2(state).settings!['snapshot-block'] = 'block-new-sharing')),
  ],
  [/^guardrails\/ami-block\//, todo('off', unset('ami-block'), /up to ten minutes later/)],
  [/^guardrails\/ssm-documents\//, todo('back to the default', unset('ssm-sharing'))],
  [
    /^guardrails\/default-security-group\//,
    todo('a rule', (state) =>
      named(ec2(state).securityGroups, 'default').ingress.push({ id: 'sgr-9', protocol: '-1', source: '0.0.0.0/0' }),
    ),
    open('a rule, and an instance that uses it', (state) => {
      const group = named(ec2(state).securityGroups, 'default');
      group.egress.push({ id: 'sgr-9', protocol: '-1', source: '0.0.0.0/0' });
      instanceOf(state).groups.push(group.id);
    }),
  ],
  [
    /^guardrails\/access-analyzer\//,
    todo('deleted', unset('analyzers')),
    todo('a tag lost', tagsLost(analyzerOf)),
    fine('another one in its place', (state) =>
      Object.assign((ec2(state).settings!.analyzers as object[])[0]!, { name: 'theirs', tags: [] }),
    ),
  ],
  [
    /^guardrails\/contacts\//,
    todo('another telephone', (state, id) =>
      Object.assign(state.settings![`contact-${last(id).toUpperCase()}`] as object, { PhoneNumber: '1' }),
    ),
  ],
  [/^guardrails\/account-alias$/, todo('another', (state) => (state.settings!.alias = 'theirs'), /replaces theirs/)],
  [
    /^guardrails\/(support|audit)-role$/,
    todo('detached', (state, id) => (guardRole(state, id).attached = [])),
    todo(
      'one policy more',
      (state, id) => guardRole(state, id).attached.push(`${AWS}AdministratorAccess`),
      /detaches Admin/,
    ),
    todo('without MFA', (state, id) => {
      const role = guardRole(state, id);
      role.trust = withStatements(role.trust, (all) => all.map(({ Condition: _, ...one }) => one));
    }),
    todo('a tag lost', tagsLost(guardRole)),
  ],
  [
    /^guardrails\/cost-anomaly\/monitor$/,
    todo('a tag lost', tagsLost(accountSetting('anomaly-monitors'))),
    fine('another one in its place', (state) => {
      for (const one of state.settings!['anomaly-monitors'] as object[]) Object.assign(one, { MonitorName: 'theirs' });
    }),
  ],
  [
    /^guardrails\/cost-anomaly\/mails$/,
    todo('an address is missing', (state) =>
      Object.assign(first(state.settings!['anomaly-subscriptions']), {
        Subscribers: [{ Type: 'EMAIL', Address: 'b@example.com' }],
      }),
    ),
    todo('it tells of another monitor', (state) =>
      Object.assign(first(state.settings!['anomaly-subscriptions']), { MonitorArnList: ['arn:other'] }),
    ),
    todo('a tag lost', tagsLost(accountSetting('anomaly-subscriptions'))),
    fine('another one tells one of the addresses', (state) =>
      Object.assign(first(state.settings!['anomaly-subscriptions']), {
        SubscriptionName: 'theirs',
        Subscribers: [{ Type: 'EMAIL', Address: 'b@example.com' }],
      }),
    ),
  ],
  [
    /^guardrails\/network-acl\//,
    todo('as AWS made it', unset('network-acls')),
    todo('RDP over IPv6 is allowed before', (state) =>
      (Object.values(ec2(state).settings!['network-acls'] as object)[0] as object[]).push({
        ...{ RuleNumber: 7, RuleAction: 'allow', Protocol: '6', Egress: false, Ipv6CidrBlock: '::/0' },
        PortRange: { From: 3000, To: 4000 },
      }),
    ),
    fine('some addresses are allowed before', (state) =>
      (Object.values(ec2(state).settings!['network-acls'] as object)[0] as object[]).push({
        ...{ RuleNumber: 7, RuleAction: 'allow', Protocol: '-1', Egress: false, CidrBlock: '10.0.0.0/8' },
      }),
    ),
    open('no number is free', (state) => {
      const settings = ec2(state).settings!['network-acls'] as Record<string, object[]>;
      for (const id of Object.keys(settings))
        settings[id] = [{ RuleNumber: 2, RuleAction: 'allow', Protocol: '-1', Egress: false, CidrBlock: '0.0.0.0/0' }];
    }),
  ],
  [
    /^guardrails\/flow-logs\//,
    todo('deleted', unset('flow-logs')),
    todo('a new VPC', (state) =>
      ec2(state).vpcs.push({ id: 'vpc-0123456789abcdef0', cidr: '10.0.0.0/16', isDefault: false }),
    ),
    todo('what is accepted only', (state) =>
      Object.assign(first(ec2(state).settings!['flow-logs']), { traffic: 'ACCEPT' }),
    ),
    todo('a tag lost', tagsLost(regionSetting('flow-logs'))),
    broken(
      'it cannot deliver',
      (state) => Object.assign(first(ec2(state).settings!['flow-logs']), { error: 'Access error' }),
      /delivers nothing: Access error.*Check the policy of bucket acme-flow-logs-111122223333/,
    ),
    fine('one of somebody else to another bucket', (state) =>
      Object.assign(first(ec2(state).settings!['flow-logs']), { bucket: 'arn:aws:s3:::theirs', tags: [] }),
    ),
  ],
  [
    /^guardrails\/guardduty\//,
    todo('deleted', unset('guardduty')),
    todo('suspended', (state) => Object.assign(ec2(state).settings!.guardduty as object, { status: 'DISABLED' })),
    todo(
      'a tag lost',
      tagsLost((state) => ec2(state).settings!.guardduty as Labelled),
    ),
    open('suspended by the administrator of an organization', (state) =>
      Object.assign(ec2(state).settings!.guardduty as object, { status: 'DISABLED', administrator: '999988887777' }),
    ),
    fine('another one in its place', (state) => Object.assign(ec2(state).settings!.guardduty as object, { tags: [] })),
  ],
  [/^guardrails\/config\/role$/, todo('deleted', ({ iam }) => dropped(iam.roles, 'AWSServiceRoleForConfig'))],
  [
    /^guardrails\/config\/(?!role)/,
    todo('stopped', (state) => Object.assign(ec2(state).settings!['config-recorder'] as object, { recording: false })),
    todo('some types only', (state) =>
      Object.assign((ec2(state).settings!['config-recorder'] as { recorder: object }).recorder, {
        recordingGroup: { allSupported: false, resourceTypes: ['AWS::S3::Bucket'] },
      }),
    ),
    todo('to another bucket', (state) =>
      Object.assign(ec2(state).settings!['config-channel'] as object, { s3BucketName: 'theirs' }),
    ),
    todo(
      'a tag lost',
      tagsLost((state) => ec2(state).settings!['config-recorder'] as Labelled),
    ),
    fine('another channel', (state) =>
      Object.assign(ec2(state).settings!['config-channel'] as object, { name: 'default' }),
    ),
    fine('another recorder', (state) =>
      Object.assign((ec2(state).settings!['config-recorder'] as { recorder: object }).recorder, { name: 'default' }),
    ),
    open('another recorder, stopped', (state) => {
      const kept = ec2(state).settings!['config-recorder'] as { recorder: object };
      Object.assign(kept, { recording: false });
      Object.assign(kept.recorder, { name: 'default' });
    }),
  ],
  [
    /^guardrails\/security-hub\//,
    todo('disabled', unset('security-hub')),
    todo(
      'a tag lost',
      tagsLost((state) => ec2(state).settings!['security-hub'] as Labelled),
    ),
    open('not on the Free plan', (state) => Object.assign(state, { settings: { 'security-hub-plan': 'refused' } })),
    fine('another one in its place', (state) =>
      Object.assign(ec2(state).settings!['security-hub'] as object, { tags: [] }),
    ),
  ],
  [
    /^guardrails\/macie\//,
    todo('disabled', unset('macie')),
    todo('paused', (state) => (ec2(state).settings!.macie = 'PAUSED')),
  ],
  [
    /^s3\/[^/]+\/policy$/,
    todo('no policy', (state, id) => (bucketOf(state, id).policy = null)),
    todo('the service may not write', (state, id) => {
      const bucket = bucketOf(state, id);
      bucket.policy = withStatements(bucket.policy, (all) => all.slice(0, 2));
    }),
    fine('a statement more', (state, id) => {
      const bucket = bucketOf(state, id);
      const more = {
        Sid: 'More',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:DeleteObject',
        Resource: `arn:aws:s3:::${bucket.name}/*`,
      };
      bucket.policy = withStatements(bucket.policy, (all) => [...all, more]);
    }),
  ],
  [
    /^guardrails\/noncurrent-expiry\//,
    todo(
      'the rule is off',
      versionRule((rule) => [{ ...rule, Status: 'Disabled' }]),
    ),
    todo(
      'after ten years',
      versionRule((rule) => [{ ...rule, NoncurrentVersionExpiration: { NoncurrentDays: 3650 } }]),
    ),
    fine(
      'earlier',
      versionRule((rule) => [{ ...rule, NoncurrentVersionExpiration: { NoncurrentDays: 30 } }]),
    ),
    fine(
      "somebody's rule in its place",
      versionRule(() => [expiring(365)]),
    ),
    open(
      "somebody's rule in its place keeps versions longer",
      versionRule(() => [expiring(730)]),
    ),
    open(
      "somebody's rule in its place keeps some versions",
      versionRule(() => [expiring(30, { NewerNoncurrentVersions: 5 })]),
    ),
  ],
  [
    /^guardrails\/trail$/,
    todo('stopped', trail({ logging: false }), /it is stopped/),
    todo('one Region', trail({ allRegions: false }), /one Region only/),
    todo('without global services', trail({ globalServices: false })),
    todo('log file validation is off', trail({ validation: false }), /validation is off/),
    todo('into another bucket', trail({ bucket: 'acme-analysis' }), /writes to bucket acme-analysis/),
    todo('writes only', trail({ selectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }] })),
    todo(
      'data events only',
      trail({
        selectors: [
          {
            ReadWriteType: 'All',
            IncludeManagementEvents: false,
            DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }],
          },
        ],
      }),
      /management events/,
    ),
    fine('data events as well', (state) =>
      (trailOf(state) as unknown as { selectors: object[] }).selectors.push({
        ReadWriteType: 'All',
        IncludeManagementEvents: false,
        DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }],
      }),
    ),
    todo('deleted', unset('trails')),
    fine(
      'deleted, and another one does the job',
      (state) => Object.assign(trailOf(state), { name: 'theirs', tags: [] }),
      /trail theirs of account 111122223333 does this/,
    ),
    todo('a tag lost', tagsLost(trailOf)),
  ],
  [
    /^s3\/acme-(trail-\d+\/cloudtrail|access-logs\/access-logs)$/,
    todo(
      'without a statement',
      grant((all) => all.slice(1)),
    ),
    todo(
      'for another account',
      grant((all) =>
        all.map((one) =>
          one.Effect === 'Allow' ? { ...one, Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } } : one,
        ),
      ),
    ),
    todo(
      'from whatever account',
      grant((all) => all.map(({ Condition, ...one }) => (one.Effect === 'Allow' ? one : { ...one, Condition }))),
    ),
  ],
  [
    /^guardrails\/root-alert$/,
    todo('disabled', (state) => Object.assign(ruleOf(state), { state: 'DISABLED' }), /it is disabled/),
    todo('other events', (state) => Object.assign(ruleOf(state), { pattern: '{"source":["aws.ec2"]}' })),
    todo('no target', (state) => Object.assign(ruleOf(state), { targets: [] })),
    todo('another target', (state) => Object.assign(ruleOf(state), { targets: [{ Id: 'x', Arn: THEIRS }] })),
    fine('another target as well', (state) => ruleOf(state).targets.push({ Id: 'x', Arn: THEIRS })),
    todo('a tag lost', tagsLost(ruleOf)),
  ],
  [
    /^guardrails\/cis-alarms\/logs$/,
    todo('no log group', (state) => delete (trailOf(state) as { logs?: object }).logs),
    fine('another log group of this account', trail({ logs: { group: THEIR_GROUP, role: 'theirs' } })),
  ],
  [
    /^guardrails\/cis-alarms\/5/,
    todo('no metric filter', (state, id) => delete groupOfTrail(state).filters![cisName(state, id)]),
    todo('other events', filter({ filterPattern: '{$.eventName=RunInstances}' }), /does not count these events/),
    todo('another metric', filter({ metricTransformations: [{ ...METRIC, metricName: 'other' }] })),
    todo('counted apart', (state, id) =>
      filter({ metricTransformations: [{ ...METRIC, metricName: cisName(state, id), dimensions: { by: '$.x' } }] })(
        state,
        id,
      ),
    ),
    fine('written with spaces', (state, id) => {
      const its = filterOf(state, id);
      its.filterPattern = its.filterPattern!.replaceAll('=', ' = ');
    }),
    todo('its actions are off', cisAlarm({ ActionsEnabled: false }), /notifies no one/),
    todo('it tells nobody', cisAlarm({ AlarmActions: [] })),
    fine('it tells somebody else as well', (state, id) =>
      (cisAlarmOf(state, id).settings.AlarmActions as string[]).push(THEIRS_AT_HOME),
    ),
    todo('more than one event', cisAlarm({ Threshold: 2 })),
    todo('no alarm', (state, id) => dropped(ec2(state).alarms, cisName(state, id))),
    fine(
      "somebody's alarm does this",
      (state, id) => {
        const its = filterOf(state, id);
        cisAlarmOf(state, id).name = 'theirs';
        delete groupOfTrail(state).filters![its.filterName!];
        groupOfTrail(state).filters!.theirs = { ...its, filterName: 'theirs' };
      },
      /alarm theirs does this/,
    ),
    todo('a tag lost', tagsLost(cisAlarmOf)),
  ],
  [
    /^logs\/log-group\/aws-baseline\/trail$/,
    todo('deleted', (state) => delete ec2(state).logGroups),
    todo('a tag lost', tagsLost(groupOfTrail)),
  ],
  [
    /^logs\/log-group\/aws-baseline\/trail\/retention$/,
    todo('it keeps events forever', (state) => delete groupOfTrail(state).retention),
    todo('it keeps events for a week', (state) => (groupOfTrail(state).retention = 7)),
  ],
  [
    /^guardrails\/bucket-logs\//,
    todo('off', (state, id) => delete bucketIn(state, id).logging),
    fine(
      'into another bucket',
      (state, id) => Object.assign(bucketIn(state, id).logging!, { TargetBucket: 'acme-more' }),
      /in bucket acme-more/,
    ),
  ],
  // No API tells the switch (AWS page "Overview of managing access permissions"): it is a person's word, and never ok by itself.
  [
    /^sns\/aws-baseline-(cis-)?alarms\/topic$/,
    todo(
      "SNS's own key",
      (state, id) => (topicOf(state, id).attributes.KmsMasterKeyId = 'alias/aws/sns'),
      /cannot publish/,
    ),
    fine(
      'another key',
      (state, id) => (topicOf(state, id).attributes.KmsMasterKeyId = KEY),
      /only if the key policy of/,
    ),
    todo('a tag lost', tagsLost(topicOf)),
  ],
  [
    /^sns\/aws-baseline-(cis-)?alarms\/policy$/,
    todo(
      'a deny beside',
      (state, id) => {
        const { attributes } = topicOf(state, id);
        attributes.Policy = withStatements(attributes.Policy ?? null, (all) => [
          ...all,
          { Effect: 'Deny', Principal: '*', Action: 'sns:Publish', Resource: TOPIC },
        ]);
      },
      /removes Deny/,
    ),
    todo('alarms may not', (state, id) => {
      const { attributes } = topicOf(state, id);
      attributes.Policy = withStatements(attributes.Policy ?? null, (all) => all.slice(1));
    }),
  ],
  [
    /^sns\/aws-baseline-(cis-)?alarms\/subscription\//,
    todo('everybody unsubscribed', (state, id) => (topicOf(state, id).subscriptions = [])),
  ],
  [
    /^sns\/aws-baseline-(cis-)?alarms\/confirmed\//,
    broken('a filter', (state, id) => (subscriptionOf(state, id).filter = '{"kind":["x"]}'), /gets no e-mail/),
    open('never confirmed', (state, id) => (subscriptionOf(state, id).confirmed = false)),
  ],
  [
    /^budgets\/aws-baseline-monthly$/,
    todo('another limit', inBudget({ BudgetLimit: { Amount: '900.0', Unit: 'USD' } })),
    todo('by the quarter', inBudget({ TimeUnit: 'QUARTERLY' })),
    todo('of one service only', inBudget({ CostFilters: { Service: ['Amazon Simple Storage Service'] } })),
    fine('before credits', inBudget({ CostTypes: { IncludeCredit: false } })),
    todo('a tag lost', tagsLost(budgetOf)),
  ],
  [
    /^budgets\/aws-baseline-monthly\/(actual|forecasted)$/,
    todo('its notification is gone', (state, id) => {
      const budget = budgetOf(state);
      budget.notifications = budget.notifications.filter((one) => one !== mailOf(state, id));
    }),
    todo('it tells somebody else only', (state, id) => (mailOf(state, id).subscribers = [PAGER])),
    fine('it tells somebody else as well', (state, id) => mailOf(state, id).subscribers.push(PAGER)),
  ],
  [
    /^cloudwatch\/alarm\/aws-baseline-billing-/,
    todo('no data has the unit', setting('Unit', 'Count'), /does not monitor/),
    todo('its actions are off', setting('ActionsEnabled', false), /disabled/),
    todo('another metric', setting('MetricName', 'Other')),
    todo('another currency', setting('Dimensions', [{ Name: 'Currency', Value: 'EUR' }])),
    todo('another limit', setting('Threshold', 1e6)),
    todo('below, not above', setting('ComparisonOperator', 'LessThanThreshold')),
    todo('periods without data', setting('EvaluationPeriods', 50)),
    todo('it tells somebody else only', setting('AlarmActions', [THEIRS])),
    todo('it tells nobody', setting('AlarmActions', [])),
    fine('it tells somebody else as well', setting('AlarmActions', [TOPIC, THEIRS])),
    fine('it is in state OK', (state, id) => (alarmOf(state, id).state = 'OK')),
    todo('a tag lost', tagsLost(alarmOf)),
  ],
  [
    /^cloudwatch\/alarm\/aws-baseline-stop-when-idle$/,
    todo('its actions are off', idle('ActionsEnabled', false), /does not stop/),
    todo('it tells somebody only', idle('AlarmActions', [THEIRS_AT_HOME]), /does not stop/),
    todo('it terminates', idle('AlarmActions', [`arn:aws:automate:${HOME}:ec2:terminate`]), /does not stop/),
    todo('another instance', idle('Dimensions', [{ Name: 'InstanceId', Value: 'i-0123' }]), /does not monitor/),
    todo('another metric', idle('MetricName', 'NetworkIn')),
    todo('after one busy hour', idle('DatapointsToAlarm', 1)),
    todo('sooner', idle('EvaluationPeriods', 2)),
    todo('busier', idle('Threshold', 50)),
    todo('without data', idle('TreatMissingData', 'breaching')),
    fine('it tells somebody as well', idle('AlarmActions', [`arn:aws:automate:${HOME}:ec2:stop`, THEIRS_AT_HOME])),
    todo('a tag lost', tagsLost(idleOf)),
  ],
  [
    /^scheduler\/group\//,
    todo('a tag lost', tagsLost(schedules)),
    fine('a schedule of others in it', (state) =>
      schedules(state).schedules.push({ name: 'theirs', settings: { Target: { Arn: 'x' } } }),
    ),
  ],
  [
    /^scheduler\/schedule\//,
    todo('it is gone', (state) => (schedules(state).schedules = [])),
    todo('disabled', deletion({ State: 'DISABLED' }), /disabled/),
    todo('at another time', deletion({ ScheduleExpression: 'at(2027-11-24T10:00:00)' }), /so far at .* 2027/),
    todo('every day', deletion({ ScheduleExpression: 'rate(1 days)' }), /no single time/),
    todo('in another time zone', deletion({ ScheduleExpressionTimezone: 'Australia/Sydney' })),
    todo('within a day', deletion({ FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 1440 } })),
    todo('it stays afterwards', deletion({ ActionAfterCompletion: 'NONE' })),
    todo('after another duration', deletion({ Description: 'aws-baseline acme: 3 h' })),
    todo('another instance', deletionTarget({ Input: '{"InstanceIds":["i-0123"]}' }), /does not delete this instance/),
    todo('it stops', deletionTarget({ Arn: 'arn:aws:scheduler:::aws-sdk:ec2:stopInstances' })),
    todo('another role', deletionTarget({ RoleArn: `arn:aws:iam::${ACCOUNT}:role/other` })),
    fine('another policy for retries', deletionTarget({ RetryPolicy: { MaximumRetryAttempts: 3 } })),
    fine('a key', deletion({ KmsKeyArn: KEY }), /2026 18:00 UTC, in 8 h/),
  ],
  [
    /^iam\/policy\/\w+$/,
    todo('another version is the default', (state, id) => {
      const policy = named(state.iam.policies, last(id));
      policy.versions.push({ ...policy.versions[0]!, id: 'v2', document: ALLOW_S3_ONLY });
      Object.assign(policy, { default: 'v2', newest: 2 });
    }),
    todo('a deny in it', (state, id) => {
      const [version] = named(state.iam.policies, last(id)).versions;
      version!.document = withStatements(version!.document, (all) => [
        ...all,
        { Effect: 'Deny', Action: '*', Resource: '*' },
      ]);
    }),
    todo(
      'a tag lost',
      tagsLost((state, id) => named(state.iam.policies, last(id))),
    ),
  ],
  [
    /^iam\/group\/\w+$/,
    todo('renamed', (state, id) => {
      for (const user of state.iam.users) user.groups = user.groups.map((one) => (one === last(id) ? 'other' : one));
      groupOf(state, id).name = 'other';
    }),
    fine('nobody is in it', (state) => state.iam.users.map((user) => (user.groups = user.groups.slice(0, 0)))),
  ],
  [
    /^iam\/group\/\w+\/policy\/\w+_access$/,
    todo('detached', (state, id) => (groupOf(state, id).attached = [])),
    ...denies(groupOf),
  ],
  [/^iam\/group\/\w+\/policy\/\w+_access_2$/, todo('detached', (state, id) => (groupOf(state, id).attached = []))],
  [/^iam\/group\/\w+\/policy\/require_mfa$/, todo('detached', (state, id) => (groupOf(state, id).attached = []))],
  [
    /^iam\/user\/\w+$/,
    todo('gone', (state, id) => dropped(state.iam.users, last(id))),
    {
      how: 'on another path',
      act: (state, id) => (userOf(state, id).path = '/staff/'),
      finds: 'stopped',
      says: /\/staff\/.*--new-path \//,
    },
    todo('a tag lost', tagsLost(userOf)),
  ],
  [/^iam\/user\/\w+\/sign-in$/, todo('no password', (state, id) => delete userOf(state, id).login)],
  [
    /^iam\/user\/\w+\/group\//,
    todo('in no group', (state, id) => (userOf(state, id).groups = [])),
    ...denies(userOf),
    ...boundaries(userOf),
    broken(
      'in a group that denies',
      (state, id) => {
        state.iam.groups.push({
          ...structuredClone(state.iam.groups[0]!),
          name: 'leavers',
          attached: [],
          inline: { stop: DENY_S3_IAM },
        });
        userOf(state, id).groups.push('leavers');
      },
      /group leavers denies/,
    ),
  ],
  [/^s3\/[^/]+\/bucket$/, todo('a tag lost', tagsLost(bucketOf))],
  [
    /^s3\/[^/]+\/public-access-block$/,
    todo('off', (state, id) => (bucketOf(state, id).publicAccessBlock = null)),
    todo(
      'one of four is off',
      (state, id) =>
        (bucketOf(state, id).publicAccessBlock = {
          ...(bucketOf(state, id).publicAccessBlock as object),
          RestrictPublicBuckets: false,
        }),
    ),
  ],
  [
    /^s3\/[^/]+\/ownership$/,
    todo(
      'ACLs are on',
      (state, id) => (bucketOf(state, id).ownership = { Rules: [{ ObjectOwnership: 'ObjectWriter' }] }),
    ),
  ],
  [
    /^s3\/[^/]+\/versioning$/,
    todo('suspended', (state, id) => (bucketOf(state, id).versioning = 'Suspended')),
    fine('MFA Delete', (state, id) => (bucketOf(state, id).mfaDelete = true), /MFA Delete is enabled/),
  ],
  [
    /^s3\/[^/]+\/encryption$/,
    fine(
      'a key of somebody',
      (state, id) => {
        const how = { SSEAlgorithm: 'aws:kms' as const, KMSMasterKeyID: KEY };
        bucketOf(state, id).encryption = { Rules: [{ ApplyServerSideEncryptionByDefault: how }] };
      },
      /permission to use key arn:aws:kms/,
    ),
    fine("S3's own key", (state, id) => {
      bucketOf(state, id).encryption = { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }] };
    }),
  ],
  [
    /^s3\/[^/]+\/tls-only$/,
    todo('no policy', (state, id) => (bucketOf(state, id).policy = null)),
    todo(
      'one action only',
      tls((one) => ({ ...one, Action: 's3:GetObject' })),
    ),
    todo(
      'one object only',
      tls((one) => ({ ...one, Resource: `${[one.Resource].flat()[0]}/x` })),
    ),
    todo(
      'an Allow of the same',
      tls((one) => ({ ...one, Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } })),
    ),
    todo(
      'somebody is excepted',
      tls(({ Principal: _, ...one }) => ({ ...one, NotPrincipal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } })),
    ),
    todo(
      'for one account only',
      tls((one) => ({ ...one, Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } })),
    ),
    todo(
      'a condition more',
      tls((one) => ({
        ...one,
        Condition: { ...(one.Condition as object), StringEquals: { 'aws:SourceVpc': 'vpc-1' } },
      })),
    ),
    broken(
      'nobody may use the bucket',
      beside((arn) => ({ Sid: 'Shut', Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: `${arn}/*` })),
      /denies everyone access.*"Shut"/,
    ),
    fine(
      'everybody is let in',
      beside((arn) => ({
        Sid: 'Web',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: 's3:GetObject',
        Resource: `${arn}/*`,
      })),
      /"Web".*only S3 Block Public Access/,
    ),
    fine(
      'another account is let in',
      beside((arn) => ({
        Sid: 'Partner',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::999988887777:root' },
        Action: 's3:GetObject',
        Resource: `${arn}/*`,
      })),
      /"Partner".*999988887777/,
    ),
  ],
  [
    /^s3\/[^/]+\/lifecycle$/,
    todo(
      'the rule is off',
      rules((all) => all.map((rule) => ({ ...rule, Status: 'Disabled' }))),
    ),
    todo(
      'some uploads only',
      rules((all) => all.map((rule) => ({ ...rule, Filter: { Prefix: 'in/' } }))),
    ),
    todo(
      'after ten years',
      rules((all) => all.map((rule) => ({ ...rule, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 3650 } }))),
    ),
    todo(
      "somebody's rule in its place, after ten years",
      rules(() => [
        {
          ID: 'slow',
          Status: 'Enabled',
          Filter: { Prefix: '' },
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 3650 },
        },
      ]),
    ),
    fine(
      "somebody's rule in its place",
      rules(() => [
        {
          ID: 'quick',
          Status: 'Enabled',
          Filter: { Prefix: '' },
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 14 },
        },
      ]),
    ),
    fine(
      'a rule that deletes objects',
      rules((all) => [...all, { ID: 'gone', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 3 } }]),
      /"gone" deletes objects 3 days/,
    ),
    fine(
      'a rule that deletes versions',
      rules((all) => [
        ...all,
        { ID: 'old', Status: 'Enabled', Filter: { Prefix: '' }, NoncurrentVersionExpiration: { NoncurrentDays: 1 } },
      ]),
      /"old" deletes noncurrent versions/,
    ),
  ],
  [
    /^iam\/role\/aws-baseline-[^/]+$/,
    todo(
      'a condition that never holds',
      trust((one) => [{ ...one, Condition: { StringEquals: { 'aws:SourceAccount': '000000000000' } } }]),
    ),
    todo(
      'an external id',
      trust((one) => [{ ...one, Condition: { StringEquals: { 'sts:ExternalId': 'x' } } }]),
    ),
    todo(
      'a deny beside',
      trust((one) => [one, { ...one, Effect: 'Deny' }]),
    ),
    todo(
      'another service',
      trust((one) => [{ ...one, Principal: { Service: 'lambda.amazonaws.com' } }]),
      /removes lambda/,
    ),
    todo('a tag lost', tagsLost(roleOf)),
  ],
  [
    /^iam\/role\/aws-baseline-ec2\/policy\//,
    todo('detached', (state, id) => (roleOf(state, id).attached = [])),
    ...denies(roleOf),
    ...boundaries(roleOf),
    fine('PowerUserAccess as a boundary', (state, id) => (roleOf(state, id).boundary = `${AWS}PowerUserAccess`)),
  ],
  [
    /^iam\/role\/aws-baseline-eks-cluster\/policy\//,
    todo('detached', (state, id) => (roleOf(state, id).attached = [])),
    fine('another policy beside it', (state, id) => roleOf(state, id).attached.push(`${AWS}ReadOnlyAccess`)),
  ],
  [
    /^iam\/role\/aws-baseline-[^/]+\/inline\//,
    todo('deleted', (state, id) => (roleOf(state, id).inline = {})),
    todo('allows everything', (state, id) => (roleOf(state, id).inline[last(id)] = ALLOW_ALL)),
    todo('a statement more', (state, id) => {
      const { inline } = roleOf(state, id);
      inline[last(id)] = withStatements(inline[last(id)]!, (all) => [
        ...all,
        { Effect: 'Allow', Action: 's3:*', Resource: '*' },
      ]);
    }),
    ...denies(roleOf),
    ...boundaries(roleOf),
    broken(
      'a boundary that is wide enough for Session Manager only',
      (state, id) => (roleOf(state, id).boundary = `${AWS}AmazonSSMManagedInstanceCore`),
      /boundary AmazonSSMManagedInstanceCore .*does not allow/,
    ),
  ],
  [/^iam\/instance-profile\/aws-baseline-ec2$/, todo('a tag lost', tagsLost(profileOf))],
  [
    /^iam\/instance-profile\/aws-baseline-ec2\/role$/,
    todo('without its role', (state) => (profileOf(state).roles = [])),
    broken(
      'another role',
      (state) => {
        state.iam.roles.push({ ...structuredClone(instanceRole(state)), name: 'other', attached: [] });
        profileOf(state).roles = ['other'];
      },
      /has role other.*remove-role-from-instance-profile/,
    ),
  ],
  [
    /^ec2\/security-group\/aws-baseline-ec2$/,
    todo('nothing goes out', out(), /Session Manager cannot reach/),
    todo('only to one address', out({ source: '203.0.113.7/32' })),
    todo('only to IPv6', out({ source: '::/0' })),
    todo('only another port', out({ from: 80, to: 80, source: '0.0.0.0/0' })),
    todo('only UDP', out({ protocol: 'udp', source: '0.0.0.0/0' })),
    fine('443 only', out({ source: '0.0.0.0/0' })),
    fine('private addresses only', out({ source: '10.0.0.0/16' }), /VPC endpoints/),
    fine('a prefix list only', out({ source: 'pl-0123456789abcdef0' }), /VPC endpoints/),
    todo('everybody comes in', into('0.0.0.0/0')),
    todo('everybody comes in by IPv6', into('::/0')),
    todo('a prefix list comes in', into('pl-0123456789abcdef0')),
    todo('another group comes in', (state, id) => into(ec2(state).securityGroups[0]!.id)(state, id)),
    todo('a tag lost', tagsLost(sgOf)),
  ],
  [
    /^ec2\/security-group\/aws-baseline-ec2-connect$/,
    todo('it reaches everything', (state) =>
      connectOf(state).egress.push({ id: 'sgr-8', protocol: '-1', source: '0.0.0.0/0' }),
    ),
    todo('it reaches another port', (state) => Object.assign(connectOf(state).egress[0]!, { from: 22, to: 3389 })),
    todo('it reaches nothing', (state) => (connectOf(state).egress = [])),
    todo('somebody comes in', (state) =>
      connectOf(state).ingress.push({ id: 'sgr-9', protocol: 'tcp', from: 22, to: 22, source: '0.0.0.0/0' }),
    ),
    todo('a tag lost', tagsLost(connectOf)),
  ],
  [
    /^ec2\/security-group\/aws-baseline-ec2\/ssh$/,
    todo('the way in is closed', (state) => (sgOf(state).ingress = [])),
    todo('another port', (state) => Object.assign(sgOf(state).ingress[0]!, { from: 2222, to: 2222 })),
  ],
  [
    /^ec2\/vpc-endpoint\/s3$/,
    todo('no route table', (state) => (gatewaysOf(state)[0]!.tables = [])),
    todo('for another service', (state) => (gatewaysOf(state)[0]!.service = `com.amazonaws.${HOME}.dynamodb`)),
    fine("somebody's instead", (state) => (gatewaysOf(state)[0]!.tags = [])),
    todo(
      'a tag lost',
      tagsLost((state) => gatewaysOf(state)[0]!),
    ),
  ],
  [
    /^ec2\/instance-connect-endpoint$/,
    todo('without our security group', (state) => (tunnelOf(state).groups = [])),
    todo('it keeps the address of the client', (state) => (tunnelOf(state).keepsClientIp = true)),
    broken('AWS could not create it', (state) => (tunnelOf(state).state = 'create-failed'), /then run apply/),
    fine('AWS is still creating it', (state) => (tunnelOf(state).state = 'create-in-progress'), /still creating/),
    fine("somebody's, with our security group", (state) => (tunnelOf(state).tags = [])),
    fine(
      'in another zone',
      (state) => (tunnelOf(state).subnet = ec2(state).subnets.at(-1)!.id),
      /charges for data transfer/,
    ),
    todo('a tag lost', tagsLost(tunnelOf)),
  ],
  [
    /^ec2\/instance\//,
    broken('without profile', (state) => delete instanceOf(state).profile, /associate-iam-instance-profile/),
    broken(
      'another profile',
      (state) => {
        state.iam.instanceProfiles.push({ ...structuredClone(profileOf(state)), name: 'other', roles: [] });
        instanceOf(state).profile = 'other';
      },
      /not with aws-baseline-ec2/,
    ),
    broken('IMDSv1', (state) => (instanceOf(state).metadata.tokens = 'optional'), /--http-tokens required/),
    broken('no metadata', (state) => (instanceOf(state).metadata.endpoint = 'disabled'), /--http-endpoint enabled/),
    broken(
      'another security group',
      (state) => (instanceOf(state).groups = [ec2(state).securityGroups[0]!.id]),
      /not in security group/,
    ),
    fine('renamed', (state) => {
      const { tags } = instanceOf(state);
      tags.instance = tags.instance.map((tag) => (tag.Key === 'Name' ? { ...tag, Value: 'web' } : tag));
    }),
    todo('all tags lost', (state) => (instanceOf(state).tags.instance = []), /no longer has/),
    fine(
      'its tags copied onto another',
      (state) => {
        const copy = structuredClone(instanceOf(state));
        ec2(state).instances.push({ ...copy, id: 'i-0000000000000c0b1', token: 'another' });
      },
      /i-0000000000000c0b1 has the baseline's tags/,
    ),
  ],
];

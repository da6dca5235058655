import { describe, expect, test } from 'vitest';
import type { Chore, Fact, Json } from '../../src/engine/fact.ts';
import { isSame } from '../../src/engine/finding.ts';
import { rootHasMfa, rootHasNoAccessKeys, rootKeysAreDeleted } from '../../src/facts/account/root-user.ts';
import { emailIsConfirmed, emailIsSubscribed, subscribedEmails } from '../../src/facts/alarms/alarm-listeners.ts';
import { onlyOurAlarmsPublish, topicExists } from '../../src/facts/alarms/alarm-topic.ts';
import { billingAlarmWatches, limitOf } from '../../src/facts/alarms/billing-alarm.ts';
import { billingMetricIsSeen, iamMaySeeBilling } from '../../src/facts/billing/billing-access.ts';
import { tagsFor } from '../../src/facts/tags.ts';
import { ACCOUNT, type Answers, fakeAccount, iam, lines, refused, TAGS } from './fake-account.ts';

const place = { accountId: ACCOUNT, partition: 'aws', globalRegion: 'us-east-1', tags: TAGS } as const;
const TOPIC = `arn:aws:sns:us-east-1:${ACCOUNT}:aws-baseline-alarms`;
const topic = topicExists(place);
const publishing = onlyOurAlarmsPublish(topic, place);
const mail = emailIsSubscribed('a@example.com', topic, place);
const confirmed = emailIsConfirmed('a@example.com', mail, place);
const alarm = billingAlarmWatches(10, topic, place);
const keys = rootKeysAreDeleted();
const json = (value: unknown) => `'${JSON.stringify(value)}'`;

const subscribed = (SubscriptionArn: string, Protocol = 'email', Endpoint = 'a@example.com'): Answers => ({
  'sns ListSubscriptionsByTopic': { Subscriptions: [{ Endpoint, Protocol, SubscriptionArn }] },
});
const ALARM_LINE = `aws cloudwatch put-metric-alarm --region us-east-1 --alarm-name aws-baseline-billing-10-usd --alarm-description 'This month'\\''s estimated charges passed USD 10' --actions-enabled --alarm-actions ${TOPIC} --namespace AWS/Billing --metric-name EstimatedCharges --dimensions '[{"Name":"Currency","Value":"USD"}]' --statistic Maximum --period 21600 --evaluation-periods 1 --datapoints-to-alarm 1 --threshold 10 --comparison-operator GreaterThanThreshold --treat-missing-data missing`;
const THEIRS = {
  AlarmName: 'aws-baseline-billing-10-usd',
  Threshold: 5,
  EvaluationPeriods: 3,
  ComparisonOperator: 'LessThanThreshold',
};

const NO_METRIC: Answers = { 'cloudwatch ListMetrics': { Metrics: [] } };
const metricIn = (currency: string): Answers => ({
  'cloudwatch ListMetrics': { Metrics: [{ Dimensions: [{ Name: 'Currency', Value: currency }] }] },
});

describe('the calls', () => {
  // biome-ignore lint/suspicious/noExplicitAny: facts of every value in one table
  test.each<[string, Fact<any>, Json, Json, Answers, string[]]>([
    [
      'topic: make',
      topic,
      topic.want,
      null,
      {},
      [`aws sns create-topic --region us-east-1 --name aws-baseline-alarms --tags ${json(TAGS)}`],
    ],
    ['topic: take away', topic, null, topic.want, {}, [`aws sns delete-topic --region us-east-1 --topic-arn ${TOPIC}`]],
    [
      'topic policy: make',
      publishing,
      publishing.want,
      null,
      {},
      [
        `aws sns set-topic-attributes --region us-east-1 --topic-arn ${TOPIC} --attribute-name Policy --attribute-value ${json(publishing.want)}`,
      ],
    ],
    [
      'topic policy: give back',
      publishing,
      { Version: '2008-10-17', Statement: [] },
      publishing.want,
      {},
      [
        `aws sns set-topic-attributes --region us-east-1 --topic-arn ${TOPIC} --attribute-name Policy --attribute-value '{"Version":"2008-10-17","Statement":[]}'`,
      ],
    ],
    [
      'mail: make',
      mail,
      mail.want,
      null,
      {},
      [
        `aws sns subscribe --region us-east-1 --topic-arn ${TOPIC} --protocol email --notification-endpoint a@example.com --return-subscription-arn`,
      ],
    ],
    [
      'mail: take away',
      mail,
      null,
      mail.want,
      subscribed(`${TOPIC}:1`),
      [`aws sns unsubscribe --region us-east-1 --subscription-arn ${TOPIC}:1`],
    ],
    ['alarm: make', alarm, alarm.want, null, NO_METRIC, [`${ALARM_LINE} --tags ${json(TAGS)}`]],
    ['alarm: mend, whose tags stay', alarm, alarm.want, THEIRS, NO_METRIC, [ALARM_LINE]],
    [
      'alarm: give back',
      alarm,
      THEIRS,
      alarm.want,
      {},
      [
        'aws cloudwatch put-metric-alarm --region us-east-1 --alarm-name aws-baseline-billing-10-usd --threshold 5 --evaluation-periods 3 --comparison-operator LessThanThreshold',
      ],
    ],
    [
      'alarm: take away',
      alarm,
      null,
      alarm.want,
      {},
      ['aws cloudwatch delete-alarms --region us-east-1 --alarm-names aws-baseline-billing-10-usd'],
    ],
    [
      'root keys: delete each',
      keys,
      true,
      false,
      { 'iam ListAccessKeys': { AccessKeyMetadata: [{ AccessKeyId: 'AKIA1' }, { AccessKeyId: 'AKIA2' }] } },
      ['aws iam delete-access-key --access-key-id AKIA1', 'aws iam delete-access-key --access-key-id AKIA2'],
    ],
    ['root keys: none listed', keys, true, false, { 'iam ListAccessKeys': {} }, []],
  ])('%s', async (_what, fact, to, now, answers, expected) => {
    expect(await lines(fact, to, now, answers)).toEqual(expected);
  });

  test.each<[string, () => unknown, string]>([
    [
      'an unconfirmed mail cannot be unsubscribed',
      () => lines(mail, null, mail.want, subscribed('PendingConfirmation')),
      'has not confirmed',
    ],
    ['root keys do not come back', () => lines(keys, false, true), 'cannot be restored'],
    [
      'only root deletes root keys',
      () => keys.calls(true, false, fakeAccount({}, `arn:aws:iam::${ACCOUNT}:user/ann`)),
      'sign in as root',
    ],
  ])('%s', async (_what, calls, message) => {
    await expect(calls()).rejects.toMatchObject({ name: 'ByHand', message: expect.stringContaining(message) });
  });
});

const attributes = (Attributes: object | undefined): Answers => ({ 'sns GetTopicAttributes': { Attributes } });
const summary = (SummaryMap: object): Answers => ({ 'iam GetAccountSummary': { SummaryMap } });
const alarms = (...MetricAlarms: object[]): Answers => ({ 'cloudwatch DescribeAlarms': { MetricAlarms } });

describe('what is read', () => {
  // biome-ignore lint/suspicious/noExplicitAny: facts of every value in one table
  test.each<[string, Fact<any> | Chore<any>, Answers, unknown]>([
    ['a topic', topic, attributes({}), { Name: 'aws-baseline-alarms' }],
    ['no topic', topic, { 'sns GetTopicAttributes': refused('NotFoundException') }, null],
    ['a topic policy', publishing, attributes({ Policy: '{"Statement":[]}' }), { Statement: [] }],
    ['a topic without policy', publishing, attributes({}), null],
    ['no topic, so no policy', publishing, { 'sns GetTopicAttributes': refused('NotFoundException') }, null],
    ['a confirmed mail', mail, subscribed(`${TOPIC}:1`), { Endpoint: 'a@example.com' }],
    ['a pending mail is subscribed too', mail, subscribed('PendingConfirmation'), { Endpoint: 'a@example.com' }],
    ['a mail that was unsubscribed is listed for some time', mail, subscribed('Deleted'), null],
    ['another address', mail, subscribed(`${TOPIC}:1`, 'email', 'b@example.com'), null],
    ['another protocol', mail, subscribed(`${TOPIC}:1`, 'email-json'), null],
    ['no topic, so no mail', mail, { 'sns ListSubscriptionsByTopic': refused('NotFoundException') }, null],
    [
      'a mail on the second page',
      mail,
      {
        'sns ListSubscriptionsByTopic': ({ NextToken }) =>
          NextToken === 't'
            ? { Subscriptions: [{ Endpoint: 'a@example.com', Protocol: 'email' }] }
            : { NextToken: 't' },
      },
      { Endpoint: 'a@example.com' },
    ],
    [
      'confirmed',
      confirmed,
      { ...subscribed(`${TOPIC}:1`), 'sns GetSubscriptionAttributes': { Attributes: { FilterPolicy: '{}' } } },
      true,
    ],
    [
      'confirmed, with a filter',
      confirmed,
      { ...subscribed(`${TOPIC}:1`), 'sns GetSubscriptionAttributes': { Attributes: { FilterPolicy: '{"a":["b"]}' } } },
      `${TOPIC}:1`,
    ],
    ['pending', confirmed, subscribed('PendingConfirmation'), false],
    ['deleted', confirmed, subscribed('Deleted'), false],
    ['nobody to confirm', confirmed, { 'sns ListSubscriptionsByTopic': {} }, false],
    [
      'an alarm, what PutMetricAlarm takes of it',
      alarm,
      { ...alarms({ ...THEIRS, AlarmArn: 'arn', StateValue: 'OK', OKActions: [], Unit: undefined }), ...NO_METRIC },
      THEIRS,
    ],
    ['no alarm', alarm, alarms({ AlarmName: 'aws-baseline-billing-100-usd' }), null],
    ['no alarms at all', alarm, { 'cloudwatch DescribeAlarms': {} }, null],
    ['root MFA', rootHasMfa('aws'), summary({ AccountMFAEnabled: 1 }), true],
    [
      'no root password, and so no MFA',
      rootHasMfa('aws'),
      summary({ AccountMFAEnabled: 0, AccountPasswordPresent: 0 }),
      'the root user has no password',
    ],
    ['no root MFA', rootHasMfa('aws'), summary({ AccountMFAEnabled: 0 }), false],
    ['a summary that does not tell', rootHasMfa('aws'), { 'iam GetAccountSummary': {} }, false],
    ['no root keys', rootHasNoAccessKeys('aws'), summary({ AccountAccessKeysPresent: 0 }), true],
    ['root keys', rootHasNoAccessKeys('aws'), summary({ AccountAccessKeysPresent: 1 }), false],
    ['a summary that does not tell of keys', keys, summary({}), false],
  ])('%s', async (_what, fact, answers, expected) => {
    expect(await fact.read(fakeAccount(answers))).toEqual(expected);
  });

  test.each<[string, Answers, string | undefined]>([
    [
      'ours',
      {
        ...alarms({ AlarmName: alarm.want.AlarmName, AlarmArn: 'arn' }),
        'cloudwatch ListTagsForResource': { Tags: TAGS },
      },
      'ours',
    ],
    [
      'unmarked',
      { ...alarms({ AlarmName: alarm.want.AlarmName, AlarmArn: 'arn' }), 'cloudwatch ListTagsForResource': {} },
      'unmarked',
    ],
  ])('an alarm is %s', async (_what, answers, expected) =>
    expect((await alarm.owner?.(fakeAccount(answers)))?.whose).toBe(expected),
  );

  test.each<[string, Answers, string | undefined]>([
    ['ours', { 'sns ListTagsForResource': { Tags: TAGS } }, 'ours'],
    ['unmarked', { 'sns ListTagsForResource': { Tags: [] } }, 'unmarked'],
    ['gone', { 'sns ListTagsForResource': refused('ResourceNotFoundException') }, undefined],
  ])('a topic is %s', async (_what, answers, expected) =>
    expect((await topic.owner?.(fakeAccount(answers)))?.whose).toBe(expected),
  );

  test('all addresses of the topic', async () => {
    const answers = {
      'sns ListSubscriptionsByTopic': {
        Subscriptions: [
          { Endpoint: 'a@x.org', Protocol: 'email' },
          { Endpoint: '+1', Protocol: 'sms' },
          { Protocol: 'email' },
        ],
      },
    };
    expect(await subscribedEmails(place, fakeAccount(answers))).toEqual(['a@x.org']);
  });
});

describe('the billing metric', () => {
  const NOW = Date.parse('2026-11-24T10:00:00Z');
  const aged = (hours: number) =>
    iam({
      roles: [
        { RoleName: 'AWSServiceRoleForSupport', CreateDate: new Date(NOW - hours * 3_600_000) },
        { RoleName: 'new', CreateDate: new Date(NOW) },
        { RoleName: 'undated' },
      ],
    });
  test.each<[string, Answers, string, string]>([
    ['is there', { 'cloudwatch ListMetrics': { Metrics: [{}] } }, 'on', ''],
    [
      'is not there in an account of an hour',
      { 'cloudwatch ListMetrics': { Metrics: [] }, ...aged(1) },
      'not yet seen',
      'takes up to a day',
    ],
    [
      'is not there in an account of 25 hours',
      { 'cloudwatch ListMetrics': { Metrics: [] }, ...aged(25) },
      'likely off',
      'probably off',
    ],
    [
      'is not there, and nothing tells the age',
      { 'cloudwatch ListMetrics': {}, ...iam({}) },
      'not yet seen',
      'takes up to a day',
    ],
  ])('%s', async (_what, answers, expected, how) => {
    const metric = billingMetricIsSeen('aws', () => NOW);
    const now = await metric.read(fakeAccount(answers));
    expect(now).toBe(expected);
    expect(typeof metric.how === 'function' ? metric.how(now) : metric.how).toContain(how);
  });

  test.each([
    ['aws', 'us-east-1', 'console.aws.amazon.com'],
    ['aws-cn', 'cn-north-1', 'console.amazonaws.cn'],
    ['aws-us-gov', 'us-gov-west-1', 'console.amazonaws-us-gov.com'],
  ] as const)('in %s it is in %s', async (partition, region, host) => {
    const metric = billingMetricIsSeen(partition, () => NOW);
    const account = fakeAccount({ 'cloudwatch ListMetrics': { Metrics: [{}] } });
    await metric.read(account);
    expect(account.asked[0]?.region).toBe(region);
    expect(metric.link).toBe(`https://${host}/billing/home#/preferences`);
  });
});

test.each([
  ['to check until somebody says it', ['root.recovery'], null],
  ["ok by a person's word", ['root.recovery', 'root.billing-access'], true],
])('IAM access to billing: %s, whoever asks, and without a call', async (_what, done, expected) => {
  for (const who of ['root', 'user/ann']) {
    const account = fakeAccount({}, `arn:aws:iam::${ACCOUNT}:${who}`);
    expect(await iamMaySeeBilling('aws', done).read(account)).toBe(expected);
    expect(account.asked).toEqual([]);
  }
});

const ROOT_DEVICE = { SerialNumber: 'arn', User: { Arn: `arn:aws:iam::${ACCOUNT}:root` } };
const USERS_DEVICE = { SerialNumber: 'arn', User: { Arn: `arn:aws:iam::${ACCOUNT}:user/root` } };
const virtual = (...VirtualMFADevices: object[]): Answers[string] => ({ VirtualMFADevices, IsTruncated: false });

test.each<[string, Answers[string], Json]>([
  ['an app of root', virtual(USERS_DEVICE, ROOT_DEVICE), 'an authenticator app'],
  ['only apps of users', virtual(USERS_DEVICE), 'a passkey or a hardware device'],
  ['no app', virtual(), 'a passkey or a hardware device'],
  ['a list that the caller may not read', refused('AccessDenied'), true],
])('root has MFA, and IAM lists %s', async (_what, listed, expected) => {
  const fact = rootHasMfa('aws');
  const seen = await fact.read(
    fakeAccount({
      'iam GetAccountSummary': { SummaryMap: { AccountMFAEnabled: 1 } },
      'iam ListVirtualMFADevices': listed,
    }),
  );
  expect(seen).toBe(expected);
  expect(isSame(fact, seen, true)).toBe(true);
});

describe('what is as good as what is wanted', () => {
  const listed = publishing.want as { Statement: { [key: string]: Json }[] };
  // biome-ignore lint/suspicious/noExplicitAny: facts of every value in one table
  test.each<[string, Fact<any>, Json, boolean]>([
    ['the alarm', alarm, { ...alarm.want }, true],
    [
      'the alarm with its keys the other way round',
      alarm,
      { ...alarm.want, Dimensions: [{ Value: 'USD', Name: 'Currency' }] },
      true,
    ],
    ['an alarm with another description', alarm, { ...alarm.want, AlarmDescription: 'mine' }, true],
    ['an alarm with empty lists', alarm, { ...alarm.want, OKActions: [], Unit: null }, true],
    ['another threshold', alarm, { ...alarm.want, Threshold: 11 }, false],
    ['an alarm that tells nobody', alarm, { ...alarm.want, AlarmActions: [] }, false],
    ['an alarm that is muted', alarm, { ...alarm.want, ActionsEnabled: false }, false],
    ['no alarm', alarm, null, false],
    [
      'the topic policy in another order',
      publishing,
      { Version: '2008-10-17', Id: 'x', Statement: listed.Statement.toReversed() },
      true,
    ],
    [
      'a topic policy with one statement more',
      publishing,
      { Statement: [...listed.Statement, { Effect: 'Allow', Principal: '*', Action: 'sns:*' }] },
      false,
    ],
    ['an empty topic policy', publishing, {}, false],
    ['no topic', publishing, null, false],
  ])('%s', (_what, fact, now, same) => expect(isSame(fact, now, fact.want)).toBe(same));
});

test.each([
  ['aws-baseline-billing-10-usd', 10],
  ['aws-baseline-billing-0.5-usd', 0.5],
  ['aws-baseline-billing-x-usd', undefined],
  ['aws-baseline-billing-10-usd-2', undefined],
  ['my-aws-baseline-billing-10-usd', undefined],
])('the limit in %s is %s', (name, limit) => expect(limitOf(name)).toBe(limit));

test('our own tags cannot be overwritten', () => {
  expect(tagsFor('acme', { team: 'x', 'managed-by': 'me', 'aws-baseline:name': 'y' })).toEqual([
    { Key: 'managed-by', Value: 'aws-baseline' },
    { Key: 'aws-baseline:name', Value: 'acme' },
    { Key: 'team', Value: 'x' },
  ]);
});

describe("the alarm's currency is that of the bills", () => {
  const china = { ...place, partition: 'aws-cn' as const, globalRegion: 'cn-north-1' };
  test.each<[string, typeof place | typeof china, Answers, string]>([
    ['the metric tells it', place, metricIn('INR'), 'INR'],
    ['no metric yet', place, NO_METRIC, 'USD'],
    ['no metric yet in China', china, NO_METRIC, 'CNY'],
    ['China billed in dollars', china, metricIn('USD'), 'USD'],
  ])('%s', async (_what, where, answers, currency) => {
    const fact = billingAlarmWatches(10, topicExists(where), where);
    const [line] = await lines(fact, fact.want, null, answers);
    expect(line).toContain(`"Value":"${currency}"`);
    expect(line).toContain(`passed ${currency} 10`);
    const made = { ...(fact.want as object), Dimensions: [{ Name: 'Currency', Value: currency }] };
    const now = await fact.read(fakeAccount({ ...alarms(made), ...answers }));
    expect(fact.same?.(now, fact.want)).toBe(true);
  });

  test('an alarm in another currency than the metric watches nothing', async () => {
    const now = await alarm.read(fakeAccount({ ...alarms(alarm.want as object), ...metricIn('INR') }));
    expect(alarm.same?.(now, alarm.want)).toBe(false);
  });
});

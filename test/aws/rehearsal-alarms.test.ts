import { describe, expect, test } from 'vitest';
import { account, ask, endOf, HOME, onTopic, type Row, subscribe, TAGS, TOPIC, topic } from './rehearsal-rows.ts';

describe('SNS', () => {
  test.each<[string, Row[], string]>([
    ['the same topic again', [topic(TAGS), topic(TAGS)], 'ok'],
    [
      'the same topic with other tags',
      [topic(TAGS), topic({ Tags: [{ Key: 'by', Value: 'them' }] })],
      'InvalidParameterException',
    ],
    [
      'the same topic with other attributes',
      [topic(), topic({ Attributes: { DisplayName: 'Bills' } })],
      'InvalidParameterException',
    ],
    ['a bad name', [['sns', 'CreateTopic', { Name: 'bad name' }]], 'InvalidParameterException'],
    ['attributes of no topic', [onTopic('GetTopicAttributes')], 'NotFoundException'],
    ['tags of no topic', [['sns', 'ListTagsForResource', { ResourceArn: TOPIC }]], 'ResourceNotFoundException'],
    ['no topic deleted', [onTopic('DeleteTopic')], 'ok'],
    [
      "another Region's topic",
      [topic(), ['sns', 'GetTopicAttributes', { TopicArn: TOPIC }, 'us-east-1']],
      'InvalidParameterException',
    ],
    ['no e-mail address', [topic(), subscribe('nobody')], 'InvalidParameterException'],
    [
      'an attribute nobody can set',
      [topic(), onTopic('SetTopicAttributes', { AttributeName: 'Owner', AttributeValue: 'x' })],
      'InvalidParameterException',
    ],
    [
      'a policy that is no JSON',
      [topic(), onTopic('SetTopicAttributes', { AttributeName: 'Policy', AttributeValue: '{' })],
      'InvalidParameterException',
    ],
    [
      'the word PendingConfirmation',
      [['sns', 'Unsubscribe', { SubscriptionArn: 'PendingConfirmation' }]],
      'InvalidParameterException',
    ],
    [
      'a subscription that is not there',
      [['sns', 'Unsubscribe', { SubscriptionArn: `${TOPIC}:00000000-0000-4000-8000-000000000099` }]],
      'NotFoundException',
    ],
  ])('%s', async (_what, rows, name) => expect(await endOf(rows)).toBe(name));

  test('an e-mail subscription is pending until its link is clicked, and cannot be taken back before', async () => {
    const on = account();
    await ask(on, topic());
    expect(await ask(on, subscribe())).toEqual({ SubscriptionArn: 'pending confirmation' });
    const { SubscriptionArn } = await ask(on, subscribe('a@example.com', { ReturnSubscriptionArn: true }));
    expect(SubscriptionArn).toMatch(new RegExp(`^${TOPIC}:`));
    const listed = async () => (await ask(on, onTopic('ListSubscriptionsByTopic'))).Subscriptions;
    const counts = async () => (await ask(on, onTopic('GetTopicAttributes'))).Attributes;
    expect(await listed()).toMatchObject([{ SubscriptionArn: 'PendingConfirmation', Endpoint: 'a@example.com' }]);
    expect(await counts()).toMatchObject({ SubscriptionsPending: '1', SubscriptionsConfirmed: '0' });
    expect(await endOf([['sns', 'Unsubscribe', { SubscriptionArn }]], on)).toBe('InvalidParameterException');
    on.person.confirmsEmail('a@example.com');
    expect(await listed()).toMatchObject([{ SubscriptionArn }]);
    expect(await counts()).toMatchObject({ SubscriptionsPending: '0', SubscriptionsConfirmed: '1' });
    expect(await endOf([['sns', 'Unsubscribe', { SubscriptionArn }]], on)).toBe('ok');
    expect(await listed()).toEqual([]);
  });
});

const ALARM = {
  AlarmName: 'bills',
  Namespace: 'AWS/Billing',
  MetricName: 'EstimatedCharges',
  Dimensions: [{ Name: 'Currency', Value: 'USD' }],
  Statistic: 'Maximum',
  Period: 21_600,
  EvaluationPeriods: 1,
  Threshold: 5,
  ComparisonOperator: 'GreaterThanThreshold',
};
const alarm = (more: object = {}): Row => ['cloudwatch', 'PutMetricAlarm', { ...ALARM, ...more }, 'us-east-1'];

describe('CloudWatch', () => {
  test.each<[string, Row[], string]>([
    ['an alarm without threshold', [alarm({ Threshold: undefined })], 'ValidationError'],
    ['a period of 61 seconds', [alarm({ Period: 61 })], 'ValidationError'],
    ["another Region's topic", [alarm({ AlarmActions: [TOPIC] })], 'ValidationError'],
    [
      'an alarm that is not there deleted',
      [['cloudwatch', 'DeleteAlarms', { AlarmNames: ['bills'] }]],
      'ResourceNotFound',
    ],
    [
      'tags of no alarm',
      [['cloudwatch', 'ListTagsForResource', { ResourceARN: 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:bills' }]],
      'ResourceNotFoundException',
    ],
  ])('%s', async (_what, rows, name) => expect(await endOf(rows)).toBe(name));

  test('an update overwrites all settings and ignores tags', async () => {
    const on = account();
    await ask(on, alarm({ AlarmDescription: 'old', ...TAGS }));
    await ask(on, alarm({ Threshold: 7, Tags: [] }));
    const { MetricAlarms } = await ask(on, ['cloudwatch', 'DescribeAlarms', { AlarmNames: ['bills'] }, 'us-east-1']);
    expect(MetricAlarms).toMatchObject([{ Threshold: 7, StateValue: 'INSUFFICIENT_DATA', ActionsEnabled: true }]);
    expect(MetricAlarms[0].AlarmDescription).toBeUndefined();
    const { Tags } = await ask(on, [
      'cloudwatch',
      'ListTagsForResource',
      { ResourceARN: MetricAlarms[0].AlarmArn },
      'us-east-1',
    ]);
    expect(Tags).toEqual(TAGS.Tags);
  });

  test('there are billing metrics once billing alerts are on, in us-east-1 only', async () => {
    const on = account();
    const found = async (region: string) =>
      (
        await ask(on, [
          'cloudwatch',
          'ListMetrics',
          { Namespace: 'AWS/Billing', MetricName: 'EstimatedCharges' },
          region,
        ])
      ).Metrics;
    expect(await found('us-east-1')).toEqual([]);
    on.person.turnsOnBillingAlerts();
    expect((await found('us-east-1')).length).toBe(2);
    expect(await found(HOME)).toEqual([]);
  });
});

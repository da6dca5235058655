import { type Step, step } from './steps.ts';
import { ec2Walk } from './walk-ec2.ts';
import { iamWalks } from './walk-iam.ts';
import { s3Walk } from './walk-s3.ts';

const TOPIC = 'arn:aws:sns:ap-southeast-2:111122223333:bills';
const sns = (operation: string, input: Step['input'] = {}, more = {}) =>
  step('sns', operation, typeof input === 'function' ? input : { TopicArn: TOPIC, ...input }, more);
const TAGS = [{ Key: 'by', Value: 'us' }];
const MORE = [{ Key: 'kept', Value: 'yes' }];

const snsWalk: Step[] = [
  sns('GetTopicAttributes'),
  step('sns', 'CreateTopic', { Name: 'bad name' }),
  step('sns', 'CreateTopic', { Name: 'bills', Tags: TAGS }),
  step('sns', 'CreateTopic', { Name: 'bills', Tags: TAGS }),
  step('sns', 'CreateTopic', { Name: 'bills', Tags: [{ Key: 'by', Value: 'them' }] }, { differs: 'topicTags' }),
  sns('GetTopicAttributes', {}, { differs: 'deliveryPolicy' }),
  step('sns', 'ListTagsForResource', { ResourceArn: TOPIC }),
  step('sns', 'ListTagsForResource', { ResourceArn: `${TOPIC}-not` }),
  step('sns', 'TagResource', { ResourceArn: TOPIC, Tags: MORE }),
  step('sns', 'ListTagsForResource', { ResourceArn: TOPIC }),
  sns('SetTopicAttributes', { AttributeName: 'DisplayName', AttributeValue: 'Bills' }),
  sns('SetTopicAttributes', { AttributeName: 'Owner', AttributeValue: 'x' }, { differs: 'topicAttribute' }),
  sns('ListSubscriptionsByTopic'),
  sns('Subscribe', { Protocol: 'email', Endpoint: 'nobody' }, { differs: 'address' }),
];

const subscriptionWalk: Step[] = [
  step('sns', 'CreateTopic', { Name: 'bills' }),
  sns('Subscribe', { Protocol: 'email', Endpoint: 'a@example.com' }, { differs: 'pending' }),
  sns(
    'Subscribe',
    { Protocol: 'email', Endpoint: 'a@example.com', ReturnSubscriptionArn: true },
    { keep: { arn: 'SubscriptionArn' } },
  ),
  sns('ListSubscriptionsByTopic', {}, { differs: 'pending' }),
  sns('Unsubscribe', ({ arn }) => ({ SubscriptionArn: arn }), { differs: 'pendingStays' }),
  step(
    'sns',
    'Unsubscribe',
    { SubscriptionArn: `${TOPIC}:00000000-0000-4000-8000-000000000099` },
    { differs: 'noSubscription' },
  ),
  sns('DeleteTopic'),
  sns('DeleteTopic'),
  sns('ListSubscriptionsByTopic'),
];

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
  TreatMissingData: 'missing',
  AlarmActions: ['arn:aws:sns:us-east-1:111122223333:bills'],
};
const there = { region: 'us-east-1' };
const ALARM_ARN = 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:bills';
const cloudwatch = (operation: string, input: object, more = {}) =>
  step('cloudwatch', operation, input, { ...there, ...more });

const cloudwatchWalk: Step[] = [
  cloudwatch('ListMetrics', { Namespace: 'AWS/Billing', MetricName: 'EstimatedCharges' }),
  cloudwatch('DescribeAlarms', { AlarmNames: ['bills'] }),
  cloudwatch('DeleteAlarms', { AlarmNames: ['bills'] }, { differs: 'noAlarm' }),
  cloudwatch('ListTagsForResource', { ResourceARN: ALARM_ARN }, { differs: 'noAlarmTags' }),
  cloudwatch('PutMetricAlarm', { ...ALARM, AlarmName: 'other', Threshold: undefined }, { differs: 'alarmChecks' }),
  cloudwatch('PutMetricAlarm', { ...ALARM, Tags: TAGS }),
  cloudwatch('DescribeAlarms', { AlarmNames: ['bills'] }, { differs: 'alarmState' }),
  cloudwatch('ListTagsForResource', { ResourceARN: ALARM_ARN }),
  cloudwatch('TagResource', { ResourceARN: ALARM_ARN, Tags: MORE }),
  cloudwatch('ListTagsForResource', { ResourceARN: ALARM_ARN }),
  cloudwatch('PutMetricAlarm', { ...ALARM, Threshold: 7, Tags: [] }),
  cloudwatch('DeleteAlarms', { AlarmNames: ['bills'] }),
  cloudwatch('DescribeAlarms', { AlarmNames: ['bills'] }),
];

/** The same requests, in the same order, for the rehearsal account and for moto. */
export const walks: Record<string, Step[]> = {
  'who is signed in': [
    step('sts', 'GetCallerIdentity', {}, { differs: 'caller' }),
    step('ssm', 'GetParameter', { Name: '/nope' }),
  ],
  ...iamWalks,
  S3: s3Walk,
  'SNS topics': snsWalk,
  'SNS subscriptions': subscriptionWalk,
  CloudWatch: cloudwatchWalk,
  EC2: ec2Walk,
};

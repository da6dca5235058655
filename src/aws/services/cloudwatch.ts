import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  ListMetricsCommand,
  ListTagsForResourceCommand,
  PutMetricAlarmCommand,
  TagResourceCommand,
} from '@aws-sdk/client-cloudwatch';

export const Client = CloudWatchClient;

/** Every CloudWatch operation this program may send, by its AWS name. */
export const commands = {
  DeleteAlarms: DeleteAlarmsCommand,
  DescribeAlarms: DescribeAlarmsCommand,
  ListMetrics: ListMetricsCommand,
  ListTagsForResource: ListTagsForResourceCommand,
  PutMetricAlarm: PutMetricAlarmCommand,
  TagResource: TagResourceCommand,
};

import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  GetLogEventsCommand,
  ListTagsForResourceCommand,
  PutRetentionPolicyCommand,
  TagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';

export const Client = CloudWatchLogsClient;

/** Every CloudWatch Logs operation this program may send, by its AWS name. */
export const commands = {
  CreateLogGroup: CreateLogGroupCommand,
  DeleteLogGroup: DeleteLogGroupCommand,
  DeleteRetentionPolicy: DeleteRetentionPolicyCommand,
  DescribeLogGroups: DescribeLogGroupsCommand,
  GetLogEvents: GetLogEventsCommand,
  ListTagsForResource: ListTagsForResourceCommand,
  PutRetentionPolicy: PutRetentionPolicyCommand,
  TagResource: TagResourceCommand,
};

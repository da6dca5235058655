import { arnOf, type Context, here, type Operations } from '../context.ts';
import { refuse } from '../refuse.ts';
import { withTags } from '../tags.ts';
import type { LogGroup } from './state.ts';

/** Writes a line as a service does; nothing happens without the log group. */
export function writeLog(context: Context, group: string, stream: string, message: string): void {
  const found = groupsIn(context).find(({ name }) => name === group);
  if (found) found.streams[stream] = [...(found.streams[stream] ?? []), { at: context.now.toISOString(), message }];
}

/** Whether the log group exists. */
export function hasLogGroup(context: Context, name: string): boolean {
  return groupsIn(context).some((one) => one.name === name);
}

const groupsIn = (context: Context): LogGroup[] => here(context).logGroups ?? [];

const missing = () => refuse('ResourceNotFoundException', 'The specified log group does not exist.');

function groupNamed(context: Context, name: string | undefined): LogGroup {
  return groupsIn(context).find((one) => one.name === name) ?? missing();
}

const groupArn = (context: Context, name: string) => arnOf(context, 'logs', context.region, `log-group:${name}`);

function groupOfArn(context: Context, arn: string | undefined): LogGroup {
  return groupsIn(context).find(({ name }) => groupArn(context, name) === arn) ?? missing();
}

const asTags = (tags: Record<string, string> | undefined) =>
  Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value }));

/** CloudWatch Logs as the rehearsal answers it. */
export const logs: Operations<'logs'> = {
  CreateLogGroup: {
    fields: ['logGroupName', 'tags'],
    answer({ logGroupName = '', tags }, context) {
      if (hasLogGroup(context, logGroupName))
        refuse('ResourceAlreadyExistsException', 'The specified log group already exists');
      const group = { name: logGroupName, created: context.now.toISOString(), tags: asTags(tags), streams: {} };
      here(context).logGroups = [...groupsIn(context), group];
      return {};
    },
  },
  DeleteLogGroup: {
    fields: ['logGroupName'],
    answer({ logGroupName }, context) {
      const group = groupNamed(context, logGroupName);
      const left = groupsIn(context).filter((one) => one !== group);
      if (left.length > 0) here(context).logGroups = left;
      else delete here(context).logGroups;
      return {};
    },
  },
  DescribeLogGroups: {
    fields: ['logGroupNamePrefix'],
    answer({ logGroupNamePrefix = '' }, context) {
      const found = groupsIn(context).filter(({ name }) => name.startsWith(logGroupNamePrefix));
      return {
        logGroups: found.map(({ name, created, retention }) => ({
          logGroupName: name,
          arn: `${groupArn(context, name)}:*`,
          logGroupArn: groupArn(context, name),
          creationTime: Date.parse(created),
          ...(retention === undefined ? {} : { retentionInDays: retention }),
          storedBytes: 0,
        })),
      };
    },
  },
  PutRetentionPolicy: {
    fields: ['logGroupName', 'retentionInDays'],
    answer({ logGroupName, retentionInDays }, context) {
      const group = groupNamed(context, logGroupName);
      if (retentionInDays !== undefined) group.retention = retentionInDays;
      return {};
    },
  },
  DeleteRetentionPolicy: {
    fields: ['logGroupName'],
    answer({ logGroupName }, context) {
      delete groupNamed(context, logGroupName).retention;
      return {};
    },
  },
  ListTagsForResource: {
    fields: ['resourceArn'],
    answer({ resourceArn }, context) {
      const { tags } = groupOfArn(context, resourceArn);
      return { tags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])) };
    },
  },
  TagResource: {
    fields: ['resourceArn', 'tags'],
    answer({ resourceArn, tags }, context) {
      const group = groupOfArn(context, resourceArn);
      group.tags = withTags(group.tags, asTags(tags));
      return {};
    },
  },
  PutMetricFilter: {
    fields: ['logGroupName', 'filterName', 'filterPattern', 'metricTransformations'],
    answer(request, context) {
      const { logGroupName, filterName = '', filterPattern = '', metricTransformations = [] } = request;
      const group = groupNamed(context, logGroupName);
      if (filterPattern.length > 1024 || metricTransformations.length !== 1)
        refuse('InvalidParameterException', 'Invalid metric filter');
      group.filters = { ...group.filters, [filterName]: request };
      return {};
    },
  },
  DeleteMetricFilter: {
    fields: ['logGroupName', 'filterName'],
    answer({ logGroupName, filterName = '' }, context) {
      const group = groupNamed(context, logGroupName);
      const { [filterName]: found, ...left } = group.filters ?? {};
      if (!found) refuse('ResourceNotFoundException', 'The specified metric filter does not exist.');
      if (Object.keys(left).length > 0) group.filters = left;
      else delete group.filters;
      return {};
    },
  },
  DescribeMetricFilters: {
    fields: [],
    answer: (_request, context) => ({
      metricFilters: groupsIn(context).flatMap(({ filters = {} }) => Object.values(filters)),
    }),
  },
  GetLogEvents: {
    fields: ['logGroupName', 'logStreamName', 'startFromHead', 'limit'],
    answer({ logGroupName, logStreamName = '' }, context) {
      const stream = groupNamed(context, logGroupName).streams[logStreamName];
      if (!stream) refuse('ResourceNotFoundException', 'The specified log stream does not exist.');
      return { events: stream.map(({ at, message }) => ({ timestamp: Date.parse(at), message })) };
    },
  },
};

import type { CreateScheduleInput } from '@aws-sdk/client-scheduler';
import { arnOf, type Context, type Operations } from '../context.ts';
import { page } from '../page.ts';
import { refuse, unknownTo } from '../refuse.ts';
import { withTags } from '../tags.ts';
import { groupsKept, type Schedule, type ScheduleGroup } from './state.ts';

const groupsIn = (context: Context): ScheduleGroup[] => groupsKept.of({}, context).value;
const groupArn = (context: Context, name: string) =>
  arnOf(context, 'scheduler', context.region, `schedule-group/${name}`);
const scheduleArn = (context: Context, group: string, name: string) =>
  arnOf(context, 'scheduler', context.region, `schedule/${group}/${name}`);

function groupWhere(context: Context, is: (one: ScheduleGroup) => boolean, said: string): ScheduleGroup {
  return (
    groupsIn(context).find(is) ?? refuse('ResourceNotFoundException', `Schedule group ${said} does not exist.`, 404)
  );
}

function groupNamed(context: Context, name = 'default'): ScheduleGroup {
  if (name === 'default') unknownTo('scheduler', 'the default group');
  return groupWhere(context, (one) => one.name === name, name);
}

const groupOf = (context: Context, arn = '') => groupWhere(context, ({ name }) => groupArn(context, name) === arn, arn);

function scheduleIn({ schedules }: ScheduleGroup, name = ''): Schedule {
  return (
    schedules.find((one) => one.name === name) ??
    refuse('ResourceNotFoundException', `Schedule ${name} does not exist.`, 404)
  );
}

const PUT = [
  ...(['Name', 'GroupName', 'ScheduleExpression', 'ScheduleExpressionTimezone', 'Description', 'State'] as const),
  ...(['KmsKeyArn', 'Target', 'FlexibleTimeWindow', 'ActionAfterCompletion', 'ClientToken'] as const),
];

// What is not given has its default, and an update overwrites what was there (AWS API reference "UpdateSchedule").
function settingsOf(given: CreateScheduleInput, context: Context): Record<string, unknown> {
  const { Name: _name, GroupName: _group, ClientToken: _token, ...rest } = given;
  if (!/^(at|rate|cron)\(.+\)$/.test(rest.ScheduleExpression ?? ''))
    refuse('ValidationException', `Invalid Schedule Expression ${rest.ScheduleExpression}.`);
  const [, name = ''] = /:role\/(?:.*\/)?([^/]+)$/.exec(rest.Target?.RoleArn ?? '') ?? [];
  const role = context.state.iam.roles.find((one) => one.name === name);
  if (!role?.trust.includes('scheduler.amazonaws.com'))
    refuse(
      'ValidationException',
      'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.',
    );
  const RetryPolicy = { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 };
  return {
    ScheduleExpressionTimezone: 'UTC',
    State: 'ENABLED',
    ActionAfterCompletion: 'NONE',
    ...rest,
    Target: { RetryPolicy, ...rest.Target },
  };
}

const badToken = (token: string) => refuse('ValidationException', `Invalid NextToken ${token}.`);

/** EventBridge Scheduler as the rehearsal answers it: it keeps schedules and never runs them. */
export const scheduler: Operations<'scheduler'> = {
  CreateScheduleGroup: {
    fields: ['Name', 'Tags', 'ClientToken'],
    answer({ Name = '', Tags }, context) {
      const slot = groupsKept.of({}, context);
      if (slot.value.some(({ name }) => name === Name))
        refuse('ConflictException', `Schedule group ${Name} already exists.`, 409);
      slot.value = [...slot.value, { name: Name, tags: withTags([], Tags), schedules: [] }];
      return { ScheduleGroupArn: groupArn(context, Name) };
    },
  },
  GetScheduleGroup: {
    fields: ['Name'],
    answer({ Name }, context) {
      const { name } = groupNamed(context, Name);
      return { Arn: groupArn(context, name), Name: name, State: 'ACTIVE' };
    },
  },
  DeleteScheduleGroup: {
    fields: ['Name', 'ClientToken'],
    answer({ Name }, context) {
      const slot = groupsKept.of({}, context);
      const gone = groupNamed(context, Name);
      slot.value = slot.value.filter((one) => one !== gone);
      return {};
    },
  },
  CreateSchedule: {
    fields: PUT,
    answer(given, context) {
      const group = groupNamed(context, given.GroupName);
      const { Name = '' } = given;
      if (group.schedules.some(({ name }) => name === Name))
        refuse('ConflictException', `Schedule ${Name} already exists.`, 409);
      group.schedules.push({ name: Name, settings: settingsOf(given, context) });
      return { ScheduleArn: scheduleArn(context, group.name, Name) };
    },
  },
  UpdateSchedule: {
    fields: PUT,
    answer(given, context) {
      const group = groupNamed(context, given.GroupName);
      const schedule = scheduleIn(group, given.Name);
      schedule.settings = settingsOf(given, context);
      return { ScheduleArn: scheduleArn(context, group.name, schedule.name) };
    },
  },
  GetSchedule: {
    fields: ['Name', 'GroupName'],
    answer({ Name, GroupName }, context) {
      const group = groupNamed(context, GroupName);
      const { name, settings } = scheduleIn(group, Name);
      return { Arn: scheduleArn(context, group.name, name), GroupName: group.name, Name: name, ...settings };
    },
  },
  ListSchedules: {
    fields: ['GroupName', 'NextToken', 'MaxResults'],
    answer({ GroupName, NextToken, MaxResults }, context) {
      const group = groupNamed(context, GroupName);
      const { items, next } = page(group.schedules, MaxResults ?? 100, NextToken, badToken);
      const Schedules = items.map(({ name, settings }) => ({
        Arn: scheduleArn(context, group.name, name),
        GroupName: group.name,
        Name: name,
        State: settings.State as 'ENABLED',
        Target: { Arn: (settings.Target as { Arn: string }).Arn },
      }));
      return { Schedules, ...(next ? { NextToken: next } : {}) };
    },
  },
  DeleteSchedule: {
    fields: ['Name', 'GroupName', 'ClientToken'],
    answer({ Name, GroupName }, context) {
      const group = groupNamed(context, GroupName);
      const gone = scheduleIn(group, Name);
      group.schedules = group.schedules.filter((one) => one !== gone);
      return {};
    },
  },
  ListTagsForResource: {
    fields: ['ResourceArn'],
    answer: ({ ResourceArn }, context) => ({ Tags: groupOf(context, ResourceArn).tags }),
  },
  TagResource: {
    fields: ['ResourceArn', 'Tags'],
    answer({ ResourceArn, Tags }, context) {
      const group = groupOf(context, ResourceArn);
      group.tags = withTags(group.tags, Tags);
      return {};
    },
  },
};

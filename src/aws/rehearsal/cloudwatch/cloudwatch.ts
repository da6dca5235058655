import { globalRegionOf } from '../../account.ts';
import { arnOf, type Context, here, type Operations } from '../context.ts';
import { page } from '../page.ts';
import { refuse, unknownTo } from '../refuse.ts';
import type { Alarm } from '../state-region.ts';
import { withTags } from '../tags.ts';
import { checkedAlarm } from './rules.ts';

const FIELDS = [
  'AlarmName',
  'AlarmDescription',
  'ActionsEnabled',
  'OKActions',
  'AlarmActions',
  'InsufficientDataActions',
  'MetricName',
  'Namespace',
  'Statistic',
  'Dimensions',
  'Period',
  'Unit',
  'EvaluationPeriods',
  'DatapointsToAlarm',
  'Threshold',
  'ComparisonOperator',
  'TreatMissingData',
  'Tags',
] as const;

function alarmAnswer(alarm: Alarm) {
  return {
    AlarmName: alarm.name,
    AlarmArn: alarm.arn,
    AlarmConfigurationUpdatedTimestamp: new Date(alarm.updated),
    ...alarm.settings,
    StateValue: alarm.state,
    StateReason: 'Unchecked: Initial alarm creation',
    StateUpdatedTimestamp: new Date(alarm.stateUpdated),
    StateTransitionedTimestamp: new Date(alarm.stateUpdated),
  };
}

/** The billing metrics there are: none before billing alerts are on, and only in the Region of billing. */
function billingMetrics({ state, region, partition }: Context) {
  if (!state.billing.alerts || region !== globalRegionOf(partition)) return [];
  const currency = { Name: 'Currency', Value: partition === 'aws-cn' ? 'CNY' : 'USD' };
  const metric = { Namespace: 'AWS/Billing', MetricName: 'EstimatedCharges' };
  return [
    { ...metric, Dimensions: [{ Name: 'ServiceName', Value: 'AmazonS3' }, currency] },
    { ...metric, Dimensions: [currency] },
  ];
}

const badToken = () => refuse('InvalidNextToken', 'The value of the parameter NextToken is not valid.');

/** CloudWatch as the rehearsal answers it. */
export const cloudwatch: Operations<'cloudwatch'> = {
  PutMetricAlarm: {
    fields: FIELDS,
    answer({ Tags, AlarmName, ...given }, context) {
      const { name, settings, tags } = checkedAlarm({ Tags, AlarmName, ...given }, context);
      const { alarms } = here(context);
      const now = context.now.toISOString();
      const alarm = alarms.find((one) => one.name === name);
      if (alarm) {
        // An update overwrites every setting, keeps the state, and ignores Tags (AWS page "PutMetricAlarm").
        alarm.settings = settings;
        alarm.updated = now;
        return {};
      }
      alarms.push({
        name,
        arn: arnOf(context, 'cloudwatch', context.region, `alarm:${name}`),
        updated: now,
        state: 'INSUFFICIENT_DATA',
        stateUpdated: now,
        settings,
        tags,
      });
      return {};
    },
  },
  DescribeAlarms: {
    fields: ['AlarmNames', 'AlarmNamePrefix', 'StateValue', 'AlarmTypes', 'MaxRecords', 'NextToken'],
    answer({ AlarmNames, AlarmNamePrefix, StateValue, AlarmTypes, MaxRecords, NextToken }, context) {
      if (AlarmNames && AlarmNamePrefix) {
        refuse('ValidationError', 'AlarmNamePrefix and AlarmNames cannot both be specified');
      }
      if ((AlarmNames?.length ?? 0) > 100) refuse('ValidationError', 'AlarmNames can hold up to 100 names');
      const metricAlarms = !AlarmTypes?.length || AlarmTypes.includes('MetricAlarm');
      const found = here(context).alarms.filter(
        ({ name, state }) =>
          metricAlarms &&
          (!AlarmNames || AlarmNames.includes(name)) &&
          name.startsWith(AlarmNamePrefix ?? '') &&
          (!StateValue || state === StateValue),
      );
      const { items, next } = page(found, MaxRecords ?? 50, NextToken, badToken);
      return { MetricAlarms: items.map(alarmAnswer), CompositeAlarms: [], ...(next ? { NextToken: next } : {}) };
    },
  },
  DeleteAlarms: {
    fields: ['AlarmNames'],
    answer({ AlarmNames }, context) {
      const region = here(context);
      const names = AlarmNames ?? [];
      const missing = names.filter((name) => !region.alarms.some((one) => one.name === name));
      if (missing.length) refuse('ResourceNotFound', `Alarms [${missing.join(', ')}] do not exist`, 404);
      region.alarms = region.alarms.filter(({ name }) => !names.includes(name));
      return {};
    },
  },
  ListTagsForResource: {
    fields: ['ResourceARN'],
    answer({ ResourceARN }, context) {
      const alarm = here(context).alarms.find(({ arn }) => arn === ResourceARN);
      if (!alarm) refuse('ResourceNotFoundException', `Resource ${ResourceARN} does not exist`, 404);
      return { Tags: alarm.tags };
    },
  },
  TagResource: {
    fields: ['ResourceARN', 'Tags'],
    answer({ ResourceARN, Tags }, context) {
      const alarm = here(context).alarms.find(({ arn }) => arn === ResourceARN);
      if (!alarm) refuse('ResourceNotFoundException', `Resource ${ResourceARN} does not exist`, 404);
      alarm.tags = withTags(alarm.tags, Tags);
      return {};
    },
  },
  ListMetrics: {
    fields: ['Namespace', 'MetricName', 'Dimensions'],
    answer({ Namespace, MetricName, Dimensions }, context) {
      if (Namespace !== 'AWS/Billing') unknownTo('cloudwatch ListMetrics', `the namespace "${Namespace}"`);
      const has = (one: { Dimensions: { Name: string; Value: string }[] }) =>
        (Dimensions ?? []).every(({ Name, Value }) =>
          one.Dimensions.some((own) => own.Name === Name && (Value === undefined || own.Value === Value)),
        );
      const found = billingMetrics(context).filter((one) => (!MetricName || one.MetricName === MetricName) && has(one));
      return { Metrics: found };
    },
  },
};

import type { AnomalyMonitor, AnomalySubscription } from '@aws-sdk/client-cost-explorer';
import { arnOf, type Context, nextNumber, type Operations } from './context.ts';
import { refuse } from './refuse.ts';
import { settingOf } from './setting.ts';
import { type Tag, withTags } from './tags.ts';

const monitors = settingOf<(AnomalyMonitor & { tags: Tag[] })[]>('account', 'anomaly-monitors', []);
const subscriptions = settingOf<(AnomalySubscription & { tags: Tag[] })[]>('account', 'anomaly-subscriptions', []);
// Most accounts have opened it; one that never has says so.
const opened = settingOf('account', 'cost-explorer', true);

function slots(request: object, context: Context) {
  if (!opened.of(request, context).value)
    refuse('AccessDeniedException', 'User not enabled for cost explorer access', 400);
  return { watching: monitors.of(request, context), telling: subscriptions.of(request, context) };
}

const unknown = (what: string) => refuse(`Unknown${what}Exception`, `${what} does not exist.`);
const newArn = (context: Context, kind: string) =>
  arnOf(context, 'ce', '', `${kind}/${String(nextNumber(context)).padStart(12, '0')}`);
const asTags = (given: { Key: string | undefined; Value: string | undefined }[] | undefined) => withTags([], given);
const untagged = <T extends { tags: Tag[] }>({ tags: _, ...rest }: T) => rest;

/** The anomaly monitors and subscriptions of Cost Explorer as the rehearsal answers them. */
export const ce: Operations<'ce'> = {
  GetAnomalyMonitors: {
    fields: ['NextPageToken'],
    answer: (request, context) => ({ AnomalyMonitors: slots(request, context).watching.value.map(untagged) }),
  },
  GetAnomalySubscriptions: {
    fields: ['NextPageToken'],
    answer: (request, context) => ({ AnomalySubscriptions: slots(request, context).telling.value.map(untagged) }),
  },
  CreateAnomalyMonitor: {
    fields: ['AnomalyMonitor', 'ResourceTags'],
    answer(request, context) {
      const { watching } = slots(request, context);
      const given = request.AnomalyMonitor;
      if (given?.MonitorDimension && watching.value.some((one) => one.MonitorDimension === given.MonitorDimension))
        refuse('ValidationException', 'Limit exceeded on dimensional spend monitor creation');
      const MonitorArn = newArn(context, 'anomalymonitor');
      const tags = asTags(request.ResourceTags);
      watching.value = [...watching.value, { ...given, MonitorArn, tags } as AnomalyMonitor & { tags: Tag[] }];
      return { MonitorArn };
    },
  },
  DeleteAnomalyMonitor: {
    fields: ['MonitorArn'],
    answer(request, context) {
      const { watching } = slots(request, context);
      const left = watching.value.filter(({ MonitorArn }) => MonitorArn !== request.MonitorArn);
      if (left.length === watching.value.length) unknown('Monitor');
      watching.value = left;
      return {};
    },
  },
  CreateAnomalySubscription: {
    fields: ['AnomalySubscription', 'ResourceTags'],
    answer(request, context) {
      const { watching, telling } = slots(request, context);
      const given = request.AnomalySubscription as AnomalySubscription;
      const isThere = (arn: string) => watching.value.some(({ MonitorArn }) => MonitorArn === arn);
      if (!given.MonitorArnList?.every(isThere)) unknown('Monitor');
      if (given.Frequency !== 'IMMEDIATE' && given.Subscribers?.some(({ Type }) => Type !== 'EMAIL'))
        refuse('ValidationException', 'Daily or weekly frequencies only support Email subscriptions');
      const SubscriptionArn = newArn(context, 'anomalysubscription');
      telling.value = [...telling.value, { ...given, SubscriptionArn, tags: asTags(request.ResourceTags) }];
      return { SubscriptionArn };
    },
  },
  UpdateAnomalySubscription: {
    fields: ['SubscriptionArn', 'MonitorArnList', 'Subscribers'],
    answer({ SubscriptionArn, MonitorArnList, Subscribers }, context) {
      const { telling } = slots({}, context);
      if (!telling.value.some((one) => one.SubscriptionArn === SubscriptionArn)) unknown('Subscription');
      telling.value = telling.value.map((one) =>
        one.SubscriptionArn === SubscriptionArn ? { ...one, MonitorArnList, Subscribers } : one,
      );
      return { SubscriptionArn };
    },
  },
  DeleteAnomalySubscription: {
    fields: ['SubscriptionArn'],
    answer(request, context) {
      const { telling } = slots(request, context);
      const left = telling.value.filter(({ SubscriptionArn }) => SubscriptionArn !== request.SubscriptionArn);
      if (left.length === telling.value.length) unknown('Subscription');
      telling.value = left;
      return {};
    },
  },
  ListTagsForResource: {
    fields: ['ResourceArn'],
    answer({ ResourceArn }, context) {
      const { watching, telling } = slots({}, context);
      const found =
        watching.value.find(({ MonitorArn }) => MonitorArn === ResourceArn) ??
        telling.value.find(({ SubscriptionArn }) => SubscriptionArn === ResourceArn);
      return { ResourceTags: found?.tags ?? refuse('ResourceNotFoundException', 'The resource does not exist.') };
    },
  },
  TagResource: {
    fields: ['ResourceArn', 'ResourceTags'],
    answer({ ResourceArn, ResourceTags }, context) {
      const { watching, telling } = slots({}, context);
      const tagged = <T extends { tags: Tag[] }>(one: T) => ({ ...one, tags: withTags(one.tags, ResourceTags) });
      watching.value = watching.value.map((one) => (one.MonitorArn === ResourceArn ? tagged(one) : one));
      telling.value = telling.value.map((one) => (one.SubscriptionArn === ResourceArn ? tagged(one) : one));
      return {};
    },
  },
};

import type { AnomalyMonitor, AnomalySubscription } from '@aws-sdk/client-cost-explorer';
import type { Account } from '../../aws/account.ts';
import { call, lookup } from '../../aws/call.ts';
import { isDenied, messageOf } from '../../aws/errors.ts';
import { allPages } from '../../aws/pages.ts';
import { ByHand, type Fact } from '../../engine/fact.ts';
import { type GuardrailPlace, guardrail } from '../guardrails/guardrail.ts';
import { marksIn, ownerBy, type Tag } from '../tags.ts';

const NAME = 'aws-baseline';
/** What a read returns for what somebody else made that does the same. */
const ANOTHER = 'ANOTHER';
/** E-mails are about at least this much above what is usual, in US dollars. */
const IMPACT = '10';

/**
 * Cost Anomaly Detection watches each service, by our monitor or another one: an account has one monitor for services
 * (Cost Management pages "CreateAnomalyMonitor", "Quotas and restrictions").
 */
export function costsAreWatched({ tags }: GuardrailPlace): Fact<string> {
  return guardrail<string>('cost-anomaly/monitor', {
    title: 'Cost Anomaly Detection watches the costs of each service',
    thing: 'cost anomaly monitor',
    want: NAME,
    async read(account) {
      const found = await serviceMonitor(account);
      return found ? (found.MonitorName === NAME ? NAME : ANOTHER) : null;
    },
    same: (a, b) => (a === null) === (b === null),
    isOthers: (now) => now === ANOTHER,
    async calls(to, _now, account) {
      if (to === null) return [call('ce', 'DeleteAnomalyMonitor', { MonitorArn: await monitorArn(account) })];
      const AnomalyMonitor = {
        MonitorName: NAME,
        MonitorType: 'DIMENSIONAL',
        MonitorDimension: 'SERVICE',
      } as const;
      return [call('ce', 'CreateAnomalyMonitor', { AnomalyMonitor, ResourceTags: tags })];
    },
    async owner(account) {
      const found = await serviceMonitor(account);
      return found?.MonitorName === NAME ? ownerOf(found.MonitorArn, tags, account) : undefined;
    },
    mark: async (account) => [marking(await monitorArn(account), tags)],
  });
}

/**
 * Somebody at an alarm address hears of unusual costs: by a subscription of somebody else, or by ours, which goes to all
 * of `emails` (Cost Management page "CreateAnomalySubscription": e-mail is sent daily or weekly).
 */
export function anomaliesAreMailed(emails: string[], monitor: Fact<string>, { tags }: GuardrailPlace): Fact<string[]> {
  const want = emails.toSorted();
  const has = (all: string[] | null, one: string) => all?.includes(one) === true;
  return guardrail<string[]>('cost-anomaly/mails', {
    title: `unusual costs are e-mailed to ${emails.join(', ')}`,
    thing: 'e-mails about unusual costs',
    want,
    needs: [monitor],
    async read(account) {
      const [all, arn] = await Promise.all([subscriptions(account), monitorArn(account)]);
      // A subscription to another monitor tells of less.
      const told = (one: AnomalySubscription) => (one.MonitorArnList?.includes(arn) ? addressesOf(one) : []);
      if (all.some((one) => !isOurs(one) && told(one).some((address) => has(want, address)))) return [ANOTHER];
      const ours = all.find(isOurs);
      return ours ? told(ours) : null;
    },
    // Further addresses are fine.
    same(a, b) {
      if (a === null || b === null) return a === b;
      return [a, b].every((all) => has(all, ANOTHER) || want.every((one) => has(all, one)));
    },
    isOthers: (now) => has(now, ANOTHER),
    async calls(to, now, account) {
      const ours = (await subscriptions(account)).find(isOurs);
      const SubscriptionArn = ours?.SubscriptionArn ?? '';
      if (to === null) return [call('ce', 'DeleteAnomalySubscription', { SubscriptionArn })];
      const addresses = [...new Set([...(now ?? []), ...to])];
      const Subscribers = addresses.map((Address) => ({ Type: 'EMAIL' as const, Address }));
      const MonitorArnList = [(await serviceMonitor(account))?.MonitorArn ?? newMonitor(monitor)];
      if (ours) return [call('ce', 'UpdateAnomalySubscription', { SubscriptionArn, MonitorArnList, Subscribers })];
      const AnomalySubscription = {
        SubscriptionName: NAME,
        MonitorArnList,
        Subscribers,
        Frequency: 'DAILY' as const,
        ThresholdExpression: {
          Dimensions: {
            Key: 'ANOMALY_TOTAL_IMPACT_ABSOLUTE' as const,
            MatchOptions: ['GREATER_THAN_OR_EQUAL' as const],
            Values: [IMPACT],
          },
        },
      };
      return [call('ce', 'CreateAnomalySubscription', { AnomalySubscription, ResourceTags: tags })];
    },
    async owner(account) {
      const ours = (await subscriptions(account)).find(isOurs);
      return ours && ownerOf(ours.SubscriptionArn, tags, account);
    },
    async mark(account) {
      const ours = (await subscriptions(account)).find(isOurs);
      return [marking(ours?.SubscriptionArn ?? '', tags)];
    },
  });
}

const isOurs = ({ SubscriptionName }: AnomalySubscription) => SubscriptionName === NAME;

const addressesOf = ({ Subscribers = [] }: AnomalySubscription) =>
  Subscribers.flatMap(({ Type, Status, Address }) =>
    Type === 'EMAIL' && Status !== 'DECLINED' && Address ? [Address] : [],
  ).toSorted();

const newMonitor = (of: Fact<string>) =>
  lookup(call('ce', 'GetAnomalyMonitors', {}), 'AnomalyMonitors[0].MonitorArn', {
    of,
    operation: 'CreateAnomalyMonitor',
    path: 'MonitorArn',
  });

const marking = (ResourceArn: string, tags: Tag[]) =>
  call('ce', 'TagResource', { ResourceArn, ResourceTags: marksIn(tags) });

async function serviceMonitor(account: Account): Promise<AnomalyMonitor | undefined> {
  const asked = allPages(account, call('ce', 'GetAnomalyMonitors', {}), 'NextPageToken');
  const monitors = (await asked.catch(neverOpened)).flatMap(({ AnomalyMonitors }) => AnomalyMonitors ?? []);
  return monitors.find(({ MonitorDimension }) => MonitorDimension === 'SERVICE');
}

const monitorArn = async (account: Account) => (await serviceMonitor(account))?.MonitorArn ?? '';

async function subscriptions(account: Account): Promise<AnomalySubscription[]> {
  const asked = allPages(account, call('ce', 'GetAnomalySubscriptions', {}), 'NextPageToken');
  return (await asked.catch(neverOpened)).flatMap(({ AnomalySubscriptions }) => AnomalySubscriptions ?? []);
}

async function ownerOf(ResourceArn = '', tags: Tag[], account: Account) {
  const answer = await account.send(call('ce', 'ListTagsForResource', { ResourceArn }));
  return ownerBy(answer.ResourceTags, tags);
}

// No API opens Cost Explorer (Cost Management page "Enabling Cost Explorer").
function neverOpened(error: unknown): never {
  if (!isDenied(error) || !/not enabled for cost explorer/i.test(messageOf(error))) throw error;
  throw new ByHand(
    'open Cost Explorer once, which takes AWS up to 24 hours: https://console.aws.amazon.com/costmanagement/home#/cost-explorer, then run this again',
  );
}

import type { Trail } from '@aws-sdk/client-cloudtrail';
import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { type AnyFact, ByHand, type Fact, type Json } from '../../engine/fact.ts';
import { trailRole } from '../../policies/index.ts';
import { roleExists, rolePolicySays } from '../iam/roles.ts';
import { type LogGroup, logGroupExists, logGroupKeepsDays } from '../logs/log-group.ts';
import { tagsFor } from '../tags.ts';
import { guardrail } from './guardrail.ts';
import type { TrailFact } from './trail.ts';
import { type TrailPlace, trailArn, unlessAnother } from './trail-bucket.ts';
import { othersAtWork, TRAIL_NAME, trailInWords, trailsIn } from './trail-state.ts';

/** The log group of our trail. */
export const TRAIL_LOG_GROUP = '/aws-baseline/trail';
/** The role with which CloudTrail writes to it. */
export const TRAIL_ROLE = 'aws-baseline-trail';
/** The path of the account's own roles. */
export const TRAIL_ROLE_PATH = '/aws-baseline/account/';
// Security Hub control CloudWatch.16: log groups keep events for at least a year.
const DAYS = 365;

/** Where a trail delivers, or the words of another trail that delivers to a log group that alarms can use. */
type Delivery = { group: string; role: string } | { others: string };

/** The log group with the events, and the trail that delivers to it; `blocked` says why there is none. */
interface TrailLogs {
  group: string;
  trail?: Trail;
  blocked?: string;
}

/** The name of the log group in an ARN such as `arn:aws:logs:REGION:ACCOUNT:log-group:NAME:*`. */
const nameIn = (arn: string) => arn.split(':')[6] ?? '';

/**
 * The log group of the trail that does the job: that of our trail, ours if it has none yet or is still to be created, or
 * that of another trail. A metric filter and its alarm are in the account and the Region of the log group.
 */
export async function trailLogs(place: TrailPlace, account: Account): Promise<TrailLogs> {
  const arn = trailArn(place);
  const ours = (await trailsIn(account)).find(({ TrailARN }) => TrailARN === arn);
  if (ours) return { group: nameIn(ours.CloudWatchLogsLogGroupArn ?? '') || TRAIL_LOG_GROUP, trail: ours };
  const others = await othersAtWork(arn, account);
  const [first] = others;
  if (!first) return { group: TRAIL_LOG_GROUP };
  const here = `arn:${place.partition}:logs:${place.region}:${place.accountId}:log-group:`;
  const usable = others.find(({ CloudWatchLogsLogGroupArn = '' }) => CloudWatchLogsLogGroupArn.startsWith(here));
  if (usable) return { group: nameIn(usable.CloudWatchLogsLogGroupArn ?? ''), trail: usable };
  const where = first.CloudWatchLogsLogGroupArn
    ? 'to a log group of another account or Region'
    : 'no events to CloudWatch Logs';
  return {
    group: '',
    trail: first,
    blocked: `${trailInWords(first)} does the job of the trail, but sends ${where}: let it send them to a log group of this account in ${place.region}, or leave this guardrail out with --guardrails`,
  };
}

/** The facts with which our trail delivers to CloudWatch Logs, in the order in which they are made. */
export function trailLogFacts(place: TrailPlace, trail: TrailFact): { delivered: Fact<Delivery>; facts: AnyFact[] } {
  const tags = tagsFor(place.name, place.tags);
  const { trust, document, needs } = trailRole(TRAIL_LOG_GROUP, place);
  const group = logGroupExists(TRAIL_LOG_GROUP, tags);
  const kept = logGroupKeepsDays(group, DAYS);
  const role = roleExists({ name: TRAIL_ROLE, path: TRAIL_ROLE_PATH, service: 'CloudTrail', trust }, tags);
  const may = rolePolicySays(role, { document, needs });
  const ifOurs = (given: Fact, of: Fact) =>
    unlessAnother(given, async (account) => (await of.read(account)) !== null, trailArn(place));
  const own = [
    ifOurs(group as Fact, group as Fact),
    ifOurs(kept as Fact, group as Fact),
    ifOurs(role as Fact, role as Fact),
    ifOurs(may as Fact, role as Fact),
  ];
  const delivered = trailDelivers(place, trail, group, own);
  return { delivered, facts: [...own, delivered] };
}

/**
 * The trail delivers to CloudWatch Logs. A log group that our trail already delivers to stays; UpdateTrail leaves out what
 * it does not change (CloudTrail pages "UpdateTrail", "Stopping CloudTrail from sending events to CloudWatch Logs": empty
 * values end it).
 */
function trailDelivers(place: TrailPlace, trail: TrailFact, group: LogGroup, needs: AnyFact[]): Fact<Delivery> {
  const { partition, region, accountId } = place;
  const want: Delivery = {
    group: `arn:${partition}:logs:${region}:${accountId}:log-group:${group.logGroupName}:*`,
    role: `arn:${partition}:iam::${accountId}:role${TRAIL_ROLE_PATH}${TRAIL_ROLE}`,
  };
  const isOthers = (now: Json): now is { others: string } => typeof now === 'object' && now !== null && 'others' in now;
  return guardrail<Delivery>('cis-alarms/logs', {
    title: 'CloudTrail sends events to CloudWatch Logs',
    within: trail,
    needs,
    want,
    async read(account) {
      const { trail: found, blocked } = await trailLogs(place, account);
      const { CloudWatchLogsLogGroupArn, CloudWatchLogsRoleArn: role = '', TrailARN } = found ?? {};
      if (!found || blocked || !CloudWatchLogsLogGroupArn) return null;
      if (TrailARN !== trail.arn) return { others: trailInWords(found) };
      return { group: CloudWatchLogsLogGroupArn, role };
    },
    same: (a, b) => (a === null) === (b === null),
    isOthers,
    remark: (now) => (isOthers(now) ? `${now.others} does this` : undefined),
    async works(account) {
      const { trail: found } = await trailLogs(place, account);
      if (found?.TrailARN !== trail.arn) return undefined;
      const status = await account.send(call('cloudtrail', 'GetTrailStatus', { Name: trail.arn }, found.HomeRegion));
      const error = status.LatestCloudWatchLogsDeliveryError;
      return error ? `its last delivery failed: ${error}` : undefined;
    },
    async calls(to, _now, account) {
      const { blocked } = await trailLogs(place, account);
      if (blocked) throw new ByHand(blocked);
      const { group: CloudWatchLogsLogGroupArn, role: CloudWatchLogsRoleArn } =
        to && !isOthers(to) ? to : { group: '', role: '' };
      return [
        call('cloudtrail', 'UpdateTrail', { Name: TRAIL_NAME, CloudWatchLogsLogGroupArn, CloudWatchLogsRoleArn }),
      ];
    },
  });
}

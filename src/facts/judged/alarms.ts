import type { Account } from '../../aws/account.ts';
import type { Chore } from '../../engine/fact.ts';
import { CIS_ALARMS, type CisAlarm } from '../guardrails/cis-patterns.ts';
import { alarmsIn, alarmsOn, filtersIn } from '../guardrails/cis-watch.ts';
import { atWork, trailsIn } from '../guardrails/trail-state.ts';
import { judged } from './judged.ts';

/**
 * Each event of CIS 5.1 to 5.15 has an alarm with an action on a metric filter in the log group of a trail that is logging
 * all management events, whoever created them. Both are in the Region of the log group (CloudTrail page "Creating
 * CloudWatch alarms for CloudTrail events").
 */
export function judgedAlarms(): Chore<string[]>[] {
  return CIS_ALARMS.map((cis) =>
    judged(`alarm-${cis.number}`, {
      title: `an alarm on the events of a trail tells of ${cis.tells}`,
      how: 'create a metric filter in the log group of a trail of all Regions that is logging, and an alarm on its metric',
      read: async (account) => ((await isTold(cis, account)) ? [] : [`no alarm tells of ${cis.tells}`]),
    }),
  );
}

async function isTold(cis: CisAlarm, account: Account): Promise<boolean> {
  const trails = await atWork(await trailsIn(account), account);
  const groups = new Set(trails.flatMap(({ CloudWatchLogsLogGroupArn }) => CloudWatchLogsLogGroupArn ?? []));
  const told = await Promise.all([...groups].map((arn) => tells(arn, cis, account)));
  return told.includes(true);
}

async function tells(arn: string, cis: CisAlarm, account: Account): Promise<boolean> {
  const [, , , region, owner, , group] = arn.split(':');
  if (owner !== account.identity.accountId) return false;
  const there = region === account.homeRegion ? undefined : region;
  const [filters, alarms] = await Promise.all([filtersIn(account, there), alarmsIn(account, there)]);
  const its = filters.filter(({ logGroupName }) => logGroupName === group);
  return alarmsOn(cis, its, alarms).length > 0;
}

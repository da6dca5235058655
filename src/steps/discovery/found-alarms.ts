import type { Account } from '../../aws/account.ts';
import { subscribedEmails } from '../../facts/alarms/alarm-listeners.ts';
import { rootRuleMayPublish } from '../../facts/alarms/alarm-topic.ts';
import { billingAlarms, limitOf } from '../../facts/alarms/billing-alarm.ts';
import { ROOT } from '../root/settings.ts';
import type { Value } from '../settings/setting.ts';
import { alarmPlace } from './tagged-mails.ts';

/** The limits and the addresses of the alarms as settings, and whether the topic is told of the root user. */
export async function alarmValues(account: Account): Promise<{ values: Map<string, Value>; ofRoot: boolean }> {
  const place = alarmPlace(account);
  const [alarms, emails, ofRoot] = await Promise.all([
    billingAlarms(place, account),
    subscribedEmails(place, account),
    rootRuleMayPublish(place, account),
  ]);
  const limits = alarms.map(({ AlarmName = '' }) => limitOf(AlarmName)).filter((limit) => limit !== undefined);
  const values = new Map<string, Value>();
  if (limits.length > 0)
    values.set(
      ROOT.limits.key,
      limits.sort((a, b) => a - b),
    );
  if (emails.length > 0) values.set(ROOT.emails.key, emails.sort());
  return { values, ofRoot };
}

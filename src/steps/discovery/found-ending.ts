import type { Account } from '../../aws/account.ts';
import { idleAlarm } from '../../facts/ec2/stop-when-idle.ts';
import { ENDING } from '../ec2/ending-settings.ts';
import { checkIdleHours } from '../settings/ending-checks.ts';
import type { Value } from '../settings/setting.ts';
import { signedOutOnly } from './tagged.ts';

/** What ends the instance in time, as settings. */
export async function foundEnding(account: Account): Promise<[key: string, value: Value][]> {
  const hours = (await idleAlarm(account).catch(signedOutOnly))?.EvaluationPeriods;
  return hours !== undefined && checkIdleHours(String(hours)) === undefined ? [[ENDING.stopWhenIdle.key, hours]] : [];
}

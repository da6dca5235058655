import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { endsTheLook, messageOf } from '../../aws/errors.ts';
import { ENABLED_REGIONS_KEY, GUARD } from '../../steps/root/guardrail-settings.ts';
import { valueIn } from '../../steps/settings/setting.ts';
import type { Given } from '../answers/given.ts';
import type { Teller } from '../terminal/tell.ts';

/**
 * Stores the Regions that the account has enabled with the answers, if guardrails are wanted in all of them. If they cannot
 * be read, the home Region is the only one, which is reported.
 */
export async function settleRegions({ send }: Account, given: Given, tell: Teller): Promise<void> {
  if (valueIn(given.values, GUARD.regions) !== 'all') return;
  try {
    const { Regions = [] } = await send(call('ec2', 'DescribeRegions', {}));
    given.values.set(ENABLED_REGIONS_KEY, Regions.flatMap(({ RegionName }) => RegionName ?? []).toSorted());
  } catch (error) {
    if (endsTheLook(error)) throw error;
    tell.must(`Guardrails are set in the home Region only: the enabled Regions cannot be read (${messageOf(error)})`);
  }
}

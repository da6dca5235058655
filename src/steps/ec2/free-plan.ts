import type { Account } from '../../aws/account.ts';
import { readOnly } from '../../aws/views.ts';
import type { Finding } from '../../engine/finding.ts';
import { isFreeTierType } from '../../facts/ec2/instance-types.ts';
import { launchIn } from './cost.ts';

/** The instance type that the findings would launch and the Free plan does not allow; undefined if there is none. */
export async function typeBeyondFreePlan(findings: Finding[], account: Account): Promise<string | undefined> {
  const type = launchIn(findings)?.InstanceType;
  return type !== undefined && (await isFreeTierType(type, readOnly(account))) === false ? type : undefined;
}

import type { Account } from '../../aws/account.ts';
import { CONNECT_NAME } from '../../facts/ec2/ssh-rules.ts';
import { EC2 } from '../ec2/settings.ts';
import type { Value } from '../settings/setting.ts';
import { foundEnding } from './found-ending.ts';
import { foundScale } from './found-scale.ts';
import { ourSecurityGroups, signedOutOnly, subnetOfGroup } from './tagged.ts';

/** The settings of step ec2 that resources show: subnet, private access, Auto Scaling group, and what ends the instance. */
export async function foundEc2(account: Account, now: () => number): Promise<[key: string, value: Value][]> {
  const [subnet, groups, scale, ending] = await Promise.all([
    subnetOfGroup(account).catch(signedOutOnly),
    ourSecurityGroups(account).catch(signedOutOnly),
    foundScale(account),
    foundEnding(account, now),
  ]);
  const isPrivate = groups?.some(({ GroupName }) => GroupName === CONNECT_NAME);
  return [
    ...(subnet ? [[EC2.subnet.key, subnet] as [string, Value]] : []),
    // An instance that stays beside a group keeps what ends it, but the two are not wished together.
    ...(scale.length > 0 ? [] : ending),
    ...scale,
    ...(isPrivate ? [[EC2.private.key, true] as [string, Value]] : []),
  ];
}

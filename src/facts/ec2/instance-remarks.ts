import type { Instance } from '@aws-sdk/client-ec2';
import type { Json } from '../../engine/fact.ts';
import { belongsTo } from './instance-types.ts';
import type { InstanceWish } from './launch.ts';
import { idOf } from './own-instances.ts';

/** The instance as it is found. */
export type InstanceValue = { [key: string]: Json };

/** Why an instance is not ours although it carries our tags. */
export const copied = (id: string): string => `${id} has the baseline's tags but was not launched by aws-baseline`;

/** Why an instance that may be ours stops the launch. */
export function perhapsOurs(perhaps: Instance[], profile: string): string {
  const ids = perhaps.map(idOf).join(', ');
  return `it is unclear whether ${ids} belongs to the baseline: it uses instance profile ${profile} but does not have the baseline's tags. If it does, add the tag managed-by=aws-baseline; if not, launch another instance with --launch-again`;
}

/** Why several instances stop the launch. */
export function severalOf(ids: string[]): string {
  return `several instances have the baseline's tags, and it is unclear which one belongs to it: ${ids.join(', ')}.`;
}

/** What a user should know about the instance that is there. */
export function remarksOn(value: InstanceValue, wish: InstanceWish): string | undefined {
  const copies = (value.copies as string[] | undefined) ?? [];
  const remarks = [differences(value, wish), ...copies.map(copied)].filter((one) => one !== undefined);
  return remarks.length > 0 ? remarks.join('; ') : undefined;
}

// The settings are for a new launch: an existing instance is never replaced.
function differences(
  { InstanceType, SubnetId, KeyName, ImageId }: InstanceValue,
  wish: InstanceWish,
): string | undefined {
  const type = String(InstanceType);
  const other = [
    wish.type && wish.type !== type ? `--instance-type ${wish.type}` : undefined,
    !wish.type && wish.family !== 'general' && !belongsTo(wish.family, type) ? `--family ${wish.family}` : undefined,
    SubnetId && wish.subnet !== SubnetId ? `--subnet ${wish.subnet}` : undefined,
    wish.keyName && KeyName !== wish.keyName ? `--key-name ${wish.keyName}` : undefined,
    wish.ami && ImageId !== wish.ami ? `--ami ${wish.ami}` : undefined,
    // EC2 does not list what the instance was launched with.
    wish.userData ? '--user-data' : undefined,
  ].filter((flag) => flag !== undefined);
  if (other.length === 0) return undefined;
  return `it stays the ${type} that was launched: ${other.join(' and ')} applies only to a new instance, after "undo --steps ec2"`;
}

import type { Instance } from '@aws-sdk/client-ec2';
import { tagOf } from '../tags.ts';

/** An instance of ours, for a list. */
export interface Listed {
  id: string;
  name: string;
  state: string;
  type: string;
  zone: string;
  /** When it was launched, in UTC; empty if EC2 does not say. */
  launched: string;
  /** It belongs to the Auto Scaling group, which replaces it when it stops. */
  inGroup: boolean;
  /** When EventBridge Scheduler deletes it, in UTC, if that is set. */
  deletedAt?: string;
  /** The permissions that are missing to say that. */
  unread?: string[];
  /** The same in words, for the screen. */
  end?: string;
}

/** An instance as a list shows it. */
export function listed(
  { InstanceId, Tags, State, InstanceType, Placement, LaunchTime }: Instance,
  inGroup: boolean,
): Listed {
  return {
    id: InstanceId ?? '',
    name: tagOf(Tags, 'Name') ?? '',
    state: State?.Name ?? '',
    type: String(InstanceType ?? ''),
    zone: Placement?.AvailabilityZone ?? '',
    launched: LaunchTime ? new Date(LaunchTime).toISOString() : '',
    inGroup,
  };
}

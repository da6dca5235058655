import type { Cause } from './cause.ts';
import { LATER } from './later.ts';

/** Causes that affect the schedule that deletes the instance. */
export const SCHEDULE_CAUSES: readonly Cause[] = [
  {
    // Report: aws/aws-sdk-js-v3#6494.
    id: 'role-not-seen-yet',
    says: /execution role you provide must allow/i,
    of: /^scheduler /,
    state: 'waiting',
    patience: 120,
    why: 'a new role is not visible to EventBridge Scheduler yet',
    next: LATER,
  },
  {
    // A group of this name is in state DELETING for a while (AWS API reference "DeleteScheduleGroup").
    id: 'group-still-deleting',
    code: /^Conflict$/,
    of: /^scheduler /,
    state: 'waiting',
    patience: 120,
    why: 'AWS is still deleting or changing the schedule group',
    next: LATER,
  },
];

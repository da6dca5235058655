import type { Cause } from './cause.ts';
import { LATER } from './later.ts';

/** Causes that affect services which write logs to a bucket. */
export const DELIVERY_CAUSES: readonly Cause[] = [
  {
    // Config pages "PutConfigurationRecorder" and "PutDeliveryChannel"; VPC page "Publish flow logs to Amazon S3".
    id: 'bucket-policy-not-seen-yet',
    is: /^(InvalidRole|InsufficientDeliveryPolicy|NoSuchBucket)$|Access Denied for LogDestination/i,
    of: /^(config Put|ec2 CreateFlowLogs)/,
    state: 'waiting',
    patience: 120,
    why: 'AWS does not see the new role or the new policy of the bucket yet',
    next: LATER,
  },
];

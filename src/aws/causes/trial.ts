import type { Cause } from './cause.ts';
import { LATER } from './later.ts';

/** Causes that affect containers, functions and clusters, and the role of a trail. */
export const TRIAL_CAUSES: readonly Cause[] = [
  {
    // Reports: aws-samples/baseline-environment-on-aws#238 for the first ECS cluster, aws/aws-sdk-js#4408 for Lambda.
    id: 'role-not-seen-yet',
    says: /unable to assume the (service linked )?role|role defined for the function cannot be assumed|Role is not valid/i,
    of: /^(ecs|lambda) /,
    state: 'waiting',
    patience: 120,
    why: 'a new role is not visible to the service yet',
    next: LATER,
  },
  {
    // CloudTrail page "UpdateTrail": it checks the role; both errors say "Access denied. Check the trust relationships for
    // your role" of a new one too (reports).
    id: 'role-not-seen-yet',
    code: /^InvalidCloudWatchLogs(RoleArn|LogGroupArn)$/,
    state: 'waiting',
    patience: 120,
    why: 'a new role is not visible to CloudTrail yet',
    next: LATER,
  },
  {
    id: 'still-deleting',
    code: /^StillDeleting$/,
    state: 'waiting',
    why: 'AWS is still deleting it',
    next: 'run undo again in a few minutes',
  },
  {
    // EKS refuses to delete a cluster that it is still creating or changing; "Cluster has nodegroups attached" has the same
    // code, and is left to the next cause (AWS API reference "DeleteCluster", ResourceInUseException).
    id: 'cluster-busy',
    code: /^ResourceInUse$/,
    of: /^eks /,
    says: /in progress|being created|currently|CREATING|UPDATING/,
    state: 'waiting',
    patience: 1_200,
    why: 'AWS is still creating or changing the cluster, and deletes it only after that',
    next: 'run undo again in a few minutes: the cluster is billed until then',
  },
  {
    id: 'in-use',
    code: /^(ClusterContains\w+|ResourceInUse)$/,
    state: 'failed',
    patience: 300,
    next: 'another resource, which was added later, still uses it: delete that resource, then run the same command again',
  },
];

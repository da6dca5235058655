import { arnOf, type Context, nextNumber, type Operations } from '../context.ts';
import { refuse } from '../refuse.ts';
import { scaleIn } from './kept.ts';
import { changeGroup, end, filled, groupNamed } from './members.ts';

// After one look all instances have been replaced.
function refreshesMoveOn(context: Context): void {
  for (const group of scaleIn(context).groups) {
    if (!group.refreshes.some(({ status }) => status === 'Pending')) continue;
    end(group.members, context);
    const refreshes = group.refreshes.map((one) => ({ ...one, status: 'Successful' as const }));
    changeGroup(context, filled({ ...group, members: [], refreshes }, context));
  }
}

/** Scaling policies and instance refreshes of groups, as the rehearsal answers for them. */
export const groupParts = {
  PutScalingPolicy: {
    fields: ['AutoScalingGroupName', 'PolicyName', 'PolicyType', 'Enabled', 'TargetTrackingConfiguration'],
    answer(policy, context) {
      const group = groupNamed(context, policy.AutoScalingGroupName);
      const others = group.policies.filter(({ PolicyName }) => PolicyName !== policy.PolicyName);
      changeGroup(context, { ...group, policies: [...others, policy] });
      return { PolicyARN: arnOf(context, 'autoscaling', context.region, `scalingPolicy:1:${policy.PolicyName}`) };
    },
  },
  DescribePolicies: {
    fields: ['AutoScalingGroupName', 'PolicyNames'],
    answer({ AutoScalingGroupName, PolicyNames = [] }, context) {
      const found = scaleIn(context).groups.find(({ name }) => name === AutoScalingGroupName);
      const named = (found?.policies ?? []).filter(({ PolicyName = '' }) => PolicyNames.includes(PolicyName));
      return { ScalingPolicies: named };
    },
  },
  DeletePolicy: {
    fields: ['AutoScalingGroupName', 'PolicyName'],
    answer({ AutoScalingGroupName, PolicyName }, context) {
      const group = groupNamed(context, AutoScalingGroupName);
      const policies = group.policies.filter((one) => one.PolicyName !== PolicyName);
      changeGroup(context, { ...group, policies });
      return {};
    },
  },
  StartInstanceRefresh: {
    fields: ['AutoScalingGroupName', 'Preferences'],
    answer({ AutoScalingGroupName }, context) {
      const group = groupNamed(context, AutoScalingGroupName);
      if (group.refreshes.some(({ status }) => status === 'Pending'))
        refuse(
          'InstanceRefreshInProgressFault',
          'An Instance Refresh is already in progress and blocks the execution.',
        );
      const id = `rehearsal-${nextNumber(context)}`;
      changeGroup(context, { ...group, refreshes: [{ id, status: 'Pending' }, ...group.refreshes] });
      return { InstanceRefreshId: id };
    },
  },
  DescribeInstanceRefreshes: {
    fields: ['AutoScalingGroupName', 'MaxRecords'],
    answer: ({ AutoScalingGroupName }, context) => ({
      InstanceRefreshes: groupNamed(context, AutoScalingGroupName).refreshes.map(({ id, status }) => ({
        InstanceRefreshId: id,
        Status: status,
      })),
    }),
    after: refreshesMoveOn,
  },
} satisfies Partial<Operations<'autoscaling'>>;

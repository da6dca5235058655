import {
  AttachLoadBalancerTargetGroupsCommand,
  AutoScalingClient,
  CreateAutoScalingGroupCommand,
  CreateOrUpdateTagsCommand,
  DeleteAutoScalingGroupCommand,
  DeletePolicyCommand,
  DescribeAutoScalingGroupsCommand,
  DescribeInstanceRefreshesCommand,
  DescribePoliciesCommand,
  PutScalingPolicyCommand,
  StartInstanceRefreshCommand,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';

export const Client = AutoScalingClient;

/** Every Auto Scaling operation this program may send, by its AWS name. */
export const commands = {
  AttachLoadBalancerTargetGroups: AttachLoadBalancerTargetGroupsCommand,
  CreateAutoScalingGroup: CreateAutoScalingGroupCommand,
  CreateOrUpdateTags: CreateOrUpdateTagsCommand,
  DeleteAutoScalingGroup: DeleteAutoScalingGroupCommand,
  DeletePolicy: DeletePolicyCommand,
  DescribeAutoScalingGroups: DescribeAutoScalingGroupsCommand,
  DescribeInstanceRefreshes: DescribeInstanceRefreshesCommand,
  DescribePolicies: DescribePoliciesCommand,
  PutScalingPolicy: PutScalingPolicyCommand,
  StartInstanceRefresh: StartInstanceRefreshCommand,
  UpdateAutoScalingGroup: UpdateAutoScalingGroupCommand,
};

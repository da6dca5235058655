import {
  AddTagsCommand,
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DeleteListenerCommand,
  DeleteLoadBalancerCommand,
  DeleteTargetGroupCommand,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
  ModifyTargetGroupCommand,
  SetSecurityGroupsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';

export const Client = ElasticLoadBalancingV2Client;

/** Every Elastic Load Balancing operation this program may send, by its AWS name. */
export const commands = {
  AddTags: AddTagsCommand,
  CreateListener: CreateListenerCommand,
  CreateLoadBalancer: CreateLoadBalancerCommand,
  CreateTargetGroup: CreateTargetGroupCommand,
  DeleteListener: DeleteListenerCommand,
  DeleteLoadBalancer: DeleteLoadBalancerCommand,
  DeleteTargetGroup: DeleteTargetGroupCommand,
  DescribeListeners: DescribeListenersCommand,
  DescribeLoadBalancers: DescribeLoadBalancersCommand,
  DescribeTags: DescribeTagsCommand,
  DescribeTargetGroups: DescribeTargetGroupsCommand,
  ModifyListener: ModifyListenerCommand,
  ModifyTargetGroup: ModifyTargetGroupCommand,
  SetSecurityGroups: SetSecurityGroupsCommand,
};

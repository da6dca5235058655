import type { CreateAutoScalingGroupType, PutScalingPolicyType } from '@aws-sdk/client-auto-scaling';
import type { RequestLaunchTemplateData } from '@aws-sdk/client-ec2';
import type {
  CreateListenerInput,
  CreateLoadBalancerInput,
  CreateTargetGroupInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Tag } from '../tags.ts';

/** A launch template with all its versions, the first one first. */
export interface LaunchTemplate {
  id: string;
  name: string;
  created: string;
  tags: Tag[];
  /** The number of the default version. */
  usual: number;
  versions: RequestLaunchTemplateData[];
}

/** An Auto Scaling group; AWS's own shapes, as they were put. */
export interface AutoScalingGroup {
  name: string;
  created: string;
  given: CreateAutoScalingGroupType;
  desired: number;
  tags: Tag[];
  /** Its instances, each with the version of the launch template that it was launched with. */
  members: { id: string; version: number }[];
  policies: PutScalingPolicyType[];
  refreshes: { id: string; status: 'Pending' | 'Successful' }[];
  deleting?: true;
}

/** A listener of a load balancer. */
export interface Listener {
  arn: string;
  given: Omit<CreateListenerInput, 'LoadBalancerArn' | 'Tags'>;
  tags: Tag[];
}

/** An Application Load Balancer; it is set up after one look. */
export interface LoadBalancer {
  arn: string;
  name: string;
  created: string;
  state: 'provisioning' | 'active';
  given: Omit<CreateLoadBalancerInput, 'Name' | 'Tags'>;
  tags: Tag[];
  listeners: Listener[];
}

/** A target group. */
export interface TargetGroup {
  arn: string;
  name: string;
  given: Omit<CreateTargetGroupInput, 'Name' | 'Tags'>;
  tags: Tag[];
}

/** What is in one Region of these services, if anything is. */
export interface ScaleState {
  launchTemplates: LaunchTemplate[];
  groups: AutoScalingGroup[];
  loadBalancers: LoadBalancer[];
  targetGroups: TargetGroup[];
  /** Security groups of load balancers that are gone, but whose network interfaces AWS has not deleted yet. */
  leaving: string[];
}

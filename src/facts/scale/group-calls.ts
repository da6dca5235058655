import type { ScalingPolicy } from '@aws-sdk/client-auto-scaling';
import type { Account } from '../../aws/account.ts';
import { type AnyCall, call } from '../../aws/call.ts';
import type { Json } from '../../engine/fact.ts';
import type { Tag } from '../tags.ts';
import { defaultVersion } from './launch-template.ts';
import { SCALE_NAME } from './ours.ts';
import type { TargetGroup } from './target-group.ts';
import { type ScaledWish, templateData } from './template-launch.ts';
import { zonesFor } from './zones.ts';

/** How many instances there are at least and at most. */
export interface Scale {
  min: number;
  max: number;
}

/** What is seen of the group. */
export type GroupValue = { [key: string]: Json };

/** What the group needs besides its size. */
export interface GroupWish extends ScaledWish {
  scale: Scale;
  targetGroup: TargetGroup | undefined;
}

const AutoScalingGroupName = SCALE_NAME;
/** The group launches the default version, so that a version is only tried out by whoever makes it the default. */
export const TEMPLATE_OF_GROUP = { LaunchTemplateName: SCALE_NAME, Version: '$Default' };
// An instance serves some seconds after its start, and is not judged before.
const GRACE_S = 120;

/** The call that creates the group. */
export async function groupCreation(wish: GroupWish, account: Account): Promise<AnyCall> {
  const { scale, targetGroup, instance } = wish;
  return call('autoscaling', 'CreateAutoScalingGroup', {
    AutoScalingGroupName,
    MinSize: scale.min,
    MaxSize: scale.max,
    LaunchTemplate: TEMPLATE_OF_GROUP,
    VPCZoneIdentifier: await subnetsOf(wish, account),
    ...health(wish),
    DefaultInstanceWarmup: GRACE_S,
    ...(targetGroup ? { TargetGroupARNs: [targetGroup.arn()] } : {}),
    Tags: asGroupTags([{ Key: 'Name', Value: instance.name }, ...instance.tags.filter(({ Key }) => Key !== 'Name')]),
  });
}

/** The calls that make a group as wanted; its wanted number of instances stays. */
export async function groupChanges(wish: GroupWish, now: GroupValue, account: Account): Promise<AnyCall[]> {
  const { scale, targetGroup } = wish;
  const VPCZoneIdentifier = Number(now.zones) >= 2 ? undefined : await subnetsOf(wish, account);
  return [
    ...(targetGroup && !now.balanced
      ? [
          call('autoscaling', 'AttachLoadBalancerTargetGroups', {
            AutoScalingGroupName,
            TargetGroupARNs: [targetGroup.arn()],
          }),
        ]
      : []),
    call('autoscaling', 'UpdateAutoScalingGroup', {
      AutoScalingGroupName,
      MinSize: scale.min,
      MaxSize: scale.max,
      LaunchTemplate: TEMPLATE_OF_GROUP,
      ...(VPCZoneIdentifier ? { VPCZoneIdentifier } : {}),
      ...(targetGroup ? health(wish) : {}),
    }),
  ];
}

const health = ({ targetGroup }: GroupWish) => ({
  HealthCheckType: targetGroup ? 'ELB' : 'EC2',
  HealthCheckGracePeriod: GRACE_S,
});

// The type of a template that exists decides: not every zone offers every type.
async function subnetsOf(wish: GroupWish, account: Account): Promise<string> {
  const { type, subnet } = wish.instance;
  const its = type ?? (await defaultVersion(account))?.LaunchTemplateData?.InstanceType;
  const chosen = its ?? (await templateData(wish, account)).InstanceType;
  const place = { subnet, balanced: wish.targetGroup !== undefined };
  const { subnets } = await zonesFor(String(chosen), place, account);
  return subnets.map(({ subnetId }) => subnetId).join(',');
}

/** The calls that delete the group with its instances; its policy first, which AWS would delete with it, but others keep. */
export async function groupRemoval(account: Account): Promise<AnyCall[]> {
  const policy = await cpuPolicy(account);
  return [
    ...(policy ? [call('autoscaling', 'DeletePolicy', { AutoScalingGroupName, PolicyName })] : []),
    call('autoscaling', 'DeleteAutoScalingGroup', { AutoScalingGroupName, ForceDelete: true }),
  ];
}

/** The name of the target tracking policy. */
export const PolicyName = 'aws-baseline-cpu';

/** The target tracking policy of the group; undefined if there is none. */
export async function cpuPolicy(account: Account): Promise<ScalingPolicy | undefined> {
  const question = call('autoscaling', 'DescribePolicies', { AutoScalingGroupName, PolicyNames: [PolicyName] });
  const { ScalingPolicies = [] } = await account.send(question);
  return ScalingPolicies.find((one) => one.PolicyName === PolicyName);
}

/** The tags as EC2 Auto Scaling spells them; instances get them too, whatever the template says. */
export function asGroupTags(tags: Tag[]) {
  return tags.map((tag) => ({
    ...tag,
    PropagateAtLaunch: true,
    ResourceId: AutoScalingGroupName,
    ResourceType: 'auto-scaling-group',
  }));
}

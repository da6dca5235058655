import { arnOf, type Context, here, type Operations } from '../context.ts';
import { refuse } from '../refuse.ts';
import { type Tag, withTags } from '../tags.ts';
import { groupParts } from './group-parts.ts';
import { keep, scaleIn } from './kept.ts';
import { changeGroup, end, filled, groupNamed, groupsMoveOn } from './members.ts';
import type { AutoScalingGroup } from './state.ts';

function told(group: AutoScalingGroup, context: Context) {
  const { name, created, given, desired, tags, members, deleting } = group;
  const { subnets, instances } = here(context);
  const zoneOf = (id: string | undefined) => subnets.find((one) => one.id === id)?.zone;
  const zones = (given.VPCZoneIdentifier ?? '').split(',').map(zoneOf);
  return {
    AutoScalingGroupName: name,
    AutoScalingGroupARN: arnOf(
      context,
      'autoscaling',
      context.region,
      `autoScalingGroup:1:autoScalingGroupName/${name}`,
    ),
    MinSize: given.MinSize,
    MaxSize: given.MaxSize,
    DesiredCapacity: desired,
    DefaultCooldown: 300,
    AvailabilityZones: [...new Set(zones.filter((zone) => zone !== undefined))],
    VPCZoneIdentifier: given.VPCZoneIdentifier,
    LaunchTemplate: given.LaunchTemplate,
    HealthCheckType: given.HealthCheckType ?? 'EC2',
    HealthCheckGracePeriod: given.HealthCheckGracePeriod ?? 300,
    TargetGroupARNs: given.TargetGroupARNs ?? [],
    CreatedTime: new Date(created),
    Instances: members.map(({ id, version }) => {
      const instance = instances.find((one) => one.id === id);
      return {
        InstanceId: id,
        InstanceType: instance?.type,
        AvailabilityZone: zoneOf(instance?.subnet),
        LifecycleState: instance?.state === 'running' ? ('InService' as const) : ('Pending' as const),
        HealthStatus: 'Healthy',
        LaunchTemplate: { LaunchTemplateName: given.LaunchTemplate?.LaunchTemplateName, Version: String(version) },
        ProtectedFromScaleIn: false,
      };
    }),
    Tags: tags.map((tag) => ({
      ...tag,
      ResourceId: name,
      ResourceType: 'auto-scaling-group',
      PropagateAtLaunch: true,
    })),
    ...(deleting ? { Status: 'Delete in progress' } : {}),
  };
}

const plain = (tags: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined): Tag[] =>
  withTags([], tags);

/** EC2 Auto Scaling as the rehearsal answers it: groups by launch template, which nothing makes grow. */
export const autoscaling: Operations<'autoscaling'> = {
  CreateAutoScalingGroup: {
    fields: [
      ...(['AutoScalingGroupName', 'MinSize', 'MaxSize', 'LaunchTemplate', 'VPCZoneIdentifier'] as const),
      ...(['HealthCheckType', 'HealthCheckGracePeriod', 'DefaultInstanceWarmup', 'TargetGroupARNs', 'Tags'] as const),
    ],
    answer({ Tags, ...given }, context) {
      const { groups, targetGroups } = scaleIn(context);
      const name = given.AutoScalingGroupName ?? '';
      if (groups.some((one) => one.name === name))
        refuse('AlreadyExistsFault', 'AutoScalingGroup by this name already exists - A group with the name exists');
      const missing = given.TargetGroupARNs?.find((arn) => !targetGroups.some((one) => one.arn === arn));
      if (missing) refuse('ValidationError', `Provided Target Groups may not be valid: ${missing}`);
      const group: AutoScalingGroup = {
        name,
        created: context.now.toISOString(),
        given,
        desired: given.MinSize ?? 0,
        tags: plain(Tags),
        members: [],
        policies: [],
        refreshes: [],
      };
      const full = filled(group, context);
      keep(context, { groups: [...scaleIn(context).groups, full] });
      return {};
    },
  },
  DescribeAutoScalingGroups: {
    fields: ['AutoScalingGroupNames'],
    answer: ({ AutoScalingGroupNames: names = [] }, context) => ({
      AutoScalingGroups: scaleIn(context)
        .groups.filter(({ name }) => names.length === 0 || names.includes(name))
        .map((one) => told(one, context)),
    }),
    after: groupsMoveOn,
  },
  UpdateAutoScalingGroup: {
    fields: [
      ...(['AutoScalingGroupName', 'MinSize', 'MaxSize', 'LaunchTemplate', 'VPCZoneIdentifier'] as const),
      ...(['HealthCheckType', 'HealthCheckGracePeriod'] as const),
    ],
    answer({ AutoScalingGroupName, ...more }, context) {
      const group = groupNamed(context, AutoScalingGroupName);
      const given = Object.entries(more).filter(([, value]) => value !== undefined);
      changeGroup(context, filled({ ...group, given: { ...group.given, ...Object.fromEntries(given) } }, context));
      return {};
    },
  },
  DeleteAutoScalingGroup: {
    fields: ['AutoScalingGroupName', 'ForceDelete'],
    answer({ AutoScalingGroupName, ForceDelete }, context) {
      const group = groupNamed(context, AutoScalingGroupName);
      if (group.members.length > 0 && !ForceDelete)
        refuse('ResourceInUseFault', 'You cannot delete an AutoScalingGroup while there are instances in the group.');
      end(group.members, context);
      changeGroup(context, { ...group, deleting: true });
      return {};
    },
  },
  CreateOrUpdateTags: {
    fields: ['Tags'],
    answer({ Tags = [] }, context) {
      for (const { ResourceId, ...tag } of Tags) {
        const group = groupNamed(context, ResourceId);
        changeGroup(context, { ...group, tags: withTags(group.tags, [tag]) });
      }
      return {};
    },
  },
  AttachLoadBalancerTargetGroups: {
    fields: ['AutoScalingGroupName', 'TargetGroupARNs'],
    answer({ AutoScalingGroupName, TargetGroupARNs = [] }, context) {
      const group = groupNamed(context, AutoScalingGroupName);
      const all = [...new Set([...(group.given.TargetGroupARNs ?? []), ...TargetGroupARNs])];
      changeGroup(context, { ...group, given: { ...group.given, TargetGroupARNs: all } });
      return {};
    },
  },
  ...groupParts,
};

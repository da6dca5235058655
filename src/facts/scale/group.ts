import type { AutoScalingGroup as GroupDetail } from '@aws-sdk/client-auto-scaling';
import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { type AnyFact, type Fact, fact, Obstacle } from '../../engine/fact.ts';
import { marksIn, ownerBy } from '../tags.ts';
import {
  asGroupTags,
  type GroupValue,
  type GroupWish,
  groupChanges,
  groupCreation,
  groupRemoval,
  TEMPLATE_OF_GROUP,
} from './group-calls.ts';
import type { LaunchTemplate } from './launch-template.ts';
import { mustBeOurs, SCALE_NAME } from './ours.ts';

/** The fact about the Auto Scaling group. */
export type AutoScalingGroup = Fact<GroupValue>;

const AutoScalingGroupName = SCALE_NAME;
const thing = `Auto Scaling group ${SCALE_NAME}`;
const DELETING_MS = 1_200_000;

/**
 * An Auto Scaling group keeps between `min` and `max` instances of the launch template in two or more Availability Zones; a
 * load balancer's health checks count if there is one (AWS API reference "CreateAutoScalingGroup"). Undo deletes it with its
 * instances and waits until they have ended ("DeleteAutoScalingGroup", ForceDelete).
 */
export function groupScales(wish: GroupWish, template: LaunchTemplate, needs: AnyFact[]): AutoScalingGroup {
  const { scale, targetGroup } = wish;
  const { tags } = wish.instance;
  return fact<GroupValue>({
    id: `autoscaling/group/${AutoScalingGroupName}`,
    title: `${thing} runs ${scale.min} to ${scale.max} instances in two or more Availability Zones`,
    thing,
    undoing:
      'All instances of the Auto Scaling group are terminated, and their disks and all data on them are deleted.',
    want: { ...scale, template: SCALE_NAME, zones: 2, balanced: targetGroup !== undefined },
    needs: [template, ...(targetGroup ? [targetGroup] : []), ...needs],
    lingers: DELETING_MS,
    async read(account) {
      const group = await groupItself(account);
      return group ? seenAs(group) : null;
    },
    same(a, b) {
      if (a === null || b === null) return a === b;
      return (
        (a.min === b.min || b.min === undefined) &&
        (a.max === b.max || b.max === undefined) &&
        a.template === b.template &&
        Number(a.zones) >= Number(b.zones) &&
        (a.balanced === b.balanced || !targetGroup) &&
        !a.deleting
      );
    },
    remark: (now) => (now && !now.deleting ? sizeOf(now) : undefined),
    async calls(to, now, account, madeByUs) {
      if (to === null) {
        if (now?.deleting) return [];
        return groupRemoval(account);
      }
      if (now?.deleting) throw new Obstacle('AWS is still deleting the earlier one: wait some minutes');
      if (now === null) return [await groupCreation(wish, account)];
      const group = await groupItself(account);
      mustBeOurs(thing, group && ownerBy(group.Tags, tags), madeByUs);
      return groupChanges(wish, now, account);
    },
    async owner(account) {
      const group = await groupItself(account);
      return group && ownerBy(group.Tags, tags);
    },
    mark: () => [call('autoscaling', 'CreateOrUpdateTags', { Tags: asGroupTags(marksIn(tags)) })],
  });
}

/** The Auto Scaling group; undefined if there is none. */
export async function groupItself(account: Account): Promise<GroupDetail | undefined> {
  const question = call('autoscaling', 'DescribeAutoScalingGroups', { AutoScalingGroupNames: [AutoScalingGroupName] });
  return (await account.send(question)).AutoScalingGroups?.[0];
}

function seenAs(group: GroupDetail): GroupValue {
  const { MinSize = 0, MaxSize = 0, DesiredCapacity = 0, AvailabilityZones = [], TargetGroupARNs = [] } = group;
  const template = group.LaunchTemplate?.LaunchTemplateName ?? group.LaunchConfigurationName ?? '';
  const isDefault =
    group.LaunchTemplate?.Version === undefined || group.LaunchTemplate.Version === TEMPLATE_OF_GROUP.Version;
  const hasTargets = TargetGroupARNs.some((arn) => arn.split('/')[1] === SCALE_NAME);
  return {
    min: MinSize,
    max: MaxSize,
    desired: DesiredCapacity,
    template: isDefault ? template : `${template} ${group.LaunchTemplate?.Version}`,
    zones: AvailabilityZones.length,
    balanced: hasTargets && group.HealthCheckType === 'ELB',
    // It has a status only while it is being deleted (AWS API reference "AutoScalingGroup").
    ...(group.Status ? { deleting: true } : {}),
  };
}

function sizeOf({ desired }: GroupValue): string {
  return `${desired} ${desired === 1 ? 'instance is' : 'instances are'} wanted now`;
}

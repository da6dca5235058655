import type { RunInstancesRequest } from '@aws-sdk/client-ec2';
import { type Context, here } from '../context.ts';
import { templateNamed, versionOf } from '../ec2/launch-templates.ts';
import { newInstance } from '../ec2/new-instance.ts';
import { moveOn } from '../ec2/security-groups.ts';
import { refuse } from '../refuse.ts';
import { keep, scaleIn } from './kept.ts';
import type { AutoScalingGroup } from './state.ts';

/** The group of this name. */
export function groupNamed(context: Context, name: string | undefined): AutoScalingGroup {
  const found = scaleIn(context).groups.find((one) => one.name === name);
  return found ?? refuse('ValidationError', `AutoScalingGroup name not found - AutoScalingGroup ${name} not found`);
}

/** Replaces the group of this name. */
export function changeGroup(context: Context, to: AutoScalingGroup): void {
  const { groups } = scaleIn(context);
  keep(context, { groups: groups.map((one) => (one.name === to.name ? to : one)) });
}

const isThere = (context: Context, id: string) => here(context).instances.some((one) => one.id === id && !one.ended);

/** The group with as many instances as are wanted, in its subnets by turns; throws what EC2 refuses. */
export function filled(group: AutoScalingGroup, context: Context): AutoScalingGroup {
  const { MinSize = 0, MaxSize = 0, LaunchTemplate, VPCZoneIdentifier = '' } = group.given;
  const desired = Math.min(Math.max(group.desired, MinSize), MaxSize);
  const members = group.members.filter(({ id }) => isThere(context, id));
  const ended = members.slice(desired);
  end(ended, context);
  const kept = members.slice(0, desired);
  const template = templateNamed(context, LaunchTemplate?.LaunchTemplateName);
  const version = versionOf(template, LaunchTemplate?.Version);
  const subnets = VPCZoneIdentifier.split(',');
  while (kept.length < desired) {
    const SubnetId = subnets[kept.length % subnets.length];
    const { NetworkInterfaces = [], ...data } = template.versions[version - 1] as RunInstancesRequest;
    const interfaces = NetworkInterfaces.map((one) => ({ ...one, SubnetId }));
    const instance = newInstance({ ...data, MinCount: 1, MaxCount: 1, NetworkInterfaces: interfaces }, context);
    const propagated = group.tags.filter(({ Key }) => !instance.tags.instance.some((tag) => tag.Key === Key));
    const ofGroup = { Key: 'aws:autoscaling:groupName', Value: group.name };
    instance.tags.instance.push(...propagated, ofGroup);
    here(context).instances.push(instance);
    kept.push({ id: instance.id, version });
  }
  return { ...group, desired, members: kept };
}

/** Terminates instances of a group. */
export function end(members: AutoScalingGroup['members'], context: Context): void {
  for (const one of here(context).instances)
    if (members.some(({ id }) => id === one.id) && !one.ended) {
      one.state = 'shutting-down';
      one.ended = context.now.toISOString();
    }
}

/** A group that is being deleted is gone once its instances have ended. */
export function groupsMoveOn(context: Context): void {
  moveOn(context);
  const { groups } = scaleIn(context);
  const left = groups.filter(({ deleting, members }) => {
    const lives = here(context).instances.filter(({ state }) => state !== 'terminated');
    return !deleting || members.some(({ id }) => lives.some((one) => one.id === id));
  });
  if (left.length < groups.length) keep(context, { groups: left });
}

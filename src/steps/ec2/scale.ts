import type { AnyFact } from '../../engine/fact.ts';
import type { InstanceProfile } from '../../facts/ec2/instance-profile.ts';
import type { InstanceWish } from '../../facts/ec2/instances.ts';
import type { SecurityGroup } from '../../facts/ec2/networks.ts';
import { groupScales } from '../../facts/scale/group.ts';
import type { Scale } from '../../facts/scale/group-calls.ts';
import { groupTracksCpu, instancesAreCurrent } from '../../facts/scale/group-parts.ts';
import { launchTemplateIsSafe } from '../../facts/scale/launch-template.ts';
import { port80Listens, port443Listens } from '../../facts/scale/listeners.ts';
import { loadBalancerFaces } from '../../facts/scale/load-balancer.ts';
import { balancerGroupIsOpen, onlyBalancerReachesTargets } from '../../facts/scale/security-groups.ts';
import { targetGroupChecksHealth } from '../../facts/scale/target-group.ts';

/** What is wanted instead of one instance. */
interface ScaleWish {
  scale: Scale;
  loadBalancer?: 'http' | 'https' | undefined;
  certificateArn?: string | undefined;
}

/** An Auto Scaling group with its launch template and, if wanted, a load balancer before it. */
export function scaleFacts(
  { scale, loadBalancer, certificateArn }: ScaleWish,
  instance: InstanceWish,
  group: SecurityGroup,
  profile: InstanceProfile,
  needs: AnyFact[],
): AnyFact[] {
  const { tags, subnet } = instance;
  const place = { subnet, tags };
  const door = balancerGroupIsOpen(loadBalancer === 'https' ? [80, 443] : [80], place);
  const targets = loadBalancer ? onlyBalancerReachesTargets(door, place) : undefined;
  const wish = { instance, group, targets, profile };
  const template = launchTemplateIsSafe(wish, [group, profile, ...(targets ? [targets] : []), ...needs]);
  const balanced = loadBalancer ? balancerFacts() : undefined;
  const before = balanced?.listeners ?? [];
  const scaled = groupScales({ ...wish, scale, targetGroup: balanced?.targetGroup }, template, before);
  return [
    ...(targets ? [door, targets] : []),
    template,
    ...(balanced ? [balanced.balancer, balanced.targetGroup, ...balanced.listeners] : []),
    scaled,
    groupTracksCpu(scaled),
    instancesAreCurrent(scaled, template),
  ];

  function balancerFacts() {
    const balancer = loadBalancerFaces({ ...wish, door, scheme: loadBalancer ?? 'http', tags });
    const targetGroup = targetGroupChecksHealth(place);
    const at = { balancer, targetGroup, tags };
    const https = certificateArn ? [port443Listens(certificateArn, at)] : [];
    return { balancer, targetGroup, listeners: [port80Listens(certificateArn, at), ...https] };
  }
}

import type { Account } from '../../aws/account.ts';
import { readOnly, remembering } from '../../aws/views.ts';
import { groupItself } from '../../facts/scale/group.ts';
import { defaultVersion } from '../../facts/scale/launch-template.ts';
import { listenerOn } from '../../facts/scale/listeners.ts';
import { balancerItself } from '../../facts/scale/load-balancer.ts';
import { SCALE_NAME } from '../../facts/scale/ours.ts';
import { BALANCER_GROUP } from '../../facts/scale/security-groups.ts';
import { targetsItself } from '../../facts/scale/target-group.ts';
import { carriesOurTag, tagOf } from '../../facts/tags.ts';
import { SCALE } from '../ec2/scale-settings.ts';
import type { Value } from '../settings/setting.ts';
import { orEmpty, ourInstances, ourSecurityGroups, signedOutOnly } from './tagged.ts';

type Found = [key: string, value: Value][];

/**
 * The Auto Scaling group and its load balancer as settings; none if there are none. Without an instance of the group or the
 * load balancer's security group, which a search reads anyway, nothing is asked.
 */
export async function foundScale(account: Account): Promise<Found> {
  const [instances, groups] = await Promise.all([orEmpty(ourInstances(account)), orEmpty(ourSecurityGroups(account))]);
  const isThere =
    instances.some(({ Tags }) => tagOf(Tags, 'aws:autoscaling:groupName') === SCALE_NAME) ||
    groups.some(({ GroupName }) => GroupName === BALANCER_GROUP);
  return isThere ? settingsOf(account) : [];
}

/** The same for undo, which asks in any case: only a part may be left. */
export async function markedScale(given: Account): Promise<Found> {
  const account = remembering(readOnly(given));
  const [found, template, groups, targets] = await Promise.all([
    settingsOf(account),
    defaultVersion(account).catch(signedOutOnly),
    orEmpty(ourSecurityGroups(account)),
    targetsItself(account).catch(signedOutOnly),
  ]);
  const isBalanced = targets || groups.some(({ GroupName }) => GroupName === BALANCER_GROUP);
  const left: Found = [
    ...(template || isBalanced ? ([[SCALE.scale.key, SIZE]] as Found) : []),
    ...(isBalanced ? ([[SCALE.loadBalancer.key, 'http']] as Found) : []),
  ];
  // What is found takes precedence.
  return [...left, ...found];
}

// Of a group that is gone, of which other parts are left.
const SIZE = '1..1';

/** A group with all its parts, as settings. */
export const WHOLE_SCALE: Found = [
  [SCALE.scale.key, SIZE],
  [SCALE.loadBalancer.key, 'http'],
];

async function settingsOf(account: Account): Promise<Found> {
  const [seen, balancer] = await Promise.all([
    groupItself(account).catch(signedOutOnly),
    balancerItself(account).catch(signedOutOnly),
  ]);
  const group = carriesOurTag(seen?.Tags) ? seen : undefined;
  if (!group && !balancer) return [];
  const https = balancer && (await listenerOn(443, account).catch(signedOutOnly));
  const certificate = https?.Certificates?.[0]?.CertificateArn;
  return [
    [SCALE.scale.key, group ? `${group.MinSize}..${group.MaxSize}` : SIZE],
    ...(balancer ? ([[SCALE.loadBalancer.key, certificate ? 'https' : 'http']] as Found) : []),
    ...(certificate ? ([[SCALE.certificateArn.key, certificate]] as Found) : []),
  ];
}

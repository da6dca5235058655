import { FileContent } from '../../aws/file-content.ts';
import { EC2_NAME, instanceProfileExists, instanceProfileHasRole } from '../../facts/ec2/instance-profile.ts';
import { instanceIsThere } from '../../facts/ec2/instances.ts';
import { securityGroupLetsNobodyIn } from '../../facts/ec2/networks.ts';
import { roleExists, roleHasAwsPolicy, rolePolicySays, SESSION_MANAGER } from '../../facts/iam/roles.ts';
import { instanceBesideNoGroup, instanceStays } from '../../facts/scale/single-instance.ts';
import { instanceTellsItsEnd } from '../../facts/schedule/of-instance.ts';
import { tagsFor, tagsWithRegion } from '../../facts/tags.ts';
import { instanceRole, renderedRole } from '../../policies/index.ts';
import { type PlaceAnswers, placeOf } from '../groups/group-of.ts';
import { kindIn } from '../kinds.ts';
import type { AnswersTo } from '../settings/answers.ts';
import type { EVERY } from '../settings/every.ts';
import type { Step } from '../step.ts';
import { endingFacts } from './ending.ts';
import { privateAccess } from './private-access.ts';
import { scaleFacts } from './scale.ts';
import { EC2 } from './settings.ts';

const WHY_IN_PROJECT =
  'One instance that cannot be reached from the internet. Near a spend limit, AWS may terminate it after a snapshot.';
export const ec2Step: Step<AnswersTo<typeof EVERY & typeof EC2> & PlaceAnswers> = {
  id: 'ec2',
  title: 'EC2 instance',
  why: 'One instance that is secure from the start: no inbound traffic, an encrypted disk, access through Session Manager.',
  otherwise: (draft) => (kindIn(draft) === 'project' ? { why: WHY_IN_PROJECT } : undefined),
  settings: Object.values(EC2),
  facts(answers, now) {
    const { name, region, tags: further, partition, ec2 } = answers;
    const tags = tagsFor(name, further);
    const rendered = renderedRole(instanceRole, placeOf(answers));
    const role = roleExists(rendered, tagsWithRegion(name, region, further));
    const profile = instanceProfileExists(EC2_NAME, tags);
    const hasRole = instanceProfileHasRole(profile, role);
    const place = { subnet: ec2.subnet, tags };
    const group = securityGroupLetsNobodyIn(EC2_NAME, { ...place, ssh: ec2.private });
    // Answers that a journal kept only have the hash of it.
    const userData = ec2.userData instanceof FileContent ? ec2.userData : undefined;
    const wish = { ...ec2, userData, publicIp: ec2.publicIp && !ec2.private, name: ec2.instanceName, tags };
    const instance = instanceIsThere(wish, group, profile, [hasRole], now);
    const single = instanceBesideNoGroup(instance, wish);
    const tellsItsEnd = (one: typeof instance) => instanceTellsItsEnd(one, name, now);
    const { scale } = ec2;
    return [
      role,
      ...rendered.awsPolicies.map((policy) => roleHasAwsPolicy(role, policy, partition, SESSION_MANAGER)),
      rolePolicySays(role, rendered),
      profile,
      hasRole,
      group,
      ...(scale
        ? [tellsItsEnd(instanceStays(instance)), ...scaleFacts({ ...ec2, scale }, wish, group, profile, [hasRole])]
        : [ec2.deleteAfter ? single : tellsItsEnd(single), ...endingFacts(ec2, single, { ...answers, tags }, now)]),
      ...(ec2.private ? privateAccess(group, instance, { ...place, name }) : []),
    ];
  },
};

import { type Context, here, type Operations } from '../context.ts';
import { refuse, unknownTo } from '../refuse.ts';
import { type Tag, withTags } from '../tags.ts';
import { connectEndpoints, gatewayEndpoints } from './endpoint-state.ts';
import { checkedEc2Tags } from './filters.ts';
import { flowLogs } from './flow-logs.ts';
import { tagTemplate } from './launch-templates.ts';
import { endDryRun, securityGroup } from './security-groups.ts';

function addTags(id: string, added: Tag[], context: Context): void {
  if (id.startsWith('sg-')) {
    const group = securityGroup(context, id);
    group.tags = withTags(group.tags, added);
    return;
  }
  const place = /^fl-/.test(id) ? flowLogs : /^vpce-/.test(id) ? gatewayEndpoints : connectEndpoints;
  if (/^(fl|vpce|eice)-/.test(id)) {
    const slot = place.of({}, context) as { value: { id: string; tags: Tag[] }[] };
    slot.value = slot.value.map((one) => (one.id === id ? { ...one, tags: withTags(one.tags, added) } : one));
    return;
  }
  if (id.startsWith('lt-')) {
    tagTemplate(context, id, (one) => ({ ...one, tags: withTags(one.tags, added) }));
    return;
  }
  if (!id.startsWith('i-')) unknownTo('ec2 CreateTags', `the resource "${id}"`);
  const { tags } =
    here(context).instances.find((one) => one.id === id) ??
    refuse('InvalidInstanceID.NotFound', `The instance ID '${id}' does not exist`);
  tags.instance = withTags(tags.instance, added);
}

/** Tags of existing EC2 resources. */
export const ec2Tags = {
  CreateTags: {
    fields: ['Resources', 'Tags', 'DryRun'],
    answer({ Resources, Tags, DryRun }, context) {
      if (!Resources?.length) refuse('MissingParameter', 'The request must contain the parameter resourceIdSet');
      const added = checkedEc2Tags(Tags);
      endDryRun(DryRun);
      for (const id of Resources) addTags(id, added, context);
      return {};
    },
  },
} satisfies Partial<Operations<'ec2'>>;

import type { Context, Operations } from '../context.ts';
import type { Tag } from '../tags.ts';
import { ownRole } from './roles.ts';
import { checkedPolicyArn, checkedTags, noSuch, profileNamed, userNamed } from './rules.ts';

type Given = { Key?: string | undefined; Value?: string | undefined }[] | undefined;

/** Tags come on top of those that are there; a key is told from another without regard to case (AWS page "TagUser"). */
function addTags(thing: { tags: Tag[] }, given: Given): Record<string, never> {
  const added = checkedTags(given);
  const isNew = ({ Key }: Tag) => !added.some((tag) => tag.Key.toLowerCase() === Key.toLowerCase());
  thing.tags = checkedTags([...thing.tags.filter(isNew), ...added]);
  return {};
}

function policyNamed({ state }: Context, given: string | undefined) {
  const arn = checkedPolicyArn(given);
  return state.iam.policies.find((one) => one.arn === arn) ?? noSuch(`Policy ${arn} does not exist.`);
}

/** Tags of existing IAM resources. */
export const iamTags = {
  TagUser: {
    fields: ['UserName', 'Tags'],
    answer: ({ UserName, Tags }, context) => addTags(userNamed(context, UserName), Tags),
  },
  TagRole: {
    fields: ['RoleName', 'Tags'],
    answer: ({ RoleName, Tags }, context) => addTags(ownRole(context, RoleName), Tags),
  },
  TagPolicy: {
    fields: ['PolicyArn', 'Tags'],
    answer: ({ PolicyArn, Tags }, context) => addTags(policyNamed(context, PolicyArn), Tags),
  },
  TagInstanceProfile: {
    fields: ['InstanceProfileName', 'Tags'],
    answer: ({ InstanceProfileName, Tags }, context) => addTags(profileNamed(context, InstanceProfileName), Tags),
  },
} satisfies Partial<Operations<'iam'>>;

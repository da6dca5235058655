import { here, type Operations } from '../context.ts';
import { refuse } from '../refuse.ts';
import { withTags } from '../tags.ts';

/** The tags of topics. */
export const snsTags = {
  ListTagsForResource: {
    fields: ['ResourceArn'],
    answer({ ResourceArn }, context) {
      const topic = here(context).topics.find(({ arn }) => arn === ResourceArn);
      if (!topic) refuse('ResourceNotFoundException', 'Resource does not exist', 404);
      return { Tags: topic.tags };
    },
  },
  TagResource: {
    fields: ['ResourceArn', 'Tags'],
    answer({ ResourceArn, Tags }, context) {
      const topic = here(context).topics.find(({ arn }) => arn === ResourceArn);
      if (!topic) refuse('ResourceNotFoundException', 'Resource does not exist', 404);
      topic.tags = withTags(topic.tags, Tags);
      return {};
    },
  },
} satisfies Partial<Operations<'sns'>>;

import { arnOf, type Context, type Operations } from './context.ts';
import { refuse } from './refuse.ts';
import { settingOf } from './setting.ts';
import { type Tag, tagMap, tagsIn } from './tags.ts';

interface Analyzer {
  name: string;
  created: string;
  tags: Tag[];
}

const kept = settingOf<Analyzer[]>('region', 'analyzers', []);
const arn = (context: Context, name: string) => arnOf(context, 'access-analyzer', context.region, `analyzer/${name}`);

/** IAM Access Analyzer as the rehearsal answers it: analyzers of external access, of which a Region has one. */
export const accessanalyzer: Operations<'accessanalyzer'> = {
  ListAnalyzers: {
    fields: ['type', 'nextToken'],
    answer: (request, context) => ({
      analyzers: kept.of(request, context).value.map(({ name, created, tags }) => ({
        arn: arn(context, name),
        name,
        type: 'ACCOUNT' as const,
        createdAt: new Date(created),
        status: 'ACTIVE' as const,
        tags: tagMap(tags),
      })),
    }),
  },
  CreateAnalyzer: {
    fields: ['analyzerName', 'type', 'tags'],
    answer(request, context) {
      const { analyzerName: name = '', tags = {} } = request;
      const slot = kept.of(request, context);
      if (slot.value.some((one) => one.name === name))
        refuse('ConflictException', `Analyzer with name ${name} already exists.`, 409);
      if (slot.value.length > 0)
        refuse('ServiceQuotaExceededException', 'You have reached the quota of analyzers of type ACCOUNT.', 402);
      slot.value = [{ name, created: context.now.toISOString(), tags: tagsIn(tags) }];
      return { arn: arn(context, name) };
    },
  },
  DeleteAnalyzer: {
    fields: ['analyzerName'],
    answer(request, context) {
      const slot = kept.of(request, context);
      const left = slot.value.filter(({ name }) => name !== request.analyzerName);
      if (left.length === slot.value.length)
        refuse('ResourceNotFoundException', `Analyzer ${request.analyzerName} does not exist.`, 404);
      slot.value = left;
      return {};
    },
  },
  TagResource: {
    fields: ['resourceArn', 'tags'],
    answer(request, context) {
      const slot = kept.of(request, context);
      slot.value = slot.value.map((one) =>
        arn(context, one.name) === request.resourceArn
          ? { ...one, tags: [...one.tags.filter(({ Key }) => !(Key in (request.tags ?? {}))), ...tagsIn(request.tags)] }
          : one,
      );
      return {};
    },
  },
};

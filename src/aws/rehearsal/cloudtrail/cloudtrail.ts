import type { Operations } from '../context.ts';
import { refuse } from '../refuse.ts';
import { withTags } from '../tags.ts';
import {
  arnOfTrail,
  change,
  checkBucket,
  EVENTS,
  everywhere,
  type Trail,
  told,
  trailNamed,
  trailsOf,
} from './trails.ts';

const SETTINGS = [
  'Name',
  'S3BucketName',
  'IncludeGlobalServiceEvents',
  'IsMultiRegionTrail',
  'EnableLogFileValidation',
  'CloudWatchLogsLogGroupArn',
  'CloudWatchLogsRoleArn',
] as const;

/** CloudTrail as the rehearsal answers it. */
export const cloudtrail: Operations<'cloudtrail'> = {
  DescribeTrails: { fields: [], answer: (_request, context) => ({ trailList: everywhere(context) }) },
  GetTrailStatus: {
    fields: ['Name'],
    answer: ({ Name }, context) => ({ IsLogging: trailNamed(context, Name).logging }),
  },
  GetEventSelectors: {
    fields: ['TrailName'],
    answer: ({ TrailName }, context) => ({
      TrailARN: arnOfTrail(context, trailNamed(context, TrailName).name),
      EventSelectors: trailNamed(context, TrailName).selectors,
    }),
  },
  CreateTrail: {
    fields: [...SETTINGS.slice(0, 5), 'TagsList'],
    answer(request, context) {
      const { Name: name = '', TagsList } = request;
      const slot = trailsOf(context);
      if (slot.value.some((one) => one.name === name))
        refuse('TrailAlreadyExistsException', `Trail ${name} already exists for customer: ${context.accountId}`);
      const trail = {
        name,
        bucket: checkBucket(context, request.S3BucketName),
        globalServices: request.IncludeGlobalServiceEvents ?? true,
        allRegions: request.IsMultiRegionTrail ?? false,
        validation: request.EnableLogFileValidation ?? false,
        logging: false,
        selectors: EVENTS,
        tags: withTags([], TagsList),
      };
      slot.value = [...slot.value, trail];
      return told(trail, context);
    },
  },
  UpdateTrail: {
    fields: SETTINGS,
    answer(request, context) {
      const before = trailNamed(context, request.Name);
      const group = request.CloudWatchLogsLogGroupArn ?? before.logs?.group ?? '';
      const role = request.CloudWatchLogsRoleArn ?? before.logs?.role ?? '';
      const { logs: _logs, ...rest } = before;
      const to: Trail = {
        ...rest,
        bucket: request.S3BucketName === undefined ? before.bucket : checkBucket(context, request.S3BucketName),
        globalServices: request.IncludeGlobalServiceEvents ?? before.globalServices,
        allRegions: request.IsMultiRegionTrail ?? before.allRegions,
        validation: request.EnableLogFileValidation ?? before.validation,
        ...(group ? { logs: { group, role } } : {}),
      };
      const slot = trailsOf(context);
      slot.value = slot.value.map((one) => (one.name === to.name ? to : one));
      return told(to, context);
    },
  },
  StartLogging: {
    fields: ['Name'],
    answer({ Name }, context) {
      change(context, Name, { logging: true });
      return {};
    },
  },
  PutEventSelectors: {
    fields: ['TrailName', 'EventSelectors'],
    answer({ TrailName, EventSelectors = [] }, context) {
      change(context, TrailName, { selectors: EventSelectors });
      return { EventSelectors };
    },
  },
  DeleteTrail: {
    fields: ['Name'],
    answer({ Name }, context) {
      const { name } = trailNamed(context, Name);
      const slot = trailsOf(context);
      slot.value = slot.value.filter((one) => one.name !== name);
      return {};
    },
  },
  ListTags: {
    fields: ['ResourceIdList'],
    answer: ({ ResourceIdList = [] }, context) => ({
      ResourceTagList: ResourceIdList.map((id) => ({ ResourceId: id, TagsList: trailNamed(context, id).tags })),
    }),
  },
  AddTags: {
    fields: ['ResourceId', 'TagsList'],
    answer({ ResourceId, TagsList }, context) {
      change(context, ResourceId, { tags: withTags(trailNamed(context, ResourceId).tags, TagsList) });
      return {};
    },
  },
};

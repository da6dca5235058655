import { arnOf, type Context, nextNumber, type Operations } from '../context.ts';
import { refuse } from '../refuse.ts';
import { puts, settingOf } from '../setting.ts';
import { type Tag, tagMap, tagsIn, withTags } from '../tags.ts';

interface Detector {
  id: string;
  status: 'ENABLED' | 'DISABLED';
  tags: Tag[];
  /** The account that administers it for an organization. */
  administrator?: string;
}

const kept = settingOf<Detector | null>('region', 'guardduty', null);

const wrongId = () =>
  refuse(
    'BadRequestException',
    'The request is rejected because the input detectorId is not owned by the current account.',
  );

function checked(id: string | undefined, detector: Detector | null): Detector {
  return detector?.id === id && detector ? detector : wrongId();
}

function changeable(id: string | undefined, detector: Detector | null): Detector {
  const found = checked(id, detector);
  if (found.administrator)
    refuse(
      'BadRequestException',
      'The request is rejected because the account is managed by an administrator account.',
    );
  return found;
}

const arn = (context: Context, id: string) => arnOf(context, 'guardduty', context.region, `detector/${id}`);

/** GuardDuty as the rehearsal answers it: a Region has one detector. */
export const guardduty: Operations<'guardduty'> = {
  ListDetectors: {
    fields: ['NextToken'],
    answer: (request, context) => ({ DetectorIds: [kept.of(request, context).value ?? []].flat().map(({ id }) => id) }),
  },
  GetDetector: {
    fields: ['DetectorId'],
    answer(request, context) {
      const { status, tags } = checked(request.DetectorId, kept.of(request, context).value);
      return { Status: status, ServiceRole: 'AWSServiceRoleForAmazonGuardDuty', Tags: tagMap(tags) };
    },
  },
  GetAdministratorAccount: {
    fields: ['DetectorId'],
    answer(request, context) {
      const { administrator } = checked(request.DetectorId, kept.of(request, context).value);
      return { Administrator: administrator ? { AccountId: administrator, RelationshipStatus: 'Enabled' } : {} };
    },
  },
  CreateDetector: puts(
    kept,
    ({ Enable, Tags }, before, context): Detector => {
      if (before)
        refuse(
          'BadRequestException',
          'The request is rejected because a detector already exists for the current account.',
        );
      const id = nextNumber(context).toString(16).padStart(32, '0');
      return { id, status: Enable ? 'ENABLED' : 'DISABLED', tags: tagsIn(Tags) };
    },
    ['Enable', 'Tags'],
    (detector) => ({ DetectorId: detector?.id }),
  ),
  UpdateDetector: puts(
    kept,
    ({ DetectorId, Enable }, before) => ({
      ...changeable(DetectorId, before),
      ...(Enable === undefined ? {} : { status: Enable ? ('ENABLED' as const) : ('DISABLED' as const) }),
    }),
    ['DetectorId', 'Enable'],
  ),
  DeleteDetector: puts(
    kept,
    ({ DetectorId }, before) => {
      changeable(DetectorId, before);
      return null;
    },
    ['DetectorId'],
  ),
  TagResource: puts(
    kept,
    ({ ResourceArn, Tags }, before, context): Detector => {
      if (!before || ResourceArn !== arn(context, before.id)) return wrongId();
      return { ...before, tags: withTags(before.tags, tagsIn(Tags)) };
    },
    ['ResourceArn', 'Tags'],
  ),
};

import { arnOf, type Context, type Operations } from '../context.ts';
import { refuse } from '../refuse.ts';
import { puts, settingOf } from '../setting.ts';
import { type Tag, tagMap, tagsIn, withTags } from '../tags.ts';

const kept = settingOf<{ tags: Tag[]; since: string } | null>('region', 'security-hub', null);

const hubArn = (context: Context) => arnOf(context, 'securityhub', context.region, 'hub/default');

// By reports, AWS refuses the service in an account on the Free plan.
function hubIn(request: object, context: Context) {
  checkPlan(context);
  const { value } = kept.of(request, context);
  return (
    value ?? refuse('InvalidAccessException', `Account ${context.accountId} is not subscribed to AWS Security Hub`, 401)
  );
}

function checkPlan({ state }: Context): void {
  if (state.settings?.['security-hub-plan'] === 'refused')
    refuse('SubscriptionRequiredException', 'The AWS Access Key Id needs a subscription for the service', 403);
}

/** Security Hub as the rehearsal answers it: a Region has one hub. */
export const securityhub: Operations<'securityhub'> = {
  DescribeHub: {
    fields: [],
    answer: (request, context) => ({
      HubArn: hubArn(context),
      SubscribedAt: hubIn(request, context).since,
      AutoEnableControls: true,
      ControlFindingGenerator: 'SECURITY_CONTROL' as const,
    }),
  },
  EnableSecurityHub: puts(
    kept,
    ({ Tags }, before, context) => {
      checkPlan(context);
      if (before) refuse('ResourceConflictException', 'Account is already subscribed to Security Hub', 409);
      return { tags: tagsIn(Tags), since: context.now.toISOString() };
    },
    ['EnableDefaultStandards', 'Tags'],
  ),
  DisableSecurityHub: puts(kept, (request, _before, context) => {
    hubIn(request, context);
    return null;
  }),
  ListTagsForResource: {
    fields: ['ResourceArn'],
    answer: (request, context) => ({ Tags: tagMap(hubIn(request, context).tags) }),
  },
  TagResource: puts(
    kept,
    (request, _before, context) => {
      const hub = hubIn(request, context);
      return { ...hub, tags: withTags(hub.tags, tagsIn(request.Tags)) };
    },
    ['ResourceArn', 'Tags'],
  ),
};

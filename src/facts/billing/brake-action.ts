import type { Action } from '@aws-sdk/client-budgets';
import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { allPages } from '../../aws/pages.ts';
import { type AnyFact, type Fact, fact, Obstacle } from '../../engine/fact.ts';
import { sameJson } from '../../engine/same.ts';
import { iamAccount } from '../iam/account.ts';
import { marksIn, orNull, ownerBy, type Tag } from '../tags.ts';
import { asAction, asValue, type BrakeAction, type BrakeValue } from './brake-value.ts';
import type { BudgetPlace } from './budget-place.ts';

/** What the brake does, and for whom. */
interface Brake {
  /** The name of the budget, the policy and the role. */
  name: string;
  groups: readonly string[];
  /** Who gets an e-mail when it acts; AWS requires at least one address. */
  emails: string[];
  policyArn: string;
  roleArn: string;
  /** The same run creates the groups. */
  makesGroups: boolean;
}

/**
 * The budget's action attaches the policy to the groups when the month's charges pass the limit, without asking anybody
 * (AWS page "Configuring budget actions"). AWS does not detach it again before the month ends.
 */
export function budgetActionBrakes(brake: Brake, place: BudgetPlace, needs: AnyFact[]): Fact<BrakeValue> {
  const { name, groups } = brake;
  const budget = { AccountId: place.accountId, BudgetName: name };
  const found = async (account: Account) => (await actionsOf(budget, account)).find(isOurs(brake));
  const arnOf = ({ ActionId }: Action) =>
    `arn:${place.partition}:budgets::${place.accountId}:budget/${name}/action/${ActionId}`;
  const tagsOf = async (account: Account): Promise<Tag[] | undefined> => {
    const action = await found(account);
    const question = action && call('budgets', 'ListTagsForResource', { ResourceARN: arnOf(action) });
    return question && ((await orNull(account.send(question), 'NotFound'))?.ResourceTags as Tag[] | undefined);
  };
  return fact<BrakeValue>({
    id: `budgets/${name}/action`,
    title: `${groups.join(' and ')} cannot start what costs once budget ${name} is used up`,
    thing: `action of budget ${name}`,
    note: 'admin is exempt; it stops nothing that runs, and AWS sees charges hours later. The first two budgets with actions are free, AWS charges for each further one',
    want: asValue(wanted(brake)),
    needs,
    async read(account) {
      const action = await found(account);
      return action ? asValue(action) : null;
    },
    same: (a, b) => (a === null || b === null ? a === b : sameJson({ ...a, Status: null }, { ...b, Status: null })),
    works: async (account) => remarkOn(await found(account)),
    async calls(to, now, account) {
      const action = await found(account);
      if (to === null)
        return action ? [call('budgets', 'DeleteBudgetAction', { ...budget, ActionId: action.ActionId })] : [];
      await mustHaveGroups(brake, account);
      const given = asAction(to);
      if (now === null || !action)
        return [
          call('budgets', 'CreateBudgetAction', {
            ...budget,
            ActionType: 'APPLY_IAM_POLICY',
            ...given,
            ResourceTags: place.tags,
          }),
        ];
      return [call('budgets', 'UpdateBudgetAction', { ...budget, ActionId: action.ActionId, ...given })];
    },
    async owner(account) {
      const tags = await tagsOf(account);
      return tags && ownerBy(tags, place.tags);
    },
    async mark(account) {
      const action = await found(account);
      return action
        ? [call('budgets', 'TagResource', { ResourceARN: arnOf(action), ResourceTags: marksIn(place.tags) })]
        : [];
    },
  });
}

async function actionsOf(budget: { AccountId: string; BudgetName: string }, account: Account): Promise<Action[]> {
  const question = call('budgets', 'DescribeBudgetActionsForBudget', budget);
  const pages = await orNull(allPages(account, question, 'NextToken'), 'NotFound');
  return pages?.flatMap(({ Actions }) => Actions ?? []) ?? [];
}

// Others may have actions on the same budget.
const isOurs =
  ({ policyArn }: Brake) =>
  ({ Definition }: Action) =>
    Definition?.IamActionDefinition?.PolicyArn === policyArn;

function wanted({ groups, emails, policyArn, roleArn }: Brake): BrakeAction {
  return {
    NotificationType: 'ACTUAL',
    ActionThreshold: { ActionThresholdValue: 100, ActionThresholdType: 'PERCENTAGE' },
    Definition: { IamActionDefinition: { PolicyArn: policyArn, Groups: [...groups] } },
    ExecutionRoleArn: roleArn,
    ApprovalModel: 'AUTOMATIC',
    Subscribers: emails.map((Address) => ({ SubscriptionType: 'EMAIL', Address })),
  };
}

const ACTED = 'it has acted: these groups cannot start what costs. To lift it: aws-baseline brake lift';

function remarkOn(action: Action | undefined): string | undefined {
  if (action?.Status === 'EXECUTION_SUCCESS') return ACTED;
  return action?.Status === 'EXECUTION_FAILURE'
    ? 'AWS Budgets tried to act and failed: see the history of the budget'
    : undefined;
}

async function mustHaveGroups({ groups, makesGroups }: Brake, account: Account): Promise<void> {
  if (makesGroups) return;
  const { groups: there } = await iamAccount(account);
  const missing = groups.filter((group) => !there.has(group));
  if (missing.length > 0)
    throw new Obstacle(
      `group${missing.length > 1 ? 's' : ''} ${missing.join(' and ')} must exist first: run aws-baseline groups`,
    );
}

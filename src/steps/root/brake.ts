import type { Partition } from '../../aws/account.ts';
import { NEAR_SPEND_LIMIT } from '../../aws/account-kind.ts';
import type { AnyFact } from '../../engine/fact.ts';
import { budgetActionBrakes } from '../../facts/billing/brake-action.ts';
import { brakeIsOff } from '../../facts/billing/brake-lifted.ts';
import { budgetCountsTheMonth } from '../../facts/billing/budgets.ts';
import { groupExists } from '../../facts/iam/groups.ts';
import { type IamPolicy, policyArn, policySays } from '../../facts/iam/policies.ts';
import { attachmentId } from '../../facts/iam/policy-holders.ts';
import { roleExists, rolePolicySays } from '../../facts/iam/roles.ts';
import { tagsFor } from '../../facts/tags.ts';
import { BRAKE_NAME, BRAKED_GROUPS, brakeDocument, brakeRole } from '../../policies/index.ts';
import type { AnswersTo } from '../settings/answers.ts';
import type { EVERY } from '../settings/every.ts';

// The path of the account's own roles.
const PATH = '/aws-baseline/account/';

type Needed = AnswersTo<typeof EVERY> & { alarm: { emails: string[] }; brake?: number | undefined };

/** The spending brake: a budget whose action attaches a policy that denies to the groups. None if it is not wanted. */
export function brakeFacts({ name, tags: further, adopt, alarm, brake, steps, ...account }: Needed): AnyFact[] {
  if (brake === undefined) return [];
  const { accountId, partition } = account;
  const tags = tagsFor(name, further);
  const place = { accountId, partition, tags, budgetName: BRAKE_NAME };
  const { trust, document } = brakeRole(place);
  const budget = budgetCountsTheMonth({ limit: brake }, [], place);
  const policy = ownPolicy(policySays(BRAKE_NAME, brakeDocument(NEAR_SPEND_LIMIT), { tags, adopt }));
  const role = roleExists({ name: BRAKE_NAME, path: PATH, service: 'AWS Budgets', trust }, tags);
  const may = rolePolicySays(role, { document, needs: [] });
  const action = budgetActionBrakes(
    {
      name: BRAKE_NAME,
      groups: BRAKED_GROUPS,
      emails: alarm.emails,
      policyArn: policyArn(BRAKE_NAME, place),
      roleArn: `arn:${partition}:iam::${accountId}:role${PATH}${BRAKE_NAME}`,
      makesGroups: steps.includes('groups'),
    },
    place,
    [budget, policy, role, may, ...BRAKED_GROUPS.map(groupExists)],
  );
  return [budget, policy, role, may, action];
}

/** What lifts the brake, whatever its limit is. */
export function liftFacts(identity: { accountId: string; partition: Partition }) {
  const arn = policyArn(BRAKE_NAME, identity);
  return BRAKED_GROUPS.map((group) => brakeIsOff(group, BRAKE_NAME, arn));
}

// AWS Budgets attaches it to these groups, which is no use by somebody else: undo detaches and deletes it.
function ownPolicy(policy: IamPolicy): IamPolicy {
  const own = BRAKED_GROUPS.map((group) => attachmentId(group, BRAKE_NAME));
  return {
    ...policy,
    usedBy: async (account) => ((await policy.usedBy?.(account)) ?? []).filter(({ id }) => !own.includes(id)),
  };
}

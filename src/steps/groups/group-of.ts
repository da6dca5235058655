import type { AnyFact } from '../../engine/fact.ts';
import { groupExists, type IamGroup, userIsMember } from '../../facts/iam/groups.ts';
import { mfaLocksNobodyOut } from '../../facts/iam/lock-out.ts';
import { type IamPolicy, policyIsAttached, policySays } from '../../facts/iam/policies.ts';
import { userExists, userMaySignIn } from '../../facts/iam/users.ts';
import { tagsFor, tagsWithRegion } from '../../facts/tags.ts';
import {
  abilitiesOf,
  type Group,
  type ManagedPolicy,
  managedPolicies,
  type Place,
  type PolicyTopic,
  policyDocuments,
} from '../../policies/index.ts';
import type { BUCKETS } from '../buckets/settings.ts';
import type { AnswersTo } from '../settings/answers.ts';
import type { EVERY } from '../settings/every.ts';

/** What the place of a policy is made from. */
export type PlaceAnswers = AnswersTo<typeof EVERY & typeof BUCKETS>;

/** What the policies of a group are made from. */
export type PolicyAnswers = PlaceAnswers & { groups: { requireMfa: boolean } };

/** Where policies apply: this baseline's names, account and home Region. */
export function placeOf({ name, accountId, region, partition, buckets }: PlaceAnswers): Place {
  return { name, accountId, region, partition, landingBucket: buckets.landing, analysisBucket: buckets.analysis };
}

function policiesOf(topic: PolicyTopic, answers: PolicyAnswers): { name: string; policy: IamPolicy }[] {
  const { name, region, tags: further, adopt } = answers;
  const tags = topic === 'admin' ? tagsWithRegion(name, region, further) : tagsFor(name, further);
  return managedPolicies(topic, placeOf(answers)).map((one: ManagedPolicy) => ({
    name: one.name,
    policy: policySays(one.name, one.document, { tags, adopt }),
  }));
}

/** A group and its policies; with --require-mfa also the policy that requires MFA. */
export function groupWithPolicy(topic: Group, answers: PolicyAnswers): { group: IamGroup; facts: AnyFact[] } {
  const group = groupExists(topic);
  const policies = policiesOf(topic, answers);
  // What another policy denies is told once, with the first policy.
  const abilities = abilitiesOf(topic, placeOf(answers));
  const attached = policies.map(({ name, policy }, i) =>
    policyIsAttached(name, policy, group, i === 0 ? { abilities } : {}),
  );
  return {
    group,
    facts: [
      ...policies.map(({ policy }) => policy),
      group,
      ...attached,
      ...(answers.groups.requireMfa ? mfaIsRequired(topic, attached, group, answers) : []),
    ],
  };
}

// After the group's own policies, which allow what works without MFA.
function mfaIsRequired(topic: PolicyTopic, after: AnyFact[], group: IamGroup, answers: PolicyAnswers): AnyFact[] {
  const documents = [topic, 'require-mfa' as const].flatMap((each) => policyDocuments(each, placeOf(answers)));
  const guard = mfaLocksNobodyOut(topic, documents);
  return policiesOf('require-mfa', answers).flatMap(({ name, policy }): AnyFact[] => {
    const attached = policyIsAttached(name, policy, group, { guard });
    return [policy, { ...attached, needs: [...(attached.needs ?? []), ...after] }];
  });
}

/** A user in a group, with or without a console password. */
export function memberOf(
  topic: Group,
  group: IamGroup,
  userName: string,
  signIn: boolean,
  answers: PolicyAnswers,
): AnyFact[] {
  const user = userExists(userName, tagsFor(answers.name, answers.tags));
  const abilities = abilitiesOf(topic, placeOf(answers), userName);
  return [user, ...(signIn ? [userMaySignIn(user)] : []), userIsMember(user, group, abilities)];
}

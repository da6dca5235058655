import type { AnyFact, Json } from '../engine/fact.ts';
import { groupExists, type IamGroup, userIsMember } from '../facts/iam-groups.ts';
import { policyIsAttached, policySays } from '../facts/iam-policies.ts';
import { userExists, userMaySignIn } from '../facts/iam-users.ts';
import { tagsFor } from '../facts/tags.ts';
import { type PolicyTopic, policyDocument, policyName } from '../policies/index.ts';
import type { Answers } from './answers.ts';

/** A managed policy with the document of that topic. */
export function policyOf(topic: PolicyTopic, answers: Answers) {
  const { name, accountId, region, partition, tags, buckets } = answers;
  const place = {
    name,
    accountId,
    region,
    partition,
    landingBucket: buckets.landing,
    analysisBucket: buckets.analysis,
  };
  const document = policyDocument(topic, place) as unknown as Json;
  return policySays(policyName(topic), document, { accountId, partition, tags: tagsFor(name, tags) });
}

/** A group and the policy that says what its members may do. */
export function groupWithPolicy(
  topic: Exclude<PolicyTopic, 'require-mfa'>,
  answers: Answers,
): { group: IamGroup; facts: AnyFact[] } {
  const group = groupExists(topic);
  const policy = policyOf(topic, answers);
  return { group, facts: [policy, group, policyIsAttached(policyName(topic), policy, group, answers)] };
}

/** A user in a group, with or without a console password. */
export function memberOf(group: IamGroup, userName: string, signIn: boolean, answers: Answers): AnyFact[] {
  const user = userExists(userName, tagsFor(answers.name, answers.tags));
  return [user, ...(signIn ? [userMaySignIn(user)] : []), userIsMember(user, group)];
}

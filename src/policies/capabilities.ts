import { evaluate, type PolicyRequest } from './evaluate.ts';
import { type Group, matrix } from './matrix.ts';
import type { Place } from './place.ts';
import { type PolicyTopic, policyDocuments } from './policy.ts';

/** Something a member of a group may or may not do: one request to AWS, in plain words. */
export interface Capability extends PolicyRequest {
  group: Group;
  /** Continues "engineer may": `put objects into acme-landing-zone`. */
  sentence: string;
  /** The policies that decide it together, including `require-mfa` without MFA. */
  topics: PolicyTopic[];
  expected: boolean;
}

/** The promise, and the result of the rendered documents. */
export interface Proof {
  group: Group;
  sentence: string;
  expected: boolean;
  actual: boolean;
}

const groups: Group[] = ['admin', 'engineer', 'analyst'];

let latest: { place: string; all: Capability[] } | undefined;

/** The matrix of groups and capabilities, as requests for our evaluator and for the IAM policy simulator. */
export function capabilities(place: Place): Capability[] {
  // Called for each user of each group, always with the one place of the run.
  const key = JSON.stringify(place);
  if (latest?.place !== key) latest = { place: key, all: capabilitiesAt(place) };
  return [...latest.all];
}

function capabilitiesAt(place: Place): Capability[] {
  return groups.flatMap((group) => {
    const name = `${group}_${place.name}`;
    const own = (resource: string) => resource.replace('user/OWN', `user/${name}`);
    return matrix(place).map(({ may, sentence, action, resource, context, withoutMfa }) => ({
      group,
      sentence,
      action,
      resource: typeof resource === 'string' ? own(resource) : resource,
      context: {
        'aws:RequestedRegion': place.region,
        'aws:ResourceAccount': place.accountId,
        'aws:username': name,
        'aws:MultiFactorAuthPresent': withoutMfa ? undefined : 'true',
        ...context,
      },
      topics: withoutMfa ? [group, 'require-mfa' as const] : [group],
      expected: may.split(' ').includes(group),
    }));
  });
}

/** Tests our own documents against the matrix, offline. */
export function proof(place: Place): Proof[] {
  return capabilities(place).map(({ group, sentence, topics, expected, ...request }) => {
    const documents = topics.flatMap((topic) => policyDocuments(topic, place));
    return { group, sentence, expected, actual: evaluate(documents, request) === 'allow' };
  });
}

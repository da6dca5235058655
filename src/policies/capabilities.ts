import { evaluate, type PolicyRequest } from './evaluate.ts';
import { type Group, matrix } from './matrix.ts';
import type { Place } from './place.ts';
import { type PolicyTopic, policyDocument } from './policy.ts';

/** Something a member of a group may or may not do: one request to AWS, in a newcomer's words. */
export interface Capability extends PolicyRequest {
  group: Group;
  /** Goes on from "engineer may": `put objects into acme-landing-zone`. */
  sentence: string;
  /** The policies that answer it together: `require-mfa` is among them where MFA is missing. */
  topics: PolicyTopic[];
  expected: boolean;
}

/** What was promised, and what the rendered documents give. */
export interface Proof {
  group: Group;
  sentence: string;
  expected: boolean;
  actual: boolean;
}

const groups: Group[] = ['admin', 'engineer', 'analyst'];

let latest: { place: string; all: Capability[] } | undefined;

/** The matrix group x capability, as requests that our evaluator and IAM's simulator can both be asked. */
export function capabilities(place: Place): Capability[] {
  // Each user of each group asks for those of the one place that a run is about.
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

/** Holds our own documents against the matrix, offline. */
export function proof(place: Place): Proof[] {
  return capabilities(place).map(({ group, sentence, topics, expected, ...request }) => {
    const documents = topics.map((topic) => policyDocument(topic, place));
    return { group, sentence, expected, actual: evaluate(documents, request) === 'allow' };
  });
}

import { adminAccess } from './admin.ts';
import { analystAccess, analystAccess2 } from './analyst.ts';
import type { Clause, PolicyDocument } from './document.ts';
import { engineerAccess, engineerAccess2 } from './engineer.ts';
import { checkPlace, type Place } from './place.ts';
import { requireMfa } from './require-mfa.ts';

/** What policies are for: one topic for each group, and one that requires MFA. */
export type PolicyTopic = 'admin' | 'engineer' | 'analyst' | 'require-mfa';

/** A managed policy as IAM has it, and one sentence for each statement, in the document's order. */
export interface ManagedPolicy {
  name: string;
  /** Less than 6,144 characters without whitespace. */
  document: PolicyDocument;
  sentences: { sid: string; why: string }[];
}

// IAM limits a managed policy to 6,144 characters, so the groups with long ones have two (page "IAM and AWS STS quotas").
const policies: Record<PolicyTopic, Record<string, (place: Place) => Clause[]>> = {
  admin: { admin_access: adminAccess },
  engineer: { engineer_access: engineerAccess, engineer_access_2: engineerAccess2 },
  analyst: { analyst_access: analystAccess, analyst_access_2: analystAccess2 },
  'require-mfa': { require_mfa: requireMfa },
};

/** All topics, in the order in which they are explained. */
export const policyTopics = Object.keys(policies) as PolicyTopic[];

/** The names of a topic's managed policies in IAM. */
export function policyNames(topic: PolicyTopic): string[] {
  return Object.keys(policies[topic]);
}

/** The managed policies of a topic; throws an Error if the place is invalid. */
export function managedPolicies(topic: PolicyTopic, place: Place): ManagedPolicy[] {
  checkPlace(place);
  return Object.entries(policies[topic]).map(([name, clausesAt]) => {
    const clauses = clausesAt(place);
    return {
      name,
      document: { Version: '2012-10-17', Statement: clauses.map(({ statement }) => statement) },
      sentences: clauses.map(({ statement, why }) => ({ sid: statement.Sid, why })),
    };
  });
}

/** The documents of a topic's managed policies, which IAM evaluates together. */
export function policyDocuments(topic: PolicyTopic, place: Place): PolicyDocument[] {
  return managedPolicies(topic, place).map(({ document }) => document);
}

import { adminAccess } from './admin.ts';
import { analystAccess } from './analyst.ts';
import type { Clause, PolicyDocument } from './document.ts';
import { engineerAccess } from './engineer.ts';
import { checkPlace, type Place } from './place.ts';
import { requireMfa } from './require-mfa.ts';

/** The four policies: one for each group, and one that requires MFA. */
export type PolicyTopic = 'admin' | 'engineer' | 'analyst' | 'require-mfa';

const policies: Record<PolicyTopic, { name: string; clauses: (place: Place) => Clause[] }> = {
  admin: { name: 'admin_access', clauses: adminAccess },
  engineer: { name: 'engineer_access', clauses: engineerAccess },
  analyst: { name: 'analyst_access', clauses: analystAccess },
  'require-mfa': { name: 'require_mfa', clauses: requireMfa },
};

/** All topics, in the order in which they are explained. */
export const policyTopics = Object.keys(policies) as PolicyTopic[];

/** The managed policy's name in IAM. */
export function policyName(topic: PolicyTopic): string {
  return policies[topic].name;
}

/** The IAM document, less than 6,144 characters without whitespace; throws an Error if the place is invalid. */
export function policyDocument(topic: PolicyTopic, place: Place): PolicyDocument {
  checkPlace(place);
  return { Version: '2012-10-17', Statement: policies[topic].clauses(place).map((clause) => clause.statement) };
}

/** One sentence for each statement, in the document's order. */
export function explainPolicy(topic: PolicyTopic, place: Place): { sid: string; why: string }[] {
  checkPlace(place);
  return policies[topic].clauses(place).map(({ statement, why }) => ({ sid: statement.Sid, why }));
}

import type { Ability } from '../abilities.ts';
import type { PolicyDocument } from '../document.ts';
import { arn, checkPlace, type Place, rolePath } from '../place.ts';
import { ec2, ecsExecution, ecsTask, sagemaker } from './analyst.ts';
import { glue, s3Batch } from './engineer.ts';
import { eksCluster, eksNode } from './kubernetes.ts';
import type { ServiceRole } from './service-role.ts';

/** The roles that the groups pass to services. */
export const groupRoles: readonly ServiceRole[] = [
  glue,
  s3Batch,
  ecsTask,
  ecsExecution,
  sagemaker,
  eksCluster,
  eksNode,
];

/** The role of instances. */
export const instanceRole: ServiceRole = ec2;

/** A role as IAM keeps it. */
export interface RenderedRole {
  name: string;
  path: string;
  /** The service that assumes it, in words. */
  service: string;
  trust: TrustPolicy;
  document: PolicyDocument;
  awsPolicies: string[];
  needs: Ability[];
}

/** The policy that decides who may assume a role. */
export type TrustPolicy = {
  Version: '2012-10-17';
  Statement: {
    Effect: 'Allow';
    Principal: { Service: string };
    Action: string | string[];
    Condition?: Record<string, Record<string, string>>;
  }[];
};

/** The role at a place; throws an Error if the place is invalid. */
export function renderedRole(role: ServiceRole, place: Place): RenderedRole {
  checkPlace(place);
  const { name, service, awsPolicies } = role;
  const Statement = role.clauses(place).map((clause) => clause.statement);
  return {
    name,
    path: rolePath(role.owner),
    service,
    trust: trustOf(role, place),
    document: { Version: '2012-10-17', Statement },
    awsPolicies,
    needs: role.needs(place),
  };
}

/** One sentence for each statement of the role's own policy, in the document's order. */
export function explainRole(role: ServiceRole, place: Place): { sid: string; why: string }[] {
  return role.clauses(place).map(({ statement, why }) => ({ sid: statement.Sid, why }));
}

function trustOf({ principal, source, tagsSessions }: ServiceRole, place: Place): TrustPolicy {
  const Condition = source && {
    ArnLike: { 'aws:SourceArn': arn(place, source.service, source.resource) },
    StringEquals: { 'aws:SourceAccount': place.accountId },
  };
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: principal(place) },
        Action: tagsSessions ? ['sts:AssumeRole', 'sts:TagSession'] : 'sts:AssumeRole',
        ...(Condition ? { Condition } : {}),
      },
    ],
  };
}

import type { RoleDetail } from '@aws-sdk/client-iam';
import { type AnyCall, call } from '../../aws/call.ts';
import { ByHand, type Fact, type Json } from '../../engine/fact.ts';
import { sameJson } from '../../engine/same.ts';
import { readDocument, sameDocument } from '../iam/documents.ts';
import { mustBeOffered } from '../iam/policies.ts';
import { removeRole, roleOf } from '../iam/role.ts';
import { marksIn, ownerOf } from '../tags.ts';
import { type GuardrailPlace, guardrail } from './guardrail.ts';

const PATH = '/aws-baseline/account/';

type Role = { path: string; trust: Json; policies: string[] };

/** Role aws-baseline-support: opens support cases (IAM page "AWSSupportAccess"). */
export function supportRoleExists(place: GuardrailPlace): Fact<Role> {
  return roleExists('support', 'AWSSupportAccess', 'opens support cases', place);
}

/** Role aws-baseline-audit: reads the configuration of security (IAM page "SecurityAudit"). */
export function auditRoleExists(place: GuardrailPlace): Fact<Role> {
  return roleExists('audit', 'SecurityAudit', 'reads the security configuration', place);
}

// Principals of the account can assume it, if their own policies allow that and they signed in with MFA (IAM page "AWS
// global condition context keys", aws:MultiFactorAuthPresent).
function roleExists(
  word: 'support' | 'audit',
  policy: string,
  does: string,
  { accountId, partition, tags }: GuardrailPlace,
): Fact<Role> {
  const RoleName = `aws-baseline-${word}`;
  const PolicyArn = `arn:${partition}:iam::aws:policy/${policy}`;
  const trust: Json = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
        Action: 'sts:AssumeRole',
        Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
      },
    ],
  };
  return guardrail<Role>(`${word}-role`, {
    title: `role ${RoleName} ${does}`,
    thing: `role ${RoleName}`,
    want: { path: PATH, trust, policies: [PolicyArn] },
    async read(account) {
      const role = await roleOf(RoleName, account);
      const trusts = readDocument(role?.AssumeRolePolicyDocument);
      return role && { path: role.Path ?? '', trust: trusts, policies: policiesOf(role) };
    },
    same: (a, b) =>
      a === b ||
      (a !== null &&
        b !== null &&
        a.path === b.path &&
        sameDocument(a.trust, b.trust) &&
        sameJson(a.policies, b.policies)),
    isOthers: ({ path }) => path !== PATH,
    remark(now) {
      if (now === null || now.path !== PATH) return undefined;
      const more = now.policies.filter((one) => one !== PolicyArn);
      return more.length > 0 ? `detaches ${more.map((arn) => arn.split('/').at(-1)).join(', ')}` : undefined;
    },
    async calls(to, now, account) {
      if (now && now.path !== PATH)
        throw new ByHand(
          `role ${RoleName} exists on path ${now.path} but must be on ${PATH}: delete it, or leave this guardrail out with --guardrails`,
        );
      if (to === null) return removeRole(RoleName, account);
      // An endpoint that does not have the policy would leave a role without permissions.
      if (to.policies.includes(PolicyArn) && !now?.policies.includes(PolicyArn))
        await mustBeOffered(PolicyArn, account);
      return changes(RoleName, now, to, tags);
    },
    owner: async (account) => ownerOf(await roleOf(RoleName, account), tags, 'RoleId'),
    mark: () => [call('iam', 'TagRole', { RoleName, Tags: marksIn(tags) })],
    madeAs: ['CreateRole', 'Role.RoleId'],
  });
}

function changes(RoleName: string, now: Role | null, to: Role, Tags: GuardrailPlace['tags']): AnyCall[] {
  const PolicyDocument = JSON.stringify(to.trust);
  const without = (all: string[], others: string[] = []) => all.filter((one) => !others.includes(one));
  return [
    ...(now === null
      ? [call('iam', 'CreateRole', { RoleName, Path: PATH, AssumeRolePolicyDocument: PolicyDocument, Tags })]
      : []),
    ...(now && !sameDocument(now.trust, to.trust)
      ? [call('iam', 'UpdateAssumeRolePolicy', { RoleName, PolicyDocument })]
      : []),
    ...without(now?.policies ?? [], to.policies).map((PolicyArn) =>
      call('iam', 'DetachRolePolicy', { RoleName, PolicyArn }),
    ),
    ...without(to.policies, now?.policies).map((PolicyArn) => call('iam', 'AttachRolePolicy', { RoleName, PolicyArn })),
  ];
}

function policiesOf({ AttachedManagedPolicies = [] }: RoleDetail): string[] {
  return AttachedManagedPolicies.flatMap(({ PolicyArn }) => PolicyArn ?? []).toSorted();
}

import type { Account, Partition } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { isDenied } from '../../aws/errors.ts';
import { Broken, type Fact, fact, type Json, Obstacle } from '../../engine/fact.ts';
import type { Ability, RenderedRole } from '../../policies/index.ts';
import { marksIn, ownerOf, type Tag } from '../tags.ts';
import { iamAccount } from './account.ts';
import { readDocument, sameDocument } from './documents.ts';
import { hindranceOf } from './hindrances.ts';
import { mustBeOffered } from './policies.ts';
import { removeRole, roleOf } from './role.ts';

/** The fact that a role exists, and its name. */
export type Role = Fact<{ trust: Json }> & { RoleName: string };

/** A role on the path of its group, which one service can assume. */
export function roleExists(role: Pick<RenderedRole, 'name' | 'path' | 'service' | 'trust'>, tags: Tag[]): Role {
  const { name: RoleName, path } = role;
  const trust: Json = role.trust;
  const ours = whoMayTake(trust);
  const exists = fact<{ trust: Json }>({
    id: `iam/role/${RoleName}`,
    title: `role ${RoleName} exists for ${role.service}`,
    thing: `role ${RoleName}`,
    want: { trust },
    async read(account) {
      const found = await roleOf(RoleName, account);
      if (found === null) return null;
      if (found.Path === path) return { trust: readDocument(found.AssumeRolePolicyDocument) };
      throw new Obstacle(`role ${RoleName} exists on path ${found.Path} but must be on ${path}: delete it first`);
    },
    same: (a, b) => (a === null || b === null ? a === b : sameDocument(a.trust, b.trust)),
    remark(now) {
      if (now === null || sameDocument(now.trust, trust)) return undefined;
      const others = whoMayTake(now.trust).filter((one) => !ours.includes(one));
      return others.length > 0 ? `fixing its trust policy removes ${others.join(', ')}` : undefined;
    },
    async calls(to, now, account) {
      if (to === null) return removeRole(RoleName, account);
      const document = JSON.stringify(to.trust);
      if (now) return [call('iam', 'UpdateAssumeRolePolicy', { RoleName, PolicyDocument: document })];
      return [call('iam', 'CreateRole', { RoleName, Path: path, AssumeRolePolicyDocument: document, Tags: tags })];
    },
    owner: async (account) => ownerOf(await roleOf(RoleName, account), tags, 'RoleId'),
    mark: () => [call('iam', 'TagRole', { RoleName, Tags: marksIn(tags) })],
    madeAs: ['CreateRole', 'Role.RoleId'],
  });
  return { ...exists, RoleName };
}

function whoMayTake(trust: Json): string[] {
  const statements = [(trust as { Statement?: Json } | null)?.Statement ?? []].flat() as { Principal?: Json }[];
  return statements.flatMap(({ Principal = null }) =>
    typeof Principal === 'string' ? [Principal] : (Object.values(Principal ?? {}).flat() as string[]),
  );
}

// The name of our inline policy in each role.
const PolicyName = 'aws-baseline';

/**
 * The role's own inline policy is `document`, and no other policy of the role blocks the `needs`. The text is read with the
 * role: GetAccountAuthorizationDetails has it in RolePolicyList.
 */
export function rolePolicySays(role: Role, { document, needs }: Pick<RenderedRole, 'document' | 'needs'>): Fact<Json> {
  const { RoleName } = role;
  return fact<Json>({
    id: `iam/role/${RoleName}/inline/${PolicyName}`,
    title: `inline policy of role ${RoleName} is up to date`,
    policy: { name: `${PolicyName} of role ${RoleName}`, documentIn: (value) => value },
    want: document,
    within: role,
    async read(account) {
      const inline = (await roleOf(RoleName, account))?.RolePolicyList ?? [];
      const own = inline.find((one) => one.PolicyName === PolicyName);
      return own ? (readDocument(own.PolicyDocument) ?? 'unreadable') : null;
    },
    same: (a, b) => (a === null || b === null ? a === b : sameDocument(a, b)),
    works: async (account) => mustNotBeBlocked(RoleName, needs, account),
    calls: (to) => [
      to === null
        ? call('iam', 'DeleteRolePolicy', { RoleName, PolicyName })
        : call('iam', 'PutRolePolicy', { RoleName, PolicyName, PolicyDocument: JSON.stringify(to) }),
    ],
  });
}

async function mustNotBeBlocked(RoleName: string, needs: Ability[], account: Account): Promise<undefined> {
  const iam = await iamAccount(account);
  const detail = iam.roles.get(RoleName.toLowerCase());
  const hindrance = detail && hindranceOf('role', detail, needs, iam);
  if (hindrance) throw new Broken(hindrance);
}

/** What SSM Agent calls (AWS page "ssm and ssmmessages API operations" of Systems Manager). */
export const SESSION_MANAGER: Ability[] = [
  'ssm:UpdateInstanceInformation',
  'ssmmessages:CreateControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:OpenDataChannel',
].map((action) => ({ sentence: action, request: { action, resource: '*', context: {} } }));

/** The role has an AWS managed policy, and no other policy of the role blocks the `needs`. */
export function roleHasAwsPolicy(
  role: Role,
  policyName: string,
  partition: Partition,
  needs: Ability[] = [],
): Fact<true> {
  const { RoleName } = role;
  const PolicyArn = `arn:${partition}:iam::aws:policy/${policyName}`;
  return fact<true>({
    id: `iam/role/${RoleName}/policy/${policyName}`,
    title: `role ${RoleName} has policy ${policyName}`,
    want: true,
    within: role,
    async read(account) {
      const attached = (await roleOf(RoleName, account))?.AttachedManagedPolicies ?? [];
      return attached.some((one) => one.PolicyArn === PolicyArn) ? true : null;
    },
    works: async (account) => mustNotBeBlocked(RoleName, needs, account),
    async calls(to, _now, account) {
      if (to) await mustBeOffered(PolicyArn, account);
      return [call('iam', to ? 'AttachRolePolicy' : 'DetachRolePolicy', { RoleName, PolicyArn })];
    },
  });
}

/** Throws Obstacle if one of these roles is missing, as far as the caller may see roles. */
export async function mustHaveRoles(names: string[], account: Account): Promise<void> {
  const iam = await iamAccount(account).catch((error: unknown) => {
    if (isDenied(error)) return undefined;
    throw error;
  });
  const missing = iam ? names.filter((name) => !iam.roles.has(name)) : [];
  if (missing.length > 0)
    throw new Obstacle(
      `role${missing.length > 1 ? 's' : ''} ${missing.join(' and ')} must exist first: run aws-baseline groups`,
    );
}

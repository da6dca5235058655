import type { Account, Partition } from '../../aws/account.ts';
import { type AnyCall, call } from '../../aws/call.ts';
import { Broken, type Fact, fact, type Json, Obstacle } from '../../engine/fact.ts';
import type { Ability } from '../../policies/index.ts';
import { iamAccount, named } from '../iam/account.ts';
import { readDocument, sameDocument } from '../iam/documents.ts';
import { hindranceOf } from '../iam/hindrances.ts';
import { mustBeOffered } from '../iam/policies.ts';
import { marksIn, ownerOf, type Tag } from '../tags.ts';

/** Analysts may pass only roles on this path to EC2, so the instance's role is on it. */
export const ANALYST_PATH = '/aws-baseline/analyst/';

/** The fact that the instance's role exists, and its name. */
export type Role = Fact<{ trust: Json }> & { RoleName: string };

/** A role that EC2 instances can assume. */
export function ec2RoleExists(RoleName: string, place: { partition: Partition; tags: Tag[] }): Role {
  const Service = place.partition === 'aws-cn' ? 'ec2.amazonaws.com.cn' : 'ec2.amazonaws.com';
  const trust: Json = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }],
  };
  const exists = fact<{ trust: Json }>({
    id: `iam/role/${RoleName}`,
    title: `role ${RoleName} exists for EC2`,
    thing: `role ${RoleName}`,
    want: { trust },
    async read(account) {
      const role = await roleOf(RoleName, account);
      if (role === null) return null;
      if (role.Path === ANALYST_PATH) return { trust: readDocument(role.AssumeRolePolicyDocument) };
      throw new Obstacle(
        `role ${RoleName} exists on path ${role.Path} but must be on ${ANALYST_PATH}: delete it first`,
      );
    },
    same: (a, b) => (a === null || b === null ? a === b : sameDocument(a.trust, b.trust)),
    remark(now) {
      if (now === null || sameDocument(now.trust, trust)) return undefined;
      const others = whoMayTake(now.trust).filter((one) => one !== Service);
      return others.length > 0 ? `fixing its trust policy removes ${others.join(', ')}` : undefined;
    },
    async calls(to, now, account) {
      if (to === null) return removeRole(RoleName, account);
      const document = JSON.stringify(to.trust);
      if (now) return [call('iam', 'UpdateAssumeRolePolicy', { RoleName, PolicyDocument: document })];
      return [
        call('iam', 'CreateRole', {
          RoleName,
          Path: ANALYST_PATH,
          AssumeRolePolicyDocument: document,
          Tags: place.tags,
        }),
      ];
    },
    owner: async (account) => ownerOf(await roleOf(RoleName, account), place.tags, 'RoleId'),
    mark: () => [call('iam', 'TagRole', { RoleName, Tags: marksIn(place.tags) })],
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

async function roleOf(RoleName: string, account: Account) {
  const { roles } = await iamAccount(account);
  return named(roles, RoleName, (role) => role.RoleName, 'role');
}

async function removeRole(RoleName: string, account: Account): Promise<AnyCall[]> {
  const role = await roleOf(RoleName, account);
  return [
    ...(role?.InstanceProfileList ?? []).map(({ InstanceProfileName }) =>
      call('iam', 'RemoveRoleFromInstanceProfile', { RoleName, InstanceProfileName }),
    ),
    ...(role?.AttachedManagedPolicies ?? []).map(({ PolicyArn }) =>
      call('iam', 'DetachRolePolicy', { RoleName, PolicyArn }),
    ),
    ...(role?.RolePolicyList ?? []).map(({ PolicyName }) => call('iam', 'DeleteRolePolicy', { RoleName, PolicyName })),
    call('iam', 'DeleteRole', { RoleName }),
  ];
}

// What SSM Agent calls (AWS page "ssm and ssmmessages API operations" of Systems Manager).
const SESSION_MANAGER: Ability[] = [
  'ssm:UpdateInstanceInformation',
  'ssmmessages:CreateControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:OpenDataChannel',
].map((action) => ({ sentence: action, request: { action, resource: '*', context: {} } }));

/** The role has an AWS managed policy, and no other policy of the role blocks Session Manager. */
export function roleHasAwsPolicy(role: Role, policyName: string, partition: Partition): Fact<true> {
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
    async works(account) {
      const iam = await iamAccount(account);
      const detail = iam.roles.get(RoleName.toLowerCase());
      const hindrance = detail && hindranceOf('role', detail, SESSION_MANAGER, iam);
      if (hindrance) throw new Broken(hindrance);
      return undefined;
    },
    async calls(to, _now, account) {
      if (to) await mustBeOffered(PolicyArn, account);
      return [call('iam', to ? 'AttachRolePolicy' : 'DetachRolePolicy', { RoleName, PolicyArn })];
    },
  });
}

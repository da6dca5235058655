import type { Account, Partition } from '../aws/account.ts';
import { type AnyCall, call } from '../aws/call.ts';
import { type Fact, fact, type Json, Obstacle } from '../engine/fact.ts';
import { iamAccount, named } from './iam-account.ts';
import { readDocument, sameDocument } from './iam-documents.ts';
import { mustBeOffered } from './iam-policies.ts';
import { marksIn, orNull, ownerOf, type Tag } from './tags.ts';

/** Analysts may pass the roles of this path to EC2; the instance's role therefore lies on it. */
export const ANALYST_PATH = '/aws-baseline/analyst/';

/** The fact that the instance's role exists, and its name. */
export type Role = Fact<{ trust: Json }> & { RoleName: string };

/** The fact that an instance profile exists; its name is what it wants. */
export type InstanceProfile = Fact<{ InstanceProfileName: string }>;

/** A role that EC2 instances can take. */
export function ec2RoleExists(RoleName: string, place: { partition: Partition; tags: Tag[] }): Role {
  const Service = place.partition === 'aws-cn' ? 'ec2.amazonaws.com.cn' : 'ec2.amazonaws.com';
  const trust: Json = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }],
  };
  const exists = fact<{ trust: Json }>({
    id: `iam/role/${RoleName}`,
    title: `role ${RoleName} exists for EC2`,
    want: { trust },
    async read(account) {
      const role = await roleOf(RoleName, account);
      if (role === null) return null;
      if (role.Path === ANALYST_PATH) return { trust: readDocument(role.AssumeRolePolicyDocument) };
      throw new Obstacle(
        `there is a role ${RoleName} on path ${role.Path}, it must be on ${ANALYST_PATH}: delete or rename it first`,
      );
    },
    same: (a, b) => (a === null || b === null ? a === b : sameDocument(a.trust, b.trust)),
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

/** The role has one of AWS's own managed policies. */
export function roleHasAwsPolicy(role: Role, policyName: string, partition: Partition): Fact<true> {
  const { RoleName } = role;
  const PolicyArn = `arn:${partition}:iam::aws:policy/${policyName}`;
  return fact<true>({
    id: `iam/role/${RoleName}/policy/${policyName}`,
    title: `role ${RoleName} has ${policyName}`,
    want: true,
    within: role as unknown as Fact<never>,
    async read(account) {
      const attached = (await roleOf(RoleName, account))?.AttachedManagedPolicies ?? [];
      return attached.some((one) => one.PolicyArn === PolicyArn) ? true : null;
    },
    async calls(to, _now, account) {
      if (to) await mustBeOffered(PolicyArn, account);
      return [call('iam', to ? 'AttachRolePolicy' : 'DetachRolePolicy', { RoleName, PolicyArn })];
    },
  });
}

/** An instance profile of this name exists. */
export function instanceProfileExists(InstanceProfileName: string, tags: Tag[]): InstanceProfile {
  return fact({
    id: `iam/instance-profile/${InstanceProfileName}`,
    title: `instance profile ${InstanceProfileName} exists`,
    want: { InstanceProfileName },
    // Its path does not matter: who may hand on a role is asked about the role.
    read: async (account) => ((await profileOf(InstanceProfileName, account)) ? { InstanceProfileName } : null),
    async calls(to, _now, account) {
      if (to) return [call('iam', 'CreateInstanceProfile', { InstanceProfileName, Path: ANALYST_PATH, Tags: tags })];
      const { Roles } = (await profileOf(InstanceProfileName, account)) ?? {};
      return [
        ...(Roles ?? []).map(({ RoleName }) =>
          call('iam', 'RemoveRoleFromInstanceProfile', { InstanceProfileName, RoleName }),
        ),
        call('iam', 'DeleteInstanceProfile', { InstanceProfileName }),
      ];
    },
    owner: async (account) => ownerOf(await profileItself(InstanceProfileName, account), tags, 'InstanceProfileId'),
    mark: () => [call('iam', 'TagInstanceProfile', { InstanceProfileName, Tags: marksIn(tags) })],
    madeAs: ['CreateInstanceProfile', 'InstanceProfile.InstanceProfileId'],
  });
}

/** The instance profile hands the role to the instance. */
export function instanceProfileHasRole(profile: InstanceProfile, role: Role): Fact<true> {
  const { InstanceProfileName } = profile.want;
  const { RoleName } = role;
  return fact<true>({
    id: `iam/instance-profile/${InstanceProfileName}/role`,
    title: `instance profile ${InstanceProfileName} has role ${RoleName}`,
    want: true,
    within: profile as unknown as Fact<never>,
    needs: [role],
    async read(account) {
      const { Roles } = (await profileOf(InstanceProfileName, account)) ?? {};
      if (Roles?.some((one) => one.RoleName === RoleName)) return true;
      if (!Roles?.length) return null;
      throw new Obstacle(
        `instance profile ${InstanceProfileName} has role ${Roles[0]?.RoleName}, not ${RoleName}: rename or delete it first`,
      );
    },
    calls: (to) => [
      call('iam', to ? 'AddRoleToInstanceProfile' : 'RemoveRoleFromInstanceProfile', { InstanceProfileName, RoleName }),
    ],
  });
}

// A profile that has a role is told with the role; only one without is asked for by name.
async function profileOf(InstanceProfileName: string, account: Account) {
  const { roles } = await iamAccount(account);
  const told = [...roles.values()].flatMap(({ InstanceProfileList }) => InstanceProfileList ?? []);
  const known = told.find((profile) => profile.InstanceProfileName === InstanceProfileName);
  return known ?? profileItself(InstanceProfileName, account);
}

async function profileItself(InstanceProfileName: string, account: Account) {
  const question = call('iam', 'GetInstanceProfile', { InstanceProfileName });
  return (await orNull(account.send(question), 'NoSuchEntity'))?.InstanceProfile ?? null;
}
